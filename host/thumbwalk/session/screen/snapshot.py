"""What a screen needs to know at one moment, and nothing else of the chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.drill import DrillScore, DrillSet, Phase


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a live session; arrays are read-only by agreement.

    Times are stream seconds (from the first sample); ``x_mm``/``y_mm`` are NaN while nothing touches.
    """

    sequence: int
    time_s: float
    device_us: int
    connected: bool
    identity: str
    total_n: float
    contact_n: float
    x_mm: float
    y_mm: float
    touching: bool
    force_n: NDArray[np.float64]
    left_out: tuple[bool, ...]
    trail_mm: NDArray[np.float64]
    strip_time_s: NDArray[np.float64]
    strip_n: NDArray[np.float64]
    phase: Phase | None
    phase_left_s: float
    set: DrillSet | None
    band_n: tuple[float | None, float | None] | None
    target_mm: tuple[float, float] | None
    guide_n: NDArray[np.float64]
    cadence_per_min: float | None
    target_rate_per_min: tuple[float | None, float | None] | None
    running_score: float | None
    word: str
    cap_n: float | None
    rate_hz: float
    bad_frames: int
    lost_frames: int
    overruns: int
    dropped: int
    message: str
    finished: bool
    result: DrillScore | None


class SnapshotSource(Protocol):
    """Where a screen pulls its snapshots from."""

    def snapshot(self) -> Snapshot:
        """Give the newest snapshot; cheap, and safe to call from any thread."""
        ...


class MouseHand(Protocol):
    """A hand that a mouse can move: the virtual rig's."""

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Press at a place with a force, from now on."""
        ...

    def release(self) -> None:
        """Lift the hand."""
        ...
