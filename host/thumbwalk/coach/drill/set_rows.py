"""One row of a drill's file, a set or several alike, with every fault noted where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeGuard, cast, get_args

from thumbwalk.coach.drill.course import Aim, Course, read_aim
from thumbwalk.coach.drill.drill import LIMITS, MOST_COUNT, UW, Direction, DrillSet, Feedback, Mode, Pattern
from thumbwalk.coach.drill.trace import Trace, read_trace
from thumbwalk.coach.targets.asked import WIDTHS
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.coach.targets.points import is_place, line_named, places_in, point_named
from thumbwalk.coach.targets.targets_file import noted_bands
from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.pad import Foot
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.tomlfile import TomlFile, Where
from thumbwalk.zones import ZONES

SET_KEYS = (
    "technique",
    "title",
    "duration_s",
    "count",
    "repeat",
    "zone",
    "point",
    "place",
    "x_mm",
    "y_mm",
    "line",
    "path",
    "direction",
    "rate_per_min",
    "force_n",
    "force_percent",
    "narrowest",
    "speed_mm_s",
    "size_mm",
    "mode",
    "on_s",
    "off_s",
    "step",
    "guess",
    "level",
    "feedback",
    "rest_s",
    "trace_n",
    "trace_uw",
    "strict",
    "second",
    "second_path",
    "pattern",
    "targets",
)
_PLACES = ("zone", "point", "place", "x_mm", "line", "path")
_OF_STROKES = ("knead", "walk", "tap")
"""Techniques whose pace may change within a set: each stroke is judged against its own."""
_OF_TWO = ("knead", "circles", "walk")
"""Techniques that two thumbs do at once."""
_GOES = ("knead", "walk", "glide")
"""Techniques that can follow a way."""
_MOST_REPEATS = 100
"""An hour has no more sets than that."""


class _SetRow:
    """One ``[[drill.set]]`` of a file, read value by value."""

    def __init__(self, file: TomlFile, row: dict[str, Any], where: Where) -> None:
        self.file, self.row, self.where = file, row, where

    def fault(self, key: str, why: str) -> None:
        """Note that a key's value is wrong here."""
        self.file.fault(self.where, key, self.row.get(key), why)

    def number(self, key: str) -> float | None:
        """A number within its limits."""
        least, most = LIMITS[key]
        return self.file.number(self.row, self.where, key, least=least, most=most)

    def whole(self, key: str, most: int) -> int | None:
        """A whole number from 1 on; None where it is not there, or wrong."""
        return self.file.whole(self.row, self.where, key, least=1, most=most) if key in self.row else None

    def aim(self, key: str) -> Aim:
        """A value or a course."""
        try:
            return read_aim(self.row.get(key), *LIMITS[key])
        except ValueError as error:
            self.fault(key, str(error))
            return None

    def trace(self, key: str, *limits: tuple[float, float]) -> Trace:
        """What a teacher did; nothing where it is not there, or wrong."""
        try:
            return read_trace(self.row.get(key), *limits)
        except ValueError as error:
            self.fault(key, str(error))
            return ()

    def named(self, key: str, find: Callable[[str], Any]) -> str | None:
        """The name of a point or a line that there is."""
        if key not in self.row:
            return None
        try:
            return str(find(str(self.row[key])).name)
        except DrillError as error:
            self.fault(key, str(error))
            return None

    def place(self, key: str = "place") -> UW | None:
        """A place on any sole."""
        value = self.row.get(key)
        if value is None:
            return None
        if not is_place(value):
            self.fault(key, told("a place is [u, w], each number from 0 to 1"))
            return None
        return float(value[0]), float(value[1])


