"""What half-second windows of raw codes look like, many at once: how low and high, how rough, what force they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE

Codes = NDArray[np.uint16]
"""Raw codes, (n_samples, n_taxels)."""

_MOMENTS = 10
"""Moments of a window that are looked at for force; more cost time alone."""


@dataclass(frozen=True, slots=True)
class CodeWindow:
    """A window of codes, by its taxels, (n_taxels,) each.

    Attributes
    ----------
    least, most : int64
        The lowest and the highest code.
    spread : int64
        How far apart they are.
    mean : float64
        In codes.
    sigma : float64
        The standard deviation of white noise that is as rough, in codes.
    force_n : (n_moments, n_taxels) float64
        Newtons at some moments, evenly spread.
    others_n : (2, n_taxels) float64
        The least and the most that all the other taxels add up to at those moments.
    """

    least: NDArray[np.int64]
    most: NDArray[np.int64]
    spread: NDArray[np.int64]
    mean: NDArray[np.float64]
    sigma: NDArray[np.float64]
    force_n: NDArray[np.float64]
    others_n: NDArray[np.float64]


def code_windows(windows: Codes, table_n: NDArray[np.float64]) -> Iterator[CodeWindow]:
    """Look at windows of one length.

    Parameters
    ----------
    windows : (n_windows, n_samples, n_taxels) uint16
        Of 3 samples and more.
    table_n : (n_taxels, n_codes) float64
        The force that each taxel's codes stand for.

    Yields
    ------
    CodeWindow
        One for each window, the same to the bit whichever stand beside it.
    """
    n_samples = windows.shape[1]
    least, most = (_extremes(np.minimum, windows), _extremes(np.maximum, windows))
    spread = most - least
    # whole numbers: exact, in whatever order they are added up
    codes = windows.astype(np.float64)
    mean = np.ones(n_samples) @ codes / n_samples
    steps = codes[:, 1:] - codes[:, :-1]
    bends = steps[:, 1:] - steps[:, :-1]
    sigma = np.ones(n_samples - 2) @ np.abs(bends, out=bends) / (n_samples - 2) / ROUGHNESS_OF_NOISE
    moments = np.minimum(windows[:, :: max(1, n_samples // _MOMENTS)], table_n.shape[1] - 1)
    force_n = table_n[np.arange(windows.shape[2]), moments]
    others_n = force_n.sum(axis=2, keepdims=True) - force_n
    extremes_n = np.stack([others_n.min(axis=1), others_n.max(axis=1)], axis=1)
    for row in range(len(windows)):
        yield CodeWindow(*(least[row], most[row], spread[row], mean[row], sigma[row], force_n[row], extremes_n[row]))


def _extremes(which: np.ufunc, windows: Codes) -> NDArray[np.int64]:
    """The least or the greatest code of each taxel in each window, (n_windows, n_taxels).

    Halves are laid over each other until one sample is left: a tenth of the time of a reduction over so short rows.
    """
    while (n_samples := windows.shape[1]) > 1:
        half = (n_samples + 1) // 2
        windows = which(windows[:, :half], windows[:, n_samples - half :])
    return windows[:, 0].astype(np.int64)
