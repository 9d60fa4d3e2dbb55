"""Hands as they really work, held against what is asked of each kind of them, in a few figures each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import Analysis
from thumbwalk.validate import at_work_hands as hands
from thumbwalk.validate.judged_session import analysed
from thumbwalk.validate.kinds import HeldOut
from thumbwalk.validate.mats import on_a_mat
from thumbwalk.validate.naming import GUARD_S, STEP_S, confusion_of, macro_f1, sure_and_wrong
from thumbwalk.validate.recovery import errors_of, quantile
from thumbwalk.virtual.truth import PartTruth

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
_F1, _WRONG = "macro-F1", "sure and wrong"
_NEAR_MM = 30.0
"""Under two tiles apart two thumbs are hardly two to the tiles."""
_ON_A_MAT = {"radius_mm": "circle radius", "length_mm": "glide length", "bite_mm": "bite"}
"""Lengths that are judged on a mat as well."""
_TIE_MM = 10.0
"""Hands nearer than this along the foot lie side by side, and the medial one is the first."""


@dataclass(frozen=True)
class Seen:
    """What one session of a case showed: its confusion, where it is judged by names, and errors or parts by figure."""

    values: dict[str, list[float]]
    confusion: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Asked:
    """One figure of a case: the least, or the largest, that is asked for.

    ``of`` is how it comes of the sessions' values: their mean, that which nine of ten do not exceed, or macro-F1.
    """

    figure: str
    of: str
    limit: float
    unit: str = "%"

    @property
    def at_least(self) -> bool:
        """Whether more is better."""
        return self.of != "nine of ten" and "wrong" not in self.figure and "accused" not in self.figure


@dataclass(frozen=True)
class AtWork:
    """A figure of a case over all its sessions, beside its limit."""

    case: str
    figure: str
    of: str
    unit: str
    value: float
    limit: float
    at_least: bool
    sessions: int

    @property
    def met(self) -> bool:
        """Whether it is what is asked for; a figure of nothing is not."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @staticmethod
    def of_case(case: str, sessions: Sequence[Seen]) -> list[AtWork]:
        """The figures of a case."""
        found = []
        for asked in CASES[case].asked:
            values = [value for one in sessions for value in one.values.get(asked.figure, [])]
            if asked.of == "macro-F1":
                value = macro_f1(np.sum([one.confusion for one in sessions if one.confusion is not None], axis=0))
            elif asked.of == "mean":
                value = float(np.mean(values)) if values else math.nan
            else:
                value = quantile(values, 0.9)
            found.append(
                AtWork(case, asked.figure, asked.of, asked.unit, value, asked.limit, asked.at_least, len(sessions))
            )
        return found


@dataclass(frozen=True)
class Case:
    """One kind of hands, in words, how a session of it is judged, and what is asked."""

    says: str
    judge: Callable[[int], Seen]
    asked: tuple[Asked, ...] = field(default=())


def at_work_session(case: str, seed: int) -> Seen:
    """Draw and judge one session of a case."""
    return CASES[case].judge(seed)


def _named(one: HeldOut, analysis: Analysis) -> tuple[dict[str, list[float]], NDArray[np.int64]]:
    truth = one.session.truth
    return {"sure and wrong": [sure_and_wrong(truth, analysis.segments)]}, confusion_of(truth, analysis.segments)


def _grip(seed: int) -> Seen:
    one, on_tiles_n = hands.gripped(seed)
    _, analysis = analysed(one.session.pad, one.time_s, one.values)
    values, confusion = _named(one, analysis)
    resting = [measures.get("resting_force_n") for measures in analysis.measures]
    values["resting force"] = [
        abs(value / on_tiles_n - 1.0) if isinstance(value, float) else math.inf for value in resting
    ]
    return Seen(values, confusion)


def _two_thumbs(seed: int) -> Seen:
    done = hands.two_thumbs(seed)
    _, analysis = analysed(builtin_pad(), done.time_s, done.values)
    named, two, _ = _told(done, analysis)
    mine = [
        index
        for index, segment in enumerate(analysis.segments)
        if segment.technique == done.technique and segment.hands == 2
    ]
    values = {"named right": [float(named.mean())], "told to be two": [float(two.mean())]}
    strokes = sum(int(analysis.measures[index]["strokes"] or 0) for index in mine)
    true = sum(int(part.measures["strokes"] or 0) for part in done.parts)
    values["strokes"] = [abs(strokes / true - 1.0)]
    longest = max(
        mine, key=lambda index: analysis.segments[index].end_s - analysis.segments[index].start_s, default=None
    )
    values["force of a hand"] = [math.inf] * 2
    if longest is not None:
        name = "peak_force_n" if done.technique == "knead" else "contact_force_n"
        pairs = zip(analysis.by_hand[longest], _ordered(done.parts), strict=True)
        values["force of a hand"] = [
            abs(float(found.get(name) or math.inf) / float(part.measures[name] or math.nan) - 1.0)
            for found, part in pairs
        ]
    return Seen(values)


