"""Touches of a set: holds and kneading at a place, as the touch stage would give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]


def _touch_at(force_n: Array, x_mm: ArrayLike = 60.0, y_mm: ArrayLike = 52.0, start_s: float = 0.0) -> TouchBlock:
    """A touch at 100 Hz, in the middle of the heel unless it says otherwise."""
    n = len(force_n)
    touching, on = np.zeros(n, dtype=np.bool_), False
    for i, value in enumerate(force_n.tolist()):
        on = value > (0.3 if on else 0.5)
        touching[i] = on
    x, y = (np.where(touching, np.broadcast_to(np.asarray(v, dtype=np.float64), n), np.nan) for v in (x_mm, y_mm))
    time_s = start_s + np.arange(n) / 100
    contact = np.where(touching, force_n, 0.0)
    sigma = np.where(touching, 1.0, np.nan)
    no, nowhere = np.zeros(n), np.full(n, np.nan)
    return TouchBlock(
        *(time_s, force_n, contact, x, y, sigma, x, y, no, nowhere, nowhere),
        *(np.zeros(n, np.bool_), no, no, touching, np.zeros(n, np.int64)),
    )


def _kneading(peaks_n: ArrayLike, interval_s: float = 4 / 3, kept: float = 0.1) -> Array:
    """Soft presses (sin squared) one after the other, without rest around them."""
    n = round(interval_s * 100)
    level = kept + (1 - kept) * np.sin(np.pi * np.arange(n) / n) ** 2
    return np.concatenate([peak * level for peak in np.asarray(peaks_n, dtype=np.float64)])


@pytest.fixture(scope="session")
def pad() -> Pad:
    return builtin_pad()


@pytest.fixture(scope="session")
def touch_at() -> Callable[..., Any]:
    return _touch_at


@pytest.fixture(scope="session")
def kneading() -> Callable[..., Any]:
    return _kneading
