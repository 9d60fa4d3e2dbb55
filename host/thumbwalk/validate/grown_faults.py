"""The score judged: whether it falls as one fault of a hand grows, and whether that fault's measure is named first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.score.task import Task as Asked
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.validate.draw import drawn_part, way_of
from thumbwalk.validate.judged_session import analysed
from thumbwalk.validate.kinds import drawn_foot
from thumbwalk.virtual.habits import RATE_HZ as HAND_HZ
from thumbwalk.virtual.habits import Habits, habits_of
from thumbwalk.virtual.play import Part, felt, perform
from thumbwalk.virtual.table_sensors import sensed
from thumbwalk.zones import zone_at

Array = NDArray[np.float64]

STEPS = 8
MOST_RHO, LEAST_FIRST, LEAST_FIRST_OF_ONE = -0.95, 0.9, 0.5
"""The rank correlation of a fault's growth with the score; in so many of all steps the fault's measure is named first,
and in so many of each fault's."""
LASTS_S, RATE_HZ = 20.0, 200.0
"""A set as drills have them, read as often as a table is."""
_MIDDLE: dict[str, dict[str, float]] = {
    "hold": {"force_n": 10.0},
    "knead": {"force_n": 10.0, "rate": 45.0, "kept": 0.1},
    "circles": {"force_n": 8.0, "rate": 55.0, "size_mm": 11.0},
    "walk": {"force_n": 9.0, "rate": 90.0, "size_mm": 7.0, "kept": 0.35, "line_mm": 100.0},
    "glide": {"force_n": 6.0, "speed_mm_s": 60.0, "size_mm": 90.0},
    "friction": {"force_n": 9.0, "rate": 120.0, "size_mm": 13.0},
    "tap": {"force_n": 3.0, "rate": 190.0, "contact_s": 0.09},
}
"""The middle of what is asked for."""
_TRIES, _OF_CAP = 200, 1.3
"""Places that are drawn for one whose comfort cap is so many times the force."""
_FIRM = {"glide": (0.36, 0.72)}
_HEEL = (0.22, 0.5)
"""Where a heavy hand's force is not over the comfort cap before it is over its band: the heel; of a glide, which is
longer, the outer edge to the heel. Over a cap a set scores 60 at most, and stays there until its force earns less."""


@dataclass(frozen=True)
class Grown:
    """A fault that grows evenly from the first value to the last: what it is of the hand, and what measure tells it.

    ``what`` is a number of the task, one of `Habits`, ``off_mm`` (how far beside the point that is asked for) or
    ``lifts`` (the part of the set that is over before the hand lifts).
    """

    technique: str
    fault: str
    measure: str
    what: str
    first: float
    last: float


