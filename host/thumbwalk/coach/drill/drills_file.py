"""Drills as files: the package's, and a user's own beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from thumbwalk.coach.drill.drill import COUNT_IN_S, LIMITS, REST_S, Drill, DrillSet
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.coach.targets.points import point_named
from thumbwalk.coach.targets.targets_file import noted_bands, packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.tomlfile import FileKind, TomlFile, Where
from thumbwalk.zones import ZONES

DRILLS_FILE = FileKind("drills", DrillError)

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


@cache
def packaged_drills() -> Mapping[str, Drill]:
    """The drills that come with the package, by name."""
    return parse_drills(TomlFile.packaged("drills.toml", DRILLS_FILE), packaged_targets())


def read_drills(path: Path | None, targets: Targets) -> Mapping[str, Drill]:
    """The package's drills with those of a user's file, if there is one; its own replace those of the same name.

    Parameters
    ----------
    path : Path or None
    targets : mapping
        The bands that a set's own are laid over.

    Raises
    ------
    DrillError
        When the file is bad; the message names file, lines and values.
    """
    own = TomlFile.of_own(path, DRILLS_FILE)
    return packaged_drills() if own is None else {**packaged_drills(), **parse_drills(own, targets)}


def drill_named(name: str, drills: Mapping[str, Drill]) -> Drill:
    """A drill by its name. Raises DrillError, naming those that there are."""
    if name not in drills:
        raise DrillError(f"no drill '{name}'; there are: {', '.join(drills)}")
    return drills[name]


def parse_drills(file: TomlFile, targets: Targets) -> dict[str, Drill]:
    """Drills of one file's text. Raises DrillError with file, lines and values."""
    file.known(file.table, (), ("drill",))
    drills: dict[str, Drill] = {}
    for index, row in enumerate(file.rows(file.table, (), "drill", "drill")):
        where: Where = (("drill", index),)
        file.known(row, where, _DRILL_KEYS)
        name = file.words(row, where, "name")
        if name in drills:
            file.fault(where, "name", name, "two drills have the same name")
        sets = file.rows(row, where, "set", "drill.set", needed="a drill needs at least one [[drill.set]]")
        count_in_s, rest_s = (_number(file, row, where, key) for key in ("count_in_s", "rest_s"))
        drills[name] = Drill(
            name,
            file.words(row, where, "title", name or "-"),
            file.words(row, where, "description", name or "-"),
            COUNT_IN_S if count_in_s is None else count_in_s,
            REST_S if rest_s is None else rest_s,
            tuple(_set(file, one, (*where, ("drill.set", number)), targets) for number, one in enumerate(sets)),
        )
    file.done()
    return drills


def _set(file: TomlFile, row: dict[str, Any], where: Where, targets: Targets) -> DrillSet:
    """One set; where something is wrong with it a stand-in, as the file is refused in the end."""
    file.known(row, where, _SET_KEYS)
    technique = file.words(row, where, "technique")
    if technique and technique not in TECHNIQUES:
        file.fault(where, "technique", technique, f"no such technique yet; there are: {', '.join(TECHNIQUES)}")
    duration_s = _number(file, row, where, "duration_s", needed="a set needs a duration in seconds")
    x_mm, y_mm = _number(file, row, where, "x_mm"), _number(file, row, where, "y_mm")
    if ("x_mm" in row) != ("y_mm" in row):
        file.fault(where, "x_mm" if "x_mm" in row else "y_mm", x_mm or y_mm, "x_mm and y_mm come together")
    return DrillSet(
        technique,
        file.words(row, where, "title", technique or "-"),
        duration_s or LIMITS["duration_s"][0],
        file.choice(row, where, "zone", ZONES, f"no such zone; there are: {', '.join(ZONES)}"),
        _point(file, row, where),
        x_mm,
        y_mm,
        _number(file, row, where, "rate_per_min"),
        _number(file, row, where, "force_n"),
        noted_bands(file, row.get("targets", {}), where, technique, targets) if technique in TECHNIQUES else {},
    )


def _point(file: TomlFile, row: dict[str, Any], where: Where) -> str | None:
    point = row.get("point")
    if point is None:
        return None
    try:
        return point_named(str(point)).name
    except DrillError as error:
        file.fault(where, "point", point, str(error))
        return None


def _number(file: TomlFile, row: dict[str, Any], where: Where, key: str, needed: str = "") -> float | None:
    least, most = LIMITS[key]
    return file.number(row, where, key, least=least, most=most, needed=needed)
