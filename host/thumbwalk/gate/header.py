"""A table's header: which of its columns is the time, in what unit, and which is which taxel."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from thumbwalk.errors import RecordingError
from thumbwalk.language import Told, marked, told
from thumbwalk.pad import Pad

TIME = "time_s"
PER_SECOND = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9, "min": 1.0 / 60.0, "h": 1.0 / 3600.0, "d": 1.0 / 86400.0}
"""How many of each unit of time a second has."""

_UNITS = {
    "s": "s|sec|secs|second|seconds",
    "ms": "ms|msec|msecs|milli|millis|millisecond|milliseconds",
    "us": "us|usec|usecs|\u00b5s|\u03bcs|micro|micros|microsecond|microseconds",
    "ns": "ns|nsec|nanos|nanosecond|nanoseconds",
    "min": "min|mins|minute|minutes",
    "h": "h|hour|hours",
    "d": "d|day|days",
}
_TIME_WORDS = r"(?:time|t|timestamp|time_?stamp|elapsed|elapsed_time|clock|device)"
_TIME_NAME = {
    unit: re.compile(rf"(?:{_TIME_WORDS}[ _-]*[/\[(]?[ ]*)?(?:in )?(?:{words})[\])]?") for unit, words in _UNITS.items()
}
_BARE_TIME = re.compile(rf"{_TIME_WORDS}")
_UNIT_BEHIND = re.compile(r"(.+)(?:[\s_]*[\[(]\s*([^\])]*?)\s*[\])]|\s*/\s*(\S+)|[ _-]([a-z]+))")
_CALLED_SO = {
    "N": ("n", "newton", "newtons"),
    "kPa": ("kpa", "kilopascal", "kilopascals"),
    "counts": ("counts", "count", "codes", "raw", "adc", "lsb"),
}
_OTHER_UNITS = ("g", "gram", "grams", "kg", "kgf", "mn", "cn", "lb", "lbf", "oz", "pa", "mpa", "bar", "psi", "mmhg",
    "n/cm2", "n/cm^2", "n/cm\u00b2", "v", "mv", "%", "ohm")  # fmt: skip
_PARTED = re.compile(r"[\s_-]+")
_INDEX_NAMES = ("", "#", "index", "idx", "row", "rows", "no", "no.", "nr", "nr.", "sample", "frame", "unnamed: 0")
_SHOWN, _LONGEST_NAME = 40, 200
"""Letters of a field that messages show, and of a name that can be one."""
_OWN_LAYOUT = marked("name the layout that the table was made with by --layout")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a file has what is wanted: ``order`` (the time's column, then each taxel's), of ``n_columns``.

    ``empty`` are columns without a name in which nothing may stand; others are left aside (an index of the rows).
    """

    order: tuple[int, ...]
    n_columns: int
    time_unit: str = "s"
    empty: tuple[int, ...] = ()
    time_name: str = TIME

    @property
    def in_order(self) -> bool:
        """Whether the file's columns are those wanted, no more and in their order."""
        return self.order == tuple(range(self.n_columns))


