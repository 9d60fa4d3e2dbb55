"""Segments: runs of strokes of one technique, with their measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from thumbwalk.technique.borders import without_slides
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.explain import Explanation, Guess, explained
from thumbwalk.technique.measures import Measures
from thumbwalk.technique.pauses import without_pauses
from thumbwalk.technique.recognise import UNSURE_BELOW, confidence, likenesses, names_of
from thumbwalk.technique.signs import SLIDE_MM, Signs, part_of, signs_of
from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.trend import Trend, trend_of
from thumbwalk.technique.two_hands import HandsAtWork, Spell, measures_together, pattern_of
from thumbwalk.technique.ways import WAYS, Ways
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

_AGREE, _DISAGREE = 0.6, 0.4
"""Two hands do the same if they do for this part of the time; if not, no name is surer than this."""
_SLIDES, _SLIDE_S = 2, 0.15
"""What a hand slides to its first stroke, or away from its last, is so many strokes at the most, and each takes longer
than a blow, which has 0.15 s (`data/targets.toml`). Of 30 sessions of hands as people do it both cost nothing."""


@dataclass(frozen=True)
class Segment:
    """Strokes of one technique without a lift over 1.5 s; ``technique`` is the best guess, trusted unless ``unsure``.

    ``start_s`` and ``end_s`` are the first and last touch, stream seconds; ``confidence`` is from 0 to 1;
    ``explanation`` is what decided on the name. Of two thumbs at work ``at_work`` is what each does, ``pattern``
    whether they ``alternate`` or go ``together``, and ``strokes`` are both hands'.
    """

    technique: str
    unsure: bool
    start_s: float
    end_s: float
    confidence: float
    strokes: tuple[Stroke, ...]
    explanation: Explanation
    at_work: HandsAtWork | None = None
    pattern: str | None = None

    @property
    def hands(self) -> int:
        """How many hands work."""
        return 1 if self.at_work is None else 2

    def each(self, touch: TouchBlock) -> tuple[tuple[TouchBlock, tuple[Stroke, ...]], ...]:
        """Of each hand the touch and the strokes in it, of the hand nearer the heel first.

        With one hand that is ``touch``, in which the strokes were found.
        """
        if self.at_work is None:
            return ((touch, self.strokes),)
        return tuple(zip(self.at_work.touches, self.at_work.strokes, strict=True))

    def works(self, touch: TouchBlock, ways: Ways = WAYS) -> tuple[Work, ...]:
        """The work of each hand, as ``each`` has them."""
        pauses = ways.pauses and not TECHNIQUES[self.technique].flowing
        return tuple(
            Work.of(mine, without_pauses(strokes, mine) if pauses else [strokes], ways)
            for mine, strokes in self.each(touch)
        )

    def measures(self, touch: TouchBlock, ways: Ways = WAYS) -> Measures:
        """The technique's measures, from the touch that the strokes were found in; of two hands, of their work."""
        each = self._measured(touch, ways)
        if self.at_work is None:
            return each[0]
        mine = touch.between(self.start_s, self.end_s)
        return measures_together(each, mine, pattern_of(self.technique, self.at_work)[1])

    def by_hand(self, touch: TouchBlock) -> tuple[Measures, ...]:
        """Each hand's own measures, of the hand nearer the heel first; empty with one hand."""
        return () if self.at_work is None else self._measured(touch, WAYS)

    def trend(self, touch: TouchBlock) -> Trend | None:
        """How force and pace went on from its first third to its last; None where it is short."""
        return trend_of(TECHNIQUES[self.technique], self.each(touch), self.start_s, self.end_s)

    def _measured(self, touch: TouchBlock, ways: Ways) -> tuple[Measures, ...]:
        return tuple(TECHNIQUES[self.technique].measures(work) for work in self.works(touch, ways))


def segments_of(
    strokes: Sequence[Stroke],
    touch: TouchBlock,
    techniques: Mapping[str, Technique] = TECHNIQUES,
    ways: Ways = WAYS,
) -> list[Segment]:
    """Name strokes (in order of time) and part them into segments; live, call it again as strokes come in.

    ``touch`` is what they were found in. Where a technique changes within a stroke, the stroke is parted there.
    ``ways`` say where slides end.
    """
    if not strokes:
        return []
    signs = signs_of(list(_runs(strokes)), touch)
    asked = {name: technique.factors(signs) for name, technique in techniques.items()}
    likeness = likenesses(asked)
    index = names_of(likeness, signs)
    changes = np.flatnonzero((np.diff(index) != 0) | (np.diff(signs.run) != 0)) + 1
    names = list(techniques)
    segments = []
    for lo, hi in pairwise([0, *changes.tolist(), len(signs)]):
        name = names[index[lo]]
        mine = _strokes_between(strokes, signs, lo, hi, touch)
        if techniques[name].flowing:
            mine = _without_slides(mine, touch, stops=ways.slides_stop and techniques[name].far)
        elif ways.slides_apart:
            mine = _without_slides_beside(mine)
        guess = Guess(slice(lo, hi), likeness[lo:hi], signs.weight[lo:hi], len(mine), name)
        sure = confidence(likeness[lo:hi], signs.weight[lo:hi], len(mine), int(index[lo]))
        why = explained(guess, asked, unsure=sure < UNSURE_BELOW)
        segments.append(Segment(name, sure < UNSURE_BELOW, mine[0].start_s, mine[-1].end_s, sure, mine, why))
    return segments


