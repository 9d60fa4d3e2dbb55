"""Where on the foot: how much was pressed where, and the places that were asked for, in millimetres as they are drawn.

As the window draws it: seen by who faces the sole, toes up. Coordinates are anatomical; only the drawing mirrors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from thumbwalk.pad import Pad
from thumbwalk.report.told_session import ToldSet
from thumbwalk.touch.touch_block import TouchBlock

MARGIN_MM = 6.0
CELL_MM = 0.75
BLUR_MM = 4.0
"""As broad as a thumb's place is known to be, so that ten presses on one spot are one spot."""
STEPS = (0.03, 0.12, 0.27, 0.45, 0.65, 0.85)
"""From which part of the most a step of colour begins; the first leaves out what a hand only brushed."""
RING_MM = 8.0
_CREASES = ((0.735, 0.045), (0.62, 0.035), (0.30, -0.030))
_NEAR_MM = 6.0
"""Targets that are no farther apart are one ring with several numbers."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Ring:
    """A place that was asked for, and by which sets, in words."""

    x: float
    y: float
    numbers: str


@dataclass(frozen=True)
class SoleDrawing:
    """Lines and fields in a box of ``width`` x ``height`` millimetres; all ``d`` are of SVG's paths."""

    width: float
    height: float
    outline_d: str
    creases_d: tuple[str, ...]
    steps_d: tuple[str, ...]
    ways_d: tuple[str, ...]
    rings: tuple[Ring, ...]
    silent: tuple[Ring, ...]


class _Frame:
    """Millimetres of the foot to millimetres of the drawing."""

    def __init__(self, pad: Pad) -> None:
        corners = pad.positions_mm if pad.outline_mm is None else pad.outline_mm
        self.low, self.high = corners.min(axis=0), corners.max(axis=0)
        self._mirrored = pad.foot != "left"
        self.height, self.width = (self.high - self.low) + 2.0 * MARGIN_MM

    def at(self, places: Array) -> Array:
        """Where places (n, 2) are drawn."""
        across = self.high[1] - places[:, 1] if self._mirrored else places[:, 1] - self.low[1]
        return np.column_stack([across, self.high[0] - places[:, 0]]) + MARGIN_MM


def sole_drawing(pad: Pad, touch: TouchBlock, sets: Sequence[ToldSet], left_out: Sequence[str]) -> SoleDrawing | None:
    """Draw what was pressed on a pad, and what sets asked for; None on one whose sensors have no places."""
    places_mm = np.concatenate(
        [np.column_stack([touch.x_mm, touch.y_mm]), np.column_stack([touch.second_x_mm, touch.second_y_mm])]
    )
    force_n = np.concatenate([touch.contact_n, np.where(touch.second_works, touch.second_n, 0.0)])
    drawing = pressed_drawing(pad, places_mm, force_n)
    if drawing is None:
        return None
    frame, silent = _Frame(pad), [one for one in pad.taxels if one.name in left_out]
    return replace(
        drawing,
        ways_d=tuple(_line(frame.at(np.array(one.guide.path_mm))) for one in sets if one.guide.path_mm),
        rings=_rings(sets, frame),
        silent=tuple(Ring(*_spot(frame, (one.x_mm or 0.0, one.y_mm or 0.0)), one.name) for one in silent),
    )


def pressed_drawing(pad: Pad, places_mm: Array, weights: Array) -> SoleDrawing | None:
    """Draw where something was pressed, places (n, 2) with a weight each; None on a pad without places."""
    if not pad.has_positions:
        return None
    frame = _Frame(pad)
    return SoleDrawing(
        width=round(float(frame.width), 1),
        height=round(float(frame.height), 1),
        outline_d="" if pad.outline_mm is None else f"{_line(frame.at(pad.outline_mm))}Z",
        creases_d=_creases(pad, frame),
        steps_d=_steps(places_mm, weights, frame),
        ways_d=(),
        rings=(),
        silent=(),
    )


def _line(points: Array) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points.tolist())


def _spot(frame: _Frame, place: tuple[float, float]) -> tuple[float, float]:
    x, y = frame.at(np.array([place]))[0].tolist()
    return round(x, 1), round(y, 1)


def _creases(pad: Pad, frame: _Frame) -> tuple[str, ...]:
    """Soft lines where ball, arch and heel meet, so that the eye knows the sole."""
    if not pad.is_sole:
        return ()
    bent = []
    for u, bend in _CREASES:
        (ax, ay), (bx, by), (cx, cy) = (
            _spot(frame, pad.place(*uw)) for uw in ((u, 0.0), (u + 2 * bend, 0.5), (u, 1.0))
        )
        bent.append(f"M{ax} {ay}Q{bx} {by} {cx} {cy}")
    return tuple(bent)


def _steps(places: Array, force_n: Array, frame: _Frame) -> tuple[str, ...]:
    """Fields of a colour each, one above the other: force times time, blurred, in parts of the most."""
    some = np.isfinite(places).all(axis=1) & (force_n > 0.0)
    if not some.any():
        return ()
    drawn = frame.at(places[some])
    shape = int(np.ceil(frame.height / CELL_MM)), int(np.ceil(frame.width / CELL_MM))
    box = [[0.0, shape[0] * CELL_MM], [0.0, shape[1] * CELL_MM]]
    pressed, _, _ = np.histogram2d(drawn[:, 1], drawn[:, 0], bins=shape, range=box, weights=force_n[some])
    blurred = gaussian_filter(pressed, BLUR_MM / CELL_MM)
    most = float(blurred.max())
    return tuple(_field(blurred >= part * most) for part in STEPS) if most > 0.0 else ()


def _field(inside: NDArray[np.bool_]) -> str:
    """The rows of a field, each as boxes from where it enters to where it leaves."""
    parts = []
    for row, cells in enumerate(inside):
        edges = np.flatnonzero(np.diff(cells.astype(np.int8), prepend=0, append=0))
        for start, stop in edges.reshape(-1, 2).tolist():
            wide = (stop - start) * CELL_MM
            parts.append(f"M{start * CELL_MM:g} {row * CELL_MM:g}h{wide:g}v{CELL_MM:g}h{-wide:g}z")
    return "".join(parts)


def _rings(sets: Sequence[ToldSet], frame: _Frame) -> tuple[Ring, ...]:
    """A ring for each place, with the numbers of the sets that asked for it."""
    found: list[tuple[tuple[float, float], list[int]]] = []
    for one in sets:
        target = one.guide.target_mm
        if target is None or one.guide.path_mm:
            continue
        near = [numbers for place, numbers in found if np.hypot(place[0] - target[0], place[1] - target[1]) < _NEAR_MM]
        if near:
            near[0].append(one.number)
        else:
            found.append((target, [one.number]))
    return tuple(Ring(*_spot(frame, place), _numbers(numbers)) for place, numbers in found)


def _numbers(numbers: Sequence[int]) -> str:
    """The sets of a place, the first few by their number."""
    told = ", ".join(str(one) for one in numbers[:3])
    return f"{told} …" if len(numbers) > 3 else told
