"""What is asked of a set in the end: its bands below the comfort cap of where it is, narrowed about its guide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.technique.vocabulary import VOCABULARY

WIDTHS = {1: 0.25, 2: 0.17, 3: 0.10}
"""By level: how far from the guide a band reaches, as a part of it. Never less than 10 %: a hand can't tell forces of
7 to 10 % apart (scilit "Manual discrimination of force"). Between first and last, a starting value."""
STEADIER = {1: 0.8, 2: 0.65, 3: 0.55}
"""By level: what is left of the most that forces and beats may scatter. At the first that is 0.12 for presses and 0.08
for holds; at the last 0.08 for presses, what a hand can tell apart. With the targets' own limits a beginner's virtual
hand came within 15 points of an expert's in nine of thirty drills."""
SCATTERS = ("force_cv", "steadiness_cv", "evenness_cv", "rhythm_cv")
"""Measures of how much something scatters."""
CAPPED = tuple(name for name, row in VOCABULARY.items() if row.capped)
"""Measures whose band ends below the cap."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A level, and the guide's values that its bands are narrowed about; None is not narrowed.

    ``narrowest`` is the least that a force's band reaches to each side, as a part of the guide: what this hand can tell
    apart, where that is known.
    """

    level: int | None = None
    force_n: float | None = None
    rate_per_min: float | None = None
    speed_mm_s: float | None = None
    narrowest: float | None = None

    def part(self, name: str) -> float:
        """How far from the guide's value a measure's band reaches, as a part of it; with a level only."""
        part = WIDTHS[self.level or min(WIDTHS)]
        return max(part, self.narrowest or 0.0) if name in CAPPED else part

    def about(self, name: str) -> float | None:
        """The guide's value of a measure."""
        if self.level is None:
            return None
        return {"rate_per_min": self.rate_per_min, "speed_mm_s": self.speed_mm_s}.get(
            name, self.force_n if name in CAPPED else None
        )


_NONE = Narrowing()


def steadier(bands: Mapping[str, Band], level: int | None) -> dict[str, Band]:
    """A technique's bands with what may scatter as little as a level asks."""
    part = 1.0 if level is None else STEADIER[level]
    return {
        name: replace(band, hi=band.hi * part) if name in SCATTERS and band.hi is not None else band
        for name, band in bands.items()
    }


def asked_bands(
    bands: Mapping[str, Band],
    caps: Caps,
    zones: Collection[str],
    hold_s: float | None = None,
    narrowing: Narrowing = _NONE,
) -> dict[str, Band]:
    """Bands as a set asks for them: those of force below the lowest cap, then each cut to its guide's.

    Parameters
    ----------
    bands : mapping of measure name to Band
        The targets.
    caps : Caps
    zones : of str
        Where it is asked for; the one with the lowest cap counts.
    hold_s : float or None
        How long a hold is asked for.
    narrowing : Narrowing
        A band whose guide lies outside of it stays as it is.
    """
    lowest = min(zones, key=lambda zone: caps.cap_n[zone], default=None)
    asked = dict(bands)
    for name, band in bands.items():
        one = caps.clipped(band, lowest, hold_s) if lowest is not None and name in CAPPED else band
        about = narrowing.about(name)
        asked[name] = one if about is None else _narrowed(one, about, narrowing.part(name))
    return asked


def _narrowed(band: Band, guide: float, part: float) -> Band:
    lo, hi = guide * (1.0 - part), guide * (1.0 + part)
    lo, hi = lo if band.lo is None else max(lo, band.lo), hi if band.hi is None else min(hi, band.hi)
    return replace(band, lo=lo, hi=hi) if lo < hi else band
