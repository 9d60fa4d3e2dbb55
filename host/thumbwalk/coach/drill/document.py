"""A drill as JSON, as a recording keeps it: with the bands, the caps and the version of the score that were in force.

A replay scores as the day did and needs no other file. It is read with tolerance, for recordings are read for ever:
what a later program added is kept, what an earlier one did not write has a default; but nothing is guessed from a value
that makes no sense.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, cast, get_args

from thumbwalk.coach.drill.course import Aim, Course, read_aim
from thumbwalk.coach.drill.drill import (
    COUNT_IN_S,
    LIMITS,
    MOST_COUNT,
    MOST_STAGE,
    REST_S,
    UW,
    Direction,
    Drill,
    DrillSet,
    Feedback,
    Mode,
    Pattern,
)
from thumbwalk.coach.drill.trace import Trace, read_trace
from thumbwalk.coach.targets.asked import WIDTHS
from thumbwalk.coach.targets.bands import Band, Targets
from thumbwalk.coach.targets.caps import LEAST_CAP_N, MOST_CAP_N, SCORE_VERSION, Caps, HoldCaps, caps_of_version
from thumbwalk.coach.targets.points import is_place
from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.pad import Foot
from thumbwalk.tomlfile import is_number
from thumbwalk.zones import ZONES

VERSION = 3
"""1 had no version, caps and score version; they were those of version 1. Before 3 a force and a pace were one number,
and a set had no level, way and help; whoever can't read these would judge by other bands."""

_MOST_SETS, _MOST_BANDS, _MOST_TEXT = 1000, 100, 2000
"""A drill has tens of sets, a dozen measures and a few sentences; what is larger is no drill."""
_MOST_VALUE, _MOST_WEIGHT = 1e6, 100.0
_MOST_OVER_S, _MOST_OVER, _MOST_HOLD_S = 60.0, 10.0, 3600.0
"""Far beyond what any measure, weight or patience with a hard press can be: only nonsense is refused."""


@dataclass(frozen=True)
class DrillDocument:
    """A drill with all that its score goes by.

    ``drill`` has its sets' bands written out; ``read_from`` is the table that it was read from, whose keys that mean
    nothing here are written again.
    """

    drill: Drill
    caps: Caps
    score_version: int = SCORE_VERSION
    read_from: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def of(drill: Drill, targets: Targets, caps: Caps) -> DrillDocument:
        """The document of a drill that begins now, by the targets and caps in force. Raises DrillError."""
        return DrillDocument(drill.resolved(targets), caps)

    def to_json(self) -> dict[str, Any]:
        """Plain values that `read_document` reads back."""
        head = {"version": VERSION, "score_version": self.score_version, "caps": self.caps.to_json()}
        table: dict[str, Any] = _over(self.read_from, head | drill_to_json(self.drill))
        return table


def drill_to_json(drill: Drill) -> dict[str, Any]:
    """A drill alone as plain values, as ``thumbwalk drills --json`` lists it."""
    return _with_targets(drill) | {"sets": [_with_targets(one) for one in drill.sets]}


def _with_targets(one: Drill | DrillSet) -> dict[str, Any]:
    bands = {name: asdict(band) for name, band in one.targets.items()}
    return {key: _plain(value) for key, value in _shallow(one).items()} | {"targets": bands}


def _shallow(one: Drill | DrillSet) -> dict[str, Any]:
    return {key.name: getattr(one, key.name) for key in fields(one) if key.name not in ("sets", "targets")}


def _plain(value: Any) -> Any:
    if isinstance(value, Course):
        return value.to_json()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def read_document(table: object, source: str) -> DrillDocument:
    """Read what `DrillDocument.to_json` wrote, or an earlier program; ``source`` is what messages call it.

    Raises
    ------
    DrillError
        When it is of a later version, or a value makes no sense; one line says which.
    """
    top = _Row(table, told("{source}: its drill", source=source))
    version = top.whole("version", 1)
    if version > VERSION:
        raise top.refused(
            "version", version, told("this Thumbwalk reads up to {version}; use a newer one", version=VERSION)
        )
    score_version = top.whole("score_version", 1)
    if score_version > SCORE_VERSION:
        raise top.refused(
            "score_version",
            score_version,
            told("this Thumbwalk scores up to {score_version}; use a newer one", score_version=SCORE_VERSION),
        )
    rows = top.table.get("sets")
    if not isinstance(rows, list) or not 1 <= len(rows) <= _MOST_SETS:
        raise top.refused("sets", rows, told("it must be a list of 1 to {most_sets} sets", most_sets=_MOST_SETS))
    name = top.words("name", "drill")
    drill = Drill(
        name,
        top.words("title", name),
        top.words("description", name),
        top.number("count_in_s", COUNT_IN_S),
        top.number("rest_s", REST_S),
        tuple(
            _set(_Row(row, told("{source}: its drill's set {number}", source=source, number=number)))
            for number, row in enumerate(rows, start=1)
        ),
        top.whole_or_none("stage", MOST_STAGE),
        top.whole_or_none("level", max(WIDTHS)),
        cast(Feedback, top.one_of("feedback", get_args(Feedback), "live")),
        cast("Foot | None", top.one_of("foot", get_args(Foot), None)),
        top.names("trains"),
        top.switch("scored", default=True),
        top.switch("shuffle", default=False),
        _bands(top) if "targets" in top.table else {},
    )
    caps = _caps(top, caps_of_version(score_version))
    return DrillDocument(drill, caps, score_version, top.table)


