"""Looks for flexure angles at which every pocket is clear of the others, of the split and of the plate's side.

Run when the layout changes (`python -m making angles`); what it prints goes into ``mosaic.toml``. A seeded annealing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from making.foot import Sole
from making.measures import Measures
from making.pockets import flexure_size, plate_outline, split_line
from making.polygon import Corners, circle, depth_inside_mm, distance_mm, rectangle

_STEP_DEG = 5
_NEAR_MM = 55.0
_SPARE_MM = 0.05
_STEPS = 6000


def find_angles(sole: Sole, mosaic: Measures, clearance_mm: float, starts: int = 100) -> tuple[float, dict[str, int]]:
    """The least cost found (0: everything clear) and the angle of each tile."""
    cost_of, near = _costs(sole, mosaic, clearance_mm)
    n, rng = sole.pad.n_taxels, np.random.default_rng(0)
    best: tuple[float, list[int]] = (np.inf, [])
    for _ in range(starts):
        angles = [int(a) for a in rng.choice(np.arange(0, 180, _STEP_DEG), n)]
        heat = 2.0
        for _ in range(_STEPS):
            i, other = int(rng.integers(n)), int(rng.integers(180 // _STEP_DEG)) * _STEP_DEG
            worse = cost_of(i, other, angles, near[i]) - cost_of(i, angles[i], angles, near[i])
            if worse < 0 or rng.random() < np.exp(-worse / heat):
                angles[i] = other
            heat = max(heat * 0.999, 1e-3)
        total = sum(cost_of(i, angles[i], angles, near[i]) for i in range(n))
        best = min(best, (total, angles.copy()))
        if best[0] < 1e-9:
            break
    return best[0], dict(zip(sole.pad.names, best[1], strict=True))


Cost = Callable[[int, int, list[int], list[int]], float]


def _costs(sole: Sole, mosaic: Measures, clearance_mm: float) -> tuple[Cost, list[list[int]]]:
    """What one tile's angle costs beside the others', and which tiles are near each."""
    size, middles = flexure_size(mosaic), sole.middles()
    outline, split = plate_outline(sole, mosaic), split_line(sole, mosaic)
    web, edge, wall = (mosaic["plate", key] + _SPARE_MM for key in ("web_mm", "edge_mm", "split_wall_mm"))
    pits = [circle(middle, mosaic["sensor", "diameter_mm"] + 2 * clearance_mm) for middle in middles]

    @cache
    def frame(i: int, angle: int) -> Corners:
        long, wide = size.long + 2 * clearance_mm, size.wide + 2 * clearance_mm
        return rectangle(middles[i], long, wide, sole.built_angle(angle))

    @cache
    def alone(i: int, angle: int) -> float:
        short = edge - depth_inside_mm(outline, frame(i, angle)), wall - split.clear_mm(frame(i, angle), pits[i])
        return sum(max(0.0, one) ** 2 for one in short)

    @cache
    def beside(i: int, a: int, j: int, b: int) -> float:
        pairs = ((frame(i, a), frame(j, b)), (frame(i, a), pits[j]), (pits[i], frame(j, b)))
        apart = min(distance_mm(*pair) for pair in pairs)
        return max(0.0, web - apart) ** 2 + (1.0 if apart == 0.0 else 0.0)

    def cost_of(i: int, angle: int, angles: list[int], near: list[int]) -> float:
        pairs = ((i, angle, j, angles[j]) if i < j else (j, angles[j], i, angle) for j in near)
        return alone(i, angle) + sum(beside(*pair) for pair in pairs)

    apart = np.linalg.norm(middles[:, None] - middles[None], axis=2)
    near = [[j for j in range(len(middles)) if j != i and apart[i, j] < _NEAR_MM] for i in range(len(middles))]
    return cost_of, near
