"""A plate's calibration: kept and read back, tared, and its cells' codes all the way to a touch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.pad import builtin_pad
from thumbwalk.signal.chain import SignalChain
from thumbwalk.signal.plate_calibration import CellsToForce, PlateCalibration
from thumbwalk.signal.plate_scale import PlateScale
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock

PAD = builtin_pad("plate4")
CODES_PER_N = 43_827.0
RATE_HZ = 80.0
GAINS = np.array([1.1, 0.95, 0.9, 1.05]) / CODES_PER_N
CORNERS = PAD.positions_mm + np.array([[0.6, -0.3], [-0.5, 0.7], [0.3, 0.3], [-0.2, -0.4]])
REST = np.array([84_000.0, -20_000.0, 300.0, 51_234.0])
CALIBRATION = PlateCalibration.weighed(
    PAD, PlateScale(GAINS, CORNERS, 0.001, 0.4), REST, board_id='b"1', date="2026-11-29T02:00:00"
)


def codes(x_mm: np.ndarray, y_mm: np.ndarray, force_n: np.ndarray) -> np.ndarray:
    """What the converters of that plate give, (n, 4)."""
    moments = np.column_stack((np.ones(4), CORNERS))
    bears = np.linalg.solve(moments.T @ moments, moments.T)
    return np.asarray(REST + np.column_stack((force_n, force_n * x_mm, force_n * y_mm)) @ bears / GAINS)


def test_it_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "rig.toml"
    CALIBRATION.save(path)
    assert PlateCalibration.load(path) == CALIBRATION
    assert CALIBRATION.is_measured
    nominal = PlateCalibration.nominal(PAD, CODES_PER_N)
    assert PlateCalibration.from_text(nominal.to_text(), "mine") == nominal
    assert not nominal.is_measured


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("cells = 4", "cells = 5", "not whole"),
        ("version = 1", "version = 2", "reads version 1"),
        ("x_mm = 6.6", 'x_mm = "left"', "x_mm"),
        ("n_per_code = ", "n_per_code = -", "n_per_code"),
        ("rest_code", "rest", "it must be there"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(before: str, after: str, said: str) -> None:
    text = CALIBRATION.to_text()
    assert before in text
    with pytest.raises(CalibrationError, match=said):
        PlateCalibration.from_text(text.replace(before, after, 1), "mine")


def test_a_file_cut_short_anywhere_is_never_another_calibration() -> None:
    text = CALIBRATION.to_text()
    for at in range(len(text) - 1):
        with pytest.raises(CalibrationError):
            PlateCalibration.from_text(text[:at], "mine")


def test_forces_have_the_sum_and_the_moments_of_the_plate_as_it_is() -> None:
    rng = np.random.default_rng(1)
    x, y, force = rng.uniform(20.0, 240.0, 50), rng.uniform(10.0, 90.0, 50), rng.uniform(0.5, 30.0, 50)
    cells_n = CellsToForce(CALIBRATION, PAD)(codes(x, y, force))
    np.testing.assert_allclose(cells_n.sum(axis=1), force, rtol=1e-9)
    np.testing.assert_allclose(cells_n @ PAD.positions_mm / force[:, None], np.column_stack((x, y)), rtol=1e-9)


def test_a_rest_is_taken_where_nothing_moves() -> None:
    still = REST + 500.0 + 60.0 * np.random.default_rng(2).standard_normal((200, 4))
    tared = CALIBRATION.tared(still)
    np.testing.assert_allclose(tared.rest_codes, REST + 500.0, atol=30.0)
    assert replace(tared, cells=CALIBRATION.cells) == CALIBRATION
    pressed = still.copy()
    pressed[100:, 2] += 1.0 / GAINS[2]
    with pytest.raises(CalibrationError, match="toe_medial moved by 1"):
        CALIBRATION.tared(pressed)
    with pytest.raises(CalibrationError, match="5 readings came"):
        CALIBRATION.tared(still[:5])
    still[:, 3] = np.nan
    with pytest.raises(CalibrationError, match="toe_lateral says nothing"):
        CALIBRATION.tared(still)


def touch_of(rows: np.ndarray, chunk: int = 7) -> tuple[TouchBlock, SignalChain]:
    chain, time_s = SignalChain.from_cells(CALIBRATION, RATE_HZ, PAD), np.arange(len(rows)) / RATE_HZ
    stage, blocks = TouchStage(PAD, chain.output_rate_hz), list[TouchBlock]()
    for at in range(0, len(rows), chunk):
        blocks += [stage.feed(one) for one in chain.feed(time_s[at : at + chunk], rows[at : at + chunk])]
    blocks += [stage.feed(one) for one in chain.finish()]
    return TouchBlock.joined(blocks), chain


def test_codes_come_all_the_way_to_a_touch_though_the_rest_has_moved() -> None:
    time_s = np.arange(round(6 * RATE_HZ)) / RATE_HZ
    force = np.where((time_s > 2.0) & (time_s < 5.0), 10.0, 0.0)
    rows = codes(np.full(len(time_s), 140.0), np.full(len(time_s), 30.0), force) + 0.1 * CODES_PER_N
    touch, _ = touch_of(rows)
    held = (touch.time_s > 2.3) & (touch.time_s < 4.8)
    assert touch.touching[held].all()
    np.testing.assert_allclose(touch.contact_n[held], 10.0, atol=0.05)
    np.testing.assert_allclose(touch.x_mm[held], 140.0, atol=0.3)
    np.testing.assert_allclose(touch.y_mm[held], 30.0, atol=0.3)
    assert not touch.touching[touch.time_s < 1.9].any()


def test_while_a_cell_is_silent_nothing_is_known_and_it_is_named() -> None:
    time_s = np.arange(round(6 * RATE_HZ)) / RATE_HZ
    force = np.where(time_s > 1.0, 10.0, 0.0)
    rows = codes(np.full(len(time_s), 140.0), np.full(len(time_s), 30.0), force)
    rows[(time_s > 3.0) & (time_s < 4.0), 1] = np.nan
    touch, chain = touch_of(rows)
    gone = (touch.time_s > 3.1) & (touch.time_s < 3.9)
    assert gone.any()
    assert not touch.touching[gone].any()
    back = touch.time_s > 4.5
    np.testing.assert_allclose(touch.contact_n[back], 10.0, atol=0.1)
    assert [one.taxel for one in chain.left_out] == ["heel_lateral"]


def test_of_a_plate_whose_rest_was_never_taken_nothing_is_known_before_it_lay_still() -> None:
    nominal = PlateCalibration.nominal(PAD, CODES_PER_N)
    assert not nominal.knows_rest
    assert CALIBRATION.knows_rest
    chain = SignalChain.from_cells(nominal, RATE_HZ, PAD)
    time_s = np.arange(round(4 * RATE_HZ)) / RATE_HZ
    # a hand is on it at first; a zero of 7.7 N is usual
    force = np.where(time_s < 1.0, 5.0 + 3.0 * np.sin(20.0 * time_s), np.where(time_s > 3.0, 10.0, 0.0))
    rows = codes(np.full(len(time_s), 130.0), np.full(len(time_s), 50.0), force)
    blocks = chain.feed(time_s, rows) + chain.finish()
    total, at_s = (np.concatenate([getattr(one, name) for one in blocks]) for name in ("force_n", "time_s"))
    total = total.sum(axis=1)
    taken_s = chain.tared_s
    assert taken_s is not None
    assert 1.0 < taken_s < 1.8
    assert np.isnan(total[at_s < taken_s]).all()
    np.testing.assert_allclose(total[(at_s > taken_s + 0.1) & (at_s < 2.9)], 0.0, atol=0.05)
    np.testing.assert_allclose(total[at_s > 3.2], 10.0, rtol=0.2)


def test_the_newest_force_has_the_sign_of_a_cell_that_is_pulled_and_is_0_where_one_is_silent() -> None:
    chain = SignalChain.from_cells(CALIBRATION, RATE_HZ, PAD)
    rows = codes(np.array([320.0]), np.array([50.0]), np.array([10.0]))
    chain.feed(np.array([0.0]), rows)
    assert chain.latest_force_n.min() < -1.0
    assert chain.latest_force_n.sum() == pytest.approx(10.0, abs=0.1)
    rows[0, 2] = np.nan
    chain.feed(np.array([0.0125]), rows)
    assert not chain.latest_force_n.any()
