"""Pauses: force that is kept still between presses. They are no strokes, and out of what is measured of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thumbwalk.technique.stroke import Stroke
from thumbwalk.touch.touch_block import TouchBlock

PAUSE_S, _STILL, _OVER_S = 0.8, 0.92, 0.1
"""A stroke that stays above this part of its peak for so long is a pause; a press at 20 a minute does for 0.55 s. Force
is averaged over a tenth of a second, so that noise neither makes the peak nor breaks the pause."""
_BITS_S = 1e-9
_LEAST_STROKES = 3
"""Fewer are no row that there could be a pause in."""


def without_pauses(strokes: Sequence[Stroke], touch: TouchBlock) -> list[list[Stroke]]:
    """Runs of presses between pauses, from the touch that they were found in.

    It is one run where there are none, or where half of all strokes are so still: then that is the way of pressing.
    """
    row = strokes if len(strokes) >= _LEAST_STROKES else ()
    step_s = touch.step_s
    paused = [still_s(stroke, touch, step_s) >= PAUSE_S - _BITS_S for stroke in row]
    if not any(paused) or 2 * sum(paused) >= len(paused):
        return [list(strokes)]
    runs: list[list[Stroke]] = [[]]
    for stroke, is_pause in zip(strokes, paused, strict=True):
        if not is_pause:
            runs[-1].append(stroke)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def still_s(stroke: Stroke, touch: TouchBlock, step_s: float) -> float:
    """How long a stroke's force stays close to its peak, in one go, seconds; 0 where it is too short for a pause."""
    # late times differ by their last bits, and a stroke as long as a pause is no other an hour later
    if stroke.end_s - stroke.start_s < PAUSE_S - _BITS_S:
        return 0.0
    lo, hi = np.searchsorted(touch.time_s, [stroke.start_s, stroke.end_s])
    width = min(max(round(_OVER_S / step_s), 1), max(int(hi - lo), 1))
    working_n = np.maximum(touch.total_n[lo:hi] - touch.resting_n[lo:hi], 0.0)
    force = np.convolve(working_n, np.full(width, 1.0 / width), "valid")
    high = force >= _STILL * force.max()
    edges = np.flatnonzero(np.diff(high, prepend=False, append=False))
    longest = int(np.max(edges[1::2] - edges[0::2], initial=0)) + width - 1
    return longest * step_s
