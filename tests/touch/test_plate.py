"""A plate on load cells: force and place by moments, cells that are pulled, rests that drift, any chunks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.plate import CELL_N, Plate
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock

PAD = builtin_pad("plate4")
RATE_HZ = 80.0
Array = NDArray[np.float64]


def borne(x_mm: Array, y_mm: Array, force_n: Array) -> Array:
    """What each of four equal springs at a rectangle's corners bears, (n, 4)."""
    cells = PAD.positions_mm
    middle, half = cells.mean(axis=0), np.ptp(cells, axis=0) / 2
    along = (x_mm - middle[0])[:, None] * (cells[:, 0] - middle[0]) / half[0] ** 2
    across = (y_mm - middle[1])[:, None] * (cells[:, 1] - middle[1]) / half[1] ** 2
    return np.asarray(force_n[:, None] / 4 * (1.0 + along + across))


def touch_of(force_n: Array, left_out: tuple[bool, ...] = (False,) * 4, rows: int = 10_000) -> TouchBlock:
    stage = TouchStage(PAD, RATE_HZ)
    time_s = np.arange(len(force_n)) / RATE_HZ
    return TouchBlock.joined(
        [
            stage.feed(ForceBlock(time_s[at : at + rows], force_n[at : at + rows], 0, left_out))
            for at in range(0, len(force_n), rows)
        ]
    )


def test_every_place_and_force_comes_back_though_a_cell_is_pulled() -> None:
    rng = np.random.default_rng(1)
    x, y, force = rng.uniform(-5.0, 270.0, 500), rng.uniform(-8.0, 108.0, 500), rng.uniform(1.0, 40.0, 500)
    cells_n = borne(x, y, force)
    assert (cells_n < 0.0).any()
    touch = touch_of(cells_n)
    np.testing.assert_allclose(touch.x_mm, x, atol=1e-9)
    np.testing.assert_allclose(touch.y_mm, y, atol=1e-9)
    np.testing.assert_allclose(touch.contact_n, force, atol=1e-9)
    assert touch.touching.all()
    assert not touch.second_n.any()


@pytest.mark.parametrize("force_n", [3.0, 10.0, 30.0])
def test_sigma_is_what_rests_that_are_off_make_of_a_place(force_n: float) -> None:
    rng = np.random.default_rng(2)
    x, y = rng.uniform(30.0, 230.0, 4000), rng.uniform(20.0, 80.0, 4000)
    cells_n = borne(x, y, np.full(4000, force_n)) + CELL_N * rng.standard_normal((4000, 4))
    touch = touch_of(cells_n)
    off = np.concatenate((touch.x_mm - x, touch.y_mm - y))
    rms = float(np.sqrt(np.mean(off**2)))
    assert rms == pytest.approx(float(np.sqrt(np.mean(touch.sigma_mm**2))), rel=0.05)
    assert 0.7 < np.sqrt(2.0) * rms * force_n / 10.0 < 1.0  # mm in the plane, at 10 N


def test_a_rest_that_drifts_is_followed_while_nobody_touches_and_not_while_somebody_does() -> None:
    time_s = np.arange(round(120 * RATE_HZ)) / RATE_HZ
    drift_n = time_s[:, None] / 60.0 * np.array([0.05, -0.04, 0.05, 0.03])
    pressed = (time_s > 60.0) & (time_s < 90.0)
    force_n = np.where(pressed, 2.0, 0.0)
    cells_n = borne(np.full(len(time_s), 130.0), np.full(len(time_s), 50.0), force_n)
    touch = touch_of(cells_n + drift_n)
    assert (touch.touching == pressed).all()
    late = pressed & (time_s > 88.0)
    # what drifted while it was pressed is in it, and no more
    assert np.abs(touch.total_n[late] - 2.0).max() < 0.09 / 60.0 * 40.0
    assert np.abs(touch.total_n[time_s > 105.0]).max() < 0.02


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 900), st.integers(0, 2**32 - 1))
def test_any_chunks_give_the_same_to_the_bit(rows: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 1200
    force_n = np.where(rng.random(n // 40).repeat(40) < 0.5, 0.0, rng.uniform(0.0, 20.0, n))
    cells_n = borne(rng.uniform(0, 265, n), rng.uniform(0, 100, n), force_n) + 0.02 * rng.standard_normal((n, 4))
    whole, parts = touch_of(cells_n), touch_of(cells_n, rows=rows)
    for name in TouchBlock.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))


def test_without_one_of_its_cells_nothing_is_known() -> None:
    cells_n = borne(np.full(200, 100.0), np.full(200, 40.0), np.full(200, 10.0))
    touch = touch_of(cells_n, (False, True, False, False))
    assert not touch.touching.any()
    assert not touch.contact_n.any()
    assert np.isnan(touch.x_mm).all()


def test_no_rest_is_learned_while_a_cell_is_missing() -> None:
    stage, n = TouchStage(PAD, RATE_HZ), round(15 * RATE_HZ)
    whole, lacking = (False,) * 4, (False, True, False, False)
    for number, left_out in enumerate((whole, lacking, whole)):
        time_s = (np.arange(n) + number * n) / RATE_HZ
        touch = stage.feed(ForceBlock(time_s, np.full((n, 4), 0.04), 0, left_out))
        assert not touch.touching.any()
    assert touch.total_n[0] == pytest.approx(0.0, abs=1e-9)


def test_a_gap_keeps_the_rest() -> None:
    plate = Plate(PAD, RATE_HZ, 0.3)
    plate.feed(np.full((round(5 * RATE_HZ), 4), 0.015))
    plate.restart()
    assert plate.feed(np.full((1, 4), 0.015))[0] == pytest.approx(0.0, abs=1e-9)
