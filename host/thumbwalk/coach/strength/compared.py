"""The one figure of each test that is compared with the own past, and what may be said of its change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thumbwalk.coach.feedback.amounts import ForceUnit, whole_force
from thumbwalk.language import told

_REPEATS_WITHIN = {"peak": 0.16, "critical": 0.58}
"""Two tries of one hand differ by so much of the first, 19 times in 20: 1.96 sqrt(2) times the CV of PMC10449326 (5.6 %
of a peak, 21 % of a critical force)."""
_USUALLY_WITHIN = 0.20
"""Where there is no such figure; below it nothing is said to have changed."""


@dataclass(frozen=True)
class MainFigure:
    """A figure by its name in a test's `figures`, and the unit that it is told in."""

    name: str
    unit: str

    def said(self, value: float, unit: ForceUnit = "N") -> str:
        """The figure in words; of newtons, or newtons a second, in a unit of forces."""
        kind, per, second = self.unit.partition("/")
        return f"{whole_force(value, unit)} {unit}{per}{second}" if kind == "N" else f"{value:.0f} {self.unit}"


MAIN_FIGURES: Mapping[str, MainFigure] = {
    "peak": MainFigure("best_n", "N"),
    "rise": MainFigure("rise_100ms_n_per_s", "N/s"),
    "repeaters": MainFigure("mean_n", "N"),
    "endurance": MainFigure("endurance_s", "s"),
    "critical": MainFigure("critical_n", "N"),
}
"""By the test; force control has none."""


def within_of(test: str) -> float:
    """By how much of the first two tries of a test differ."""
    return _REPEATS_WITHIN.get(test, _USUALLY_WITHIN)


def compared(test: str, value: float, before: float) -> str:
    """What became of a figure, where it is more than two tries of one hand differ by."""
    change, within = value / before - 1.0, within_of(test)
    percent = f"{100 * change:+.0f}".replace("-", "−")
    if abs(change) < within:
        return told(
            "As the last time ({n} %): two tries differ by up to {most} %.",
            n=percent,
            most=f"{100 * within:.0f}",
        )
    if change > 0:
        return told("More than the last time: {n} %.", n=percent)
    return told("Less than the last time: {n} %.", n=percent)
