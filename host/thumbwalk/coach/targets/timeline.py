"""A value that changes over time: straight between its knots, and in a step where two knots share a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Timeline:
    """Knots at times (seconds, never falling); before the first and after the last the value stays."""

    times_s: tuple[float, ...]
    values: tuple[float, ...]

    @property
    def is_flat(self) -> bool:
        """Whether it is one value throughout."""
        return min(self.values) == max(self.values)

    @cached_property
    def mean(self) -> float:
        """Its mean over its time."""
        lasts_s = self.times_s[-1] - self.times_s[0]
        return float(self.sum_to(np.array(self.times_s[-1:]))[0]) / lasts_s if lasts_s > 0.0 else self.values[0]

    @cached_property
    def _knots(self) -> tuple[Array, Array]:
        return np.array(self.times_s), np.array(self.values)

    def shifted(self, by_s: float) -> Timeline:
        """The same so much later."""
        return Timeline(tuple(time_s + by_s for time_s in self.times_s), self.values)

    def at(self, time_s: Array) -> Array:
        """The values at times (n,); at a step the one behind it."""
        times, values = self._knots
        after = np.clip(np.searchsorted(times, time_s, "right"), 1, len(times) - 1)
        span_s = times[after] - times[after - 1]
        part = np.divide(time_s - times[after - 1], span_s, out=np.ones(len(time_s)), where=span_s > 0.0)
        return np.asarray(values[after - 1] + np.clip(part, 0.0, 1.0) * (values[after] - values[after - 1]))

    def sum_to(self, time_s: Array) -> Array:
        """The integral from its first knot to times (n,), value times seconds; before it, negative."""
        times, values = self._knots
        sums = np.concatenate([[0.0], np.cumsum(np.diff(times) * (values[1:] + values[:-1]) / 2.0)])
        before = np.clip(np.searchsorted(times, time_s, "right") - 1, 0, len(times) - 1)
        return np.asarray(sums[before] + (time_s - times[before]) * (values[before] + self.at(time_s)) / 2.0)
