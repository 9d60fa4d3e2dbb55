"""How a foot's soft layer presses through to its tiles, told from a table of forces where its layout does not say.

A thumb on a layer that sticks to its tiles presses fewer of them than on one that slides: with the wrong law a hold
is found some 5 mm beside its place. Either law is fitted to the same moments; what fits better at most of them is it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table, parts, without
from thumbwalk.pad import Pad
from thumbwalk.touch.fit import SPREAD, SPREAD_SIGMA, Known
from thumbwalk.touch.localise import MOST_TAXELS, Localiser

_FIRM_N = 4.0
"""A lighter touch shows too little at the second ring of tiles, where the laws differ."""
_MOMENTS, _LEAST = 300, 60
"""So many moments are looked at, evenly over all that are firm, and so many of them are to be one thumb's."""
_FITS = 10.0
"""A misfit beyond this, by both laws, is a second hand or a fault, which tells nothing of the layer."""
_OFTEN = 0.6
"""The part of the moments at which the bonded law fits better on a foot that is so: 0.65 to 0.94 in six sessions as
built; 0.01 to 0.16 in twelve on a half-space; up to 0.40 in six of people, whose hands rest and tiles fail."""


def with_law_of(pad: Pad, force_n: Table, left_out: NDArray[np.bool_]) -> Pad:
    """A pad that says how its layer presses through, by a table of forces (n, n_taxels) in newtons.

    What is ``left_out`` (n_taxels,) is not looked at.

    It is the pad itself where that says so already, says too little for contacts to be placed, or where too few moments
    tell.
    """
    placed = pad.has_positions and pad.outline_mm is not None and pad.layer_mm is not None
    if pad.layer_law is not None or not placed or pad.n_taxels > MOST_TAXELS:
        return pad
    seen_n = without(force_n, left_out, missing=0.0)
    firm_in = [first + np.flatnonzero(seen_n[first:stop].sum(axis=1) >= _FIRM_N) for first, stop in parts(seen_n)]
    firm = np.concatenate([np.empty(0, np.intp), *firm_in])
    if len(firm) < _LEAST:
        return pad
    rows = seen_n[firm[np.unique(np.linspace(0, len(firm) - 1, _MOMENTS).astype(int))]]
    slides, sticks = (_misfits(replace(pad, layer_law=law), rows, left_out) for law in ("half-space", "bonded"))
    fits = np.minimum(slides, sticks) < _FITS
    if np.count_nonzero(fits) < _LEAST or np.mean(sticks[fits] < slides[fits]) < _OFTEN:
        return pad
    return replace(pad, layer_law="bonded")


def _misfits(pad: Pad, force_n: NDArray[np.float64], left_out: NDArray[np.bool_]) -> NDArray[np.float64]:
    known = Known(left_out, None, SPREAD, SPREAD_SIGMA, aside=True)
    return Localiser(pad).fit(force_n, known).misfit