def sets_of(
    file: TomlFile,
    row: dict[str, Any],
    where: Where,
    targets: Targets,
    level: int | None,
    feedback: Feedback,
    foot: Foot | None,
) -> list[DrillSet]:
    """The sets of one row; where something is wrong stand-ins, as the file is refused in the end.

    ``level`` and ``feedback`` are the drill's, for a row without its own; ``foot`` is the one that it is for.
    """
    file.known(row, where, SET_KEYS)
    one = _SetRow(file, row, where)
    technique = file.words(row, where, "technique")
    if technique and technique not in TECHNIQUES:
        file.fault(
            where,
            "technique",
            technique,
            told("no such technique yet; there are: {techniques}", techniques=", ".join(TECHNIQUES)),
        )
    _refuse_places(one, technique, foot)
    rate, force = one.aim("rate_per_min"), one.aim("force_n")
    repeats = one.whole("repeat", _MOST_REPEATS) or 1
    own_level = one.whole("level", max(WIDTHS))
    first = DrillSet(
        technique,
        file.words(row, where, "title", technique or "-"),
        _duration_s(one, rate),
        file.choice(row, where, "zone", ZONES, told("no such zone; there are: {zones}", zones=", ".join(ZONES))),
        one.named("point", point_named),
        one.number("x_mm"),
        one.number("y_mm"),
        rate,
        force,
        noted_bands(file, row.get("targets", {}), where, technique, targets) if technique in TECHNIQUES else {},
        one.place(),
        one.named("line", line_named),
        places_in(file, row, where, "path") if "path" in row else (),
        cast(Direction, _choice(one, "direction", get_args(Direction)) or "forward"),
        one.number("speed_mm_s"),
        one.number("size_mm"),
        cast("Mode | None", _choice(one, "mode", get_args(Mode))),
        one.whole("count", MOST_COUNT),
        one.number("on_s"),
        one.number("off_s"),
        file.switch(row, where, "step", False),
        file.switch(row, where, "guess", False),
        own_level if own_level is not None else level,
        cast("Feedback | None", _choice(one, "feedback", get_args(Feedback))) or feedback,
        one.number("rest_s"),
        one.trace("trace_n", LIMITS["trace_n"]),
        one.trace("trace_uw", (0.0, 1.0), (0.0, 1.0)),
        file.switch(row, where, "strict", False),
        one.aim("force_percent"),
        one.number("narrowest"),
        one.place("second"),
        places_in(file, row, where, "second_path") if "second_path" in row else (),
        cast("Pattern | None", _choice(one, "pattern", get_args(Pattern))),
    )
    _refuse_mixed(one, first)
    return _repeated(one, first, repeats)


def _repeated(one: _SetRow, first: DrillSet, repeats: int) -> list[DrillSet]:
    """So many sets alike; of a ladder each has a rung of its own."""
    if repeats == 1:
        return [first]
    aims = (
        ("force_n", first.force_n),
        ("force_percent", first.force_percent),
        ("rate_per_min", first.rate_per_min),
    )
    for key, aim in aims:
        if _is_ladder(aim) and len(aim.values) != repeats:
            one.fault(key, told("a repeat takes a rung of a ladder: there are {repeats} repeats", repeats=repeats))
            return [first]
    return [
        replace(
            first,
            force_n=_rung(first.force_n, number),
            force_percent=_rung(first.force_percent, number),
            rate_per_min=_rung(first.rate_per_min, number),
        )
        for number in range(repeats)
    ]


def _is_ladder(aim: Aim) -> TypeGuard[Course]:
    return isinstance(aim, Course) and aim.kind == "ladder"


def _rung(aim: Aim, number: int) -> Aim:
    return aim.values[number] if _is_ladder(aim) else aim


def _duration_s(one: _SetRow, rate: Aim) -> float:
    """How long it lasts: as it says, or the time that its strokes take."""
    count = one.row.get("count")
    if ("duration_s" in one.row) == ("count" in one.row):
        one.fault("duration_s", told("a set needs a duration in seconds, or a count of strokes; not both"))
        return LIMITS["duration_s"][0]
    if count is None:
        return one.number("duration_s") or LIMITS["duration_s"][0]
    if not isinstance(rate, float):
        one.fault("count", told("a count needs one rate_per_min, by which it becomes a time"))
        return LIMITS["duration_s"][0]
    lasts_s = 60.0 * count / rate if isinstance(count, int) else 1.0
    least, most = LIMITS["duration_s"]
    if not least <= lasts_s <= most:
        one.fault(
            "count",
            told(
                "at {rate:g} a minute that takes {lasts_s:g} s; a set lasts {least:g} to {most:g} s",
                rate=rate,
                lasts_s=lasts_s,
                least=least,
                most=most,
            ),
        )
    return min(max(lasts_s, least), most)


