"""Why a result is empty: nobody is left to guess whether the hand did nothing or the file says nothing."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.signal.noise import TOUCH_ON_N
from thumbwalk.technique.measures import force_unit
from thumbwalk.touch.touch_block import TouchBlock

_STANDS_OUT = 8.0
"""So many times the usual level is a press and no noise, whose peaks are three to four times its median."""


def why_untouched(touch: TouchBlock, pad: Pad, left_out: Collection[str]) -> str | None:
    """Say why no touch is in a file's touch; None where there is some."""
    if not len(touch):
        return told("no samples are in it, so that nothing can be judged")
    if touch.touching.any():
        return None
    if len(left_out) == pad.n_taxels:
        return told("nothing is touched: all taxels are left out")
    most = float(np.max(touch.total_n))
    if force_unit(pad) != "n":
        return told(
            "nothing is touched: the sum of the taxels never rises out of its noise (it rises by {most:.3g})", most=most
        )
    usual = float(np.median(np.abs(touch.total_n)))
    kilograms = told("; kilograms called newtons?") if most > _STANDS_OUT * usual else ""
    return told(
        "nothing is touched: touch begins above {touch_on_n:g} N in sum, and the most is {most:.2g} N{kilograms}",
        touch_on_n=TOUCH_ON_N,
        most=most,
        kilograms=kilograms,
    )


def why_no_strokes(touch: TouchBlock, n_segments: int) -> str | None:
    """Say why a touch has no segments; None where it has some, or there is no touch."""
    touching = touch.touching
    if n_segments or not touching.any():
        return None
    step_s = float(np.median(np.diff(touch.time_s))) if len(touch) > 1 else 0.0
    return told(
        "no stroke is in it: the pad is touched for {lasts_s:.2g} s in all, which is too short or too faint for any",
        lasts_s=np.count_nonzero(touching) * step_s,
    )
