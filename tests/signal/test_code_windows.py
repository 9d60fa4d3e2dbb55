"""What windows of codes look like is what plain formulas say, and hangs on no window beside."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.signal.code_windows import code_windows
from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE

TABLE_N = np.linspace(0.0, 60.0, 4096) * np.arange(1, 6)[:, None]


def codes(n_windows: int, n_samples: int, top: int = 4095, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, top + 1, (n_windows, n_samples, 5)).astype(np.uint16)


@pytest.mark.parametrize("n_samples", [3, 4, 7, 50, 499, 500])
def test_a_window_is_what_plain_formulas_say(n_samples: int) -> None:
    windows = codes(3, n_samples)
    for window, rows in zip(code_windows(windows, TABLE_N), windows.astype(np.int64), strict=True):
        np.testing.assert_array_equal(window.least, rows.min(axis=0))
        np.testing.assert_array_equal(window.most, rows.max(axis=0))
        np.testing.assert_allclose(window.mean, rows.mean(axis=0), rtol=1e-15)
        bends = np.abs(np.diff(rows, n=2, axis=0)).mean(axis=0)
        np.testing.assert_allclose(window.sigma, bends / ROUGHNESS_OF_NOISE, rtol=1e-14)


def test_force_is_looked_at_ten_times_with_what_the_others_add_up_to() -> None:
    windows = codes(1, 500)
    (window,) = code_windows(windows, TABLE_N)
    force_n = np.stack([TABLE_N[taxel, windows[0, ::50, taxel]] for taxel in range(5)], axis=1)
    np.testing.assert_array_equal(window.force_n, force_n)
    others_n = force_n.sum(axis=1)[:, None] - force_n
    np.testing.assert_allclose(window.others_n, [others_n.min(axis=0), others_n.max(axis=0)])


def test_a_code_beyond_the_table_is_its_last() -> None:
    (window,) = code_windows(np.full((1, 10, 5), 65535, np.uint16), TABLE_N)
    np.testing.assert_array_equal(window.force_n, np.tile(TABLE_N[:, -1], (10, 1)))


def test_windows_side_by_side_are_the_same_to_the_bit_alone() -> None:
    windows = codes(6, 500, top=65535)
    for together, rows in zip(code_windows(windows, TABLE_N), windows, strict=True):
        (alone,) = code_windows(rows[None], TABLE_N)
        for one, other in (
            (together.mean, alone.mean),
            (together.sigma, alone.sigma),
            (together.force_n, alone.force_n),
            (together.others_n, alone.others_n),
        ):
            np.testing.assert_array_equal(one, other)