GROWN = (
    Grown("hold", "heavy", "force_n", "force_n", 19.0, 24.0),
    Grown("hold", "light", "force_n", "force_n", 7.0, 2.5),
    Grown("hold", "uneven", "steadiness_cv", "wander_cv", 0.13, 0.22),
    Grown("hold", "too long", "hold_s", "lasts_s", 22.0, 36.0),
    Grown("hold", "off the point", "off_point_mm", "off_mm", 10.0, 18.0),
    Grown("knead", "heavy", "peak_force_n", "force_n", 21.0, 30.0),
    Grown("knead", "light", "peak_force_n", "force_n", 7.4, 3.0),
    Grown("knead", "uneven", "force_cv", "stroke_cv", 0.18, 0.30),
    Grown("knead", "rushing", "rate_per_min", "rate", 63.0, 88.0),
    Grown("knead", "dragging", "rate_per_min", "rate", 28.0, 19.0),
    Grown("knead", "irregular", "rhythm_cv", "rhythm_cv", 0.17, 0.27),
    Grown("knead", "clinging", "release", "kept", 0.29, 0.52),
    Grown("knead", "off the point", "off_point_mm", "off_mm", 12.0, 21.0),
    Grown("knead", "stopping", "flow", "lifts", 0.85, 0.4),
    Grown("circles", "heavy", "force_n", "force_n", 15.8, 22.0),
    Grown("circles", "light", "force_n", "force_n", 4.6, 1.6),
    Grown("circles", "uneven", "force_cv", "stroke_cv", 0.2, 0.34),
    Grown("circles", "rushing", "rate_per_min", "rate", 74.0, 98.0),
    Grown("circles", "dragging", "rate_per_min", "rate", 38.0, 22.0),
    Grown("circles", "irregular", "rhythm_cv", "rhythm_cv", 0.15, 0.26),
    Grown("circles", "small", "radius_mm", "size_mm", 6.6, 3.6),
    Grown("circles", "large", "radius_mm", "size_mm", 15.8, 20.0),
    Grown("circles", "flat", "roundness", "squash", 0.8, 1.8),
    Grown("circles", "off the point", "off_point_mm", "off_mm", 10.0, 18.0),
    Grown("circles", "stopping", "flow", "lifts", 0.85, 0.4),
    Grown("walk", "heavy", "peak_force_n", "force_n", 15.8, 23.0),
    Grown("walk", "light", "peak_force_n", "force_n", 4.6, 2.0),
    Grown("walk", "uneven", "force_cv", "stroke_cv", 0.18, 0.32),
    Grown("walk", "rushing", "rate_per_min", "rate", 127.0, 170.0),
    Grown("walk", "dragging", "rate_per_min", "rate", 57.0, 30.0),
    Grown("walk", "irregular", "rhythm_cv", "rhythm_cv", 0.13, 0.22),
    Grown("walk", "small", "bite_mm", "size_mm", 3.6, 1.4),
    Grown("walk", "large", "bite_mm", "size_mm", 10.8, 15.0),
    Grown("walk", "lifting", "contact_kept", "kept", 0.17, 0.0),
    Grown("walk", "backward", "forward", "backward", 0.2, 0.6),
    Grown("glide", "heavy", "force_n", "force_n", 11.8, 16.0),
    Grown("glide", "light", "force_n", "force_n", 2.7, 1.1),
    Grown("glide", "uneven", "evenness_cv", "wander_cv", 0.5, 0.78),
    Grown("glide", "rushing", "speed_mm_s", "speed_mm_s", 108.0, 155.0),
    Grown("glide", "dragging", "speed_mm_s", "speed_mm_s", 28.0, 13.0),
    Grown("friction", "heavy", "force_n", "force_n", 15.8, 22.0),
    Grown("friction", "light", "force_n", "force_n", 4.6, 1.8),
    Grown("friction", "rushing", "rate_per_min", "rate", 190.0, 250.0),
    Grown("friction", "dragging", "rate_per_min", "rate", 76.0, 44.0),
    Grown("friction", "small", "stroke_mm", "size_mm", 5.4, 3.0),
    Grown("friction", "large", "stroke_mm", "size_mm", 21.5, 31.0),
    Grown("friction", "off the point", "off_point_mm", "off_mm", 10.0, 18.0),
    Grown("tap", "heavy", "peak_force_n", "force_n", 6.4, 9.0),
    Grown("tap", "light", "peak_force_n", "force_n", 0.95, 0.6),
    Grown("tap", "uneven", "force_cv", "stroke_cv", 0.24, 0.38),
    Grown("tap", "rushing", "rate_per_min", "rate", 315.0, 400.0),
    Grown("tap", "dragging", "rate_per_min", "rate", 114.0, 64.0),
    Grown("tap", "irregular", "rhythm_cv", "rhythm_cv", 0.13, 0.22),
    Grown("tap", "staying", "contact_s", "contact_s", 0.165, 0.26),
)
"""Every fault of a measure that a hand can have alone. Before the first value it is no fault, and beyond the last its
measure earns next to nothing, so that more of it can't cost more."""


@dataclass(frozen=True)
class FaultGrowth:
    """How the score followed one fault: ``scores`` are means over the hands, a step each; ``first`` is a share."""

    technique: str
    fault: str
    measure: str
    rho: float
    first: float
    scores: tuple[float, ...]

    @property
    def met(self) -> bool:
        """Whether the score falls as it grows, and its measure is named first in at least half of the steps."""
        return self.rho <= MOST_RHO and self.first >= LEAST_FIRST_OF_ONE


def fault_growth(fault: Grown, seeds: Sequence[int]) -> FaultGrowth:
    """Let hands have one fault in eight steps, each hand on a foot of its own, and score every step."""
    values = np.linspace(fault.first, fault.last, STEPS).tolist()
    found = [[grown_score(fault, value, seed) for value in values] for seed in seeds]
    scores = np.mean([[one.score or 0.0 for one in hand] for hand in found], axis=0)
    named = [bool(one.metrics) and one.metrics[0].name == fault.measure for hand in found for one in hand]
    rho = rank_correlation(np.arange(STEPS, dtype=np.float64), scores)
    scores_told = tuple(float(one) for one in scores)
    return FaultGrowth(fault.technique, fault.fault, fault.measure, rho, float(np.mean(named)), scores_told)