def _told(done: hands.TwoThumbs, analysis: Analysis) -> tuple[Bools, Bools, Bools]:
    """At which moments what two thumbs do has its name, is told to be two hands, and is marked unsure."""
    start_s, end_s = max(one.start_s for one in done.parts), min(one.end_s for one in done.parts)
    time_s = np.arange(start_s + GUARD_S, end_s - GUARD_S, STEP_S)
    named, two, unsure = (np.zeros(len(time_s), np.bool_) for _ in range(3))
    for segment in analysis.segments:
        there = (time_s >= segment.start_s) & (time_s <= segment.end_s)
        named |= there & (segment.technique == done.technique)
        two |= there & (segment.hands == 2)
        unsure |= there & segment.unsure
    return named, two, unsure


def _near_thumbs(seed: int) -> Seen:
    done = hands.two_thumbs(seed, _NEAR_MM)
    _, analysis = analysed(builtin_pad(), done.time_s, done.values)
    named, two, unsure = _told(done, analysis)
    right = named & two
    return Seen({"told right": [float(right.mean())], _WRONG: [float((~right & ~unsure).mean())]})


def _tiring(seed: int) -> Seen:
    change, time_s, values = hands.tiring(seed)
    _, analysis = analysed(builtin_pad(), time_s, values)
    found = [one["force"] for one in analysis.trends if one is not None]
    return Seen({"trend of the force": [math.inf if one is None else abs(one - change) for one in found] or [math.inf]})


def _mat(seed: int) -> Seen:
    one = on_a_mat(seed)
    touch, analysis = analysed(one.session.pad, one.time_s, one.values)
    values, confusion = _named(one, analysis)
    for error in errors_of(one.session.truth.parts, analysis, touch, one.session.path):
        if figure := _ON_A_MAT.get(error.measure):
            values[figure] = [error.error]
    return Seen(values, confusion)


def _ordered(parts: tuple[PartTruth, PartTruth]) -> tuple[PartTruth, PartTruth]:
    """The one nearer the heel first, or, side by side, the medial one."""
    (ax, ay), (bx, by) = ((float(part.measures["x_mm"] or 0.0), float(part.measures["y_mm"] or 0.0)) for part in parts)
    turned = by < ay if abs(ax - bx) < _TIE_MM else bx < ax
    return (parts[1], parts[0]) if turned else parts


def _palm(seed: int) -> Seen:
    force_n, time_s, values = hands.palm_presses(seed)
    _, analysis = analysed(builtin_pad(), time_s, values)
    longest = max(
        zip(analysis.segments, analysis.measures, strict=True),
        key=lambda pair: pair[0].end_s - pair[0].start_s,
        default=None,
    )
    if longest is None:
        return Seen({"force": [math.inf], "told to be one": [0.0]})
    segment, measures = longest
    one = segment.hands == 1 and float(measures.get("resting_force_n") or 0.0) == 0.0
    found = float(measures.get("contact_force_n") or math.inf)
    return Seen({"force": [abs(found / force_n - 1.0)], "told to be one": [float(one)]})


def _of_part(one: HeldOut, measure: str) -> tuple[float, float]:
    """Which part of the time of a session's only part has its name, and how far off one of its measures is."""
    part = one.session.truth.parts[0]
    _, analysis = analysed(one.session.pad, one.time_s, one.values)
    time_s = np.arange(part.start_s + GUARD_S, part.end_s - GUARD_S, STEP_S)
    named = np.zeros(len(time_s), np.bool_)
    error = math.inf
    for segment, measures in zip(analysis.segments, analysis.measures, strict=True):
        if segment.technique != part.technique:
            continue
        there = (time_s >= segment.start_s) & (time_s <= segment.end_s)
        named |= there
        if there.mean() >= 0.5:
            error = abs(float(measures.get(measure) or math.inf) / float(part.measures[measure] or math.nan) - 1.0)
    return float(named.mean()), error


def _light(seed: int) -> Seen:
    named, error = _of_part(hands.light_glides(seed), "length_mm")
    return Seen({"named right": [named], "length": [error]})


def _friction(seed: int) -> Seen:
    named, error = _of_part(hands.short_friction(seed), "rate_per_min")
    return Seen({"named right": [named], "rate": [error]})


def _pauses(seed: int) -> Seen:
    presses, time_s, values = hands.with_pauses(seed)
    _, analysis = analysed(builtin_pad(), time_s, values)
    found = [
        int(measures["strokes"] or 0)
        for segment, measures in zip(analysis.segments, analysis.measures, strict=True)
        if segment.technique == "knead"
    ]
    return Seen({"strokes": [float(abs(sum(found) - presses)) if found else math.inf]})


