"""Whichever calibration a file holds is read, and its kind is told by what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.pad import builtin_pad
from thumbwalk.signal.any_calibration import calibration_of_text, load_calibration
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.plate_calibration import PlateCalibration

TILES, PLATE = Calibration.generic(16), PlateCalibration.nominal(builtin_pad("plate4"), 43_827.0)


@pytest.mark.parametrize("one", [TILES, PLATE])
def test_each_kind_is_read_back_from_a_file_and_from_a_text(
    one: Calibration | PlateCalibration, tmp_path: Path
) -> None:
    path = tmp_path / "one.toml"
    one.save(path)
    assert load_calibration(path) == one == calibration_of_text(one.to_text(), "a text")


def test_what_is_neither_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match=r"mine\.toml"):
        load_calibration(tmp_path / "mine.toml")
    with pytest.raises(CalibrationError, match="a text"):
        calibration_of_text('name = "neither"', "a text")


def test_taring_alone_changes_no_scale_and_a_plate_is_no_tiles() -> None:
    assert TILES.differs_in_rest_alone(Calibration.generic(16))
    assert not TILES.differs_in_rest_alone(PLATE)
    assert PLATE.differs_in_rest_alone(PlateCalibration.nominal(builtin_pad("plate4"), 43_827.0))
    assert not PLATE.differs_in_rest_alone(PlateCalibration.nominal(builtin_pad("plate4"), 43_000.0))
    assert not PLATE.differs_in_rest_alone(TILES)
