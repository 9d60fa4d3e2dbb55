"""Drills as data: sets with a count-in and rests, on the stream's own time.

Nothing here runs; ``coach.drill.run`` follows a drill through a stream.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from thumbwalk.coach.targets.bands import Band, Targets, bands_in, overridden
from thumbwalk.coach.targets.points import point_named
from thumbwalk.pad import MOST_MM, Pad
from thumbwalk.zones import zone_at, zone_centre_mm

PhaseKind = Literal["count-in", "set", "rest", "done"]

LIMITS = {
    "count_in_s": (0.0, 60.0),
    "rest_s": (0.0, 600.0),
    "duration_s": (1.0, 3600.0),
    "x_mm": (-MOST_MM, MOST_MM),
    "y_mm": (-MOST_MM, MOST_MM),
    "rate_per_min": (1.0, 600.0),
    "force_n": (0.1, 60.0),
}
"""From where to where a drill's numbers may be (docs/files.md), in files and in recordings."""
COUNT_IN_S, REST_S = 3.0, 3.0
"""Of a drill that does not say: time for the hand to come to its place, and to the next."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a drill, ``start_s`` <= t < ``end_s`` in seconds from the drill's start.

    ``set_index`` is the set it belongs to; before a set (count-in, rest) the one that comes, None once done. The
    "done" phase has no length: its time is the drill's end.
    """

    kind: PhaseKind
    set_index: int | None
    start_s: float
    end_s: float


@dataclass(frozen=True)
class DrillSet:
    """One task: a technique, for a time, at a place.

    ``rate_per_min`` and ``force_n`` (peaks for kneading, a plateau for holding) are the guide that is shown and that
    a virtual hand follows; what is scored are the technique's targets with ``targets`` laid over them.
    """

    technique: str
    title: str
    duration_s: float
    zone: str | None = None
    point: str | None = None
    x_mm: float | None = None
    y_mm: float | None = None
    rate_per_min: float | None = None
    force_n: float | None = None
    targets: Mapping[str, Band] = field(default_factory=dict)

    def target_mm(self, pad: Pad) -> tuple[float, float] | None:
        """The place that the set asks for: its point, its x and y, or the middle of its zone; else None.

        Raises
        ------
        LayoutError
            When the pad has no outline, so that points and zones mean nothing on it.
        DrillError
            When the point is on the other foot.
        """
        if self.point is not None:
            return point_named(self.point).place_mm(pad)
        if self.x_mm is not None and self.y_mm is not None:
            return self.x_mm, self.y_mm
        return zone_centre_mm(pad, self.zone) if self.zone is not None else None

    def zone_on(self, pad: Pad) -> str | None:
        """The zone that the set is asked in: its own, or that of its place; None without one."""
        if self.zone is not None:
            return self.zone
        target = self.target_mm(pad)
        return zone_at(pad, *target) if target is not None and pad.is_sole else None

    def hold_s(self, bands: Mapping[str, Band]) -> float | None:
        """How long the set asks for a hold, as far as its time goes; None for what is no hold."""
        if self.technique != "hold":
            return None
        longest = bands["hold_s"].hi if "hold_s" in bands else None
        return self.duration_s if longest is None else min(self.duration_s, longest)

    def bands(self, targets: Targets) -> dict[str, Band]:
        """The set's target bands: the technique's, with the set's own laid over them."""
        return overridden(bands_in(targets, self.technique), self.targets)


@dataclass(frozen=True)
class Drill:
    """A named row of sets. Times are seconds."""

    name: str
    title: str
    description: str
    count_in_s: float = COUNT_IN_S
    rest_s: float = REST_S
    sets: tuple[DrillSet, ...] = ()

    def resolved(self, targets: Targets) -> Drill:
        """The drill with every set's bands written out, so that no other targets are needed any more.

        Raises DrillError when there are none for a technique.
        """
        return replace(self, sets=tuple(replace(one, targets=one.bands(targets)) for one in self.sets))

    @property
    def has_places(self) -> bool:
        """Whether any set asks for a place."""
        return any(one.zone or one.point or one.x_mm is not None for one in self.sets)

    def anywhere(self) -> Drill:
        """The same drill for a pad that has no places: each set is done wherever the pad is pressed."""
        nowhere = (replace(one, title=one.technique.capitalize(), zone=None, point=None) for one in self.sets)
        return replace(self, sets=tuple(replace(one, x_mm=None, y_mm=None) for one in nowhere))

    def phases(self) -> tuple[Phase, ...]:
        """Count-in, sets with rests between them, done: without holes, from 0 to ``duration_s``."""
        return self._phases

    @property
    def duration_s(self) -> float:
        """From the start of the count-in to the end of the last set, seconds."""
        return self._phases[-1].end_s

    def phase_at(self, time_s: float) -> Phase:
        """The phase that a time (seconds from the drill's start) falls in; before the start, the first."""
        for phase in self._phases:
            if time_s < phase.end_s:
                return phase
        return self._phases[-1]

    @cached_property
    def _phases(self) -> tuple[Phase, ...]:
        phases: list[Phase] = []
        now_s = 0.0
        for index, drill_set in enumerate(self.sets):
            wait_s = self.count_in_s if index == 0 else self.rest_s
            if wait_s > 0:
                phases.append(Phase("count-in" if index == 0 else "rest", index, now_s, now_s + wait_s))
                now_s += wait_s
            phases.append(Phase("set", index, now_s, now_s + drill_set.duration_s))
            now_s += drill_set.duration_s
        return (*phases, Phase("done", None, now_s, now_s))
