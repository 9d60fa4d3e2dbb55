"""Target bands: where each technique's measures should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thumbwalk.errors import DrillError
from thumbwalk.language import told

Targets = Mapping[str, Mapping[str, "Band"]]
"""Bands by technique and measure; "all" holds those asked of every technique."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where a measure should be, ends included; ``lo`` or ``hi`` None is open. ``weight`` 0 is not scored."""

    lo: float | None = None
    hi: float | None = None
    weight: float = 1.0

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """``(lo, hi)``."""
        return self.lo, self.hi

    def holds(self, value: float) -> bool:
        """Whether a value is in it."""
        return (self.lo is None or value >= self.lo) and (self.hi is None or value <= self.hi)


def bands_in(targets: Targets, technique: str) -> dict[str, Band]:
    """A technique's bands and those asked of all. Raises DrillError when there is no such technique."""
    if technique not in targets or technique == "all":
        names = ", ".join(name for name in targets if name != "all")
        raise DrillError(
            told("no targets for a technique '{technique}'; there are: {names}", technique=technique, names=names)
        )
    return {**targets[technique], **targets.get("all", {})}


def overridden(bands: Mapping[str, Band], own: Mapping[str, Band]) -> dict[str, Band]:
    """Bands with others laid over them, in the order of the first."""
    return {**bands, **own}
