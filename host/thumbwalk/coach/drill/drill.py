"""Drills as data: sets with a count-in and rests, on the stream's own time.

Nothing here runs; ``coach.drill.run`` follows a drill through a stream.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.course import Aim, middle_of_aim, timeline_of
from thumbwalk.coach.drill.trace import Trace
from thumbwalk.coach.targets.asked import Narrowing, asked_bands, steadier
from thumbwalk.coach.targets.bands import Band, Targets, bands_in, overridden
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.coach.targets.points import line_named, places_along, point_named
from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.pad import MOST_MM, Foot, Pad
from thumbwalk.zones import ZONES, ZoneMap, zone_at, zone_centre_mm

PhaseKind = Literal["count-in", "set", "rest", "done"]
Mode = Literal["soothing", "swedish"]
Direction = Literal["forward", "back"]
Pattern = Literal["alternate", "together", "mirrored"]
"""How two thumbs work: one sinks while the other lets go, both at once, or as mirror images."""
Feedback = Literal["live", "bandwidth", "after", "blind"]
"""Help: at all times; only outside the band; at the set's end; none until the drill is over."""
UW = tuple[float, float]
"""A place on any sole: x / length, and across the local breadth from the medial edge (0) to the lateral one (1)."""

LIMITS = {
    "count_in_s": (0.0, 60.0),
    "rest_s": (0.0, 600.0),
    "duration_s": (1.0, 3600.0),
    "x_mm": (-MOST_MM, MOST_MM),
    "y_mm": (-MOST_MM, MOST_MM),
    "rate_per_min": (1.0, 600.0),
    "force_n": (0.1, 60.0),
    "force_percent": (1.0, 100.0),
    "narrowest": (0.01, 1.0),
    "speed_mm_s": (1.0, 1000.0),
    "size_mm": (1.0, 100.0),
    "on_s": (0.5, 600.0),
    "off_s": (0.1, 60.0),
    "trace_n": (0.0, 200.0),
}
"""From where to where a drill's numbers may be (docs/files.md), in files and in recordings."""
MOST_COUNT, MOST_STAGE = 10000, 20
"""More strokes no set has, and more stages no ladder."""
SWEDISH = {"glide": {"speed_mm_s": (100.0, 250.0)}}
"""What the brisk mode asks for in place of a technique's targets, which are the soothing ones (technique's table)."""
NEAR_MM = 8.0
"""A place that is no farther from a zone of a lower cap has that cap: a thumb is so broad."""
BORDER_MM = 10.0
"""A place that is no farther from its zone's border is no measure of who strays: half of a thumb lies beyond."""
_ABOUT = np.linspace(0.0, 2.0 * np.pi, 9)[:-1]
_WAY_MM = 5.0
"""Places around a place, and from one to the next along a line, at which zones are looked up."""
_BENDS = 12
"""Straight pieces from one place of a way to the next: on a whole sole a centimetre each."""
_TRIES = 200
"""Orders that are tried for one in which no technique follows itself: of two each, one in four is so."""
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
    a virtual hand follows; what is scored are the technique's targets with ``targets`` laid over them, narrowed about
    the guide by ``level``. Where it is asked for: a ``point``, a ``zone``, ``x_mm`` and ``y_mm``, a ``place`` on any
    sole, a ``line`` by its name, or a ``path`` of places; the ``direction`` back goes along it from its end, and
    circles from +y toward +x. ``count`` is how many strokes the time was made for, ``on_s`` and ``off_s`` how long a
    hold's touches are and what is between them. ``step`` waits for each bite to be right; ``guess`` asks for the force
    that one thinks to have used. ``rest_s`` is the rest before it where that is not the drill's. ``trace_n`` is what a
    teacher pressed, rows of (seconds of the set, newtons), and ``trace_uw`` where, rows of (seconds, u, w): shown in
    the guide's place. In a ``strict`` set another technique is never taken for this one at fault. ``force_percent`` is
    the guide's force in percent of the learner's own peak (``force_n``, while none is known), and ``narrowest`` how
    wide a band of force is at least, to each side of the guide and as a part of it, whatever the level. With a
    ``pattern`` two thumbs work: one at the ``place`` or along the ``path``, the other at ``second`` or along
    ``second_path``; forces and paces are each one's.
    """

    technique: str
    title: str
    duration_s: float
    zone: str | None = None
    point: str | None = None
    x_mm: float | None = None
    y_mm: float | None = None
    rate_per_min: Aim = None
    force_n: Aim = None
    targets: Mapping[str, Band] = field(default_factory=dict)
    place: UW | None = None
    line: str | None = None
    path: tuple[UW, ...] = ()
    direction: Direction = "forward"
    speed_mm_s: float | None = None
    size_mm: float | None = None
    mode: Mode | None = None
    count: int | None = None
    on_s: float | None = None
    off_s: float | None = None
    step: bool = False
    guess: bool = False
    level: int | None = None
    feedback: Feedback = "live"
    rest_s: float | None = None
    trace_n: Trace = ()
    trace_uw: Trace = ()
    strict: bool = False
    force_percent: Aim = None
    narrowest: float | None = None
    second: UW | None = None
    second_path: tuple[UW, ...] = ()
    pattern: Pattern | None = None

    @property
    def hands(self) -> int:
        """How many thumbs work."""
        return 1 if self.pattern is None else 2

    def of_second(self) -> DrillSet:
        """The second thumb's own work, as a set of one hand."""
        mirrored = self.pattern == "mirrored" and self.technique == "circles"
        turned: Direction = "forward" if self.direction == "back" else "back"
        own = replace(self, place=self.second, path=self.second_path, direction=turned if mirrored else self.direction)
        return replace(own, second=None, second_path=(), pattern=None)

    @property
    def lag(self) -> float:
        """How far the second thumb is behind the first, in parts of a beat."""
        return 0.5 if self.pattern == "alternate" else 0.0

    def path_mm(self, pad: Pad) -> NDArray[np.float64] | None:
        """The way that the set asks to go, (k, 2) in mm, its beginning first; None without one. Raises LayoutError.

        Between two places it keeps its part of the local breadth, and so bends as the sole does.
        """
        places = line_named(self.line).path if self.line is not None else self.path
        if not places:
            return None
        corner = np.arange(len(places), dtype=np.float64)
        at = np.linspace(0.0, corner[-1], _BENDS * (len(places) - 1) + 1)
        u, w = (np.interp(at, corner, column) for column in np.array(places).T)
        way = np.array([pad.place(*one) for one in zip(u.tolist(), w.tolist(), strict=True)])
        return way[::-1] if self.direction == "back" else way

    def target_mm(self, pad: Pad) -> tuple[float, float] | None:
        """The place that the set asks for: its point, its place, or the middle of its zone or way; else None.

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
        if self.place is not None:
            return pad.place(*self.place)
        if (way := self.path_mm(pad)) is not None:
            x, y = way[len(way) // 2]
            return float(x), float(y)
        return zone_centre_mm(pad, self.zone) if self.zone is not None else None

    @property
    def has_place(self) -> bool:
        """Whether the set asks for a place or a way."""
        return any((self.zone, self.point, self.x_mm is not None, self.place, self.line, self.path))

    def anywhere(self) -> DrillSet:
        """The same set for a pad that has no places."""
        nowhere = replace(self, title=self.technique.capitalize(), zone=None, point=None, x_mm=None, y_mm=None)
        return replace(nowhere, place=None, line=None, path=(), second=None, second_path=())

    def zone_on(self, pad: Pad) -> str | None:
        """The zone that the set is asked in: its own, or that of its place; None without one."""
        if self.zone is not None:
            return self.zone
        target = self.target_mm(pad)
        return zone_at(pad, *target) if target is not None and pad.is_sole else None

    def cap_zones(self, zones: ZoneMap) -> tuple[str, ...]:
        """The zones whose caps count: its own; with a level, all of its place or way, and those close to it."""
        if self.hands > 1:
            both = replace(self, second=None, second_path=(), pattern=None), self.of_second()
            return tuple(dict.fromkeys(zone for one in both for zone in one.cap_zones(zones)))
        pad = zones.pad
        target = self.target_mm(pad)
        if self.zone is not None or target is None or not pad.is_sole or self.level is None:
            return () if (zone := self.zone_on(pad)) is None else (zone,)
        way = self.path_mm(pad)
        spots = np.array([target]) if way is None else places_along(way, _WAY_MM)
        near = NEAR_MM * np.column_stack([np.cos(_ABOUT), np.sin(_ABOUT)])
        around = np.concatenate([spots, (spots[:, None] + near).reshape(-1, 2)])
        around = around[pad.contains(around[:, 0], around[:, 1])]
        found = zones.index(around[:, 0], around[:, 1]).tolist()
        return tuple(dict.fromkeys(ZONES[index] for index in found if index >= 0))

    def scored_zone(self, zones: ZoneMap) -> str | None:
        """The zone that the hand has to stay in: its own, or with a level, that of a place well inside it."""
        if self.hands > 1:
            return None
        if self.zone is not None or self.level is None or self.path_mm(zones.pad) is not None:
            return self.zone
        target = self.target_mm(zones.pad)
        if target is None or not zones.pad.is_sole:
            return None
        around = np.array(target) + BORDER_MM * np.column_stack([np.cos(_ABOUT), np.sin(_ABOUT)])
        found = {zones.at(x, y) for x, y in [target, *around.tolist()]}
        return found.pop() if len(found) == 1 else None

    def force_line(self) -> Timeline | None:
        """The guide's force over the set's own time; None without one."""
        return timeline_of(self.force_n, 0.0, self.duration_s)

    def rate_line(self) -> Timeline | None:
        """The guide's pace over the set's own time, one that is led as if all were clean; None without one."""
        return timeline_of(self.rate_per_min, 0.0, self.duration_s)

    @property
    def mean_force_n(self) -> float | None:
        """The guide's force, over a course its mean."""
        return middle_of_aim(self.force_n, self.duration_s)

    @property
    def mean_rate_per_min(self) -> float | None:
        """The guide's pace, over a course its mean."""
        return middle_of_aim(self.rate_per_min, self.duration_s)

    def hold_s(self, bands: Mapping[str, Band]) -> float | None:
        """How long the set asks for a hold, as far as its time goes; None for what is no hold."""
        if self.technique != "hold":
            return None
        longest = bands["hold_s"].hi if "hold_s" in bands else None
        asked_s = self.duration_s if self.on_s is None else min(self.on_s, self.duration_s)
        return asked_s if longest is None else min(asked_s, longest)

    def asked(self, zones: ZoneMap, caps: Caps) -> dict[str, Band]:
        """The set's own bands as they are asked on a sole: below the caps, and about the guide by its level."""
        narrowing = Narrowing(self.level, self.mean_force_n, self.mean_rate_per_min, self.speed_mm_s, self.narrowest)
        return asked_bands(self.targets, caps, self.cap_zones(zones), self.hold_s(self.targets), narrowing)

    def bands(self, targets: Targets) -> dict[str, Band]:
        """The set's target bands: the technique's, as steady as its level asks and of its mode, under the set's own."""
        asked = bands_in(targets, self.technique)
        brisk = SWEDISH.get(self.technique, {}) if self.mode == "swedish" else {}
        asked |= {name: replace(asked[name], lo=lo, hi=hi) for name, (lo, hi) in brisk.items() if name in asked}
        return overridden(steadier(asked, self.level), self.targets)