def _set(row: _Row) -> DrillSet:
    technique = row.words("technique", None)
    zone, point = (None if row.table.get(key) is None else row.words(key, None) for key in ("zone", "point"))
    if zone is not None and zone not in ZONES:
        raise row.refused("zone", zone, told("there are: {zones}", zones=", ".join(ZONES)))
    keys = ("x_mm", "y_mm", "speed_mm_s", "size_mm", "on_s", "off_s")
    numbers = {key: row.number_or_none(key) for key in keys}
    bands = _bands(row)
    duration_s = row.number("duration_s", None)
    return DrillSet(
        technique,
        row.words("title", technique),
        duration_s,
        zone,
        point,
        **numbers,
        rate_per_min=row.aim("rate_per_min"),
        force_n=row.aim("force_n"),
        targets=bands,
        place=row.place("place"),
        line=None if row.table.get("line") is None else row.words("line", None),
        path=row.places("path"),
        direction=cast(Direction, row.one_of("direction", get_args(Direction), "forward")),
        mode=cast("Mode | None", row.one_of("mode", get_args(Mode), None)),
        count=row.whole_or_none("count", MOST_COUNT),
        step=row.switch("step", default=False),
        guess=row.switch("guess", default=False),
        level=row.whole_or_none("level", max(WIDTHS)),
        feedback=cast(Feedback, row.one_of("feedback", get_args(Feedback), "live")),
        rest_s=row.number_or_none("rest_s"),
        trace_n=row.trace("trace_n", LIMITS["trace_n"]),
        trace_uw=row.trace("trace_uw", (0.0, 1.0), (0.0, 1.0)),
        strict=row.switch("strict", default=False),
        force_percent=row.aim("force_percent"),
        narrowest=row.number_or_none("narrowest"),
        second=row.place("second"),
        second_path=row.places("second_path"),
        pattern=cast("Pattern | None", row.one_of("pattern", get_args(Pattern), None)),
    )


def _bands(row: _Row) -> dict[str, Band]:
    targets = row.table.get("targets")
    if not isinstance(targets, dict) or len(targets) > _MOST_BANDS:
        raise row.refused(
            "targets", targets, told("it must be a table of up to {most_bands} measures", most_bands=_MOST_BANDS)
        )
    return {str(name): _band(_Row(ends, f"{row.where}: {str(name)[:40]}")) for name, ends in targets.items()}


def _band(row: _Row) -> Band:
    lo, hi = (row.number_or_none(key, -_MOST_VALUE, _MOST_VALUE) for key in ("lo", "hi"))
    if lo is not None and hi is not None and lo > hi:
        raise row.refused("lo", lo, told("it must not be above hi, {hi:g}", hi=hi))
    return Band(lo, hi, row.number("weight", 1.0, 0.0, _MOST_WEIGHT))


def _caps(top: _Row, under: Caps) -> Caps:
    if "caps" not in top.table:
        return under
    row = _Row(top.table["caps"], told("{where}'s caps", where=top.where))
    zones = _Row(row.table.get("cap_n", {}), f"{row.where}: cap_n")
    holds = _Row(row.table.get("holds", {}), f"{row.where}: holds")
    timed = under.holds
    return Caps(
        {zone: zones.number(zone, under.cap_n[zone], LEAST_CAP_N, MOST_CAP_N) for zone in ZONES},
        row.number("over_pressure_s", under.over_pressure_s, 0.0, _MOST_OVER_S),
        row.number("max_score", under.max_score, 0.0, 100.0),
        row.number("band_of_cap", under.band_of_cap, 0.0, 1.0),
        row.number("worst_over", under.worst_over, 0.0, _MOST_OVER),
        row.number("low_of_cap", under.low_of_cap, 0.0, 1.0),
        HoldCaps(
            holds.number("from_s", timed.from_s, 1.0, _MOST_HOLD_S),
            holds.number("until_s", timed.until_s, 1.0, _MOST_HOLD_S),
            holds.number("power", timed.power, 0.0, 1.0),
            holds.number("band_of_cap", timed.band_of_cap, 0.0, 1.0),
        ),
    )


