"""The tables of ``hardware/geometry``, read into frozen records: a wrong or missing key is refused with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from making.errors import GeometryError

HARDWARE = Path(__file__).resolve().parents[1]
GEOMETRY = HARDWARE / "geometry"

Table = Mapping[str, float]


@dataclass(frozen=True)
class Measures:
    """One file's numbers: ``m["plate", "thickness_mm"]`` or ``m["split_x_mm"]``."""

    source: str
    raw: Mapping[str, Any]

    def __getitem__(self, key: str | tuple[str, str]) -> float:
        """Give a number by its key, or by its table and key. Raises GeometryError when it is not there."""
        value: Any = self.raw
        for name in (key,) if isinstance(key, str) else key:
            if not isinstance(value, Mapping) or name not in value:
                raise GeometryError(f"{self.source}: {_named(key)} is missing; add it")
            value = value[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise GeometryError(f"{self.source}: {_named(key)} is {value!r}, a number is needed")
        return float(value)

    def table(self, name: str) -> Mapping[str, Any]:
        """Give a whole table. Raises GeometryError when it is not there."""
        value = self.raw.get(name)
        if not isinstance(value, Mapping):
            raise GeometryError(f"{self.source}: [{name}] is missing; add it")
        return value

    def text(self, key: str) -> str:
        """Give a word. Raises GeometryError when it is not there."""
        value = self.raw.get(key)
        if not isinstance(value, str) or not value:
            raise GeometryError(f"{self.source}: {key} is {value!r}, a name is needed")
        return value


def read_measures(name: str, folder: Path = GEOMETRY) -> Measures:
    """Read ``NAME.toml``; every number in it must be more than 0, but for places and angles.

    Raises
    ------
    GeometryError
        When it can't be read, or a measure is not more than 0.
    """
    path = folder / f"{name}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GeometryError(f"{path.name}: can't be read: {error}; mend or restore it") from error
    _refuse_nothing(raw, path.name, "")
    return Measures(path.name, MappingProxyType(raw))


def _refuse_nothing(table: Mapping[str, Any], source: str, where: str) -> None:
    for key, value in table.items():
        if isinstance(value, Mapping):
            _refuse_nothing(value, source, f"{key}.")
        elif isinstance(value, int | float) and not isinstance(value, bool) and where != "angles_deg." and value <= 0:
            raise GeometryError(f"{source}: {where}{key} is {value!r}, it must be more than 0")


def _named(key: str | tuple[str, str]) -> str:
    return key if isinstance(key, str) else f"[{key[0]}] {key[1]}"
