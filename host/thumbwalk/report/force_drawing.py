"""Force over time against its band: a set, or a whole practice, as lines in a box."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.touch.touch_block import TouchBlock

WIDTH, HEIGHT = 680.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 8.0, 8.0, 20.0
"""Room about the plot, for its figures."""
MOST_COLUMNS = 480
"""More points than that are drawn as the least and the most of each column: no peak is lost."""
_TICKS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600)
_MOST_TICKS = 8

Array = NDArray[np.float64]
Tick = tuple[float, str]


@dataclass(frozen=True)
class ForceDrawing:
    """Lines in a box; ``band`` is its top and height, ``cap_y`` where the comfort cap is; ``d`` are of SVG's paths."""

    width: float
    height: float
    plot: tuple[float, float, float, float]
    line_d: str
    guide_d: str
    band: tuple[float, float] | None
    cap_y: float | None
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def force_drawing(
    touch: TouchBlock,
    duration_s: float,
    *,
    band_n: tuple[float | None, float | None] | None = None,
    force: Timeline | None = None,
    cap_n: float | None = None,
    width: float = WIDTH,
    height: float = HEIGHT,
) -> ForceDrawing:
    """Draw the working hand's force from 0 to ``duration_s``, with what was asked of it, in a box of that size."""
    force_n = touch.working_n
    tops = [float(force_n.max()) if len(force_n) else 0.0, 1.0, cap_n or 0.0]
    tops += [value for value in band_n or () if value is not None]
    tops += [max(force.values)] if force is not None else []
    step_n = _step(max(tops) * 1.08, (0.5, 1, 2, 5, 10, 20, 50, 100), 5)
    top_n = math.ceil(max(tops) * 1.04 / step_n) * step_n
    wide, high = width - LEFT - RIGHT, height - TOP - BOTTOM

    def x_of(time_s: Array) -> Array:
        return LEFT + wide * time_s / max(duration_s, 1e-9)

    def y_of(value_n: Array) -> Array:
        return TOP + high * (1.0 - np.clip(value_n, 0.0, top_n) / top_n)

    def line(time_s: Array, value_n: Array) -> str:
        points = zip(x_of(time_s).tolist(), y_of(value_n).tolist(), strict=True)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if len(time_s) else ""

    band = None
    if band_n is not None and band_n != (None, None) and force is None:
        low, high_n = band_n[0] or 0.0, top_n if band_n[1] is None else band_n[1]
        upper, lower = (round(float(y_of(np.array(one))), 1) for one in (high_n, low))
        band = upper, round(lower - upper, 1)
    guide_s = np.linspace(0.0, duration_s, 200)
    tick_s = _step(duration_s, _TICKS, round(_MOST_TICKS * width / WIDTH))
    x_at, y_at = np.arange(0.0, duration_s + 1e-9, tick_s), np.arange(0.0, top_n + 1e-9, step_n)
    return ForceDrawing(
        width,
        height,
        (LEFT, TOP, wide, high),
        "".join(line(*piece) for piece in _pieces(touch, force_n, duration_s)),
        "" if force is None else line(guide_s, force.at(guide_s)),
        band,
        None if cap_n is None else round(float(y_of(np.array(cap_n))), 1),
        tuple((round(float(x), 1), _clock(at)) for x, at in zip(x_of(x_at), x_at.tolist(), strict=True)),
        tuple((round(float(y), 1), f"{at:g}") for y, at in zip(y_of(y_at), y_at.tolist(), strict=True)),
    )


def _pieces(touch: TouchBlock, force_n: Array, duration_s: float) -> list[tuple[Array, Array]]:
    """Times and forces without gaps, thinned: over a gap nothing is drawn."""
    borders = np.flatnonzero(np.diff(touch.piece)) + 1
    found = []
    for time_s, value_n in zip(np.split(touch.time_s, borders), np.split(force_n, borders), strict=True):
        if not len(time_s):
            continue
        columns = max(int(MOST_COLUMNS * (time_s[-1] - time_s[0]) / max(duration_s, 1e-9)), 1)
        found.append(_thinned(time_s, value_n, columns))
    return found


def _thinned(time_s: Array, value_n: Array, columns: int) -> tuple[Array, Array]:
    each = len(time_s) // columns
    if each < 4:
        return time_s, value_n
    n = len(time_s) // each * each
    low, high = (np.asarray(pick(value_n[:n].reshape(-1, each), axis=1)) for pick in (np.argmin, np.argmax))
    start = np.arange(0, n, each)
    at = np.sort(np.column_stack([start + low, start + high]), axis=1).ravel()
    return time_s[at], value_n[at]


def _step(most: float, steps: tuple[float, ...], most_ticks: int) -> float:
    return next((step for step in steps if most / step <= most_ticks), steps[-1])


def _clock(seconds: float) -> str:
    if seconds < 60.0:
        return f"{seconds:g} s"
    return f"{seconds // 60:.0f}:{seconds % 60:02.0f}"
