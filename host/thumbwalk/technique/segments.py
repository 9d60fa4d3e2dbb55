"""Segments: runs of strokes of one technique, with their measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from thumbwalk.technique.borders import without_slides
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.explain import Explanation, Guess, explained
from thumbwalk.technique.measures import Measures
from thumbwalk.technique.recognise import UNSURE_BELOW, confidence, likenesses, names_of
from thumbwalk.technique.signs import Signs, part_of, signs_of
from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock


@dataclass(frozen=True)
class Segment:
    """Strokes of one technique without a lift over 1.5 s; ``technique`` is the best guess, trusted unless ``unsure``.

    ``start_s`` and ``end_s`` are the first and last touch, stream seconds; ``confidence`` is from 0 to 1;
    ``explanation`` is what decided on the name.
    """

    technique: str
    unsure: bool
    start_s: float
    end_s: float
    confidence: float
    strokes: tuple[Stroke, ...]
    explanation: Explanation

    def measures(self, touch: TouchBlock) -> Measures:
        """The technique's measures, from the touch that the strokes were found in."""
        return TECHNIQUES[self.technique].measures(Work.of(touch, [self.strokes]))


def segments_of(
    strokes: Sequence[Stroke], touch: TouchBlock, techniques: Mapping[str, Technique] = TECHNIQUES
) -> list[Segment]:
    """Name strokes (in order of time) and part them into segments; live, call it again as strokes come in.

    ``touch`` is what they were found in. Where a technique changes within a stroke, the stroke is parted there.
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
            mine = _without_slides(mine, touch)
        guess = Guess(slice(lo, hi), likeness[lo:hi], signs.weight[lo:hi], len(mine), name)
        sure = confidence(likeness[lo:hi], signs.weight[lo:hi], len(mine), int(index[lo]))
        why = explained(guess, asked, unsure=sure < UNSURE_BELOW)
        segments.append(Segment(name, sure < UNSURE_BELOW, mine[0].start_s, mine[-1].end_s, sure, mine, why))
    return segments


def _without_slides(mine: tuple[Stroke, ...], touch: TouchBlock) -> tuple[Stroke, ...]:
    start_s, end_s = without_slides(touch, mine[0].start_s, mine[-1].end_s)
    kept = [stroke for stroke in mine if stroke.end_s > start_s and stroke.start_s < end_s]
    if start_s > kept[0].start_s:
        kept[0] = part_of(kept[0], start_s, kept[0].end_s, touch)
    if end_s < kept[-1].end_s:
        kept[-1] = part_of(kept[-1], kept[-1].start_s, end_s, touch)
    return tuple(kept)


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
