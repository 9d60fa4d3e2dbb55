"""Target bands: what each technique's measures should be, from the package's file and the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thumbwalk.errors import DrillError
from thumbwalk.places import home_dir
from thumbwalk.tomlfile import TomlText, Where

Targets = Mapping[str, Mapping[str, "Band"]]
"""Bands by technique and measure; "all" holds those asked of every technique."""

_KEYS = ("min", "max", "weight", "enabled")
_MOST = 1e6
_NUMBERS = f"min, max and weight are finite numbers, min and max of at most {_MOST:g}, weight from 0 to 100"


@dataclass(frozen=True, slots=True)
class Band:
    """Where a measure should be, ends included; ``lo`` or ``hi`` None is open. ``weight`` 0 is not scored."""

    lo: float | None = None
    hi: float | None = None
    weight: float = 1.0

    def clipped(self, most: float) -> Band:
        """The band with its upper end, and where need be its lower one, brought down to ``most``."""
        hi = most if self.hi is None else min(self.hi, most)
        return Band(None if self.lo is None else min(self.lo, hi), hi, self.weight)

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """``(lo, hi)``."""
        return self.lo, self.hi


def load_targets() -> dict[str, dict[str, Band]]:
    """The targets in force: the package's, with the user's ``targets.toml`` laid over them.

    Raises
    ------
    DrillError
        When a file is bad; the message names file, line and value.
    """
    file = TomlText.packaged("targets.toml")
    targets = parse_targets(file, {})
    own = TomlText.of_user(home_dir() / "targets.toml")
    return parse_targets(own, targets) if own is not None else targets


def parse_targets(file: TomlText, under: Targets) -> dict[str, dict[str, Band]]:
    """Lay one file's bands over others. Raises DrillError with file, line and value."""
    result = {technique: dict(bands) for technique, bands in under.items()}
    for technique, rows in file.table.items():
        where: Where = ((technique, 0),)
        if under and technique not in under:
            header = isinstance(rows, dict)
            why = f"no such technique; there are: {', '.join(under)}"
            raise file.refuse(where if header else (), None if header else technique, rows, why)
        known = under.get(technique)
        bands = _bands(file, rows, where, known)
        result[technique] = overridden(result.get(technique, {}), bands)
    return result


def parse_bands(file: TomlText, rows: Any, where: Where, technique: str) -> dict[str, Band]:
    """Bands that a drill's set lays over its technique's. Raises DrillError with file, line and value."""
    return _bands(file, rows, where, bands_in(load_targets(), technique))


def bands_in(targets: Targets, technique: str) -> dict[str, Band]:
    """A technique's bands and those asked of all. Raises DrillError when there is no such technique."""
    if technique not in targets or technique == "all":
        names = ", ".join(name for name in targets if name != "all")
        raise DrillError(f"no targets for a technique '{technique}'; there are: {names}")
    return {**targets[technique], **targets.get("all", {})}


def overridden(bands: Mapping[str, Band], own: Mapping[str, Band]) -> dict[str, Band]:
    """Bands with others laid over them, in the order of the first."""
    return {**bands, **own}


def _bands(file: TomlText, rows: Any, where: Where, known: Mapping[str, Band] | None) -> dict[str, Band]:
    if not isinstance(rows, dict):
        raise file.refuse(where, None, None, "bands are a table of measure = { min = ..., max = ... }")
    bands: dict[str, Band] = {}
    for name, row in rows.items():
        if known is not None and name not in known:
            raise file.refuse(where, name, row, f"no such measure here; there are: {', '.join(known)}")
        if not isinstance(row, dict):
            raise file.refuse(where, name, row, "a band is written { min = ..., max = ..., weight = ... }")
        bands[name] = _band(file, name, row, where, None if known is None else known[name])
    return bands


def _band(file: TomlText, name: str, row: dict[str, Any], where: Where, known: Band | None) -> Band:
    for key in row:
        if key not in _KEYS:
            raise file.refuse(where, name, row, f"no such setting '{key}'; there are: {', '.join(_KEYS)}")
    try:
        lo, hi = (file.number(row, where, key, least=-_MOST, most=_MOST) for key in ("min", "max"))
        weight = file.number(row, where, "weight", least=0.0, most=100.0)
    except DrillError:
        raise file.refuse(where, name, row, _NUMBERS) from None
    if lo is None and hi is None:
        if known is None or not {"weight", "enabled"} & row.keys():
            raise file.refuse(where, name, row, "a band needs min, max or both")
        lo, hi = known.ends
    if lo is not None and hi is not None and lo >= hi:
        raise file.refuse(where, name, row, "min must be less than max")
    if weight is None:
        weight = known.weight if known is not None else 1.0
    enabled = row.get("enabled", True)
    if not isinstance(enabled, bool):
        raise file.refuse(where, name, row, "enabled is true or false")
    return Band(lo, hi, weight if enabled else 0.0)
