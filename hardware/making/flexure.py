"""What a flexure does under a press: six leaves as short beams on a rigid hub, the sensor below it as a spring.

Each leaf is a Timoshenko beam, clamped in the frame. In-plane bending of so short a leaf is half shear: it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from making.foot import Sole
from making.measures import Measures
from making.pockets import pockets_of

Array = NDArray[np.float64]

SENSOR_N_MM = 400.0
"""Stiffness of sensor and puck: 20 N in some 0.05 mm (films and adhesive of 0.4 mm). A guess."""
_POISSON = 0.38
_SHEAR = 5.0 / 6.0


@dataclass(frozen=True)
class Leaf:
    """A leaf from the hub to the frame, in the flexure's own axes: u along it, v across, z up.

    ``root`` is where it leaves the hub, ``outward`` is +1 or -1 along u.
    """

    root: tuple[float, float, float]
    outward: float
    length: float
    breadth: float
    thickness: float


def leaves_of(mosaic: Measures) -> list[Leaf]:
    """The six leaves: in each plane a broad one on one side, two of half its breadth on the other."""
    length, broad = mosaic["flexure", "leaf_length_mm"], mosaic["flexure", "leaf_breadth_mm"]
    thick, half_hub = mosaic["flexure", "leaf_thickness_mm"], 0.5 * mosaic["flexure", "hub_mm"]
    side = 0.5 * mosaic["flexure", "hub_across_mm"] - 0.25 * broad
    found = []
    for z in (0.0, mosaic["flexure", "planes_mm"]):
        found.append(Leaf((half_hub, 0.0, z), 1.0, length, broad, thick))
        found += [Leaf((-half_hub, v, z), -1.0, length, 0.5 * broad, thick) for v in (-side, side)]
    return found


def hub_stiffness(mosaic: Measures, modulus_mpa: float, *, sensor_n_mm: float = SENSOR_N_MM) -> Array:
    """Stiffness (6, 6) of the hub at its lower plane's middle: N, N mm by mm, radian (u, v, z, turns about them)."""
    total = np.zeros((6, 6))
    total[2, 2] = sensor_n_mm
    for leaf in leaves_of(mosaic):
        total += _moved(_clamped(leaf, modulus_mpa), np.array(leaf.root))
    return total


def _clamped(leaf: Leaf, modulus: float) -> Array:
    """Stiffness (6, 6) of a leaf's root, its other end held (Przemieniecki, Matrix Structural Analysis, 5.6)."""
    shear = modulus / (2.0 * (1.0 + _POISSON))
    length, b, t = leaf.length, leaf.breadth, leaf.thickness
    area = b * t
    k = np.zeros((6, 6))
    k[0, 0] = modulus * area / length
    k[3, 3] = shear * b * t**3 / 3.0 * (1.0 - 0.63 * t / b) / length
    # Bending: (displacement, rotation, second moment, sign of their coupling at the root of a beam along +u).
    for move, turn, second, sign in ((1, 5, t * b**3 / 12.0, 1.0), (2, 4, b * t**3 / 12.0, -1.0)):
        phi = 12.0 * modulus * second / (shear * _SHEAR * area * length**2)
        unit = modulus * second / (length**3 * (1.0 + phi))
        k[move, move] = 12.0 * unit
        k[turn, turn] = (4.0 + phi) * length**2 * unit
        k[move, turn] = k[turn, move] = sign * leaf.outward * 6.0 * length * unit
    return k


def _moved(k: Array, at: Array) -> Array:
    """A stiffness at a place of a rigid body as it is at the body's origin."""
    x, y, z = at
    to_place = np.eye(6)
    to_place[:3, 3:] = np.array([[0.0, z, -y], [-z, 0.0, x], [y, -x, 0.0]])
    return np.asarray(to_place.T @ k @ to_place)


@dataclass(frozen=True)
class Press:
    """What a press beside the middle does to one tile.

    ``rim_mm`` is how far its rim sinks at the worst place, ``leaf_n`` what the leaves carry of the force,
    ``leaf_mpa`` the highest stress in a leaf.
    """

    name: str
    rim_mm: float
    leaf_n: float
    leaf_mpa: float


def press_tiles(sole: Sole, mosaic: Measures, modulus_mpa: float, clearance_mm: float) -> list[Press]:
    """Press each tile with the force and at the distance of ``[press]``, all round; the worst of each is kept.

    A press farther out than the tile reaches is made at its rim.
    """
    force, off = mosaic["press", "force_n"], mosaic["press", "off_centre_mm"]
    stiffness = hub_stiffness(mosaic, modulus_mpa)
    found = []
    tiles = sole.tiles(mosaic["tile", "gap_mm"], mosaic["tile", "edge_inset_mm"])
    for pocket, tile in zip(pockets_of(sole, mosaic, clearance_mm), tiles, strict=True):
        turn = np.radians(pocket.angle_deg)
        own = (tile - pocket.middle) @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        worst = [_pressed(stiffness, force, place, own, mosaic, modulus_mpa) for place in _places(own, off)]
        found.append(Press(pocket.name, *(max(one[i] for one in worst) for i in range(3))))
    return found


def _places(own: Array, off_mm: float) -> Sequence[tuple[float, float]]:
    """Places all round at a distance from the middle, or at the rim where that is nearer."""
    angles = np.radians(np.arange(0.0, 360.0, 15.0))
    bearing, reach = np.arctan2(own[:, 1], own[:, 0]), np.linalg.norm(own, axis=1)
    order = np.argsort(bearing)
    rim = np.interp(angles, bearing[order], reach[order], period=2.0 * np.pi)
    r = np.minimum(rim, off_mm)
    return list(zip(r * np.cos(angles), r * np.sin(angles), strict=True))


def _pressed(
    stiffness: Array, force: float, place: tuple[float, float], rim: Array, mosaic: Measures, modulus: float
) -> tuple[float, float, float]:
    """Sinking of the rim, force in the leaves, stress in the worst leaf; pressed down with ``force`` at ``place``."""
    load = np.array([0.0, 0.0, -force, -force * place[1], force * place[0], 0.0])
    moved = np.linalg.solve(stiffness, load)
    sunk = -(moved[2] + rim[:, 1] * moved[3] - rim[:, 0] * moved[4])
    leaf_n = force + SENSOR_N_MM * float(moved[2])
    stress = max(_stress_mpa(leaf, modulus, moved) for leaf in leaves_of(mosaic))
    return float(sunk.max()), leaf_n, stress


def _stress_mpa(leaf: Leaf, modulus: float, moved: Array) -> float:
    """The highest stress in a leaf when the hub has moved (6,): pull and both bendings, at its worse end."""
    x, y, z = leaf.root
    root = moved.copy()
    root[:3] += np.array([z * moved[4] - y * moved[5], x * moved[5] - z * moved[3], y * moved[3] - x * moved[4]])
    push = _clamped(leaf, modulus) @ root
    b, t, arm = leaf.breadth, leaf.thickness, leaf.outward * leaf.length
    flat = max(abs(push[4]), abs(push[4] + arm * push[2])) * 6.0 / (b * t**2)
    edge = max(abs(push[5]), abs(push[5] - arm * push[1])) * 6.0 / (t * b**2)
    return float(abs(push[0]) / (b * t) + flat + edge)
