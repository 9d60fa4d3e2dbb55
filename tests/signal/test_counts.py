"""Codes to newtons: by the table, by the supply, and never more codes than the converter has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.counts import CountsToForce
from thumbwalk.signal.force_block import ForceBlock

CAL = replace(Calibration.generic(3), e11=False)
TABLE = CAL.lookup()


def test_each_channel_is_read_by_its_own_row_of_the_table() -> None:
    gains = replace(
        CAL,
        channels=tuple(replace(c, curve=c.curve.scaled(g)) for c, g in zip(CAL.channels, (0.5, 1.0, 2.0), strict=True)),
    )
    counts = np.array([[800, 800, 800], [0, 2000, 4095]], np.uint16)
    force = CountsToForce(gains)(counts)
    np.testing.assert_array_equal(force, np.take_along_axis(gains.lookup(), counts.T.astype(np.int64), axis=1).T)
    assert force[0, 0] > force[0, 1] > force[0, 2]


def test_a_code_beyond_the_converter_reads_as_its_top_one() -> None:
    top, beyond = (CountsToForce(CAL)(np.full((1, 3), code, np.uint16)) for code in (4095, 60_000))
    np.testing.assert_array_equal(beyond, top)
    assert (beyond[0] == TABLE[:, 4095]).all()


def test_a_supply_above_the_reference_makes_codes_less() -> None:
    counts = np.full((2, 3), 1650, np.uint16)
    force = CountsToForce(CAL)(counts, np.array([1.1, 1.0]))
    # 1650 / 1.1 = 1500 exactly, and a supply of 1.0 is none
    np.testing.assert_allclose(force[0], TABLE[:, 1500])
    np.testing.assert_array_equal(force[1], TABLE[:, 1650])


def test_between_two_codes_a_force_lies_between_theirs() -> None:
    force = CountsToForce(CAL)(np.full((1, 3), 1001, np.uint16), np.array([2.0]))
    np.testing.assert_allclose(force[0], (TABLE[:, 500] + TABLE[:, 501]) / 2)


def test_a_low_supply_does_not_read_beyond_the_table() -> None:
    force = CountsToForce(CAL)(np.full((1, 3), 4095, np.uint16), np.array([0.92]))
    np.testing.assert_array_equal(force[0], TABLE[:, 4095])


def test_a_scan_s_force_does_not_depend_on_those_beside_it() -> None:
    counts = np.random.default_rng(1).integers(0, 4096, (50, 3)).astype(np.uint16)
    supply = np.where(np.arange(50) % 3 == 0, 1.0, 1.02)
    convert = CountsToForce(CAL)
    whole = convert(counts, supply)
    rows = [convert(counts[i : i + 1], supply[i : i + 1])[0] for i in range(50)]
    np.testing.assert_array_equal(whole, rows)


@pytest.mark.parametrize("shape", [(5, 2), (5, 4), (5,)])
def test_scans_of_another_number_of_channels_are_refused_with_the_way_out(shape: tuple[int, ...]) -> None:
    with pytest.raises(CalibrationError, match=r"but the calibration has 3 channels; run `thumbwalk calibrate`"):
        CountsToForce(CAL)(np.zeros(shape, np.uint16))


def test_a_converter_of_more_bits_has_a_longer_table() -> None:
    fine = replace(CAL, bits=16)
    assert CountsToForce(fine)(np.full((1, 3), 65_535, np.uint16))[0] == pytest.approx(fine.lookup()[:, 65_535])


def test_a_force_block_can_t_be_changed_by_who_gets_it() -> None:
    block = ForceBlock(np.zeros(1), np.zeros((1, 3)), 0, (False,) * 3)
    with pytest.raises(AttributeError):
        block.piece = 1  # type: ignore[misc]
