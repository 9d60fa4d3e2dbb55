"""Segments: runs of strokes of one technique, with their measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.measures import Measures
from thumbwalk.technique.recognise import UNSURE_BELOW, confidence, likenesses, names_of
from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import StrokeTable, Work
from thumbwalk.touch.blocks import TouchBlock


@dataclass(frozen=True)
class Segment:
    """Strokes of one technique without a lift over 1.5 s; ``technique`` is the best guess, trusted unless ``unsure``.

    ``start_s`` and ``end_s`` are the first and last touch, stream seconds; ``confidence`` is from 0 to 1.
    """

    technique: str
    unsure: bool
    start_s: float
    end_s: float
    confidence: float
    strokes: tuple[Stroke, ...]

    def measures(self, touch: TouchBlock) -> Measures:
        """The technique's measures, from the touch that the strokes were found in."""
        return TECHNIQUES[self.technique].measures(Work.of(touch, [self.strokes]))


def segments_of(strokes: Sequence[Stroke], techniques: Mapping[str, Technique] = TECHNIQUES) -> list[Segment]:
    """Name strokes (in order of time) and part them into segments; live, call it again as strokes come in."""
    if not strokes:
        return []
    table = StrokeTable.of(list(_runs(strokes)))
    likeness = likenesses(table, techniques)
    index = names_of(likeness, table)
    borders = [0, *(np.flatnonzero((np.diff(index) != 0) | (np.diff(table.run) != 0)) + 1).tolist(), len(strokes)]
    names = list(techniques)
    segments = []
    for lo, hi in pairwise(borders):
        sure = confidence(likeness[lo:hi], table.press_s[lo:hi], int(index[lo]))
        name, unsure = names[index[lo]], sure < UNSURE_BELOW
        segments.append(Segment(name, unsure, strokes[lo].start_s, strokes[hi - 1].end_s, sure, tuple(strokes[lo:hi])))
    return segments


def _runs(strokes: Sequence[Stroke]) -> Iterator[list[Stroke]]:
    run: list[Stroke] = []
    for stroke in strokes:
        if run and stroke.start_s - run[-1].end_s > LIFT_S:
            yield run
            run = []
        run.append(stroke)
    yield run
