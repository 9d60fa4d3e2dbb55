"""A whole recording's touch to named segments with measures: what ``thumbwalk analyse`` prints."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.faint import faint_work
from thumbwalk.technique.measures import Measure, Measures, force_unit, in_unit
from thumbwalk.technique.recognise import UNSURE_BELOW
from thumbwalk.technique.segments import Segment, segments_of, segments_of_two
from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.trend import Trend
from thumbwalk.technique.two_hands import floor_of_one, spells_of, without
from thumbwalk.technique.ways import WAYS, Ways
from thumbwalk.technique.work import Work
from thumbwalk.touch.hindsight import seen_from_the_end
from thumbwalk.touch.touch_block import TouchBlock

_FLOOR_N, _FAINT = 0.3, 0.15
"""The force under which touch ends, for `floor_of`; and in counts, by the median peak, what is too faint to be meant: a
higher part loses light strokes among firm ones, a lower one counts brushes of the skin."""
_FILLED, _BESIDE, _PLACED_MM = 0.3, 1.3, 5.0
"""Above this part of a segment's force that a left-out taxel would have taken, its name is not trusted; nor, with one
left out, where the contact has so many times the force that all taxels show, or where the fit itself knows its place no
better than this: then to and fro is not told from pressing. A sound tile's contact is known to 1 or 2 mm; 12 mm are
what is taken for likely where nothing tells (`touch/whereabouts.py`), 8.5 mm each way."""
_GUESSED_S = 4.0
"""Nor a name that goes on for so long over it, however surely its other strokes were felt: of 40 sessions with a dead
heel tile 0.81 % of the time was sure and wrong without, and 0.44 % is; hands as people do it are doubted no more often.
"""
_UNSEEN_S = 4.0
"""So long may pass between two blows that are seen, where those between fall on a left-out taxel."""
_TAPPING, _TAPPING_S = 3, 0.6
"""Fewer blows beside other work, or a shorter while of it, are a hand that comes or goes: in 24 sessions of two near
thumbs seven such were told as sure tapping; whoever taps does it again and again."""


@dataclass(frozen=True)
class Analysis:
    """What was done on the foot.

    Attributes
    ----------
    layout : str
        The layout's name.
    duration_s : float
        Length of the recording.
    left_out : mapping of taxel name to reasons
        Sensors that health named and the chain left out, a reason for each time.
    segments : tuple of Segment
        In order of time; rests are not listed.
    measures : tuple of Measures
        One for each segment, named in the layout's unit.
    by_hand : tuple of tuple of Measures
        For each segment, the hands' own where two work.
    trends : tuple of Trend or None
        For each segment, how force and pace went on, where it is long enough.
    """

    layout: str
    duration_s: float
    left_out: Mapping[str, Sequence[str]]
    segments: tuple[Segment, ...]
    measures: tuple[Measures, ...]
    by_hand: tuple[tuple[Measures, ...], ...]
    trends: tuple[Trend | None, ...]

    def to_json(self) -> dict[str, Any]:
        """The document of ``thumbwalk analyse --json``; what is not finite becomes null."""
        return {
            "version": 1,
            "layout": self.layout,
            "duration_s": self.duration_s,
            "left_out": [
                {"taxel": taxel, "reason": reason} for taxel, reasons in self.left_out.items() for reason in reasons
            ],
            "segments": [
                {
                    "technique": segment.technique,
                    "unsure": segment.unsure,
                    "start_s": segment.start_s,
                    "end_s": segment.end_s,
                    "confidence": segment.confidence,
                    "hands": segment.hands,
                    "pattern": segment.pattern,
                    "measures": {name: _finite(value) for name, value in measures.items()},
                    "by_hand": [{name: _finite(value) for name, value in hand.items()} for hand in by_hand],
                    "trend": trend,
                }
                for segment, measures, by_hand, trend in zip(
                    self.segments, self.measures, self.by_hand, self.trends, strict=True
                )
            ],
        }


def analyse(
    touch: TouchBlock, pad: Pad, left_out: Mapping[str, Sequence[str]] | None = None, *, duration_s: float | None = None
) -> Analysis:
    """Find, name and measure everything in a touch.

    Parameters
    ----------
    touch : TouchBlock
        The whole recording, at the analysis rate.
    pad : Pad
        The layout that it was made on.
    left_out : mapping, optional
        Taxel name to reason, for what is left out.
    duration_s : float, optional
        Length of the recording; without it, from the first sample to the last.
    """
    touch = seen_from_the_end(touch)
    found = [(one, one.measures(touch), one.by_hand(touch), one.trend(touch)) for one in segments_on(touch, pad)]
    found += [(one.segment, one.measures(), (), None) for one in faint_work(touch)]
    found.sort(key=lambda each: each[0].start_s)
    if duration_s is None:
        duration_s = float(touch.time_s[-1] - touch.time_s[0]) if len(touch) else 0.0
    segments, measures, by_hand, trends = zip(*found, strict=True) if found else ((), (), (), ())
    reaching = [_up_to(one, after, touch) for one, after in pairwise(segments)]
    return Analysis(
        pad.name,
        duration_s,
        dict(left_out or {}),
        (*reaching, *segments[-1:]),
        tuple(in_unit(one, pad) for one in measures),
        tuple(tuple(in_unit(hand, pad) for hand in each) for each in by_hand),
        trends,
    )


def segments_on(touch: TouchBlock, pad: Pad, ways: Ways = WAYS) -> list[Segment]:
    """Every segment of a touch in order of time, of one hand and of two; ``ways`` say where slides end."""
    spells = spells_of(touch)
    alone = without(touch, spells) if spells else touch
    found = segments_of(strokes_on(alone, pad), alone, ways=ways)
    for spell in spells:
        one, other = (strokes_of(hand, floor_of_one(hand.total_n)) for hand in spell.hands)
        found += segments_of_two(spell, (one, other), ways)
    found.sort(key=lambda segment: segment.start_s)
    return [_doubted(one, touch, found) for one in found]


def _up_to(segment: Segment, after: Segment, touch: TouchBlock) -> Segment:
    """An unsure segment up to the next, if that is no surer or of more hands: that they rest between is not known."""
    doubtful = segment.unsure and (after.unsure or after.hands != segment.hands)
    between_s = after.start_s - segment.end_s
    if not doubtful or not 0.0 < between_s <= _UNSEEN_S:
        return segment
    # anything that was ever filled in tells that a taxel is left out
    is_rest = between_s > LIFT_S and not touch.filled_n.any()
    return segment if is_rest else replace(segment, end_s=after.start_s)


def _doubted(segment: Segment, touch: TouchBlock, segments: Sequence[Segment]) -> Segment:
    """The segment, unsure where it is not known well enough to be believed: by its force, or by how little it is."""
    guessed = is_guessed(segment, touch) or _is_guessed_for_long(segment, touch)
    if segment.unsure or not (guessed or _is_a_stray_blow(segment, segments)):
        return segment
    sure = min(segment.confidence, UNSURE_BELOW * (1.0 - _FILLED))
    return replace(segment, unsure=True, confidence=sure, explanation=replace(segment.explanation, unsure=True))


def _is_a_stray_blow(segment: Segment, segments: Sequence[Segment]) -> bool:
    """Whether it is a blow or two beside other work, as when a hand comes or goes: no tapping."""
    if segment.technique != "tap":
        return False
    if len(segment.strokes) >= _TAPPING and segment.end_s - segment.start_s >= _TAPPING_S:
        return False
    return any(
        one.technique != "tap" and one.start_s - LIFT_S <= segment.end_s and segment.start_s <= one.end_s + LIFT_S
        for one in segments
    )


def is_guessed(segment: Segment, touch: TouchBlock) -> bool:
    """Whether much of its force was measured by nobody: what is over a left-out taxel is a guess."""
    if not touch.filled_n.any():
        return False
    mine = touch.between(segment.start_s, segment.end_s)
    total_n, contact_n = mine.working_n[mine.touching], mine.contact_n[mine.touching]
    beside = segment.hands == 1 and float(np.median(contact_n)) > _BESIDE * float(np.median(total_n))
    lost = segment.technique != "tap" and _is_lost(mine.sigma_mm[mine.touching])
    return beside or lost or float(mine.filled_n[mine.touching].sum()) > _FILLED * float(total_n.sum())


def _is_guessed_for_long(segment: Segment, touch: TouchBlock) -> bool:
    """Whether strokes of it one after the other, for seconds, were guessed as a whole segment may be."""
    if segment.hands != 1 or segment.technique == "tap" or not touch.filled_n.any():
        return False
    since_s: float | None = None
    for stroke in segment.strokes:
        if not _is_a_guess(touch.between(stroke.start_s, stroke.end_s)):
            since_s = None
            continue
        since_s = stroke.start_s if since_s is None else since_s
        if stroke.end_s - since_s >= _GUESSED_S:
            return True
    return False


def _is_a_guess(mine: TouchBlock) -> bool:
    """Whether a stroke's place is not told, or much of its force is filled in."""
    on = mine.touching
    if not on.any():
        return False
    return _is_lost(mine.sigma_mm[on]) or float(mine.filled_n[on].sum()) > _FILLED * float(mine.total_n[on].sum())


