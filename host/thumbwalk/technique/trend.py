"""How force and pace went on in a long segment: from its first third to its last, as in hands that tire."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thumbwalk.technique.signs import part_of
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

LEAST_S = 30.0
"""A segment shorter than this has no trend: a third of it has too few strokes."""
_LEAST_PART_S = 0.5
"""What is left of a long stroke at a third's edge counts from so long on."""

Trend = dict[str, float | None]


def trend_of(
    technique: Technique, each: Sequence[tuple[TouchBlock, Sequence[Stroke]]], start_s: float, end_s: float
) -> Trend | None:
    """Change of ``force`` and ``rate`` from the first third to the last, in parts of the first; None if too short.

    The force is that of the peaks; of what is pressed evenly, the mean. ``each`` is the touch and the strokes of each
    hand. One that can't be had is None.
    """
    if end_s - start_s < LEAST_S:
        return None
    third_s = (end_s - start_s) / 3.0
    spans = (start_s, start_s + third_s), (end_s - third_s, end_s)
    first, last = (_work_between(technique, each, *span) for span in spans)
    return {
        "force": _change(_force_n(technique, first), _force_n(technique, last)),
        "rate": _change(_rate_hz(technique, first), _rate_hz(technique, last)),
    }


def _work_between(
    technique: Technique, each: Sequence[tuple[TouchBlock, Sequence[Stroke]]], start_s: float, end_s: float
) -> Work:
    """The work in a part of a segment: an even stroke is cut at its ends, another one belongs where its peak is."""
    works = []
    for touch, strokes in each:
        if technique.flowing:
            cut = ((one, max(one.start_s, start_s), min(one.end_s, end_s)) for one in strokes)
            mine = [part_of(one, lo, hi, touch) for one, lo, hi in cut if hi - lo >= _LEAST_PART_S]
        else:
            mine = [one for one in strokes if start_s <= one.peak_s < end_s]
        works.append(Work.of(touch, [mine]))
    return Work.joined(works)


def _force_n(technique: Technique, work: Work) -> float | None:
    forces = work.force_n[work.touching] if technique.flowing else work.strokes.peak_n
    if not len(forces):
        return None
    return float(np.mean(forces) if technique.flowing else np.median(forces))


def _rate_hz(technique: Technique, work: Work) -> float | None:
    intervals_s = technique.intervals_s(work)
    middle_s = float(np.median(intervals_s)) if len(intervals_s) else 0.0
    return 1.0 / middle_s if middle_s > 0.0 else None


def _change(first: float | None, last: float | None) -> float | None:
    return None if not first or last is None else last / first - 1.0
