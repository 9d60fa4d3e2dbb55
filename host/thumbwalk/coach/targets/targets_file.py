"""Targets as files: the package's bands, with a user's own laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from thumbwalk.coach.targets.bands import Band, Targets, bands_in, overridden
from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.tomlfile import FileKind, TomlFile, Where, is_number

TARGETS_FILE = FileKind(told("targets"), DrillError)

_KEYS = ("min", "max", "weight", "enabled")
_MOST, _MOST_WEIGHT = 1e6, 100.0
"""No measure is larger; one that weighs a hundred times the others is scored alone, and more is a slip."""
_NUMBERS = told(
    "min, max and weight are finite numbers, min and max of at most {most:g}, weight from 0 to {most_weight:g}",
    most=_MOST,
    most_weight=_MOST_WEIGHT,
)
BESIDE_ALL = ("off_point_mm", "force_trend")
"""Measures that any set of a drill may ask for, which have no band of their own."""
BESIDE = {"glide": ("force_cv", "rhythm_cv", "length_mm"), "circles": ("forward",)}
"""By technique, what it measures and no target asks for; a drill's set may, and so it may for the distance of any from
its place."""
_A_TABLE = told("bands are a table of measure = { min = ..., max = ... }")


@cache
def packaged_targets() -> Targets:
    """The bands that come with the package."""
    return parse_targets(TomlFile.packaged("targets.toml", TARGETS_FILE), {})


def read_targets(path: Path | None) -> Targets:
    """The package's bands with those of a user's file, if there is one, laid over them.

    Raises
    ------
    DrillError
        When the file is bad; the message names file, lines and values.
    """
    own = TomlFile.of_own(path, TARGETS_FILE)
    return packaged_targets() if own is None else parse_targets(own, packaged_targets())


def parse_targets(file: TomlFile, under: Targets) -> dict[str, dict[str, Band]]:
    """Lay one file's bands over others. Raises DrillError with file, lines and values."""
    result = {technique: dict(bands) for technique, bands in under.items()}
    for technique, rows in file.table.items():
        where: Where = ((technique, 0),)
        if under and technique not in under:
            header = isinstance(rows, dict)
            why = told("no such technique; there are: {under}", under=", ".join(under))
            file.fault(where if header else (), None if header else technique, rows, why)
            continue
        if not isinstance(rows, dict):
            file.fault((), technique, rows, _A_TABLE)
            continue
        bands = _bands(file, rows, where, under.get(technique))
        result[technique] = overridden(result.get(technique, {}), bands)
    file.done()
    return result


def bands_among(file: TomlFile, rows: Any, where: Where, names: tuple[str, ...]) -> dict[str, Band]:
    """Bands of some measures that have none of their own; what is wrong with them is noted in the file."""
    if not isinstance(rows, dict):
        file.fault(where, "targets", rows, _A_TABLE)
        return {}
    return _bands(file, rows, where, {}, names)


def noted_bands(file: TomlFile, rows: Any, where: Where, technique: str, targets: Targets) -> dict[str, Band]:
    """Bands that a drill's set lays over its technique's; what is wrong with them is noted in the file."""
    if not isinstance(rows, dict):
        file.fault(where, "targets", rows, _A_TABLE)
        return {}
    known = bands_in(targets, technique)
    beside = tuple(name for name in (*BESIDE.get(technique, ()), *BESIDE_ALL) if name not in known)
    return _bands(file, rows, where, known, beside)


def _bands(
    file: TomlFile,
    rows: Mapping[str, Any],
    where: Where,
    known: Mapping[str, Band] | None,
    beside: tuple[str, ...] = (),
) -> dict[str, Band]:
    bands: dict[str, Band] = {}
    for name, row in rows.items():
        if known is not None and name not in known and name not in beside:
            file.fault(
                where, name, row, told("no such measure here; there are: {names}", names=", ".join((*known, *beside)))
            )
        elif not isinstance(row, dict):
            file.fault(where, name, row, told("a band is written { min = ..., max = ..., weight = ... }"))
        elif (band := _band(file, name, row, where, None if known is None else known.get(name))) is not None:
            bands[name] = band
    return bands


def _band(file: TomlFile, name: str, row: dict[str, Any], where: Where, known: Band | None) -> Band | None:
    """One band; None where it is wrong, which is noted where its measure stands: it is written in one line."""
    for key in row:
        if key not in _KEYS:
            file.fault(
                where, name, row, told("no such setting '{key}'; there are: {keys}", key=key, keys=", ".join(_KEYS))
            )
            return None
    numbers = {key: row[key] for key in ("min", "max", "weight") if key in row}
    if (
        not all(is_number(number) and abs(number) <= _MOST for number in numbers.values())
        or not 0.0 <= numbers.get("weight", 0.0) <= _MOST_WEIGHT
    ):
        file.fault(where, name, row, _NUMBERS)
        return None
    lo, hi, weight = (float(numbers[key]) if key in numbers else None for key in ("min", "max", "weight"))
    if lo is None and hi is None:
        if known is None or not {"weight", "enabled"} & row.keys():
            file.fault(where, name, row, told("a band needs min, max or both"))
            return None
        lo, hi = known.ends
    if lo is not None and hi is not None and lo >= hi:
        file.fault(where, name, row, told("min must be less than max"))
        return None
    if weight is None:
        weight = known.weight if known is not None else 1.0
    enabled = row.get("enabled", True)
    if not isinstance(enabled, bool):
        file.fault(where, name, row, told("enabled is true or false"))
        return None
    return Band(lo, hi, weight if enabled else 0.0)