def _ramp(seed: int) -> Seen:
    time_s, values = hands.slow_ramp(seed)
    _, analysis = analysed(builtin_pad(), time_s, values)
    held = [
        measures.get("steadiness_cv")
        for segment, measures in zip(analysis.segments, analysis.measures, strict=True)
        if segment.technique == "hold"
    ]
    return Seen(
        {"steadiness": [float(value) if isinstance(value, float) else math.inf for value in held] or [math.inf]}
    )


def _with_fault(one: HeldOut, faulty: tuple[str, ...]) -> Seen:
    _, analysis = analysed(one.session.pad, one.time_s, one.values)
    values, confusion = _named(one, analysis)
    values["healthy tile accused"] = [float(bool(set(analysis.left_out) - set(faulty)))]
    return Seen(values, confusion)


def _heel(seed: int) -> Seen:
    one = hands.heel_tile_dead(seed)
    _, analysis = analysed(one.session.pad, one.time_s, one.values)
    return Seen(*_named(one, analysis))


CASES: dict[str, Case] = {
    "a grip all the time": Case(
        "the other hand holds the heel, the toes or the side with 3 to 8 N, from the first sample to the last",
        _grip,
        (Asked(_F1, _F1, 0.95, ""), Asked(_WRONG, "mean", 0.01), Asked("resting force", "nine of ten", 0.20)),
    ),
    "two thumbs": Case(
        "kneading in turn or circles, 40 to 60 mm apart along the foot or 40 mm across it",
        _two_thumbs,
        (
            Asked("named right", "mean", 0.95), Asked("told to be two", "mean", 0.95),
            Asked("strokes", "nine of ten", 0.05), Asked("force of a hand", "nine of ten", 0.12),
        ),
    ),
    "two near thumbs": Case(
        "the same, 30 mm apart: told right (technique and number of hands), or marked unsure",
        _near_thumbs,
        (Asked("told right", "mean", 0.80), Asked(_WRONG, "mean", 0.0)),
    ),
    "a palm press": Case(
        "five presses of 3 s with a palm of 15 to 18 mm radius and 15 to 30 N",
        _palm,
        (Asked("force", "nine of ten", 0.10), Asked("told to be one", "mean", 0.95)),
    ),
    "featherlight glides": Case(
        "glides of 0.8 N", _light, (Asked("named right", "mean", 0.80), Asked("length", "nine of ten", 0.10))
    ),
    "short friction": Case(
        "friction of 8 to 12 mm", _friction, (Asked("named right", "mean", 0.80), Asked("rate", "nine of ten", 0.04))
    ),
    "pauses": Case(
        "kneading with two pauses of 1 to 3 s at a press's full force, which are no presses",
        _pauses,
        (Asked("strokes", "nine of ten", 1.0, ""),),
    ),
    "a slow ramp": Case(
        "a hold that is pressed for 5 s, up to a plateau of 8 s: the steadiness is the plateau's",
        _ramp,
        (Asked("steadiness", "nine of ten", 0.06, ""),),
    ),
    "a hand that tires": Case(
        "kneading for 36 s that loses a tenth to a half of its force: its trend's difference from the truth",
        _tiring,
        (Asked("trend of the force", "nine of ten", 0.1, ""),),
    ),
    "off from the start": Case(
        "by turns: a tile that reads 3 N too much, a tile of half the gain",
        lambda seed: _with_fault(*hands.off_from_the_start(seed)),
        (Asked(_F1, _F1, 0.92, ""), Asked("healthy tile accused", "mean", 0.0)),
    ),
    "all tiles drifting": Case(
        "by 0.5 N a minute, by turns all up, all down, each its own way",
        lambda seed: _with_fault(*hands.drifting_tiles(seed)),
        (Asked(_F1, _F1, 0.92, ""), Asked("healthy tile accused", "mean", 0.0)),
    ),
    "creep and hysteresis": Case(
        "10 % of either in every tile, by turns of films, which read nothing without a load, and of foams, which do "
        "for a while",
        lambda seed: _with_fault(*hands.remembering_tiles(seed)),
        (Asked(_F1, _F1, 0.92, ""), Asked("healthy tile accused", "mean", 0.0)),
    ),
    "two tiles swapped": Case(
        "80 mm apart or more",
        lambda seed: _with_fault(*hands.swapped_tiles(seed)),
        (Asked(_F1, _F1, 0.85, ""), Asked("healthy tile accused", "mean", 0.0)),
    ),
    "a heel tile dead": Case("hands as people do it", _heel, (Asked(_WRONG, "mean", 0.01),)),
    "a dense mat": Case(
        "32 x 32 cells of 10 mm with 0.03 N of noise each, of which nothing else is known, at 100 rows a second",
        _mat,
        (
            Asked(_F1, _F1, 0.95, ""), Asked("circle radius", "nine of ten", 0.09),
            Asked("glide length", "nine of ten", 0.07), Asked("bite", "nine of ten", 0.06),
        ),
    ),
}  # fmt: skip
"""Every case by its name. The limits are what a teacher or learner can live with; none was set by what is reached."""
