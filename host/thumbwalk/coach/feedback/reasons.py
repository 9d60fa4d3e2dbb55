"""Reasons: what a teacher would name, each with its word, what to try and the drills for it; and that of each miss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from thumbwalk.coach.score.score import Metric
from thumbwalk.language import marked

Reason = Literal[
    "",
    "good",
    "limit",
    "place",
    "technique",
    "too_hard",
    "too_light",
    "uneven",
    "too_fast",
    "too_slow",
    "not_released",
    "contact_lost",
    "too_small",
    "too_large",
    "direction",
    "balance",
    "press",
    "rest",
]
"""Why a word is said; "" is none."""
RANKED: tuple[Reason, ...] = (
    "limit",
    "place",
    "technique",
    "too_hard",
    "too_light",
    "uneven",
    "too_fast",
    "too_slow",
    "not_released",
    "contact_lost",
    "direction",
    "too_small",
    "too_large",
    "balance",
)
"""Of several, the first is told: the receiver first, then where, what, how hard, how even, how fast, and the shape."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to try, and which drills train it: those of the technique first, where its name ends in one."""

    attempt: str
    drills: tuple[str, ...]


LESSONS: dict[Reason, Lesson] = {
    "limit": Lesson(marked("Lean back first."), ("pressure-ladder",)),
    "place": Lesson(marked("Land, look, then lean."), ("points-right", "points-left")),
    "technique": Lesson(marked("Name it, then change."), ("change-over",)),
    "too_hard": Lesson(marked("Sit back a little."), ("pressure-ladder",)),
    "too_light": Lesson(marked("Lean in, breathing out."), ("hold-1",)),
    "uneven": Lesson(marked("Say one word on each."), ("knead-2",)),
    "too_fast": Lesson(marked("Let each press arrive."), ("tempo-ladder",)),
    "too_slow": Lesson(marked("Hum the beat first."), ("tempo-ladder",)),
    "not_released": Lesson(marked("Rise to the skin."), ("knead-1",)),
    "contact_lost": Lesson(marked("Roll on, don't hop."), ("walk-1",)),
    "too_small": Lesson(marked("Move from the elbow."), ("circles-1", "walk-1")),
    "too_large": Lesson(marked("Half a nail at a time."), ("circles-2", "walk-2")),
    "direction": Lesson(marked("Look along the line."), ("walk-2",)),
    "balance": Lesson(marked("The lighter hand leads."), ("two-together",)),
    "press": Lesson(marked("Keep a hand on the foot, and go on."), ("change-over",)),
}
"""By reason."""

_LOW: dict[str, Reason] = {
    "force_n": "too_light",
    "peak_force_n": "too_light",
    "rate_per_min": "too_slow",
    "speed_mm_s": "too_slow",
    "hold_s": "too_fast",
    "contact_kept": "contact_lost",
    "forward": "direction",
    "roundness": "too_small",
    "radius_mm": "too_small",
    "bite_mm": "too_small",
    "stroke_mm": "too_small",
    "flow": "press",
    "coverage": "place",
    "balance": "balance",
}
_HIGH: dict[str, Reason] = {
    "force_n": "too_hard",
    "peak_force_n": "too_hard",
    "rate_per_min": "too_fast",
    "speed_mm_s": "too_fast",
    "hold_s": "too_slow",
    "contact_s": "too_slow",
    "force_cv": "uneven",
    "steadiness_cv": "uneven",
    "evenness_cv": "uneven",
    "rhythm_cv": "uneven",
    "release": "not_released",
    "radius_mm": "too_large",
    "bite_mm": "too_large",
    "stroke_mm": "too_large",
    "off_point_mm": "place",
    "phase_error": "uneven",
}


def reason_of(metric: Metric, *, elsewhere: bool = False) -> Reason | None:
    """The reason of a miss; None within the band, and where there is no name for it.

    ``elsewhere`` is whether time went to another technique.
    """
    lo, hi = metric.band
    if metric.value is None:
        return "press"
    if lo is not None and metric.value < lo:
        reason = _LOW.get(metric.name)
        return "technique" if reason == "press" and elsewhere else reason
    return _HIGH.get(metric.name) if hi is not None and metric.value > hi else None
