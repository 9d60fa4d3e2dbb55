"""A dense mat: its noise is nothing, a press is what it is, in any chunks."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.touch.dense import Dense, cell_noise, is_dense
from thumbwalk.touch.touch_block import TouchBlock

SIDE, NOISE_N = 20, 0.03
MAT = Pad("mat", "N", tuple(Taxel(f"r{i}c{j}", 10.0 * i, 10.0 * j) for i in range(SIDE) for j in range(SIDE)))
Array = NDArray[np.float64]


def pressed_table(rows: int = 1500) -> tuple[Array, Array]:
    """A press of 4 N on nine cells about (100, 50) from 5 s on, up to 10 s, on a mat of noisy cells."""
    rng = np.random.default_rng(3)
    time_s, values = np.arange(rows) / 100.0, NOISE_N * rng.standard_normal((rows, MAT.n_taxels))
    away = np.hypot(*(MAT.positions_mm - np.array([100.0, 50.0])).T)
    shares = np.exp(-0.5 * (away / 6.0) ** 2)
    values[500:1000] += 4.0 * shares / shares.sum()
    return time_s, values


def touch_of(chunk: int) -> TouchBlock:
    time_s, values = pressed_table()
    pipeline = Pipeline.of_table(MAT, time_s, values)
    blocks = [
        one
        for at in range(0, len(time_s), chunk)
        for one in pipeline.feed(time_s[at : at + chunk], values[at : at + chunk])
    ]
    return TouchBlock.joined(blocks + pipeline.finish())


def test_a_quiet_rest_is_zero_and_a_press_is_where_and_as_firm_as_it_is() -> None:
    touch = touch_of(10_000)
    during = (touch.time_s > 5.1) & (touch.time_s < 9.9)
    rest = (touch.time_s < 4.9) | (touch.time_s > 10.1)
    assert not touch.touching[rest].any()
    assert np.mean(touch.total_n[rest] == 0.0) > 0.99
    assert touch.touching[during].all()
    assert np.median(touch.total_n[during]) == pytest.approx(4.0, rel=0.03)
    assert np.abs(touch.x_mm[during] - 100.0).max() < 3.0
    assert np.abs(touch.y_mm[during] - 50.0).max() < 3.0


def test_any_chunks_give_the_same_to_the_bit() -> None:
    whole, parts = touch_of(10_000), touch_of(7)
    for name in ("total_n", "x_mm", "y_mm", "touching"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))


def test_the_noise_is_that_of_most_cells_whatever_a_few_do() -> None:
    _, values = pressed_table()
    assert cell_noise(values) == pytest.approx(NOISE_N, rel=0.03)
    values[:, :5] = np.nan
    assert cell_noise(values) == pytest.approx(NOISE_N, rel=0.03)
    assert cell_noise(values[:2]) == 0.0
    assert cell_noise(np.full((100, 4), np.nan)) == 0.0


@pytest.mark.parametrize(("force_n", "stands_out"), [(0.16, True), (0.14, False)])
def test_a_cell_stands_out_from_five_times_its_noise_with_the_eight_beside_it(force_n: float, stands_out: bool) -> None:
    row = np.full((1, MAT.n_taxels), 0.01)
    middle = MAT.names.index("r7c9")
    row[0, middle] = force_n
    found = Dense(MAT, NOISE_N).pressed(row)[0]
    beside = {MAT.names.index(f"r{i}c{j}") for i in (6, 7, 8) for j in (8, 9, 10)}
    assert set(np.flatnonzero(found).tolist()) == (beside if stands_out else set())


def test_a_foot_of_few_tiles_is_no_dense_mat() -> None:
    assert is_dense(MAT)
    assert not is_dense(builtin_pad())
    assert not is_dense(Pad("blind", "N", tuple(Taxel(f"t{i}") for i in range(200))))
