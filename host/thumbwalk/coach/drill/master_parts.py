"""What a master did in parts, each of which can be asked for as a set: one technique, in one place or along one way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from thumbwalk.coach.drill.drill import LIMITS
from thumbwalk.language import told
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.pauses import without_pauses
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.stroke import ROW_LIFT_S, Stroke
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

ALONG = ("walk", "glide")
"""Techniques that go along a way, and begin it again at its end."""
APART_MM = 20.0
"""A press so far from the last few is in another place: twice a thumb's breadth, and over a circle's radius."""
BESIDE_MM = 10.0
"""A line so far beside the last is another one: the lines of a routine lie 13 mm apart and more."""
FEW = {"knead": 3, "circles": 3, "walk": 3, "friction": 3, "tap": 3}
"""Fewer strokes have no pace and no evenness that a learner could follow."""
_LAST = 3
"""Strokes by whose middle it is told where the hand is."""


@dataclass(frozen=True)
class MasterPart:
    """Strokes of one technique in one place, stream seconds from the first touch to the last; ``work`` measures it."""

    technique: str
    start_s: float
    end_s: float
    work: Work


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a master did and a drill can't ask for, and why."""

    start_s: float
    end_s: float
    technique: str
    reason: str


def parts_of(segments: Sequence[Segment], touch: TouchBlock) -> tuple[list[MasterPart], list[LeftOut]]:
    """Segments in order of time to parts; what is unsure, too short or too few strokes is left out."""
    parts: list[MasterPart] = []
    left_out: list[LeftOut] = []
    for segment in segments:
        why = told("not recognised; it is most like {technique}", technique=segment.technique) if segment.unsure else ""
        if segment.hands > 1:
            why = why or told("two hands are at work, and a set asks for one")
        if why:
            left_out.append(LeftOut(segment.start_s, segment.end_s, segment.technique, why))
            continue
        for strokes in _in_places(segment):
            part = _part(segment.technique, strokes, touch)
            why = _why_no_set(part)
            if why:
                left_out.append(LeftOut(part.start_s, part.end_s, part.technique, why))
            else:
                parts.append(part)
    return parts, left_out


def _part(technique: str, strokes: Sequence[Stroke], touch: TouchBlock) -> MasterPart:
    # the last sample stands for the step that it begins
    end_s = strokes[-1].end_s + touch.step_s
    runs = [list(strokes)] if technique_named(technique).flowing else without_pauses(strokes, touch)
    return MasterPart(technique, strokes[0].start_s, end_s, Work.of(touch, runs))


def _why_no_set(part: MasterPart) -> str:
    least_s, most_s = LIMITS["duration_s"]
    lasts_s = part.end_s - part.start_s
    if not least_s <= lasts_s <= most_s:
        return told(
            "it lasts {lasts_s:.1f} s, and a set lasts {least_s:g} to {most_s:g} s",
            lasts_s=lasts_s,
            least_s=least_s,
            most_s=most_s,
        )
    strokes = _count(part)
    few = FEW.get(part.technique, 1)
    return (
        ""
        if strokes >= few
        else told("it has {strokes} strokes, and {few} are needed for a pace", strokes=strokes, few=few)
    )


def _count(part: MasterPart) -> int:
    count = technique_named(part.technique).measures(part.work).get("strokes")
    return int(count) if isinstance(count, int | float) and np.isfinite(count) else 0


def _in_places(segment: Segment) -> Iterator[list[Stroke]]:
    """The strokes of a segment, parted where the hand goes to another place or line."""
    strokes = list(segment.strokes)
    if any(np.isnan(one.x_mm) for one in strokes):
        yield strokes
    elif segment.technique in ALONG:
        yield from _by_lines(strokes)
    else:
        yield from _by_places(strokes, only_lifted=segment.technique == "circles")


def _by_places(strokes: Sequence[Stroke], *, only_lifted: bool) -> Iterator[list[Stroke]]:
    group: list[Stroke] = []
    for stroke in strokes:
        if group and _away_mm(stroke, group) > APART_MM and not (only_lifted and _lift_s(group[-1], stroke) <= 0.0):
            yield group
            group = []
        group.append(stroke)
    yield group


def _away_mm(stroke: Stroke, group: Sequence[Stroke]) -> float:
    x, y = np.mean([(one.x_mm, one.y_mm) for one in group[-_LAST:]], axis=0)
    return float(np.hypot(stroke.x_mm - x, stroke.y_mm - y))


def _lift_s(before: Stroke, stroke: Stroke) -> float:
    return stroke.start_s - before.end_s


def _by_lines(strokes: Sequence[Stroke]) -> Iterator[list[Stroke]]:
    """Lines, each from a lift to the next; those that lie on one another are one group."""
    lines: list[list[Stroke]] = []
    for stroke in strokes:
        if lines and _lift_s(lines[-1][-1], stroke) <= ROW_LIFT_S:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    across = _across(strokes)
    group: list[Stroke] = []
    for line in lines:
        if group and abs(_mean_across(line, across) - _mean_across(group, across)) > BESIDE_MM:
            yield group
            group = []
        group += line
    yield group


def _mean_across(strokes: Sequence[Stroke], across: tuple[float, float]) -> float:
    return float(np.mean([one.x_mm * across[0] + one.y_mm * across[1] for one in strokes]))


def _across(strokes: Sequence[Stroke]) -> tuple[float, float]:
    """The direction across the lines: along a sole's breadth, unless the hand goes mostly that way."""
    steps = np.diff(np.array([(one.x_mm, one.y_mm) for one in strokes]), axis=0)
    # a walk's steps are along its lines; of glides each stroke is a line, and those lie along the sole
    runs = np.median(np.abs(steps), axis=0) if len(steps) else np.zeros(2)
    return (1.0, 0.0) if runs[1] > 2.0 * runs[0] and len(steps) > _LAST else (0.0, 1.0)
