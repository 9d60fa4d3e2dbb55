"""How far one clock is ahead of another, from pairs of which one part comes late by chance: the least of late is it."""

from __future__ import annotations

import math
from collections import deque

_KEPT = 10
"""Parts that are looked at."""
_PART_S = 1.0
"""Of a second each: two clocks that drift apart by 100 parts in a million are a millisecond off by then."""
_LEAP_S = 0.5
"""Nothing comes so much later than it may: the other clock has stood still, and this is a new beginning."""


class ClockOffset:
    """Fed with pairs (what the other clock said, when it was heard here) it knows what is here at the other's times.

    A pair is late by however long the way took; the shortest way of the last ten seconds counts, so that a way of
    uneven length does not shake what is reckoned by it.

    Attributes
    ----------
    ahead_s : float or None
        This clock less the other one; None before the first pair.
    """

    def __init__(self) -> None:
        self.ahead_s: float | None = None
        self._parts: deque[tuple[float, float]] = deque(maxlen=_KEPT)

    def take(self, other_s: float, here_s: float) -> None:
        """Take a pair, seconds each."""
        late_s = here_s - other_s
        if not math.isfinite(late_s):
            return
        if self.ahead_s is not None and late_s > self.ahead_s + _LEAP_S:
            self._parts.clear()
        if self._parts and here_s - self._parts[-1][0] < _PART_S:
            since_s, least_s = self._parts[-1]
            self._parts[-1] = since_s, min(least_s, late_s)
        else:
            self._parts.append((here_s, late_s))
        self.ahead_s = min(least_s for _, least_s in self._parts)

    def here_s(self, other_s: float) -> float | None:
        """When it is here, at a time of the other clock; None before the first pair."""
        return None if self.ahead_s is None else other_s + self.ahead_s
