"""What a board's channels mean: a calibration only for its own electronics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.link.wire import Hello
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.channels import calibration_for
from thumbwalk.signal.calibration import Calibration

HELLO = Hello(1, "0", "board1", "pico", "", builtin_pad().names, 1000.0, 12, 3300.0, "sole16")


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
