"""The word of this very moment: of what was told of the limit, how much still holds where the hand is now.

A word of the coach stands for a second, so that it can be read, and is made of the last moments. For the comfort limit
that is too long: a hand that has gone elsewhere, or lets go, must not be told to ease off.
"""

from __future__ import annotations

import numpy as np

from thumbwalk.coach.drill.guide import Guide
from thumbwalk.coach.feedback.place_now import way_to
from thumbwalk.coach.feedback.verdict import NOTHING, Verdict
from thumbwalk.language import told
from thumbwalk.session.screen.snapshot import NEAR_CAP
from thumbwalk.touch.touch_block import TouchBlock

_FAR_MM = 20.0
"""Farther than a thumb is broad from all that is asked for, beyond its own size, a hand is elsewhere."""


def word_now(verdict: Verdict, touch: TouchBlock, guide: Guide | None, cap_n: float | None) -> Verdict:
    """What is said now of what was told.

    Parameters
    ----------
    verdict : Verdict
    touch : TouchBlock
        The newest; its last sample counts.
    guide : Guide or None
        What the set asks for.
    cap_n : float or None
        The comfort cap where the hand is.

    Returns
    -------
    Verdict
        The same, unless it is about the limit, and the hand is no more over it: then where to go, from elsewhere, and
        nothing in place of an older word. Between two presses the last one's word stays.
    """
    if verdict.reason != "limit" or guide is None or not len(touch):
        return verdict
    if not touch.touching[-1]:
        return verdict if guide.peaks else NOTHING
    contact_n = float(touch.contact_n[-1])
    if cap_n is None or contact_n > cap_n:
        return verdict
    place = _elsewhere(float(touch.x_mm[-1]), float(touch.y_mm[-1]), guide)
    if place is not None:
        return place
    # near the cap it may be over it again in a moment
    return verdict if guide.peaks or contact_n >= NEAR_CAP * cap_n else NOTHING


def _elsewhere(x_mm: float, y_mm: float, guide: Guide) -> Verdict | None:
    """Where to go from a place that is far from all that is asked for."""
    if not np.isfinite(x_mm + y_mm) or len(guide.figures) != 1:
        return None
    (figure,) = guide.figures
    asked = figure.nearest_mm(x_mm, y_mm)
    if np.hypot(x_mm - asked[0], y_mm - asked[1]) <= _FAR_MM + figure.size_mm:
        return None
    return Verdict(told("To the {side}", side=told(way_to((x_mm, y_mm), asked))), "place")
