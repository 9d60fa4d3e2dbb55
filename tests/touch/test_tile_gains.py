"""Tiles' gains by the plate below them: what is learned, what is named, and what nothing is known of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.touch.tile_gains import TileGains

RATE_HZ = 100.0
N = 6


def presses(seed: int, seconds: float = 60.0) -> np.ndarray:
    """What sound tiles show of presses that go from tile to tile, (n, N)."""
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE_HZ)
    middle = np.interp(np.arange(n), np.arange(0, n + 50, 50), rng.uniform(-0.5, N - 0.5, n // 50 + 1))
    shares = np.exp(-((np.arange(N) - middle[:, None]) ** 2))
    return np.asarray(10.0 * shares / shares.sum(axis=1, keepdims=True))


def learned(true_n: np.ndarray, shown_n: np.ndarray, rows: int = 10_000) -> TileGains:
    gains, at = TileGains(N, RATE_HZ), 0
    while at < len(shown_n):
        some = slice(at, at + min(rows, gains.room))
        gains.feed(shown_n[some], true_n[some].sum(axis=1))
        at = min(some.stop, len(shown_n))
    return gains


def test_tiles_that_are_a_tenth_off_are_put_right_and_none_is_accused() -> None:
    true_n, off = presses(1), np.random.default_rng(2).uniform(0.9, 1.1, N)
    gains = learned(true_n, true_n * off)
    assert np.abs(gains.gains * off - 1.0).max() < 0.02
    assert not gains.lies


def test_one_that_shows_half_is_named_with_what_it_shows() -> None:
    true_n, off = presses(3), np.ones(N)
    off[2] = 0.5
    gains = learned(true_n, true_n * off)
    assert list(gains.lies) == [2]
    assert gains.lies[2] == pytest.approx(0.5, abs=0.05)
    assert gains.gains[2] == pytest.approx(2.0, abs=0.2)


def test_of_a_tile_that_nobody_pressed_nothing_is_learned() -> None:
    true_n = presses(4)
    true_n[:, 5] = 0.0
    shown_n = true_n.copy()
    shown_n[:, 5] = 0.01
    gains = learned(true_n, shown_n)
    assert gains.gains[5] == pytest.approx(1.0, abs=0.02)


def test_without_the_plate_nothing_changes() -> None:
    gains, shown_n = TileGains(N, RATE_HZ), presses(5, 20.0)
    for at in range(0, len(shown_n), 500):
        gains.feed(shown_n[at : at + 500], np.full(500, np.nan))
    assert (gains.gains == 1.0).all()


def test_what_changes_is_followed() -> None:
    true_n = presses(6, 600.0)
    creeps = np.linspace(1.0, 1.25, len(true_n))[:, None]
    gains = learned(true_n, true_n * np.where(np.arange(N) == 3, creeps, 1.0))
    # two minutes behind, at 2.5 per cent a minute
    assert gains.gains[3] == pytest.approx(1.0 / 1.25, abs=0.07)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 700))
def test_any_chunks_give_the_same_to_the_bit(rows: int) -> None:
    true_n = presses(7, 21.0)
    shown_n = true_n * np.linspace(0.9, 1.1, N)
    np.testing.assert_array_equal(learned(true_n, shown_n, rows).gains, learned(true_n, shown_n).gains)
