"""The figures to meet: one row a figure, a limit for each kind of hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thumbwalk.validate.draw import TECHNIQUES
from thumbwalk.validate.kinds import KINDS, Kind
from thumbwalk.validate.recovery import DIRECTION, PLACE, Error, quantile

EVERY = TECHNIQUES
MOVING = tuple(name for name in EVERY if name != "hold")
MACRO_F1 = {"designed": 0.995, "hard": 0.99, "people": 0.97, "built": 0.99}
SURE_AND_WRONG = {"designed": 0.0, "hard": 0.002, "people": 0.01, "built": 0.002}
"""The part of the judged time that may be named wrong without being marked."""
DELAY_S = 1.0
X_REALTIME = 300.0


@dataclass(frozen=True)
class Limit:
    """The largest median error that a figure may have; ``unit`` is "%", "mm" or nothing.

    ``share`` says that the figure is the part of what is right, at least so much, in place of a median. ``p90`` is what
    nine of ten may not exceed, a limit a kind, where that is asked for, too. A foot as built has those of a hard one.
    """

    name: str
    techniques: tuple[str, ...]
    measures: tuple[str, ...]
    designed: float
    hard: float
    people: float
    unit: str = ""
    share: bool = False
    p90: tuple[float, float, float] | None = None

    def of(self, kind: Kind) -> float:
        """The limit for one kind of hand."""
        return {"designed": self.designed, "hard": self.hard, "people": self.people, "built": self.hard}[kind]

    def p90_of(self, kind: Kind) -> float | None:
        """The limit of nine of ten for one kind of hand; None where there is none."""
        return None if self.p90 is None else self.p90[KINDS.index("hard" if kind == "built" else kind)]


_RATED = ("knead", "circles", "walk", "tap", "friction")
_FORCES = ("force_n", "peak_force_n", "contact_force_n")
LIMITS = (
    Limit("rates", _RATED, ("rate_per_min",), 0.015, 0.04, 0.04, "%", p90=(0.03, 0.03, 0.05)),
    Limit("circle radius, from 9 mm", ("circles",), ("radius_mm",), 0.06, 0.15, 0.15, "%", p90=(0.09, 0.10, 0.15)),
    Limit("bite", ("walk",), ("bite_mm",), 0.05, 0.12, 0.12, "%", p90=(0.06, 0.08, 0.12)),
    Limit("glide speed", ("glide",), ("speed_mm_s",), 0.03, 0.08, 0.08, "%", p90=(0.04, 0.05, 0.10)),
    Limit("glide length", ("glide",), ("length_mm",), 0.05, 0.12, 0.12, "%", p90=(0.07, 0.08, 0.15)),
    Limit("stroke of friction", ("friction",), ("stroke_mm",), 0.06, 0.15, 0.15, "%"),
    Limit(
        "forces", EVERY, ("force_n", "peak_force_n", "contact_force_n"), 0.04, 0.10, 0.10, "%", p90=(0.06, 0.11, 0.12)
    ),
    Limit("release", ("knead",), ("release",), 0.03, 0.07, 0.07),
    Limit("contact_kept", ("walk",), ("contact_kept",), 0.03, 0.07, 0.07),
    Limit("rhythm_cv", _RATED, ("rhythm_cv",), 0.02, 0.05, 0.05),
    Limit("direction of a circle", ("circles",), (DIRECTION,), 0.97, 0.95, 0.95, "%", share=True),
    Limit("strokes", EVERY, ("strokes",), 1.0, 2.0, 2.0),
    Limit("place of a hold, in front of x = 35 mm", ("hold",), (PLACE,), 2.0, 5.0, 5.0, "mm", p90=(1.5, 2.5, 4.0)),
    Limit("place while moving, in front of x = 35 mm", MOVING, (PLACE,), 3.0, 7.5, 7.5, "mm"),
)


@dataclass(frozen=True)
class Verdict:
    """One figure of one kind of hand beside its limit.

    ``median`` is the median error, or, where the figure is a share, the part that is right; ``p90`` the error that
    nine of ten do not exceed, which may have a limit of its own. Missed measures count as infinite errors, and are
    counted in ``missed``.
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
    limit_p90: float | None = None


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
    tail = limit.p90_of(kind)
    met = median <= most and (tail is None or p90 <= tail)
    return Verdict(limit.name, limit.unit, median, p90, len(values), missed, most, False, met, tail)


def verdict_on_names(kind: Kind, macro_f1: float, moments: int) -> Verdict:
    """Judge how right the names are."""
    least = MACRO_F1[kind]
    return Verdict("macro-F1", "", macro_f1, None, moments, 0, least, True, macro_f1 >= least)
