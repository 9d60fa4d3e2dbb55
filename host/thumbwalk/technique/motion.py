"""How a contact moves, moment by moment: speed, net speed and turning, in windows that do not reach over a lift."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.touch.track import SMOOTH_S, smooth_path

Array = NDArray[np.float64]

_WINDOW_S = 1.0
"""A turn at 60 a minute fits into it: a shorter window sees arcs as ways, a longer one reaches into the next
technique."""
_BEFORE = (1.0, 0.5, 0.0)
"""Part of a window that lies before its moment: of three placements one lies within one technique, near a change."""


@dataclass(frozen=True)
class Motion:
    """What moments of a touch see about them; (n, 3), a column a placement of the window, NaN where nothing is seen.

    Attributes
    ----------
    speed_mm_s : mean speed.
    net_mm_s : speed of the way from the window's start to its end.
    turn_hz : turns a second of the direction of motion, positive from +x toward +y.
    flat : how broad the motion is for its length: 0 a line, to and fro or one way, 1 a circle.
    sway_hz : how often a second it comes back to itself, of what goes to and fro or round.
    """

    speed_mm_s: Array
    net_mm_s: Array
    turn_hz: Array
    flat: Array
    sway_hz: Array


def velocity(touch: TouchBlock) -> tuple[Array, Array]:
    """Velocity (n,) of the smoothed place, mm/s; NaN near lifts and gaps."""
    step_s = touch.step_s
    half = max(round(SMOOTH_S / 2 / step_s), 1)
    x, y = smooth_path(touch)
    return _slope(x, touch.piece, half, step_s), _slope(y, touch.piece, half, step_s)


def motion_at(touch: TouchBlock, at: NDArray[np.int64]) -> Motion:
    """Motion about the samples ``at`` (n,)."""
    step_s = touch.step_s
    force, touching = touch.working_n, touch.touching
    vx, vy = velocity(touch)
    half = max(round(SMOOTH_S / 2 / step_s), 1)
    ax, ay = _slope(vx, touch.piece, half, step_s), _slope(vy, touch.piece, half, step_s)
    # The firm part counts: at touch and lift places are poor.
    weight = np.where(np.isnan(ax + ay + vx + vy), 0.0, force * force)
    vx, vy, ax, ay = (np.where(weight > 0.0, v, 0.0) for v in (vx, vy, ax, ay))
    sums = [
        np.concatenate(([0.0], np.cumsum(weight * column)))
        for column in (
            *(np.ones(len(vx)), np.hypot(vx, vy), vx, vy, vx * ay - vy * ax, vx * vx + vy * vy),
            *(vx * vx - vy * vy, 2.0 * vx * vy, ax * ax + ay * ay),
        )
    ]
    first, last = _contacts(touching, touch.piece)
    columns = []
    for before in _BEFORE:
        lo = np.maximum(at - round(before * _WINDOW_S / step_s), first[at])
        hi = np.minimum(at + round((1.0 - before) * _WINDOW_S / step_s), last[at]) + 1
        total, speed, x, y, cross, square, along, across, bent = (column[hi] - column[lo] for column in sums)
        # Half a window and more must be there, or a third of the whole contact where that is shorter.
        seen = (hi - lo) * step_s >= np.minimum(0.5, 0.3 * (last[at] - first[at] + 1) * step_s)
        seen &= total > 0.0
        with np.errstate(divide="ignore", invalid="ignore"):
            # The velocities' covariance has the eigenvalues (square +- longer) / 2.
            longer = np.hypot(along, across)
            flat = np.sqrt(np.maximum(square - longer, 0.0) / np.maximum(square + longer, 1e-9))
            sway_hz = np.sqrt(np.maximum(bent, 0.0) / np.maximum(square, 1e-9)) / (2.0 * np.pi)
            turn_hz = cross / np.maximum(square, 1e-9) / (2.0 * np.pi)
            rows = (speed / total, np.hypot(x, y) / total, turn_hz, flat, sway_hz)
        columns.append([np.where(seen, row, np.nan) for row in rows])
    return Motion(*(np.stack([column[k] for column in columns], axis=1) for k in range(len(columns[0]))))


def _slope(values: Array, piece: NDArray[np.int64], half: int, step_s: float) -> Array:
    slope = np.full(len(values), np.nan)
    if len(values) > 2 * half:
        inner = values[2 * half :] - values[: -2 * half]
        inner[piece[2 * half :] != piece[: -2 * half]] = np.nan
        slope[half:-half] = inner / (2 * half * step_s)
    return slope


def _contacts(touching: NDArray[np.bool_], piece: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last sample of the unbroken contact that each sample lies in, or of the pause."""
    n = len(touching)
    change = np.flatnonzero((np.diff(touching) != 0) | (np.diff(piece) != 0)) + 1
    borders = np.concatenate(([0], change, [n])).astype(np.int64)
    lengths = np.diff(borders)
    return np.repeat(borders[:-1], lengths), np.repeat(borders[1:] - 1, lengths)
