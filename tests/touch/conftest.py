"""Tile forces of contacts that are known, without any sensor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.response import LayerResponse

Array = NDArray[np.float64]
Pressed = Callable[..., Array]

_RESPONSE = LayerResponse(builtin_pad("sole16"), 10.0, 7.0)


def _pressed(force_n: ArrayLike, x_mm: ArrayLike, y_mm: ArrayLike) -> Array:
    """Tile forces (n, 16) of one contact of forces (n,) at places (n,) or at one place."""
    force = np.asarray(force_n, dtype=np.float64)
    x, y = (np.broadcast_to(np.asarray(place, dtype=np.float64), force.shape) for place in (x_mm, y_mm))
    return _RESPONSE.fraction(x, y) * force[:, None]


@pytest.fixture(scope="session")
def pressed() -> Pressed:
    return _pressed
