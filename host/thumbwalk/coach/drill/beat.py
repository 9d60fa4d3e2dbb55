"""The beat: the one pace that a guide is drawn at, a pulse swells with, a click sounds on and a virtual hand keeps.

Its times are seconds since the set began, on the drill's own clock: it stands still in a pause, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.targets.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Beat:
    """A pace; beat 0 is where the set begins, and each beat is where a press begins.

    It is even, unless a ``line`` says how it changes over the set's seconds; ``rate_per_min`` is its mean then.
    """

    rate_per_min: float
    line: Timeline | None = None

    @staticmethod
    def of_onsets(onset_s: Sequence[float]) -> Beat | None:
        """The beat that onsets keep, by the median of their distances; None when they are too few or all at once."""
        middle = float(np.median(np.diff(onset_s))) if len(onset_s) > 1 else 0.0
        return Beat(60.0 / middle) if middle > 0.0 else None

    @staticmethod
    def of_line(line: Timeline) -> Beat:
        """The beat that a set's pace is kept by, even or not."""
        return Beat(line.mean, None if line.is_flat else line)

    @property
    def interval_s(self) -> float:
        """From beat to beat, of an uneven one in the mean."""
        return 60.0 / self.rate_per_min

    def rate_at(self, time_s: float) -> float:
        """The pace at a time, a minute."""
        return self.rate_per_min if self.line is None else float(self.line.at(np.array([time_s]))[0])

    def count_at(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """How many beats are over at times (n,), with the part of the one that is under way."""
        if self.line is None:
            return np.asarray(time_s * self.rate_per_min / 60.0)
        return np.asarray(self.line.sum_to(time_s) / 60.0)

    def part_at(self, time_s: float) -> float:
        """How much of the beat is over at a time, 0 <= part < 1."""
        return float(self.count_at(np.array([time_s]))[0]) % 1.0

    def press_at(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """The level, 0 to 1, of soft presses in this beat at times (n,): sin squared, the peak in the middle."""
        return np.asarray(np.sin(np.pi * self.count_at(time_s)) ** 2)

    def times_s(self, start_s: float, end_s: float) -> NDArray[np.float64]:
        """The beats with ``start_s <= time < end_s``, (n,)."""
        if self.line is not None:
            times_s = self._uneven_s(end_s)
            return np.asarray(times_s[(times_s >= max(start_s, 0.0)) & (times_s < end_s)])
        first, stop = (int(np.ceil(edge_s / self.interval_s - 1e-9)) for edge_s in (max(start_s, 0.0), end_s))
        return np.arange(first, max(stop, first), dtype=np.float64) * self.interval_s

    def _uneven_s(self, end_s: float) -> NDArray[np.float64]:
        """All beats of an uneven pace up to a time: where the count, on a grid of a millisecond, comes to a whole."""
        grid_s = np.arange(0.0, end_s + 2 * _GRID_S, _GRID_S)
        count = self.count_at(grid_s)
        return np.asarray(np.interp(np.arange(int(count[-1]) + 1, dtype=np.float64), count, grid_s), np.float64)


_GRID_S = 1e-3
"""Beats of an uneven pace are found to less than a millisecond, which no hand keeps."""
