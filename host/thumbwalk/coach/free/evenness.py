"""How even work of any technique was, one number for all of them: by the scatter that its targets allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thumbwalk.coach.score.score import credit, geometric_score
from thumbwalk.coach.score.unresolved import number_of
from thumbwalk.coach.targets.asked import SCATTERS
from thumbwalk.coach.targets.bands import Band
from thumbwalk.technique.measures import Measures


@dataclass(frozen=True, slots=True)
class Evenness:
    """From 0 to 100, and the measure that took the most of it."""

    value: float
    worst: str


def evenness_of(measures: Measures, bands: Mapping[str, Band]) -> Evenness | None:
    """How even a technique's measures are by its target bands; None where no scatter is known.

    It is what the score makes of the scatters alone: 100 where force and beat stay within what the targets allow.
    """
    rows: list[tuple[float, float, str]] = []
    for name, band in bands.items():
        value = number_of(measures.get(name)) if name in SCATTERS and band.weight > 0.0 else None
        if value is not None:
            rows.append((credit(value, band), band.weight, name))
    if not rows:
        return None
    worst = min(rows, key=lambda row: row[0])[2]
    return Evenness(geometric_score((earned, weight) for earned, weight, _ in rows), worst)
