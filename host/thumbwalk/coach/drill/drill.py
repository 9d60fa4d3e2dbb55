"""Drills as data: sets with a count-in and rests, on the stream's own time, read from TOML files.

Nothing here runs; ``coach.drill.run`` follows a drill through a stream.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from thumbwalk.coach.score.score import Score, stars_for
from thumbwalk.coach.targets.bands import Band, bands_in, load_targets, overridden, parse_bands
from thumbwalk.coach.targets.points import point_named, zone_centre_mm
from thumbwalk.errors import DrillError, LayoutError
from thumbwalk.pad import ZONES, Pad
from thumbwalk.places import home_dir
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.tomlfile import TomlText, Where

PhaseKind = Literal["count-in", "set", "rest", "done"]

_MOST_MM = 1e4
_DRILL_KEYS = ("name", "title", "description", "count_in_s", "rest_s", "set")
_SET_KEYS = (
    "technique",
    "title",
    "duration_s",
    "zone",
    "point",
    "x_mm",
    "y_mm",
    "rate_per_min",
    "force_n",
    "targets",
)


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
        return pad.zone_at(*target) if target is not None and pad.is_sole else None

    def bands(self, targets: Mapping[str, Mapping[str, Band]] | None = None) -> dict[str, Band]:
        """The set's target bands: the technique's, with the set's own laid over them."""
        return overridden(bands_in(targets if targets is not None else load_targets(), self.technique), self.targets)


@dataclass(frozen=True)
class Drill:
    """A named row of sets. Times are seconds."""

    name: str
    title: str
    description: str
    count_in_s: float = 3.0
    rest_s: float = 3.0
    sets: tuple[DrillSet, ...] = ()

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


@dataclass(frozen=True)
class DrillScore:
    """How a drill went: the sets' scores and one number over them."""

    drill: str
    score: float
    stars: int
    sets: tuple[Score, ...]

    @staticmethod
    def of(drill: str, sets: tuple[Score, ...]) -> DrillScore:
        """Put the sets together: their mean, never above a cap that one of them ran into.

        A cap stands for the receiver's comfort, which an easier set later on does not bring back.
        """
        score = sum(one.score for one in sets) / len(sets) if sets else 0.0
        score = min([score, *(cap.max_score for one in sets for cap in one.caps)])
        return DrillScore(drill, score, stars_for(score), sets)

    def to_json(self) -> dict[str, Any]:
        """The document of a drill's ``score.json``."""
        return {
            "version": 1,
            "drill": self.drill,
            "score": self.score,
            "stars": self.stars,
            "sets": [one.to_json() for one in self.sets],
        }


def load_drills() -> dict[str, Drill]:
    """Every drill by name: those that come along, and the user's own (which replace one of the same name).

    Raises
    ------
    DrillError
        When a file is bad; the message names file, line and value.
    """
    drills = parse_drills(TomlText.packaged("drills.toml"))
    own = TomlText.of_user(home_dir() / "drills.toml")
    return drills | parse_drills(own) if own is not None else drills


def drill_named(name: str) -> Drill:
    """A drill by its name. Raises DrillError, naming those that there are."""
    drills = load_drills()
    if name not in drills:
        raise DrillError(f"no drill '{name}'; there are: {', '.join(drills)}")
    return drills[name]


def parse_drills(file: TomlText) -> dict[str, Drill]:
    """Drills of one file's text. Raises DrillError with file, line and value."""
    file.known(file.table, (), ("drill",))
    rows = file.table.get("drill", [])
    if not isinstance(rows, list):
        raise file.refuse((("drill", 0),), None, None, "drills are written as [[drill]]")
    drills: dict[str, Drill] = {}
    for index, row in enumerate(rows):
        where: Where = (("drill", index),)
        file.known(row, where, _DRILL_KEYS)
        name = file.words(row, where, "name")
        if name in drills:
            raise file.refuse(where, "name", name, "two drills have the same name")
        sets = row.get("set")
        if not isinstance(sets, list) or not sets:
            raise file.refuse(where, "set", sets, "a drill needs at least one [[drill.set]]")
        count_in_s = file.number(row, where, "count_in_s", least=0.0, most=60.0)
        rest_s = file.number(row, where, "rest_s", least=0.0, most=600.0)
        drills[name] = Drill(
            name,
            file.words(row, where, "title", name),
            file.words(row, where, "description", name),
            3.0 if count_in_s is None else count_in_s,
            3.0 if rest_s is None else rest_s,
            tuple(_set(file, one, (*where, ("drill.set", number))) for number, one in enumerate(sets)),
        )
    return drills


def _set(file: TomlText, row: dict[str, Any], where: Where) -> DrillSet:
    file.known(row, where, _SET_KEYS)
    technique = file.words(row, where, "technique")
    if technique not in TECHNIQUES:
        names = ", ".join(TECHNIQUES)
        raise file.refuse(where, "technique", technique, f"no such technique yet; there are: {names}")
    duration_s = file.number(row, where, "duration_s", least=1.0, most=3600.0)
    if duration_s is None:
        raise file.refuse(where, "duration_s", None, "a set needs a duration in seconds")
    x_mm, y_mm = (file.number(row, where, key, least=-_MOST_MM, most=_MOST_MM) for key in ("x_mm", "y_mm"))
    if (x_mm is None) != (y_mm is None):
        raise file.refuse(where, "x_mm" if x_mm is not None else "y_mm", x_mm, "x_mm and y_mm come together")
    zone, point = row.get("zone"), row.get("point")
    if zone is not None and zone not in ZONES:
        raise file.refuse(where, "zone", zone, f"no such zone; there are: {', '.join(ZONES)}")
    if point is not None:
        _checked_point(file, where, point)
    return DrillSet(
        technique,
        file.words(row, where, "title", technique),
        duration_s,
        zone,
        point,
        x_mm,
        y_mm,
        file.number(row, where, "rate_per_min", least=1.0, most=600.0),
        file.number(row, where, "force_n", least=0.1, most=60.0),
        _own_targets(file, row, where, technique),
    )


def _checked_point(file: TomlText, where: Where, point: object) -> None:
    try:
        point_named(str(point))
    except (DrillError, LayoutError) as error:
        raise file.refuse(where, "point", point, str(error)) from None


def _own_targets(file: TomlText, row: dict[str, Any], where: Where, technique: str) -> dict[str, Band]:
    return parse_bands(file, row.get("targets", {}), where, technique)
