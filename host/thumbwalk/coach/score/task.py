"""What a set asked for beside its technique, as the score is told it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.flow import Span
from thumbwalk.coach.score.levelled import Levels
from thumbwalk.zones import ZoneMap

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """What a set asked for beside its technique; each may be open (None).

    ``zone`` and ``target_mm`` are where, ``window_s`` is the set's start and end in stream seconds (without it, from
    the first touch to the last), ``hold_s`` how long a hold was asked for; ``force_n`` and ``rate_per_min`` are the
    guide's, of a course the mean, and ``levels`` the course itself: each stroke is judged against its own line.
    ``cap_zones`` are all whose caps count, where it is not only the zone of the place; ``path_mm`` (k, 2) is the way to
    go, ``turn`` the direction that circles are asked for in; ``level`` and ``speed_mm_s`` narrow the bands, of force
    never below ``narrowest``. Of a ``strict`` one another technique is never taken for this one at fault. With a
    ``pattern`` two hands are asked for, in that way: one at ``target_mm`` or along ``path_mm``, the other at
    ``second_mm`` or along ``second_path_mm``.
    ``zones`` spares making the pad's zone map anew, for who judges often. ``calibrated`` says whether newtons
    are newtons: where they are a guess, nothing that is made of them is scored.
    """

    zone: str | None = None
    target_mm: tuple[float, float] | None = None
    window_s: Span | None = None
    hold_s: float | None = None
    force_n: float | None = None
    rate_per_min: float | None = None
    zones: ZoneMap | None = None
    calibrated: bool = True
    levels: Levels | None = None
    cap_zones: tuple[str, ...] = ()
    path_mm: Array | None = None
    turn: str | None = None
    level: int | None = None
    speed_mm_s: float | None = None
    narrowest: float | None = None
    strict: bool = False
    pattern: str | None = None
    second_mm: tuple[float, float] | None = None
    second_path_mm: Array | None = None

    @property
    def targets_mm(self) -> tuple[tuple[float, float], ...]:
        """The places that were asked for, one a hand."""
        return tuple(one for one in (self.target_mm, self.second_mm) if one is not None)

    @property
    def paths_mm(self) -> tuple[Array, ...]:
        """The ways that were asked for, one a hand."""
        return tuple(one for one in (self.path_mm, self.second_path_mm) if one is not None)

    @property
    def is_covered(self) -> bool:
        """Whether it asks for places that are to be covered: a zone or a way."""
        return self.zone is not None or self.path_mm is not None


ANYWHERE = Task()