def _is_lost(sigma_mm: NDArray[np.float64]) -> bool:
    """Whether places that have one are mostly not known well enough."""
    told = sigma_mm[~np.isnan(sigma_mm)]
    return len(told) > 0 and float(np.median(told)) > _PLACED_MM


def strokes_on(touch: TouchBlock, pad: Pad) -> list[Stroke]:
    """Every stroke of a touch; in counts, what is too faint beside the others to be meant is left out."""
    strokes = strokes_of(touch, floor_of(touch, pad))
    if force_unit(pad) == "n" or not strokes:
        return strokes
    # Where touch begins is a guess in counts, so that a brush of the skin may pass for a press.
    least = _FAINT * float(np.median([stroke.peak_n for stroke in strokes]))
    return [stroke for stroke in strokes if stroke.peak_n >= least]


def measure(touch: TouchBlock, technique: str, runs: Sequence[Sequence[Stroke]]) -> Measures:
    """Measures (forces in the touch's own unit, named ``_n``) of strokes that are taken as one technique.

    Raises
    ------
    DrillError
        When there is no such technique.
    """
    return technique_named(technique).measures(Work.of(touch, runs))


def floor_of(touch: TouchBlock, pad: Pad) -> float:
    """The least rise or fall that parts two strokes: 0.3 N, or, in other units, what the untouched foot shows."""
    if force_unit(pad) == "n":
        return _FLOOR_N
    idle, pressed = touch.total_n[~touch.touching], touch.total_n[touch.touching]
    noise = float(np.max(idle)) if len(idle) else 0.0
    return max(noise, 0.02 * float(np.max(pressed)) if len(pressed) else 0.0)


def _finite(value: Measure) -> Measure:
    return None if isinstance(value, float) and not math.isfinite(value) else value
