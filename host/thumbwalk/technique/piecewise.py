"""What a technique's measures are made of, one by one, and when: its presses, turns, strokes to and fro, glides, blows.

A measure is one number of a whole set; these are the values that it is the middle, the mean or the scatter of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.work import Work

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pieces:
    """Values of a measure in the order of time, each (n,); times are those of the stream."""

    start_s: Array
    end_s: Array
    values: Array

    def __len__(self) -> int:
        return len(self.values)

    @staticmethod
    def joined(parts: Sequence[Pieces]) -> Pieces:
        """Those of several contacts as one."""
        columns = (np.concatenate([np.empty(0), *(getattr(one, name) for one in parts)]) for name in _COLUMNS)
        return Pieces(*columns)


_COLUMNS = ("start_s", "end_s", "values")


def between(work: Work, borders: Sequence[int] | NDArray[np.intp], values: Array) -> Pieces:
    """Pieces from border to border, in samples of the work: one value fewer than there are borders."""
    at_s = work.touch.time_s[np.asarray(borders, np.intp)]
    return Pieces(at_s[:-1], at_s[1:], values)


def of_rhythm(work: Work, onsets: Sequence[int] | NDArray[np.intp]) -> dict[str, Pieces]:
    """From onset to onset, in samples of the work: how long each took, and the pace of each."""
    at_s = work.touch.time_s[np.asarray(onsets, np.intp)]
    return paced(Pieces(at_s[:-1], at_s[1:], np.diff(at_s)))


def paced(intervals: Pieces) -> dict[str, Pieces]:
    """The measures that are told of intervals, whose values are seconds."""
    rate_per_min = 60.0 / np.maximum(intervals.values, 1e-9)
    return {"rhythm_cv": intervals, "rate_per_min": Pieces(intervals.start_s, intervals.end_s, rate_per_min)}


def of_presses(work: Work, as_done: Work) -> Mapping[str, Pieces]:
    """Peaks, beats and valleys of presses.

    Parameters
    ----------
    work : Work
        What values are taken of, which may have been brought to one level.
    as_done : Work
        The same strokes at the times at which they were done.
    """
    done, strokes = as_done.strokes, work.strokes
    linked = done.linked
    peaks = Pieces(done.start_s, done.end_s, strokes.peak_n)
    beats = Pieces(done.onset_s[:-1][linked], done.onset_s[1:][linked], strokes.intervals_s)
    valleys = Pieces(done.peak_s[:-1][linked], done.peak_s[1:][linked], strokes.valleys)
    return {"peak_force_n": peaks, "force_cv": peaks, "release": valleys, "contact_kept": valleys, **paced(beats)}
