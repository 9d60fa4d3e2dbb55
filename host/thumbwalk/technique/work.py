"""What a technique's measures are taken of: its strokes as columns, and the touch under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.ways import WAYS, Ways
from thumbwalk.touch.touch_block import TouchBlock

STROKE_COLUMNS = (
    "start_s",
    "onset_s",
    "peak_s",
    "end_s",
    "peak_n",
    "valley_n",
    "press_s",
    "x_mm",
    "y_mm",
    "spread_mm",
    "piece",
)


@dataclass(frozen=True)
class StrokeTable:
    """Strokes as columns, each (n,), meaning what ``Stroke`` says; ``run`` numbers the stretch each is part of."""

    start_s: NDArray[np.float64]
    onset_s: NDArray[np.float64]
    peak_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    peak_n: NDArray[np.float64]
    valley_n: NDArray[np.float64]
    press_s: NDArray[np.float64]
    x_mm: NDArray[np.float64]
    y_mm: NDArray[np.float64]
    spread_mm: NDArray[np.float64]
    piece: NDArray[np.float64]
    run: NDArray[np.int64]

    @staticmethod
    def of(runs: Sequence[Sequence[Stroke]]) -> StrokeTable:
        """Make a table of strokes that stand in runs, one after the other."""
        strokes = [stroke for run in runs for stroke in run]
        columns = np.array([[getattr(stroke, name) for name in STROKE_COLUMNS] for stroke in strokes], dtype=np.float64)
        numbers = np.repeat(np.arange(len(runs)), [len(run) for run in runs])
        named = zip(STROKE_COLUMNS, columns.reshape(-1, len(STROKE_COLUMNS)).T.copy(), strict=True)
        return StrokeTable(run=numbers, **dict(named))

    @staticmethod
    def joined(tables: Sequence[StrokeTable], first_runs: Sequence[int]) -> StrokeTable:
        """Tables one after the other as one; the runs of each are numbered from its ``first_runs`` on."""
        columns = {name: np.concatenate([getattr(table, name) for table in tables]) for name in STROKE_COLUMNS}
        run = np.concatenate([table.run + first for table, first in zip(tables, first_runs, strict=True)])
        return StrokeTable(run=run, **columns)

    def __len__(self) -> int:
        return len(self.start_s)

    @cached_property
    def linked(self) -> NDArray[np.bool_]:
        """Whether a stroke follows on the one before it, in one run and without a gap in the data, (n - 1,)."""
        return np.asarray((np.diff(self.run) == 0) & (np.diff(self.piece) == 0))

    @cached_property
    def intervals_s(self) -> NDArray[np.float64]:
        """Onset to onset, one for each stroke that follows on another."""
        return np.diff(self.onset_s)[self.linked]

    @cached_property
    def valleys(self) -> NDArray[np.float64]:
        """Valley over the mean of its two peaks, one for each stroke that follows on another; 0 is full release."""
        means = (self.peak_n[1:] + self.peak_n[:-1]) / 2
        return np.asarray((self.valley_n[1:] / means)[self.linked])


@dataclass(frozen=True)
class Work:
    """The strokes of one technique, and the samples from the first touch to the last of each of their runs.

    Attributes
    ----------
    strokes : StrokeTable
    touch : TouchBlock
        The samples of all runs, joined.
    run : (n,) int64
        The run that each sample is part of.
    ways : Ways
        What measures are estimated by.
    """

    strokes: StrokeTable
    touch: TouchBlock
    run: NDArray[np.int64]
    ways: Ways = WAYS

    @staticmethod
    def of(touch: TouchBlock, runs: Sequence[Sequence[Stroke]], ways: Ways = WAYS) -> Work:
        """Cut the runs' samples out of a touch; a run is one or more strokes in order."""
        runs = [run for run in runs if run]
        parts = [_between(touch, run[0].start_s, run[-1].end_s) for run in runs]
        numbers = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        joined = parts[0] if len(parts) == 1 else TouchBlock.joined(parts)
        return Work(StrokeTable.of(runs), joined, numbers, ways)

    @staticmethod
    def joined(works: Sequence[Work]) -> Work:
        """The work of several hands as one, in the ways of the first; no run of one goes on in another's."""
        if len(works) == 1:
            return works[0]
        numbers = np.cumsum([0, *(int(work.run[-1]) + 1 if len(work.run) else 0 for work in works[:-1])]).tolist()
        run = np.concatenate([work.run + number for work, number in zip(works, numbers, strict=True)])
        strokes = StrokeTable.joined([work.strokes for work in works], numbers)
        return Work(strokes, TouchBlock.joined([work.touch for work in works]), run, works[0].ways)

    @cached_property
    def step_s(self) -> float:
        """Step of the even grid."""
        return self.touch.step_s

    @cached_property
    def force_n(self) -> NDArray[np.float64]:
        """Working hand's total force, (n,)."""
        return self.touch.working_n

    @cached_property
    def touching(self) -> NDArray[np.bool_]:
        """Where the working hand touches, (n,)."""
        return self.touch.touching

    @cached_property
    def touches(self) -> list[slice]:
        """Samples of each unbroken contact; those under a fifth of the longest are chatter and left out."""
        return self.touches_above(0.0)

    def touches_above(self, least_n: float) -> list[slice]:
        """The same of what is at least so much force."""
        on = np.flatnonzero(self.touching & (self.force_n >= least_n))
        if not len(on):
            return []
        breaks = (np.diff(on) > 1) | (np.diff(self.run[on]) != 0) | (np.diff(self.touch.piece[on]) != 0)
        borders = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(on)]
        spans = [slice(int(on[lo]), int(on[hi - 1]) + 1) for lo, hi in pairwise(borders)]
        longest = max(span.stop - span.start for span in spans)
        return [span for span in spans if span.stop - span.start >= 0.2 * longest]


def _between(touch: TouchBlock, start_s: float, end_s: float) -> TouchBlock:
    """The samples from one time to another, both included."""
    lo = int(np.searchsorted(touch.time_s, start_s, "left"))
    hi = int(np.searchsorted(touch.time_s, end_s, "right"))
    return TouchBlock(*(getattr(touch, name)[lo:hi] for name in TouchBlock.__dataclass_fields__))
