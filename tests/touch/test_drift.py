"""Drifting rests are followed, hands are not."""

from __future__ import annotations

import numpy as np
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.stage import TouchStage

PAD = builtin_pad("sole16")
RATE_HZ = 50.0


def feed(tiles_n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    touch = TouchStage(PAD, RATE_HZ).feed(ForceBlock(np.arange(len(tiles_n)) / RATE_HZ, tiles_n, 0, (False,) * 16))
    return touch.total_n, touch.touching


def test_a_tenth_of_a_newton_a_minute_never_becomes_a_touch() -> None:
    minutes = np.arange(round(240 * RATE_HZ)) / RATE_HZ / 60.0
    total, touching = feed(np.outer(minutes, np.full(16, 0.1)))
    assert not touching.any()
    assert np.abs(total).max() < 0.3


def test_the_tiles_drift_is_taken_off_a_press_too(pressed: Pressed) -> None:
    n = round(180 * RATE_HZ)
    force = 10.0 * (np.sin(np.pi * np.arange(n) / RATE_HZ / 2.0) ** 2 > 0.5)
    tiles = pressed(force, 160.0, 50.0)
    drifting = tiles + np.outer(np.arange(n) / RATE_HZ / 60.0, np.full(16, 0.1))
    total, _ = feed(drifting)
    late = slice(n // 2, n)
    assert np.median(np.abs(total[late] - tiles[late].sum(axis=1))) < 0.4
    assert np.median(drifting[late].sum(axis=1) - tiles[late].sum(axis=1)) > 2.0


def test_a_hand_that_holds_for_two_minutes_is_not_taken_for_drift(pressed: Pressed) -> None:
    tiles = pressed(np.full(round(120 * RATE_HZ), 6.0), 160.0, 50.0)
    total, touching = feed(tiles)
    assert touching.all()
    np.testing.assert_allclose(total, tiles.sum(axis=1), rtol=0.02)


def test_what_lies_on_the_pad_at_the_start_is_no_drift(pressed: Pressed) -> None:
    tiles = pressed(np.full(round(60 * RATE_HZ), 2.0), 75.0, 52.0)
    total, _ = feed(tiles)
    np.testing.assert_allclose(total, tiles.sum(axis=1), rtol=0.05)
