"""The figures to meet: one row a figure, a limit for each kind of hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thumbwalk.validate.draw import TECHNIQUES
from thumbwalk.validate.kinds import Kind
from thumbwalk.validate.recovery import DIRECTION, PLACE, Error, quantile

EVERY = TECHNIQUES
MOVING = tuple(name for name in EVERY if name != "hold")
MACRO_F1 = {"designed": 0.985, "hard": 0.96, "people": 0.90}
DELAY_S = 1.0
X_REALTIME = 300.0


@dataclass(frozen=True)
class Limit:
    """The largest median error that a figure may have; ``unit`` is "%", "mm" or nothing.

    ``share`` says that the figure is the part of what is right, at least so much, in place of a median.
    """

    name: str
    techniques: tuple[str, ...]
    measures: tuple[str, ...]
    designed: float
    hard: float
    people: float
    unit: str = ""
    share: bool = False

    def of(self, kind: Kind) -> float:
        """The limit for one kind of hand."""
        return {"designed": self.designed, "hard": self.hard, "people": self.people}[kind]


_RATED = ("knead", "circles", "walk", "tap", "friction")
LIMITS = (
    Limit("rates", _RATED, ("rate_per_min",), 0.015, 0.04, 0.04, "%"),
    Limit("circle radius, from 9 mm", ("circles",), ("radius_mm",), 0.06, 0.15, 0.15, "%"),
    Limit("bite", ("walk",), ("bite_mm",), 0.05, 0.12, 0.12, "%"),
    Limit("glide speed", ("glide",), ("speed_mm_s",), 0.03, 0.08, 0.08, "%"),
    Limit("glide length", ("glide",), ("length_mm",), 0.05, 0.12, 0.12, "%"),
    Limit("stroke of friction", ("friction",), ("stroke_mm",), 0.06, 0.15, 0.15, "%"),
    Limit("forces", EVERY, ("force_n", "peak_force_n", "contact_force_n"), 0.04, 0.10, 0.10, "%"),
    Limit("release", ("knead",), ("release",), 0.03, 0.07, 0.07),
    Limit("contact_kept", ("walk",), ("contact_kept",), 0.03, 0.07, 0.07),
    Limit("rhythm_cv", _RATED, ("rhythm_cv",), 0.02, 0.05, 0.05),
    Limit("direction of a circle", ("circles",), (DIRECTION,), 0.97, 0.95, 0.95, "%", share=True),
    Limit("strokes", EVERY, ("strokes",), 1.0, 2.0, 2.0),
    Limit("place of a hold, in front of x = 35 mm", ("hold",), (PLACE,), 2.0, 5.0, 5.0, "mm"),
    Limit("place while moving, in front of x = 35 mm", MOVING, (PLACE,), 3.0, 7.5, 7.5, "mm"),
)


@dataclass(frozen=True)
class Verdict:
    """One figure of one kind of hand beside its limit.

    ``median`` is the median error, or, where the figure is a share, the part that is right; ``p90`` the error that
    nine of ten do not exceed. Missed measures count as infinite errors, and are counted in ``missed``.
    """

    name: str
    unit: str
    median: float
    p90: float | None
    n: int
    missed: int
    limit: float
    share: bool
    met: bool


def verdict(limit: Limit, kind: Kind, errors: Sequence[Error]) -> Verdict:
    """Judge the errors of one kind of hand by one limit; a figure of nothing is not met."""
    mine = [one for one in errors if one.technique in limit.techniques and one.measure in limit.measures]
    if limit.name.startswith("circle radius"):
        mine = [one for one in mine if one.truth >= 9.0]
    values = [one.error for one in mine]
    missed = sum(value == float("inf") for value in values)
    most = limit.of(kind)
    if limit.share:
        right = sum(value == 0.0 for value in values) / len(values) if values else 0.0
        return Verdict(limit.name, limit.unit, right, None, len(values), missed, most, True, right >= most)
    median, p90 = quantile(values, 0.5), quantile(values, 0.9)
    return Verdict(limit.name, limit.unit, median, p90, len(values), missed, most, False, median <= most)
