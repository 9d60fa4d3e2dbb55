"""Scores of one drill over its sessions, as dots in a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 680.0, 120.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 16.0, 10.0, 22.0
_TICKS = (0, 50, 75, 100)


@dataclass(frozen=True)
class Dot:
    """A session's score; ``is_this`` is the report's own."""

    x: float
    y: float
    label: str
    score: float
    is_this: bool


@dataclass(frozen=True)
class TrendDrawing:
    """Dots from the first session to this one, evenly apart; ``line_d`` joins them."""

    width: float
    height: float
    plot: tuple[float, float, float, float]
    dots: tuple[Dot, ...]
    line_d: str
    y_ticks: tuple[tuple[float, str], ...]


def trend_drawing(scores: Sequence[tuple[str, float]]) -> TrendDrawing:
    """Draw (day, score) of sessions, the oldest first; the last is this one."""
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def y_of(score: float) -> float:
        return round(TOP + high * (1.0 - score / 100.0), 1)

    step = wide / max(len(scores) - 1, 1)
    last = len(scores) - 1
    dots = tuple(
        Dot(round(LEFT + step * at, 1), y_of(score), day, score, at == last) for at, (day, score) in enumerate(scores)
    )
    line = "M" + "L".join(f"{one.x} {one.y}" for one in dots)
    return TrendDrawing(
        WIDTH, HEIGHT, (LEFT, TOP, wide, high), dots, line, tuple((y_of(one), str(one)) for one in _TICKS)
    )
