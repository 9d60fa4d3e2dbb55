"""A drawing of figures over time as data: points or bars, a band, and what stands at the axes, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from thumbwalk.app.words.days import day_said
from thumbwalk.language import _

_MOST_LABELS = 5
"""Days at an axis: more would touch each other in a small window."""


@dataclass(frozen=True)
class Dot:
    """A figure at a place of the axis; ``full`` dots are joined, others stand beside them.

    ``said`` is what a bar says of it; "" for its value as a whole number.
    """

    at: float
    value: float
    full: bool = True
    said: str = ""


@dataclass(frozen=True)
class Chart:
    """One drawing.

    ``ends`` are those of the value's axis, ``ticks`` (value, words) stand at it, ``below`` (place, words) at the other.
    ``band`` is drawn behind, around ``middle``, with ``band_said`` written at it; ``newest`` at the last full dot.
    ``legend`` says what full and hollow dots are; "" for nothing.
    """

    title: str
    dots: tuple[Dot, ...]
    ends: tuple[float, float]
    span: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    below: tuple[tuple[float, str], ...]
    kind: Literal["curve", "bars"] = "curve"
    band: tuple[float, float] | None = None
    middle: float | None = None
    band_said: str = ""
    newest: str = ""
    legend: tuple[str, str] = ("", "")


def day_at(day: date) -> float:
    """A day's place on an axis."""
    return float(day.toordinal())


def day_labels(first: date, last: date) -> tuple[tuple[float, str], ...]:
    """Some days from first to last, evenly apart, the last as "today"."""
    days = max((last - first).days, 1)
    n = min(_MOST_LABELS, days + 1)
    found = []
    for number in range(n - 1):
        day = first + timedelta(days=round(number * days / (n - 1)))
        found.append((day_at(day), day_said(day)))
    return (*found, (day_at(last), _("today")))


def top_of(values: Sequence[float], steps: Sequence[float] = (1.0, 2.0, 5.0)) -> float:
    """The next round number above all values."""
    most, power = max(values, default=1.0) or 1.0, 1.0
    while power * 10.0 < most:
        power *= 10.0
    while power > most:
        power /= 10.0
    return next((step * power for step in steps if step * power >= most), 10.0 * power)