def segments_of_two(
    spell: Spell, strokes: tuple[Sequence[Stroke], Sequence[Stroke]], ways: Ways = WAYS
) -> list[Segment]:
    """Segments of a spell of two hands, by each hand's strokes: sure where both do the same.

    The hand that is named more surely says where one technique ends and the next begins.
    """
    own = [segments_of(mine, touch, ways=ways) for mine, touch in zip(strokes, spell.hands, strict=True)]
    if not all(own):
        return [segment for segments in own for segment in segments]
    surely = [sum(one.confidence * (one.end_s - one.start_s) for one in segments) for segments in own]
    lead = 0 if surely[0] >= surely[1] else 1
    found = []
    for segment in own[lead]:
        beside = [one for one in own[1 - lead] if min(one.end_s, segment.end_s) > max(one.start_s, segment.start_s)]
        if not beside:
            found.append(segment)
            continue
        same = [one for one in beside if one.technique == segment.technique]
        shared_s = np.array([min(one.end_s, segment.end_s) - max(one.start_s, segment.start_s) for one in same])
        if shared_s.sum() >= _AGREE * (segment.end_s - segment.start_s):
            # Both would have to be wrong, and in the same way.
            other = float(np.average([one.confidence for one in same], weights=shared_s))
            sure = 1.0 - (1.0 - segment.confidence) * (1.0 - other)
        else:
            sure = min(segment.confidence, _DISAGREE)
        found.append(_joint(segment, strokes, spell, lead, sure))
    return found


def _joint(
    segment: Segment, strokes: tuple[Sequence[Stroke], Sequence[Stroke]], spell: Spell, lead: int, sure: float
) -> Segment:
    """A hand's segment with what the other one did meanwhile; ``sure`` is how far both bear the name out."""
    mine = [
        tuple(one for one in strokes[i] if one.end_s > segment.start_s and one.start_s < segment.end_s) for i in (0, 1)
    ]
    mine[lead] = segment.strokes
    both = sorted((*mine[0], *mine[1]), key=lambda one: one.start_s)
    start_s, end_s = both[0].start_s, max(one.end_s for one in both)
    touches = tuple(touch.between(start_s, end_s + touch.step_s) for touch in spell.hands)
    at_work = HandsAtWork((touches[0], touches[1]), (mine[0], mine[1])).ordered()
    pattern = pattern_of(segment.technique, at_work)[0]
    return replace(
        segment,
        unsure=sure < UNSURE_BELOW,
        confidence=sure,
        start_s=start_s,
        end_s=end_s,
        strokes=tuple(both),
        at_work=at_work,
        pattern=pattern,
    )


def _without_slides(mine: tuple[Stroke, ...], touch: TouchBlock, *, stops: bool = False) -> tuple[Stroke, ...]:
    start_s, end_s = without_slides(touch, mine[0].start_s, mine[-1].end_s, stops=stops)
    kept = [stroke for stroke in mine if stroke.end_s > start_s and stroke.start_s < end_s]
    if start_s > kept[0].start_s:
        kept[0] = part_of(kept[0], start_s, kept[0].end_s, touch)
    if end_s < kept[-1].end_s:
        kept[-1] = part_of(kept[-1], kept[-1].start_s, end_s, touch)
    return tuple(kept)


def _without_slides_beside(mine: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    """Presses, bites or blows without the slide to the first or away from the last; two of them at the least.

    A blow is too short to be one: where a light one was is told so badly that it seems to move.
    """
    is_slide = [one.spread_mm > SLIDE_MM and one.end_s - one.start_s >= _SLIDE_S for one in mine]
    in_place = [index for index, slide in enumerate(is_slide) if not slide]
    if len(in_place) < 2:
        return mine
    return mine[min(in_place[0], _SLIDES) : max(in_place[-1] + 1, len(mine) - _SLIDES)]


def _strokes_between(
    strokes: Sequence[Stroke], signs: Signs, lo: int, hi: int, touch: TouchBlock
) -> tuple[Stroke, ...]:
    """The strokes that pieces ``lo`` to ``hi`` are of; the first and the last may be parts."""
    mine = list(strokes[int(signs.stroke[lo]) : int(signs.stroke[hi - 1]) + 1])
    start_s, end_s = float(signs.start_s[lo]), float(signs.end_s[hi - 1])
    if start_s > mine[0].start_s:
        mine[0] = part_of(mine[0], start_s, min(end_s, mine[0].end_s), touch)
    if end_s < mine[-1].end_s:
        mine[-1] = part_of(mine[-1], mine[-1].start_s, end_s, touch)
    return tuple(mine)


def _runs(strokes: Sequence[Stroke]) -> Iterator[list[Stroke]]:
    run: list[Stroke] = []
    for stroke in strokes:
        if run and stroke.start_s - run[-1].end_s > LIFT_S:
            yield run
            run = []
        run.append(stroke)
    yield run