class _Row:
    """One table of a document, whose values are checked as they are asked for; ``where`` begins its messages."""

    def __init__(self, table: object, where: str) -> None:
        if not isinstance(table, dict):
            raise DrillError(
                told(
                    "{where} is {table}: it must be a table of keys and values; analyse the recording instead",
                    where=where,
                    table=_shown(table),
                )
            )
        self.table: dict[str, Any] = table
        self.where = where

    def refused(self, key: str, value: object, why: str) -> DrillError:
        shown = "missing" if value is None else _shown(value)
        return DrillError(
            told(
                "{where}: {key} is {shown}: {why}; analyse the recording instead",
                where=self.where,
                key=key,
                shown=shown,
                why=why,
            )
        )

    def words(self, key: str, default: str | None) -> str:
        value = self.table.get(key, default)
        if not isinstance(value, str) or len(value) > _MOST_TEXT:
            raise self.refused(
                key, value, told("it must be a text of up to {most_text} characters", most_text=_MOST_TEXT)
            )
        return value

    def whole(self, key: str, default: int) -> int:
        value = self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.refused(key, value, told("it must be a whole number from 1 on"))
        return value

    def number(self, key: str, default: float | None, least: float | None = None, most: float | None = None) -> float:
        """A number within limits, those of drills unless others are given."""
        value = self.table.get(key, default)
        least, most = LIMITS[key] if least is None or most is None else (least, most)
        if not is_number(value) or not least <= value <= most:
            raise self.refused(
                key, value, told("it must be a number from {least:g} to {most:g}", least=least, most=most)
            )
        return float(value)

    def whole_or_none(self, key: str, most: int) -> int | None:
        """A whole number from 1 on; None where there is none."""
        value = None if self.table.get(key) is None else self.whole(key, 1)
        if value is not None and value > most:
            raise self.refused(key, value, told("it must be a whole number from 1 to {most}", most=most))
        return value

    def switch(self, key: str, *, default: bool) -> bool:
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise self.refused(key, value, told("it must be true or false"))
        return value

    def one_of(self, key: str, names: tuple[str, ...], default: str | None) -> str | None:
        value = self.table.get(key)
        if value is not None and (not isinstance(value, str) or value not in names):
            raise self.refused(key, value, told("there are: {names}", names=", ".join(names)))
        return default if value is None else value

    def names(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or len(value) > _MOST_BANDS or not all(isinstance(one, str) for one in value):
            raise self.refused(
                key, value, told("it must be a list of up to {most_bands} names", most_bands=_MOST_BANDS)
            )
        return tuple(one[:_MOST_TEXT] for one in value)

    def aim(self, key: str) -> Aim:
        """A number within its limits, or a course of them."""
        try:
            return read_aim(self.table.get(key), *LIMITS[key])
        except ValueError as error:
            raise self.refused(key, self.table[key], told("it {error}", error=error)) from error

    def place(self, key: str) -> UW | None:
        value = self.table.get(key)
        if value is not None and not is_place(value):
            raise self.refused(key, value, told("it must be a place [u, w], each number from 0 to 1"))
        return None if value is None else (float(value[0]), float(value[1]))

    def places(self, key: str) -> tuple[UW, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or len(value) > _MOST_SETS or not all(map(is_place, value)):
            raise self.refused(key, value, told("it must be a list of places [u, w], each number from 0 to 1"))
        return tuple((float(u), float(w)) for u, w in value)

    def trace(self, key: str, *limits: tuple[float, float]) -> Trace:
        try:
            return read_trace(self.table.get(key), *limits)
        except ValueError as error:
            raise self.refused(key, self.table[key], told("it {error}", error=error)) from error

    def number_or_none(self, key: str, least: float | None = None, most: float | None = None) -> float | None:
        return None if self.table.get(key) is None else self.number(key, None, least, most)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _over(under: Any, own: Any) -> Any:
    """Own values laid over those that were read, down through tables and lists of one length."""
    if isinstance(under, Mapping) and isinstance(own, Mapping):
        unknown = {key: value for key, value in under.items() if key not in own}
        return {key: _over(under.get(key), value) for key, value in own.items()} | unknown
    if isinstance(under, list) and isinstance(own, list | tuple) and len(under) == len(own):
        return [_over(one, two) for one, two in zip(under, own, strict=True)]
    return own
