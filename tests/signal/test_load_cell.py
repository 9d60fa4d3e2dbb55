"""The load cell's force beside the tiles' sum, and its scale from a weight."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.signal.calibration import LOAD_CODES_PER_N, Calibration
from thumbwalk.signal.load_cell import LoadCheck, LoadComparison, codes_per_n
from thumbwalk.virtual.sensor import SensorArray

CAL = Calibration.generic(4)
OFFSET = 84_000


def compared(
    *, tile_share: float = 1.0, load_hz: int = 10, cal: Calibration = CAL, scale: float = LOAD_CODES_PER_N,
    ratio: float = 1.0, force_n: float = 12.0,
) -> LoadComparison | None:  # fmt: skip
    """A second of rest, then three holds of a second on two tiles; the tiles feel a share of what the cell does."""
    time_s = np.arange(8000) / 1000
    total_n = np.where((time_s > 1.0) & (time_s % 2.0 > 1.0), force_n, 0.0)
    tiles_n = np.stack([0.7 * total_n, 0.3 * total_n, 0.0 * total_n, 0.0 * total_n], axis=1) * tile_share
    counts = SensorArray(4, errors=False, supply_ratio=ratio).counts(tiles_n, time_s)
    check = LoadCheck(cal)
    check.supply(ratio)
    every = 1000 // load_hz
    for at in range(0, 8000, 50):
        check.scans(np.arange(at, at + 50) * 1000, counts[at : at + 50])
        for i in range(at, at + 50):
            if i % every == 0:
                check.reading(i * 1000, round(OFFSET + scale * total_n[i]))
    return check.result()


@pytest.mark.parametrize("load_hz", [10, 80])
def test_sound_tiles_agree_with_the_load_cell(load_hz: int) -> None:
    found = compared(load_hz=load_hz)
    assert found is not None
    assert found.load_n == pytest.approx(12.0, rel=0.01)
    assert found.tiles_n == pytest.approx(12.0, rel=0.02)
    assert found.agrees
    assert found.readings > 2.0 * load_hz


@pytest.mark.parametrize(("share", "agrees"), [(0.94, True), (0.8, False), (1.09, True), (1.25, False)])
def test_tiles_that_have_drifted_by_more_than_the_claim_are_said(share: float, agrees: bool) -> None:
    found = compared(tile_share=share)
    assert found is not None
    assert found.agrees == agrees
    assert found.tiles_n / found.load_n == pytest.approx(share, abs=0.02)
    assert f"{found.tiles_n:.1f} N" in found.text


def test_a_low_supply_is_no_drift() -> None:
    found = compared(ratio=0.94)
    assert found is not None
    assert found.tiles_n == pytest.approx(12.0, rel=0.02)


def test_the_scale_is_the_calibrations_own() -> None:
    own = replace(CAL, load_codes_per_n=-4000.0)
    found = compared(cal=own, scale=-4000.0)
    assert found is not None
    assert found.load_n == pytest.approx(12.0, rel=0.01)
    assert Calibration.from_text(own.to_text(), "it") == own


def test_without_a_press_there_is_nothing_to_compare() -> None:
    assert compared(force_n=1.0) is None
    assert LoadCheck(CAL).result() is None


def test_a_known_weight_gives_the_scale() -> None:
    assert codes_per_n([100, 101, 99], [98_165, 98_167, 98_166], 9.80665) == pytest.approx(10_000, rel=1e-3)
    assert codes_per_n([100], [-98_066], 9.80665) == pytest.approx(-10_010, rel=1e-3)


@pytest.mark.parametrize(
    ("rest", "loaded", "force_n", "why"),
    [
        ([], [1], 10.0, "no reading"),
        ([1], [], 10.0, "no reading"),
        ([1], [100_000], 1.0, "too little"),
        ([1], [100_000], float("nan"), "too little"),
        ([1], [50], 10.0, "codes a newton"),
        ([0], [8_000_000], 10.0, "codes a newton"),
    ],
)
def test_what_no_load_cell_answers_is_refused(rest: list[int], loaded: list[int], force_n: float, why: str) -> None:
    with pytest.raises(CalibrationError, match=why):
        codes_per_n(rest, loaded, force_n)


@pytest.mark.parametrize("value", ['"x"', "0.5", "2e6", "true"])
def test_a_scale_in_the_file_that_none_can_be_is_refused(value: str) -> None:
    text = CAL.to_text().replace("bits = 12", f"bits = 12\nload_codes_per_n = {value}")
    with pytest.raises(CalibrationError, match="load_codes_per_n"):
        Calibration.from_text(text, "it")


@pytest.mark.parametrize(("force_n", "is_compared"), [(1.8, False), (2.2, True)])
def test_a_press_of_two_newtons_is_compared(force_n: float, is_compared: bool) -> None:
    assert (compared(force_n=force_n) is not None) == is_compared


@pytest.mark.parametrize(("codes", "is_scale"), [(499, False), (500, True), (500_000, True), (500_001, False)])
def test_a_scale_is_from_five_hundred_to_half_a_million_codes_a_newton(codes: int, is_scale: bool) -> None:
    for sign in (1, -1):
        if is_scale:
            assert codes_per_n([7], [7 + sign * 5 * codes], 5.0) == sign * codes
        else:
            with pytest.raises(CalibrationError, match="codes a newton"):
                codes_per_n([7], [7 + sign * 5 * codes], 5.0)
    with pytest.raises(CalibrationError, match="too little"):
        codes_per_n([7], [100_000], 4.99)


def test_a_force_that_never_holds_still_is_not_compared() -> None:
    force_n = np.clip(np.arange(600) - 100.0, 0.0, None) * 0.1  # 1 N from reading to reading
    force_n = np.minimum(force_n, 9.0)
    force_n[190:] = np.where(np.arange(410) // 10 % 2, 9.0, 5.0)
    tiles_n = np.stack([force_n, *[np.zeros(600)] * 3], axis=1)
    counts = SensorArray(4, errors=False).counts(tiles_n, np.arange(600) / 100)
    check = LoadCheck(CAL)
    check.scans(np.arange(600) * 10_000, counts)
    for i in range(0, 600, 10):
        check.reading(i * 10_000, round(OFFSET + LOAD_CODES_PER_N * force_n[i]))
    assert check.result() is None


def test_a_median_s_share_is_told_with_its_sign() -> None:
    assert LoadComparison(9, 10.0, 8.8, agrees=False).text.endswith("the tiles read 8.8 N (-12 %)")
    assert "(+20 %)" in LoadComparison(9, 10.0, 12.0, agrees=False).text


def test_the_rest_is_the_first_half_second_however_long_the_press_is() -> None:
    force_n = np.where(np.arange(600) < 80, 0.0, 10.0)
    tiles_n = np.stack([force_n, *[np.zeros(600)] * 3], axis=1)
    counts = SensorArray(4, errors=False).counts(tiles_n, np.arange(600) / 100)
    check = LoadCheck(CAL)
    check.scans(np.arange(600) * 10_000, counts)
    for i in range(0, 600, 10):
        check.reading(i * 10_000, round(OFFSET + LOAD_CODES_PER_N * force_n[i]))
    found = check.result()
    assert found is not None
    assert found.load_n == pytest.approx(10.0, rel=0.01)
    assert found.tiles_n == pytest.approx(10.0, rel=0.03)
