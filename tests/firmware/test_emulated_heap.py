"""Nothing is allocated while the firmware streams, on a 32-bit chip: real MicroPython on an emulated RP2040.

Under the unix port small integers have 62 bits, so what needs a heap object on the chip only shows here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from thumbwalk.virtual.firmware import firmware_dir

pytestmark = pytest.mark.emulated

pytest.importorskip("rp2040py", reason="the emulator is not installed")
emulated = pytest.importorskip("tests.firmware.emulated_board")
runner = pytest.importorskip("tests.firmware.emulated_heap")

UF2 = os.environ.get("THUMBWALK_RP2_UF2")


@pytest.mark.slow
@pytest.mark.skipif(UF2 is None, reason="THUMBWALK_RP2_UF2 names no UF2 of MicroPython for the Pico")
def test_scans_load_cell_supply_and_status_are_sent_with_the_heap_locked(tmp_path: Path) -> None:
    files = emulated.firmware_files(firmware_dir())
    files["main.py"] = Path(__file__).with_name("heap_proof.py").read_bytes()
    image = tmp_path / "board.img"
    image.write_bytes(emulated.filesystem(files))
    command = [sys.executable, runner.__file__, str(UF2), str(image)]
    done = subprocess.run(command, capture_output=True, timeout=1200, check=True)
    words = done.stdout.rsplit(b"proof", 1)[1].split()
    proved, turns, frames, readings, code, supply, overruns, alike = map(int, words[:8])
    assert (proved, turns, overruns) == (1, 150, 0)
    assert alike == 1, "the frames of the chip's own instructions are those of viper"
    assert frames >= 100, "scans, and with them the status"
    assert readings >= 5
    assert code == runner.LOAD_CODE, "the state machine has read every bit"
    assert supply == pytest.approx(runner.SUPPLY_CODE << 4, abs=64)
