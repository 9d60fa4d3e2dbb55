"""How a measure went on over weeks: its cold sets as dots that are joined, what is chance, and what was asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from thumbwalk.coach.plan.curves import SCORE, Curve
from thumbwalk.report.phrases import short_day

WIDTH, HEIGHT = 680.0, 130.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 16.0, 10.0, 22.0
"""Room about the plot, for its figures."""
MOST_DOTS = 120
"""Sets that are drawn, the newest."""
_SCORE_TICKS = (0.0, 50.0, 75.0, 100.0)
_MOST_TICKS = 4
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)

Limits = tuple[float | None, float | None]


@dataclass(frozen=True)
class CurveDot:
    """A set; ``cold`` where it was the day's first of its technique, which is what counts."""

    x: float
    y: float
    cold: bool


@dataclass(frozen=True)
class CurveDrawing:
    """Dots in a box; ``chance`` and ``band`` are tops and heights, None where there is none.

    ``line_d`` joins cold sets. ``chance`` is as far about the median of before as the learner's own repeats differ.
    """

    width: float
    height: float
    plot: tuple[float, float, float, float]
    dots: tuple[CurveDot, ...]
    line_d: str
    chance: tuple[float, float] | None
    band: tuple[float, float] | None
    y_ticks: tuple[tuple[float, str], ...]
    days: tuple[str, str]


def curve_drawing(curve: Curve, band: Limits = (None, None)) -> CurveDrawing:
    """Draw a curve's sets evenly apart, the oldest first; ``band`` is what was asked of the measure last."""
    points = curve.points[-MOST_DOTS:]
    chance = _chance(curve)
    low, high, ticks = _scale(curve.measure, [one.value for one in points], [*(chance or ()), *band])
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def y_of(value: float) -> float:
        part = (min(max(value, low), high) - low) / (high - low)
        return round(TOP + tall * (1.0 - part), 1)

    def stripe(limits: Limits) -> tuple[float, float]:
        top = y_of(high if limits[1] is None else limits[1])
        return top, round(y_of(low if limits[0] is None else limits[0]) - top, 1)

    step = wide / max(len(points) - 1, 1)
    dots = tuple(CurveDot(round(LEFT + step * at, 1), y_of(one.value), one.cold) for at, one in enumerate(points))
    joined = [one for one in dots if one.cold or curve.tired]
    return CurveDrawing(
        WIDTH,
        HEIGHT,
        (LEFT, TOP, wide, tall),
        dots,
        "M" + "L".join(f"{one.x} {one.y}" for one in joined) if joined else "",
        None if chance is None else stripe(chance),
        None if band == (None, None) else stripe(band),
        tuple((y_of(one), f"{one:g}") for one in ticks),
        (short_day(points[0].day), short_day(points[-1].day)),
    )


def _chance(curve: Curve) -> tuple[float, float] | None:
    before, mdc = curve.change.before, curve.repeats.mdc
    return None if before is None or mdc is None else (before - mdc, before + mdc)


def _scale(measure: str, values: Sequence[float], others: Sequence[float | None]) -> tuple[float, float, list[float]]:
    """The least and the most that is drawn, and where lines are."""
    if measure == SCORE:
        return 0.0, 100.0, list(_SCORE_TICKS)
    known = [*values, *(one for one in others if one is not None)]
    least, most = min(known), max(known)
    if min(values) >= 0.0:
        # what can't be negative is not drawn so, though a band of chance reaches there
        least = max(least, 0.0)
    size = max(most - least, abs(most) * 0.1, 1e-6) / _MOST_TICKS
    power = 10.0 ** math.floor(math.log10(size))
    step = power * next(one for one in _NICE if one * power >= size * (1.0 - 1e-9))
    first, last = math.floor(least / step), math.ceil(most / step)
    last = max(last, first + 1)
    return first * step, last * step, [round(n * step, 9) for n in range(first, last + 1)]
