"""The beat: the one pace that a guide is drawn at, a pulse swells with, a click sounds on and a virtual hand keeps.

Its times are seconds since the set began, on the drill's own clock: it stands still in a pause, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Beat:
    """An even pace; beat 0 is where the set begins, and each beat is where a press begins."""

    rate_per_min: float

    @staticmethod
    def of_onsets(onset_s: Sequence[float]) -> Beat | None:
        """The beat that onsets keep, by the median of their distances; None when they are too few or all at once."""
        middle = float(np.median(np.diff(onset_s))) if len(onset_s) > 1 else 0.0
        return Beat(60.0 / middle) if middle > 0.0 else None

    @property
    def interval_s(self) -> float:
        """From beat to beat."""
        return 60.0 / self.rate_per_min

    def part_at(self, time_s: float) -> float:
        """How much of the beat is over at a time, 0 <= part < 1."""
        return time_s * self.rate_per_min / 60.0 % 1.0

    def press_at(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """The level, 0 to 1, of soft presses in this beat at times (n,): sin squared, the peak in the middle."""
        return np.asarray(np.sin(np.pi * time_s * self.rate_per_min / 60.0) ** 2)

    def times_s(self, start_s: float, end_s: float) -> NDArray[np.float64]:
        """The beats with ``start_s <= time < end_s``, (n,)."""
        first, stop = (int(np.ceil(edge_s / self.interval_s - 1e-9)) for edge_s in (max(start_s, 0.0), end_s))
        return np.arange(first, max(stop, first), dtype=np.float64) * self.interval_s