def grown_score(fault: Grown, value: float, seed: int) -> Score:
    """The score of an expert's hand with so much of a fault."""
    pad, technique = builtin_pad(), fault.technique
    habits: dict[str, Any] = {fault.what: value} if fault.what in Habits.__dataclass_fields__ else {}
    lasts_s = value * LASTS_S if fault.what == "lifts" else value if fault.what == "lasts_s" else LASTS_S
    drawn = {} if habits or fault.what in ("off_mm", "lifts") else {fault.what: value}
    part = middle_part(technique, seed, replace(habits_of("expert"), **habits), {"lasts_s": lasts_s} | drawn)
    if fault.fault == "heavy":
        x_mm, y_mm = pad.place(*_FIRM.get(technique, _HEEL))
        part = replace(part, task=replace(part.task, x_mm=x_mm, y_mm=y_mm, line_mm=50.0))
    if fault.what == "off_mm":
        angle = float(np.random.default_rng([seed, 97]).uniform(0.0, 2.0 * np.pi))
        at = part.task.x_mm + value * np.cos(angle), part.task.y_mm + value * np.sin(angle)
        return scored(part, seed, Asked(target_mm=(float(at[0]), float(at[1]))))
    return scored(part, seed, Asked(), until_s=LASTS_S if fault.what == "lifts" else None)


def middle_part(technique: str, seed: int, habits: Habits, changed: dict[str, float], lasts_s: float = LASTS_S) -> Part:
    """A technique in the middle of what is asked for, but for some numbers, where that is comfortable."""
    pad, rng = builtin_pad(), np.random.default_rng([seed, 91])
    fixed = {"lasts_s": lasts_s, "heading_deg": 0.0} | _MIDDLE[technique]
    part = drawn_part(technique, pad, habits, rng, margin_mm=12.0, **fixed)
    for _ in range(_TRIES):
        way = np.array([part.task.x_mm, part.task.y_mm]) + way_of(technique, part.task)
        if min(packaged_caps().cap_n[zone_at(pad, x, y)] for x, y in way.tolist()) >= _OF_CAP * part.task.force_n:
            break
        part = drawn_part(technique, pad, habits, rng, margin_mm=12.0, **fixed)
    return _with(replace(part, habits=habits), {"kept": fixed["kept"]} | changed if "kept" in fixed else changed)


def _with(part: Part, changed: dict[str, float]) -> Part:
    task, habits = part.task, part.habits
    for name, value in changed.items():
        if name == "kept":
            habits = replace(habits, **{"keep" if part.technique == "knead" else "contact": value})
        elif name == "lasts_s":
            task = replace(task, n=round(value * HAND_HZ))
        else:
            named: dict[str, Any] = {"rate_per_min" if name == "rate" else name: value}
            task = replace(task, **named)
    return replace(part, task=task, habits=habits)


def scored(
    part: Part, seed: int, asked: Asked, *, chance: int = 0, gain: float | None = None, until_s: float | None = None
) -> Score:
    """The score of a part on a foot that is the same for a seed, its hand moved by ``chance``.

    With a ``gain`` the tiles' errors are up to so much; with ``until_s`` the set lasts so long from the first touch.
    """
    pad = builtin_pad()
    built, thumb, errors = drawn_foot("designed", pad, np.random.default_rng([seed, 92]))
    errors = replace(errors, rate_hz=RATE_HZ, gain=errors.gain if gain is None else gain)
    hand_seed = 1_000 * seed + chance
    session = felt(pad, perform([part], thumb, hand_seed), built=built, seed=hand_seed)
    touch, _ = analysed(pad, *sensed(session.tiles_n, pad, errors, seed))
    if until_s is not None and touch.touching.any():
        start_s = float(touch.time_s[np.argmax(touch.touching)])
        touch = touch.between(0.0, start_s + until_s)
        asked = replace(asked, window_s=(start_s, start_s + until_s))
    bands = bands_in(packaged_targets(), part.technique)
    return score_technique(touch, pad, part.technique, bands, packaged_caps(), asked)


def rank_correlation(x: Array, y: Array) -> float:
    """Spearman's: the correlation of ranks, those of equal values being their mean; 0 where all are equal."""
    ranks = [_ranks(np.round(values, 6)) for values in (x, y)]
    spread = [float(np.std(one)) for one in ranks]
    if min(spread) == 0.0:
        return 0.0
    a, b = (one - one.mean() for one in ranks)
    return float(np.mean(a * b) / (spread[0] * spread[1]))


def _ranks(values: Array) -> Array:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2.0)[inverse])
