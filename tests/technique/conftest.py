"""Touches made by hand: a force over time, at a place, as the touch stage would give it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]


class TouchOf(Protocol):
    def __call__(
        self,
        force_n: Array,
        *,
        rate_hz: float = 100.0,
        x_mm: ArrayLike = 100.0,
        y_mm: ArrayLike = 50.0,
        resting_n: ArrayLike = 0.0,
        piece: ArrayLike = 0,
    ) -> TouchBlock: ...


def _touch_of(
    force_n: Array,
    *,
    rate_hz: float = 100.0,
    x_mm: ArrayLike = 100.0,
    y_mm: ArrayLike = 50.0,
    resting_n: ArrayLike = 0.0,
    piece: ArrayLike = 0,
) -> TouchBlock:
    """Make a touch of the working hand's force; ``resting_n`` comes on top of the total."""
    n = len(force_n)
    resting = np.broadcast_to(np.asarray(resting_n, dtype=np.float64), n)
    total = force_n + resting
    touching, on = np.zeros(n, dtype=np.bool_), False
    for i, value in enumerate(force_n.tolist()):
        on = value > (0.3 if on else 0.5)
        touching[i] = on
    x, y = (np.where(touching, np.broadcast_to(np.asarray(v, dtype=np.float64), n), np.nan) for v in (x_mm, y_mm))
    contact = np.where(touching, force_n, 0.0)
    pieces = np.broadcast_to(np.asarray(piece, dtype=np.int64), n)
    sigma = np.where(touching, 1.0, np.nan)
    time_s, nowhere = np.arange(n) / rate_hz, np.full(n, np.nan)
    no, second = np.zeros(n), (resting, nowhere, nowhere, np.zeros(n, np.bool_))
    return TouchBlock(time_s, total, contact, x, y, sigma, x, y, *second, resting, no, touching, pieces)


def _presses(peaks_n: ArrayLike, interval_s: float, kept: float = 0.0, rate_hz: float = 100.0) -> Array:
    """Soft presses (sin squared) one after the other, letting go down to ``kept`` of each peak; rest around them."""
    period = np.sin(np.pi * np.arange(round(interval_s * rate_hz)) / (interval_s * rate_hz)) ** 2
    rest = np.zeros(round(rate_hz))
    peaks = np.asarray(peaks_n, dtype=np.float64)
    parts = [peak * (kept + (1 - kept) * period) for peak in peaks]
    return np.concatenate([rest, *parts, rest])


@pytest.fixture(scope="session")
def touch_of() -> TouchOf:
    return _touch_of


@pytest.fixture(scope="session")
def presses() -> Callable[..., Array]:
    return _presses
