"""What a board's channels mean: a calibration only for its own electronics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from thumbwalk.errors import CalibrationError, LayoutError
from thumbwalk.link.cells import CellBank
from thumbwalk.link.wire import Hello
from thumbwalk.pad import BOTH, builtin_pad
from thumbwalk.rig.channels import any_calibration_of, calibration_for, pad_for
from thumbwalk.rig.opening import OpenRig
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.plate_foot import CODES_PER_N
from thumbwalk.virtual.weighed import as_made

BANK, PLATE = CellBank(builtin_pad("plate4").names, "HX711", 24, None, 128, 49.0, 1.0), builtin_pad("plate4")
PLATE_HELLO = Hello(2, "0", "p", "pico", "", (), 1000.0, 12, 3300.0, "plate4", BANK)
HELLO = Hello(1, "0", "board1", "pico", "", builtin_pad().names, 1000.0, 12, 3300.0, "sole16")


class StillLink:
    """As much of a link as is asked."""

    hello = PLATE_HELLO


def plate_rig(made: PlateCalibration | None) -> OpenRig:
    return OpenRig(StillLink(), made=made)  # type: ignore[arg-type]  # as much as is asked


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "board1.toml"


@pytest.mark.parametrize("change", [{"bits": 10}, {"divider_ohm": 10_000.0}])
def test_a_calibration_of_other_electronics_is_refused(change: dict[str, float], kept: Path) -> None:
    calibration = replace(Calibration.generic(16), board_id=HELLO.board_id, **change)  # type: ignore[arg-type]
    calibration.save(kept)
    with pytest.raises(CalibrationError, match="made for 16 channels"):
        calibration_for(HELLO, kept)


def test_a_tare_alone_is_no_calibration(kept: Path) -> None:
    assert calibration_for(HELLO, kept)[1] is False
    replace(Calibration.generic(16), board_id=HELLO.board_id).save(kept)
    assert calibration_for(HELLO, kept)[1] is False


def test_a_board_of_cells_alone_is_the_built_in_plate_whatever_its_layout_is_set_to() -> None:
    assert pad_for(PLATE_HELLO, None).name == "plate4"
    assert pad_for(replace(PLATE_HELLO, layout="sole16"), None).name == "plate4"
    beside = replace(HELLO, cells=PLATE_HELLO.cells)
    assert pad_for(beside, None).name == "sole16", "with tiles, too, those are meant"
    assert pad_for(replace(beside, layout=BOTH), None).name == "sole16", "of both its tiles are read so far"
    with pytest.raises(LayoutError, match="tiles on a plate"):
        pad_for(beside, Path(BOTH))
    assert pad_for(beside, Path("plate4")).is_plate


def test_a_board_of_other_cells_is_refused_with_what_to_set() -> None:
    three = replace(BANK, names=BANK.names[:3])
    with pytest.raises(LayoutError, match=r"3 load cells, layout 'plate4' has 4; .*cells=4"):
        pad_for(replace(PLATE_HELLO, cells=three), None)
    turned = replace(BANK, names=(BANK.names[1], BANK.names[0], *BANK.names[2:]))
    with pytest.raises(LayoutError, match="'heel_lateral' where it is 'heel_medial'"):
        pad_for(replace(PLATE_HELLO, cells=turned), None)
    with pytest.raises(LayoutError, match="0 load cells"):
        pad_for(HELLO, Path("plate4"))


def test_a_plate_that_nobody_calibrated_has_its_makers_or_what_data_sheets_promise(kept: Path) -> None:
    real, made = plate_rig(None), plate_rig(as_made(FootSpec(layout="plate4")))
    nominal, is_own = any_calibration_of(real, PLATE, kept)
    assert (nominal, is_own) == (PlateCalibration.nominal(PLATE, CODES_PER_N), False)
    assert any_calibration_of(made, PLATE, kept) == (made.made, True)
    replace(as_made(FootSpec(layout="plate4", seed=1)), board_id="p").save(kept)
    assert any_calibration_of(made, PLATE, kept)[0].board_id == "p", "what is kept goes first"


def test_a_calibration_of_tiles_is_none_of_a_plate_and_the_other_way_round(kept: Path) -> None:
    Calibration.generic(16).save(kept)
    with pytest.raises(CalibrationError, match="another rig than a plate"):
        any_calibration_of(plate_rig(None), PLATE, kept)
    as_made(FootSpec(layout="plate4")).save(kept)
    with pytest.raises(CalibrationError, match="made for a plate"):
        calibration_for(HELLO, kept)
