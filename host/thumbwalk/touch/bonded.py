"""A soft layer that sticks to rigid tiles: how much of a pressure on its face comes through to them.

Rubber keeps its volume, and cast on a plate it cannot slide there. With both, in lengths of 1/k, a pressure
``cos(kx)`` on the face moves the layer down by ``w(z) cos(kx)``, ``w = B (z cosh z - sinh z) + D z sinh z``, which is
the biharmonic equation's solution with ``w = w' = 0`` at the plate (z = 0), as no volume changes and nothing slides.
No shear at the face (``w'' + w = 0`` at ``z = a = kh``) gives ``D = -B a cosh a / (cosh a + a sinh a)``; the stress at
a depth, ``3 w' - w'''`` in shear moduli by the balance of forces, at the plate and by that at the face, is

    T(a) = (cosh a + a sinh a) / (cosh^2 a + a^2).

The same holds for round loads by Hankel's transform (Sneddon, Fourier Transforms, 1951), in which a half-space at the
depth h has ``(1 + a) exp(-a)``. Below a point load the stress is 1.571 times Boussinesq's, and half of the force comes
down within 0.57 h in place of 0.77 h.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_NOTHING = 300.0
"""At such kh nothing comes through, and cosh still fits a double."""


def bonded_transfer(kh: NDArray[np.float64]) -> NDArray[np.float64]:
    """T of a bonded layer that keeps its volume, at wave numbers by thickness of any shape: 1 for long waves."""
    a = np.minimum(kh, _NOTHING)
    cosh = np.cosh(a)
    return np.asarray((cosh + a * np.sinh(a)) / (cosh**2 + a**2))
