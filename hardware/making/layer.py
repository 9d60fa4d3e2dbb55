"""An elastic layer bonded to a rigid plane: what presses through to the plane, and how far its face gives way.

A pressure ``cos(kx)`` on the face gives a stress ``T(kh) cos(kx)`` at the plane and sinks by ``C(kh) cos(kx) / (kE)``.
Both follow from Airy's function ``(a + b z) cosh kz + (c + d z) sinh kz`` with no displacement at the plane and no
shear at the face (plane strain; the same holds for round loads by Hankel's transform). Linear: strains over a third
are beyond it, and real rubber is then stiffer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import j1

Array = NDArray[np.float64]

POISSON = 0.49
_DEEP = 30.0
_THIN = 1e-6
"""Below it the layer is a film: all reaches the plane, and the face sinks by nothing that doubles can tell."""


def transfers(kh: Array, poisson: float = POISSON) -> tuple[Array, Array]:
    """T and C (see the module) at wave numbers by thickness, both of the shape of ``kh``.

    Beyond ``kh`` of 30 nothing reaches the plane, and the face is a half-space's: C = 2 (1 - nu^2).
    """
    flat = np.atleast_1d(np.asarray(kh, dtype=np.float64)).ravel()
    t, c = np.zeros(flat.size), np.full(flat.size, 2.0 * (1.0 - poisson**2))
    t[flat < _THIN], c[flat < _THIN] = 1.0, 0.0
    between = (flat >= _THIN) & (flat < _DEEP)
    t[between], c[between] = _solved(flat[between], poisson)
    return t.reshape(np.shape(kh)), c.reshape(np.shape(kh))


def _solved(a: Array, nu: float) -> tuple[Array, Array]:
    """T and C for each ``kh``; lengths in units of 1/k, so the face is at z = a; scaled by cosh against overflow."""
    ch, sh = np.cosh(a), np.sinh(a)
    # Value and first three derivatives by z of the four terms, at the plane and at the face: (3 + 1, n, 4 terms).
    plane = np.array([[1, 0, 0, 0], [0, 1, 1, 0], [1, 0, 0, 2], [0, 3, 1, 0]], dtype=np.float64)
    face = np.array(
        [
            [ch, a * ch, sh, a * sh],
            [sh, ch + a * sh, ch, sh + a * ch],
            [ch, 2 * sh + a * ch, sh, 2 * ch + a * sh],
            [sh, 3 * ch + a * sh, ch, 3 * sh + a * ch],
        ]
    ).transpose(0, 2, 1)
    # Displacements along and down, but for (1 + nu) / E.
    along = (1 - nu) * plane[2] + nu * plane[0]
    down, face_down = ((2 - nu) * rows[1] - (1 - nu) * rows[3] for rows in (plane, face))
    here = np.ones((len(a), 1))
    system = np.stack([along * here, down * here, face[0] / ch[:, None], face[1] / ch[:, None]], axis=1)
    loads = np.zeros((len(a), 4, 1))
    loads[:, 2, 0] = 1.0 / ch
    terms = np.linalg.solve(system, loads)[:, :, 0]
    return terms @ plane[0], (1 + nu) * np.abs((face_down * terms).sum(axis=1))


def boussinesq(kh: Array) -> Array:
    """T of a half-space at the depth h, the model that the host's fit begins with: ``(1 + kh) exp(-kh)``."""
    return np.asarray((1.0 + kh) * np.exp(-np.asarray(kh, dtype=np.float64)))


def peak_ratio(poisson: float = POISSON) -> float:
    """Stress at the plane below a point load, by Boussinesq's in the same depth."""
    a = np.linspace(1e-3, _DEEP, 3000)
    t = transfers(a, poisson)[0]
    return float(np.trapezoid(t * a, a) / np.trapezoid(boussinesq(a) * a, a))


def half_force_radius(poisson: float = POISSON, *, half_space: bool = False) -> float:
    """Radius by thickness within which half of a point load reaches the plane."""
    a = np.linspace(1e-3, _DEEP, 3000)
    t = boussinesq(a) if half_space else transfers(a, poisson)[0]
    radii = np.linspace(0.05, 2.0, 400)
    share = np.array([r * np.trapezoid(t * j1(a * r), a) for r in radii])
    return float(np.interp(0.5, share[: int(np.argmax(share)) + 1], radii[: int(np.argmax(share)) + 1]))


def indentation_mm(
    force_n: float, radius_mm: float, thickness_mm: float, modulus_mpa: float, poisson: float = POISSON
) -> float:
    """Mean sinking of a disc of even pressure (a thumb's soft pad) into a bonded layer.

    ``2 p / E * int C(kh) J1(k a)^2 / k^2 dk`` times the disc's own radius; for a thick layer it is the half-space's
    ``16 (1 - nu^2) p a / (3 pi E)`` (Johnson, Contact Mechanics, 3.4).
    """
    pressure = force_n / (np.pi * radius_mm**2)
    k = np.concatenate([np.linspace(1e-4, 4.0, 1600), np.linspace(4.0, 60.0, 3000)[1:]]) / radius_mm
    c = transfers(k * thickness_mm, poisson)[1]
    return float(2.0 * pressure / modulus_mpa * np.trapezoid(c * (j1(k * radius_mm) / k) ** 2, k))


def centre_indentation_mm(
    force_n: float, radius_mm: float, thickness_mm: float, modulus_mpa: float, poisson: float = POISSON
) -> float:
    """Sinking of the disc's middle, where it is deepest."""
    pressure = force_n / (np.pi * radius_mm**2)
    k = np.linspace(1e-4, 200.0, 20000) / radius_mm
    c = transfers(k * thickness_mm, poisson)[1]
    return float(pressure * radius_mm / modulus_mpa * np.trapezoid(c * j1(k * radius_mm) / k, k))