def _refuse_places(one: _SetRow, technique: str, foot: Foot | None) -> None:
    row = one.row
    if ("x_mm" in row) != ("y_mm" in row):
        one.fault("x_mm" if "x_mm" in row else "y_mm", told("x_mm and y_mm come together"))
    asked = [key for key in _PLACES if key in row]
    if len(asked) > 1 and set(asked) != {"zone", "point"}:
        one.fault(
            asked[1], told("a set is in one place, and there is {asked} already; take one of them out", asked=asked[0])
        )
    for key in ("line", "path"):
        if key in row and technique in TECHNIQUES and technique not in _GOES:
            one.fault(key, told("only these go along a way: {goes}", goes=", ".join(_GOES)))
    if foot is not None and isinstance(row.get("point"), str):
        try:
            point = point_named(row["point"])
        except DrillError:
            return  # which is told already
        if point.foot not in (None, foot):
            one.fault(
                "point",
                told(
                    "it is on the {foot} foot only, and the drill is for the {other} one",
                    foot=told(point.foot),
                    other=told(foot),
                ),
            )


def _refuse_mixed(one: _SetRow, first: DrillSet) -> None:
    """What does not go together in a set."""
    technique = first.technique
    if isinstance(first.rate_per_min, Course) and technique not in _OF_STROKES:
        one.fault(
            "rate_per_min",
            told(
                "a pace can change in a set of {of_strokes}; make a set of each pace", of_strokes=", ".join(_OF_STROKES)
            ),
        )
    for key, aim in (("force_n", first.force_n), ("force_percent", first.force_percent)):
        if isinstance(aim, Course) and aim.kind == "led":
            one.fault(key, told("a pace can be led by results, a force can't; make it a ladder or a ramp"))
    for key, only in (("mode", ("glide",)), ("speed_mm_s", ("glide",)), ("step", ("walk",)), ("on_s", ("hold",))):
        if key in one.row and technique in TECHNIQUES and technique not in only:
            one.fault(key, told("it is for {only}", only=", ".join(only)))
    if ("on_s" in one.row) != ("off_s" in one.row):
        one.fault("on_s" if "on_s" in one.row else "off_s", told("on_s and off_s come together"))
    _refuse_hands(one, first)
    if first.direction == "back" and technique != "circles" and first.line is None and not first.path:
        one.fault("direction", told("there is nothing to go back along: it is for circles, a line or a path"))


def _refuse_hands(one: _SetRow, first: DrillSet) -> None:
    """What does not go together in a set of two hands."""
    if first.pattern is None:
        for key in ("second", "second_path"):
            if key in one.row:
                one.fault(
                    key, told("it is the other hand's; a pattern says how both go: alternate, together or mirrored")
                )
        return
    if first.technique in TECHNIQUES and first.technique not in _OF_TWO:
        one.fault("pattern", told("two hands do these: {of_two}", of_two=", ".join(_OF_TWO)))
    whole = first.place is not None and first.second is not None
    if not whole and not (first.path and first.second_path):
        one.fault("pattern", told("two hands need a place and a second, or a path and a second_path"))
    changing = isinstance(first.force_n, Course) or isinstance(first.rate_per_min, Course)
    if changing or first.step or first.guess or first.trace_n or first.rate_per_min is None:
        one.fault("pattern", told("two hands have one force and one pace, and no step, guess or trace"))


def _choice(one: _SetRow, key: str, names: tuple[str, ...]) -> str | None:
    return one.file.choice(one.row, one.where, key, names, told("there are: {names}", names=", ".join(names)))
