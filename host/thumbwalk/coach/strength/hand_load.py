"""Hand load: how much of a day's work a hand has done, holds weighing most, and when it should rest.

It is counted in seconds at the own peak: force over peak, times seconds, times what the technique weighs. The weights
and the budget are starting values; only their order has a source.
"""

from __future__ import annotations

import numpy as np

from thumbwalk.language import marked, told
from thumbwalk.touch.touch_block import TouchBlock

USUAL_PEAK_N = 49.0
"""Who has no peak of their own yet gets this one: tip pinch of women of 20 to 24, the weaker half (Baseline manual)."""
BUDGET_S = 0.15 * 3600.0
"""A day's: an hour at 15 % of the peak, up to which long work is advised (PMID 1633796)."""
STEADY_WEIGHT = 3.0
"""What a steady press weighs: therapists who press and hold have thumb pain at odds of 3.0 (Rossettini, WOR-162289)."""
TECHNIQUE_WEIGHTS = {"hold": STEADY_WEIGHT, "friction": 1.5, "glide": 0.5, "tap": 0.5}
"""What others weigh where it is not 1: a flat or a loose hand bears less on the thumb, which has no source."""
_UNKNOWN_N = 12.0
"""What a touch is taken for on a rig whose newtons are a guess: the middle of what drills ask for."""
_RECENT_SHARE = 0.25
"""So much of a day within `RECENT_MIN` asks for a rest; five minutes are advised."""
RECENT_MIN = 20.0
"""Minutes that count as just now."""


class HandLoad:
    """Adds up what a hand does, piece by piece; ``weighed_ns`` is newtons times seconds times weight."""

    def __init__(self, *, calibrated: bool) -> None:
        self._calibrated = calibrated
        self.weighed_ns = 0.0

    def feed(self, touch: TouchBlock, weight: float) -> None:
        """Take what was pressed, on an even grid, at a technique's weight."""
        if not len(touch):
            return
        force_n = touch.contact_n if self._calibrated else np.where(touch.touching, _UNKNOWN_N, 0.0)
        self.weighed_ns += weight * float(force_n[touch.touching].sum()) * touch.step_s

    def load_s(self, peak_n: float | None) -> float:
        """It in seconds at a peak; the own one, or the usual one where there is none."""
        return self.weighed_ns / (peak_n or USUAL_PEAK_N)


def weight_of(technique: str | None) -> float:
    """What a technique weighs."""
    return TECHNIQUE_WEIGHTS.get(technique or "", 1.0)


def is_spent(day_s: float) -> bool:
    """Whether a day's budget is used up."""
    return day_s >= BUDGET_S


def no_test(day_s: float) -> str:
    """Why a hand with this day's load is not tested any more; "" where it may be."""
    if not is_spent(day_s):
        return ""
    return told("{why} A test would measure that; test tomorrow.", why=told(rest_prompt(day_s, 0.0)))


def rest_prompt(day_s: float, recent_s: float) -> str:
    """What there is to say of rest after a day's load, of which some came just now; "" while there is nothing."""
    n = f"{100.0 * day_s / BUDGET_S:.0f}"
    if is_spent(day_s):
        return told("Your thumbs did their day: {n} % of a day's hand load. Enough for today.", n=n)
    if recent_s >= _RECENT_SHARE * BUDGET_S:
        said = marked("Rest your hands for five minutes: {n} % of a day's hand load is done, much of it just now.")
        return told(said, n=n)
    return ""
