"""Correction of the RP2040's converter, erratum RP2040-E11, as a table of what each code stands for.

Four codes of the RP2040's 12-bit converter are far too wide: an input that rises through one is read as the same code
for some ten steps, and then jumps on. The RP2040 data sheet names the places (4.9.3 and erratum RP2040-E11: 512, 1536,
2560 and 3584); the RP2350 no longer has them (RP2350 data sheet, 12.4.1). How wide the codes are is read off the mean
of five chips that github.com/kitanokitsune/rp2040adc_correction gives; a sine histogram of one more chip found 8.9
codes (pico-adc.markomo.me). What falls into a wide code can't be told apart: its middle is the best guess.

Offset and gain errors of a converter are left alone: they belong to a board's calibration and tare.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

BOARD = "pico"
"""What a board with an RP2040 calls itself in HELLO."""

WIDE_CODES = (511, 1535, 2559, 3583)
EXTRA_CODES = (10.0, 9.0, 9.0, 10.0)
"""By how much each of them is wider than its neighbours."""

_BITS = 12
"""Of the RP2040's converter (its data sheet, 4.9)."""


def corrected(counts: ArrayLike, bits: int = _BITS) -> NDArray[np.float64]:
    """What codes of a converter with E11 would be in an even one.

    Parameters
    ----------
    counts : array of any shape
        Codes, averages of codes too, of ``bits`` bits; those of more than 12 bits are averages.

    Returns
    -------
    array of the same shape, in the same units, strictly rising with ``counts``
    """
    scale = 2.0 ** (bits - _BITS)
    codes = np.asarray(counts, dtype=np.float64) / scale
    return np.asarray(np.interp(codes, np.arange(2.0**_BITS), _middles()) * scale)


def transitions(extra_codes: ArrayLike = EXTRA_CODES) -> NDArray[np.float64]:
    """Inputs at which the code changes, (4097,), from 0 to 4096: code c is read between the c-th and the one after it.

    The wide codes take their width from all the others, so that the ends stay where they are.
    """
    widths = np.ones(2**_BITS)
    widths[list(WIDE_CODES)] += np.asarray(extra_codes, dtype=np.float64)
    return np.concatenate([[0.0], widths.cumsum() * (2.0**_BITS / widths.sum())])


@cache
def _middles() -> NDArray[np.float64]:
    """The middle of each code's inputs, (4096,), on a scale where an even converter's code c has c."""
    edges = transitions()
    return np.asarray(0.5 * (edges[:-1] + edges[1:]) - 0.5)
