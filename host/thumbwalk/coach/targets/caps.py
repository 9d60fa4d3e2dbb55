"""Comfort caps as data: how hard a contact may press in each zone, and what more costs.

Those of each version of the score come with the package and are kept for ever; a user's own file overrides some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from thumbwalk.errors import DrillError
from thumbwalk.tomlfile import FileKind, TomlFile, Where
from thumbwalk.zones import ZONES

SCORE_VERSION = 2
"""How scores are reckoned today: the formulas of ``coach.score``, and the caps in ``data/scoring`` beside them.

From 2 on nobody is scored by newtons that are a guess; before, a rig that was not calibrated was scored like any.
"""
CALIBRATION_COUNTS_FROM = 2
"""From this version of the score on, newtons of a rig that was never calibrated are not scored."""
CAPS_FILE = FileKind("caps", DrillError)
LEAST_CAP_N, MOST_CAP_N = 1.0, 60.0
"""Where a cap may be: under 1 N a touch would do, over 60 N no thumb comes (docs/files.md)."""

_WHERE: Where = (("cap_n", 0),)  # the first table of that name


@dataclass(frozen=True)
class Caps:
    """The most that is comfortable, and what more costs.

    ``cap_n`` is the most force of one contact, newtons, by zone. More than that for ``over_pressure_s`` seconds is
    over-pressure, with which a set scores ``max_score`` at most. A band of force ends at ``band_of_cap`` of the cap of
    the zone that it is asked in.
    """

    cap_n: Mapping[str, float]
    over_pressure_s: float
    max_score: float
    band_of_cap: float

    def at(self, zone: str | None) -> float | None:
        """The cap of a zone, newtons; None without a zone."""
        return None if zone is None else self.cap_n[zone]

    def most_asked_n(self, zone: str) -> float:
        """What a band of force that is asked in a zone ends at, newtons."""
        return self.band_of_cap * self.cap_n[zone]

    def to_json(self) -> dict[str, Any]:
        """Plain values, as a recording keeps them."""
        return {
            "cap_n": dict(self.cap_n),
            "over_pressure_s": self.over_pressure_s,
            "max_score": self.max_score,
            "band_of_cap": self.band_of_cap,
        }


@cache
def caps_of_version(version: int) -> Caps:
    """The caps that a version of the score began with."""
    file = TomlFile.packaged(f"scoring/{version}.toml", CAPS_FILE)
    numbers = {key: file.number(file.table, (), key) or 0.0 for key in ("over_pressure_s", "max_score", "band_of_cap")}
    caps = Caps(_cap_n(file), **numbers)
    file.done()
    return caps


def packaged_caps() -> Caps:
    """The caps that come with the package today."""
    return caps_of_version(SCORE_VERSION)


def read_caps(path: Path | None) -> Caps:
    """The package's caps with those of a user's file, if there is one, laid over them.

    Raises
    ------
    DrillError
        When the file is bad; the message names file, lines and values.
    """
    own = TomlFile.of_own(path, CAPS_FILE)
    return packaged_caps() if own is None else parse_caps(own, packaged_caps())


def parse_caps(file: TomlFile, under: Caps) -> Caps:
    """Lay one file's caps over others. Raises DrillError with file, lines and values."""
    file.known(file.table, (), ("cap_n",))
    caps = replace(under, cap_n={**under.cap_n, **_cap_n(file)})
    file.done()
    return caps


def _cap_n(file: TomlFile) -> dict[str, float]:
    rows = file.table.get("cap_n", {})
    if not isinstance(rows, dict):
        file.fault((), "cap_n", rows, "caps are a table [cap_n] of zone = newtons")
        return {}
    file.known(rows, _WHERE, ZONES)
    found = {zone: file.number(rows, _WHERE, zone, least=LEAST_CAP_N, most=MOST_CAP_N) for zone in ZONES}
    return {zone: cap_n for zone, cap_n in found.items() if cap_n is not None}
