"""Comfort caps as data: how hard a contact may press in each zone, and what more costs.

Those of each version of the score come with the package and are kept for ever; a user's own file overrides some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.targets.bands import Band
from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.tomlfile import FileKind, TomlFile, Where
from thumbwalk.zones import ZONES

SCORE_VERSION = 6
"""How scores are reckoned today: the rules of ``coach.score.rules``, and the caps in ``data/scoring`` beside them.

From 2 on nobody is scored by newtons that are a guess; before, a rig that was not calibrated was scored like any.
"""
CALIBRATION_COUNTS_FROM = 2
"""From this version of the score on, newtons of a rig that was never calibrated are not scored."""
CAPS_FILE = FileKind(told("caps"), DrillError)
LEAST_CAP_N, MOST_CAP_N = 1.0, 60.0
"""Where a cap may be: under 1 N a touch would do, over 60 N no thumb comes (docs/files.md)."""

_WHERE: Where = (("cap_n", 0),)  # the first table of that name
_NUMBERS = ("over_pressure_s", "max_score", "band_of_cap", "worst_over", "low_of_cap")
_HOLD_NUMBERS = ("from_s", "until_s", "power", "band_of_cap")


@dataclass(frozen=True)
class HoldCaps:
    """How a cap falls while a thumb stays: time to pain falls as pressure rises (coach's starting values).

    After ``from_s`` seconds of a hold the cap is (``from_s`` / t) ** ``power`` of what it was, t up to ``until_s``. A
    hold that is asked to last longer than ``from_s`` is asked up to ``band_of_cap`` of its cap at that length. A power
    of 0 is a cap that stays.
    """

    from_s: float = 10.0
    until_s: float = 30.0
    power: float = 0.0
    band_of_cap: float = 1.0

    def part_at(self, held_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """What is left of a cap after so many seconds of a hold, (n,), 0 to 1."""
        lasts = np.clip(held_s, self.from_s, max(self.until_s, self.from_s))
        return np.asarray((self.from_s / lasts) ** self.power)


@dataclass(frozen=True)
class Caps:
    """The most that is comfortable, and what more costs.

    ``cap_n`` is the most force of one contact, newtons, by zone. More than that for ``over_pressure_s`` seconds is
    over-pressure: a set then scores at most 100 at the cap itself and ``max_score`` at ``worst_over`` of the cap above
    it and more, evenly between (0: at once). A band of force ends at ``band_of_cap`` of the cap of the zone that it is
    asked in, and begins at ``low_of_cap`` at most. ``holds`` is how a cap falls in a hold.
    """

    cap_n: Mapping[str, float]
    over_pressure_s: float
    max_score: float
    band_of_cap: float
    worst_over: float
    low_of_cap: float
    holds: HoldCaps

    def at(self, zone: str | None) -> float | None:
        """The cap of a zone, newtons; None without a zone."""
        return None if zone is None else self.cap_n[zone]

    def clipped(self, band: Band, zone: str, hold_s: float | None = None) -> Band:
        """A band of force as it is asked in a zone, in a hold of so many seconds: a band never turns over."""
        cap_n = self.cap_n[zone]
        most_n = self.band_of_cap * cap_n
        if hold_s is not None and hold_s > self.holds.from_s:
            timed_n = cap_n * float(self.holds.part_at(np.array([hold_s]))[0])
            most_n = min(most_n, self.holds.band_of_cap * timed_n)
        hi = most_n if band.hi is None else min(band.hi, most_n)
        lo = None if band.lo is None else min(band.lo, self.low_of_cap * cap_n, hi)
        return Band(lo, hi, band.weight)

    def max_score_at(self, of_cap: float) -> float:
        """The most that a set scores in which so many times the cap was held."""
        part = min((of_cap - 1.0) / self.worst_over, 1.0) if self.worst_over > 0.0 else 1.0
        return 100.0 - (100.0 - self.max_score) * part

    def to_json(self) -> dict[str, Any]:
        """Plain values, as a recording keeps them."""
        return asdict(self) | {"cap_n": dict(self.cap_n)}


@cache
def caps_of_version(version: int) -> Caps:
    """The caps that a version of the score began with."""
    file = TomlFile.packaged(f"scoring/{version}.toml", CAPS_FILE)
    numbers = {key: file.number(file.table, (), key) or 0.0 for key in _NUMBERS}
    holds = file.table.get("holds", {})
    timed = {key: value for key in _HOLD_NUMBERS if (value := file.number(holds, (("holds", 0),), key)) is not None}
    caps = Caps(_cap_n(file), **numbers, holds=HoldCaps(**timed))
    file.done()
    return caps


@cache
def most_lost_share(version: int) -> float:
    """How much of a set's time may be lost on the way before a version of the score does not judge it, 0 to 1."""
    file = TomlFile.packaged(f"scoring/{version}.toml", CAPS_FILE)
    needed = told("it says from when on a set is not judged")
    share = file.number(file.table, (), "most_lost_share", least=0.0, most=1.0, needed=needed)
    file.done()
    return share if share is not None else 0.0


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
        file.fault((), "cap_n", rows, told("caps are a table [cap_n] of zone = newtons"))
        return {}
    file.known(rows, _WHERE, ZONES)
    found = {zone: file.number(rows, _WHERE, zone, least=LEAST_CAP_N, most=MOST_CAP_N) for zone in ZONES}
    return {zone: cap_n for zone, cap_n in found.items() if cap_n is not None}