def fields_of(line: str, separator: str) -> list[str]:
    """A line's fields by RFC 4180, without blanks about them; separator " " is any run of blanks."""
    if separator == " ":
        return line.split()
    try:
        found = next(csv.reader([line.strip("\r\n")], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        found = line.split(separator)  # a field of absurd length
    return [field.strip() for field in found]


def n_known(fields: Sequence[str], pad: Pad) -> int:
    """How many of a header's fields are names that the layout has, the time's included."""
    wanted = _keys_of(pad.names)
    return sum(_key_in(wanted, field, pad) in wanted or time_unit_in(field) is not None for field in fields)


def columns_of(fields: Sequence[str], pad: Pad, where: str) -> Columns:
    """Find the columns by a header's fields; ``where`` is its file and line in messages.

    Raises
    ------
    RecordingError
        When a column is missing, there twice, unknown, or the time's unit is not said: names the one cause.
    """
    wanted = [TIME, *pad.names]
    if list(fields) == wanted:
        return Columns(tuple(range(len(wanted))), len(wanted))
    names = [name.strip() for name in wanted[1:]]
    plain = list(fields)
    if len({_key(name) for name in names}) == len(names):  # names that differ in their case alone are told by it
        names = [_key(name) for name in names]
        plain = [_key_in(names, field, pad) for field in fields]
    first = {name: index for index, name in reversed(list(enumerate(plain)))}
    at = {name: first[name] for name in names if name in first}
    known = set(at.values())
    times = [index for index, field in enumerate(fields) if time_unit_in(field) and index not in known]
    _check_time(fields, times, pad, where)
    if len(at) < len(names):
        _refuse_difference(fields, pad, where)
    used = {times[0], *at.values()}
    twice = [fields[index] for index, name in enumerate(plain) if name in at and index != at[name]]
    if twice:
        raise RecordingError(
            told("{where}: column {field} is there twice; take one of them out", where=where, field=shown(twice[0]))
        )
    aside = [index for index in range(len(fields)) if index not in used]
    empty = tuple(index for index in aside if fields[index] == "" and index != 0)
    unknown = [index for index in aside if index not in empty and _plain(fields[index]) not in _INDEX_NAMES]
    if unknown:
        raise RecordingError(
            told(
                "{count}: {field} is none of them; take that column out, or {own_layout}",
                count=_count(fields, pad, where),
                field=shown(fields[unknown[0]]),
                own_layout=told(_OWN_LAYOUT),
            )
        )
    order = (times[0], *(at[name] for name in names))
    return Columns(order, len(fields), time_unit_in(fields[times[0]]) or "s", empty, fields[times[0]])


def is_bare_time(field: str) -> bool:
    """Whether a name is a time's that says no unit."""
    return _BARE_TIME.fullmatch(_plain(field)) is not None


def is_index(field: str) -> bool:
    """Whether a name is that of a column that only numbers the rows."""
    return _plain(field) in _INDEX_NAMES


def shown(text: str) -> str:
    """A field as messages show it."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")


def _check_time(fields: Sequence[str], times: Sequence[int], pad: Pad, where: str) -> None:
    if times:
        return
    keys = _keys_of(pad.names)
    others = [index for index, field in enumerate(fields) if _key_in(keys, field, pad) not in keys]
    bare = [index for index in others if is_bare_time(fields[index])]
    if bare and len(fields) > 1:
        raise RecordingError(
            told(
                "{where}: column {column} is {field}, layout '{name}' has '{time}' there; say the time's unit in its "
                "name: time_s, time_ms, time_us, time_ns or time_min",
                where=where,
                column=bare[0] + 1,
                field=shown(fields[bare[0]]),
                name=pad.name,
                time=TIME,
            )
        )
    if len(others) == 1 and len(fields) == 1 + pad.n_taxels:
        raise RecordingError(
            told(
                "{where}: column {column} is {field}, the others are all taxels of layout '{name}': if it is the "
                "time, call it by its unit, {time}, time_ms, time_us, time_ns or time_min",
                where=where,
                column=others[0] + 1,
                field=shown(fields[others[0]]),
                name=pad.name,
                time=TIME,
            )
        )
    _refuse_difference(fields, pad, where)


def _refuse_difference(fields: Sequence[str], pad: Pad, where: str) -> None:
    """Raise RecordingError with the first difference."""
    wanted = [TIME, *pad.names]
    keys = _keys_of(pad.names)
    plain = [_key_in(keys, field, pad) for field in fields]
    there = set(plain)
    for column, field in enumerate(fields, start=1):
        _check_unit(field, column, keys, pad, where)
    if len(fields) >= len(wanted) - 1:
        for column, (is_there, is_wanted) in enumerate(zip(fields, wanted, strict=False), start=1):
            known = plain[column - 1] in keys or (column == 1 and time_unit_in(is_there) is not None)
            if not known and _key(is_wanted) not in there:
                raise RecordingError(
                    told(
                        "{where}: column {column} is {is_there}, layout '{name}' has {is_wanted!r} there; {own_layout}",
                        where=where,
                        column=column,
                        is_there=shown(is_there),
                        name=pad.name,
                        is_wanted=is_wanted,
                        own_layout=told(_OWN_LAYOUT),
                    )
                )
    has_time = any(time_unit_in(field) is not None for field in fields)
    missing = [name for name in wanted if _key(name) not in there and not (name == TIME and has_time)]
    count, mend = _count(fields, pad, where), told(_OWN_LAYOUT)
    if missing:
        what = told("{count}; {field} is missing; {mend}", count=count, field=shown(missing[0]), mend=mend)
    else:
        what = told("{count}; {mend}", count=count, mend=mend)
    raise RecordingError(what)


def _count(fields: Sequence[str], pad: Pad, where: str) -> Told:
    """Say how many columns there are, and how many a table of the layout has."""
    return told(
        "{where}: the header has {n} columns, layout '{name}' needs {n_needed} ({time} and {n_taxels} taxels)",
        where=where,
        n=len(fields),
        name=pad.name,
        n_needed=1 + pad.n_taxels,
        time=TIME,
        n_taxels=pad.n_taxels,
    )


def _check_unit(field: str, column: int, keys: Collection[str], pad: Pad, where: str) -> None:
    """Refuse a taxel's column whose name says another unit than the layout's."""
    name, unit = _parts(field)
    if unit is None or name not in keys:
        return
    layout = next((one for one, words in _CALLED_SO.items() if unit in words and one != pad.unit), None)
    if layout is None and unit not in _OTHER_UNITS:
        return
    other = told(', or name a layout of unit = "{layout}" by --layout', layout=layout) if layout is not None else ""
    raise RecordingError(
        told(
            "{where}: column {column} is {field}, layout '{name}' is in {unit}; convert its values{other}",
            where=where,
            column=column,
            field=shown(field),
            name=pad.name,
            unit=pad.unit,
            other=other,
        )
    )


@lru_cache(maxsize=8)
def _keys_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_key, names))


def _key(name: str) -> str:
    """A name as it is compared: case, and what parts its words, do not matter."""
    return _PARTED.sub("_", _plain(name))


def _key_in(keys: Collection[str], field: str, pad: Pad) -> str:
    """A field's key, that of the taxel whose name stands in it with the layout's unit behind."""
    key = _key(field)
    if key in keys:
        return key
    name, unit = _parts(field)
    return name if name in keys and unit in _CALLED_SO[pad.unit] else key


def _parts(field: str) -> tuple[str, str | None]:
    """A name's key, and the unit that may stand behind it."""
    name = _plain(field)
    found = _UNIT_BEHIND.fullmatch(name) if len(name) <= _LONGEST_NAME else None
    return (_key(found[1]), found[2] or found[3] or found[4]) if found else (_key(name), None)


def time_unit_in(field: str) -> str | None:
    """The unit that a time's name says; None for what is no such name."""
    name = _plain(field)
    if len(name) > _LONGEST_NAME:
        return None
    return next((unit for unit, pattern in _TIME_NAME.items() if pattern.fullmatch(name)), None)


def _plain(name: str) -> str:
    """A name without what spreadsheets do to it: case, marks and blanks about it."""
    return name.strip().strip("\ufeff'").strip().casefold()
