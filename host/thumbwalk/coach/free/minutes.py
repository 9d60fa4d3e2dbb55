"""Free practice minute by minute: how long the hand worked in each, at what, and how evenly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from thumbwalk.coach.free.evenness import evenness_of
from thumbwalk.coach.targets.bands import Targets, bands_in
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.signs import part_of
from thumbwalk.technique.stroke import Stroke
from thumbwalk.touch.touch_block import TouchBlock

MINUTE_S = 60.0
LEAST_S = 10.0
"""A minute in which less was done is no measure of a hand."""
_LONG_S = 3.0
"""A stroke that is longer, as a hold is, is parted where a minute ends; a shorter one belongs to that of its peak."""


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute of the stream, seconds; ``technique`` is what took most of it, ``evenness`` from 0 to 100 or None."""

    start_s: float
    end_s: float
    touched_s: float
    technique: str | None
    evenness: float | None


def minutes_of(segments: Sequence[Segment], touch: TouchBlock, lasts_s: float, targets: Targets) -> list[Minute]:
    """Every minute up to ``lasts_s``, the last as long as it is; what is unsure counts as touch alone."""
    borders = np.arange(0.0, max(lasts_s, 1e-9), MINUTE_S).tolist()
    return [_minute(segments, touch, start_s, min(start_s + MINUTE_S, lasts_s), targets) for start_s in borders]


def _minute(segments: Sequence[Segment], touch: TouchBlock, start_s: float, end_s: float, targets: Targets) -> Minute:
    window = touch.between(start_s, end_s)
    touched_s = float(np.count_nonzero(window.touching)) * touch.step_s
    seconds: dict[str, float] = {}
    told: list[tuple[float, float]] = []
    for part in _cut(segments, touch, start_s, end_s):
        lasts_s = part.end_s - part.start_s
        seconds[part.technique] = seconds.get(part.technique, 0.0) + lasts_s
        even = evenness_of(part.measures(touch), bands_in(targets, part.technique))
        if even is not None:
            told.append((lasts_s, even.value))
    judged_s = sum(lasts_s for lasts_s, _ in told)
    mean = sum(lasts_s * value for lasts_s, value in told) / judged_s if judged_s >= LEAST_S else None
    most = max(seconds, key=lambda name: seconds[name], default=None)
    return Minute(start_s, end_s, touched_s, most, mean)


def _cut(segments: Sequence[Segment], touch: TouchBlock, start_s: float, end_s: float) -> Iterator[Segment]:
    """The parts of sure segments that lie between two times."""
    for segment in segments:
        if segment.unsure or segment.end_s <= start_s or segment.start_s >= end_s:
            continue
        strokes = _inside(segment.strokes, touch, start_s, end_s)
        at_work = segment.at_work
        if at_work is not None:
            hands = zip(at_work.strokes, at_work.touches, strict=True)
            first, second = (_inside(mine, its, start_s, end_s) for mine, its in hands)
            if not first or not second:
                continue  # of one hand alone nothing is known of their work
            at_work = replace(at_work, strokes=(first, second))
        if strokes and strokes[-1].end_s > strokes[0].start_s:
            first_s, last_s = strokes[0].start_s, strokes[-1].end_s
            yield replace(segment, start_s=first_s, end_s=last_s, strokes=strokes, at_work=at_work)


def _inside(strokes: Sequence[Stroke], touch: TouchBlock, start_s: float, end_s: float) -> tuple[Stroke, ...]:
    return tuple(part for one in strokes if (part := _within(one, touch, start_s, end_s)) is not None)


def _within(stroke: Stroke, touch: TouchBlock, start_s: float, end_s: float) -> Stroke | None:
    if stroke.end_s - stroke.start_s <= _LONG_S:
        return stroke if start_s <= stroke.peak_s < end_s else None
    first_s, last_s = max(stroke.start_s, start_s), min(stroke.end_s, end_s)
    if last_s - first_s < 1.0:  # what is left is a press's edge
        return None
    whole = (first_s, last_s) == (stroke.start_s, stroke.end_s)
    return stroke if whole else part_of(stroke, first_s, last_s, touch)
