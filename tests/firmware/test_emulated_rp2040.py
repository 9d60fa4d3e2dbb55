"""The firmware on an emulated RP2040: its scan on the chip's own registers, and all of it in real MicroPython.

The second needs a UF2 of MicroPython for the Pico, named by THUMBWALK_RP2_UF2. The emulator is some twenty times slower
than the chip, so everything is judged by the device's clock.
"""

from __future__ import annotations

import builtins
import importlib
import os
import subprocess
import sys
import time
from array import array
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thumbwalk.link.ports import RigLink
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.wire import Scans, Tally, WireDecoder
from thumbwalk.virtual.firmware import firmware_dir

pytest.importorskip("rp2040py", reason="the emulator is not installed")
emulated = pytest.importorskip("tests.firmware.emulated_board")

CODES = [13 + 217 * channel for channel in range(16)]
UF2 = os.environ.get("THUMBWALK_RP2_UF2")
SECONDS = 3.0
START_S = 180.0
"""Real time; booting and importing take some seconds of the device's."""

ADC_BASE, SIO_BASE, IO_BANK0_BASE = 0x4004C000, 0xD0000000, 0x40014000
SIO_FUNCTION, GPIO_OE_SET = 5, 0x024


class Registers:
    """Registers of the emulated chip as ``ptr32`` sees them; reading one takes a little of the chip's time."""

    def __init__(self, mcu: Any, base: int) -> None:
        self.mcu = mcu
        self.base = base

    def __getitem__(self, word: int) -> int:
        self.mcu.clock.tick(100.0)
        return int(self.mcu.read_uint32(self.base + 4 * word))

    def __setitem__(self, word: int, value: int) -> None:
        self.mcu.write_uint32(self.base + 4 * word, value)


def test_the_scan_reads_every_channel_from_the_chips_own_registers(monkeypatch: pytest.MonkeyPatch) -> None:
    from rp2040py.boards import build_rp2040  # noqa: PLC0415  may not be installed

    mux: Any = importlib.import_module("rig.mux")
    mcu = build_rp2040("pico")
    emulated.attach_mux(mcu, CODES)
    for gpio in emulated.SELECT_GPIOS:  # what machine.Pin(gpio, Pin.OUT) does
        mcu.write_uint32(IO_BANK0_BASE + 8 * gpio + 4, SIO_FUNCTION)
        mcu.write_uint32(SIO_BASE + GPIO_OE_SET, 1 << gpio)
    plan = mux.plan(16, emulated.SELECT_GPIOS, [0, 1], 0x014 // 4, 0x018 // 4)
    on_a_buffer = vars(builtins)["ptr32"]
    monkeypatch.setitem(
        vars(builtins), "ptr32", lambda at: Registers(mcu, at) if isinstance(at, int) else on_a_buffer(at)
    )
    slot = array("H", [0] * 16)
    for power in (0, 0, 3):  # that many conversions of a channel, as a power of two, are averaged
        plan[-1] = power
        mux.scan(slot, ADC_BASE, SIO_BASE, plan)
        assert list(slot) == CODES


def test_the_file_system_holds_what_is_copied_to_a_board() -> None:
    from littlefs import LittleFS, UserContext  # noqa: PLC0415  may not be installed

    files = emulated.firmware_files(firmware_dir())
    layout = emulated.flash_layout()
    disk = LittleFS(
        context=UserContext(buffer=bytearray(emulated.filesystem(files))),
        block_size=layout.fs_blocksize,
        block_count=layout.fs_blockcount,
        mount=True,
    )
    found = {}
    for folder, _, names in disk.walk("/"):
        for name in names:
            path = f"{folder.rstrip('/')}/{name}".lstrip("/")
            with disk.open(path, "rb") as file:
                found[path] = file.read()
    assert found == files
    assert {"main.py", "rig/__init__.py", "rig/board_rp2.py"} <= set(found)


@pytest.mark.slow
@pytest.mark.skipif(UF2 is None, reason="THUMBWALK_RP2_UF2 names no UF2 of MicroPython for the Pico")
@pytest.mark.skipif(sys.platform == "win32", reason="the emulator's USB comes out of a pty")
def test_the_firmware_streams_every_channel_without_a_gap_for_three_seconds(tmp_path: Path) -> None:
    image = tmp_path / "board.img"
    image.write_bytes(emulated.filesystem(emulated.firmware_files(firmware_dir())))
    command = [sys.executable, emulated.__file__, str(UF2), str(image), ",".join(map(str, CODES))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as board:
        assert board.stdin is not None
        assert board.stdout is not None
        try:
            port = board.stdout.readline().strip()
            assert port, "the emulated board did not boot"
            rig = RigLink(SerialLink(port), timeout_s=START_S)
            blocks, tally = streamed(rig)
            rig.link.close()
        finally:
            board.stdin.close()
            board.terminate()
    assert (rig.hello.board, rig.hello.bits, rig.hello.rate_hz) == ("pico", 12, 1000.0)
    assert len(rig.hello.channels) == 16
    counts = np.concatenate([block.counts for block in blocks])
    assert (counts == CODES).all()
    steps_us = np.diff(np.concatenate([block.time_us for block in blocks]))
    assert steps_us.sum() >= SECONDS * 1e6
    assert steps_us.max() < 1500, "no gap"
    assert steps_us.mean() == pytest.approx(1000.0, rel=0.001)
    assert (tally.overruns, tally.dropped, tally.bad_frames, tally.lost_frames) == (0, 0, 0, 0)


def streamed(rig: RigLink) -> tuple[list[Scans], Tally]:
    """Scans of three seconds of the device's time."""
    decoder, blocks = WireDecoder(), list[Scans]()
    rig.link.send("start")
    deadline = time.monotonic() + 2 * START_S
    while time.monotonic() < deadline:
        blocks += [event for event in decoder.feed(rig.link.read()) if isinstance(event, Scans)]
        if blocks and blocks[-1].time_us[-1] - blocks[0].time_us[0] >= SECONDS * 1e6:
            break
    return blocks, decoder.tally