@dataclass(frozen=True)
class Drill:
    """A named row of sets. Times are seconds.

    ``stage`` and ``level`` are where on the ladder it stands, ``trains`` the measures that have to be in their bands
    for it to be passed, ``foot`` the one that it is for. One that is not ``scored`` is for the hands alone. ``shuffle``
    puts its sets in another order each time. ``targets`` are bands of the drill as a whole. Without rests the hand
    keeps contact from set to set.
    """

    name: str
    title: str
    description: str
    count_in_s: float = COUNT_IN_S
    rest_s: float = REST_S
    sets: tuple[DrillSet, ...] = ()
    stage: int | None = None
    level: int | None = None
    feedback: Feedback = "live"
    foot: Foot | None = None
    trains: tuple[str, ...] = ()
    scored: bool = True
    shuffle: bool = False
    targets: Mapping[str, Band] = field(default_factory=dict)

    def resolved(self, targets: Targets) -> Drill:
        """The drill with every set's bands written out, so that no other targets are needed any more.

        Raises DrillError when there are none for a technique.
        """
        return replace(self, sets=tuple(replace(one, targets=one.bands(targets)) for one in self.sets))

    def refuse_other(self, foot: Foot | None) -> None:
        """Raise DrillError when the drill is for one foot, and this is the other."""
        if self.foot is not None and foot is not None and self.foot != foot:
            mend = told("--foot {foot} with practice, or a layout of that foot, says that it is one", foot=self.foot)
            raise DrillError(
                told(
                    "drill '{name}' is for the {foot} foot, and this is a {other_foot} one; {mend}",
                    name=self.name,
                    foot=self.foot,
                    other_foot=foot,
                    mend=mend,
                )
            )

    @property
    def asks_own_peak(self) -> bool:
        """Whether a set asks for a part of the learner's own peak."""
        return any(one.force_percent is not None for one in self.sets)

    def refuse_unknown_peak(self) -> None:
        """Raise DrillError when a set asks for a part of the own peak, and nobody has said what that is."""
        if any(one.force_percent is not None and one.force_n is None for one in self.sets):
            raise DrillError(
                told(
                    "drill '{name}' asks for parts of your own peak, which is not known here; practise it with "
                    "--learner, and press the peak first: `thumbwalk strength peak`",
                    name=self.name,
                )
            )

    def shuffled(self, seed: int) -> Drill:
        """The drill with its sets in another order, never one technique twice running where that can be helped."""
        if not self.shuffle:
            return self
        rng = np.random.default_rng([seed, 23])
        tries = [rng.permutation(len(self.sets)).tolist() for _ in range(_TRIES)]
        names = [one.technique for one in self.sets]
        best = min(tries, key=lambda order: sum(names[a] == names[b] for a, b in pairwise(order)))
        return replace(self, sets=tuple(self.sets[index] for index in best), shuffle=False)

    def only(self, index: int) -> Drill:
        """One of its sets as a drill of its own, which is nobody's best of the whole."""
        one = self.sets[index]
        whole = f"{self.title}: set {index + 1}"
        return replace(self, name=f"{self.name}-set-{index + 1}", title=whole, sets=(one,), trains=(), shuffle=False)

    def rest_before_s(self, index: int) -> float:
        """How long a set is waited for: the count-in of the first, else its own rest or the drill's."""
        own_s = self.sets[index].rest_s
        return self.count_in_s if index == 0 else self.rest_s if own_s is None else own_s

    @property
    def has_places(self) -> bool:
        """Whether any set asks for a place."""
        return any(one.has_place for one in self.sets)

    def anywhere(self) -> Drill:
        """The same drill for a pad that has no places: each set is done wherever the pad is pressed."""
        return replace(self, sets=tuple(one.anywhere() for one in self.sets))

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
            wait_s = self.rest_before_s(index)
            if wait_s > 0:
                phases.append(Phase("count-in" if index == 0 else "rest", index, now_s, now_s + wait_s))
                now_s += wait_s
            phases.append(Phase("set", index, now_s, now_s + drill_set.duration_s))
            now_s += drill_set.duration_s
        return (*phases, Phase("done", None, now_s, now_s))
