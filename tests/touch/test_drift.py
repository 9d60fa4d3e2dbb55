"""Drifting rests are followed, hands are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.drift import Drift, _medians
from thumbwalk.touch.stage import TouchStage

PAD = builtin_pad("sole16")
RATE_HZ = 50.0
Array = NDArray[np.float64]


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


def following(rest_n: Array, places: tuple[float, float] | None = None, rate_hz: float = 100.0) -> Drift:
    """Two tiles 200 mm apart that read ``rest_n`` (n, 2) beyond the contact at a place, block by block."""
    drift = Drift(np.array([[0.0, 0.0], [200.0, 0.0]]), rate_hz)
    at = 0
    while at < len(rest_n):
        part = rest_n[at : at + min(drift.room, 7)]
        where = [] if places is None else [tuple(np.full(len(part), place) for place in places)]
        drift.feed(part, where)  # type: ignore[arg-type]
        at += len(part)
    return drift


def test_a_block_is_five_seconds_and_moves_the_offset_by_its_median() -> None:
    rest = np.tile([0.01, -0.015], (500, 1))
    rest[:240] = 0.5  # less than half of it
    assert following(rest[:499]).offset_n.tolist() == [0.0, 0.0]
    np.testing.assert_allclose(following(rest).offset_n, [0.01, -0.015])


def test_no_block_moves_it_faster_than_a_quarter_of_a_newton_a_minute() -> None:
    np.testing.assert_allclose(following(np.tile([3.0, -3.0], (500, 1))).offset_n, [0.25 / 12, -0.25 / 12])
    np.testing.assert_allclose(following(np.tile([3.0, -3.0], (1000, 1))).offset_n, [0.5 / 12, -0.5 / 12])


@pytest.mark.parametrize(("x_mm", "moves"), [(59.0, [False, True]), (61.0, [True, True]), (141.0, [True, False])])
def test_a_tile_within_sixty_millimetres_of_a_contact_is_not_followed(x_mm: float, moves: list[bool]) -> None:
    assert (following(np.tile([0.01, 0.01], (500, 1)), (x_mm, 0.0)).offset_n > 0.0).tolist() == moves
    assert (following(np.tile([0.01, 0.01], (500, 1)), (np.nan, np.nan)).offset_n > 0.0).all()


@pytest.mark.parametrize(("free_rows", "moves"), [(60, True), (40, False)])
def test_a_tenth_of_a_block_must_be_free(free_rows: int, moves: bool) -> None:
    drift = Drift(np.array([[0.0, 0.0]]), 100.0)
    near = np.where(np.arange(500) < free_rows, 500.0, 0.0)
    drift.feed(np.full((500, 1), 0.01), [(near, np.zeros(500))])
    assert bool(drift.offset_n[0] > 0.0) == moves


def test_a_gap_drops_half_a_block_and_keeps_the_offset() -> None:
    drift = following(np.tile([0.01, 0.01], (500, 1)))
    drift.feed(np.full((400, 2), 0.02), [])
    drift.restart()
    assert drift.room == 500
    drift.feed(np.full((100, 2), 0.02), [])
    np.testing.assert_allclose(drift.offset_n, 0.01)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 60), st.integers(1, 16), st.floats(0.0, 0.95), st.integers(0, 2**32 - 1))
def test_medians_are_those_of_the_numbers_that_are_there(n: int, k: int, lacking: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    seen = rng.normal(0.0, 0.05, (n, k))
    seen[1:][rng.random((n - 1, k)) < lacking] = np.nan
    np.testing.assert_array_equal(_medians(seen), np.nanmedian(seen, axis=0))
