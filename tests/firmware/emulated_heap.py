"""An emulated Pico with a load cell and a supply, for a test: prints what it says over USB until its proof is done.

Run as ``python emulated_heap.py UF2 IMAGE``.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from rp2040py.boards import BOARDS, resolve_firmware
from rp2040py.device import MicroPythonDevice

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.firmware.emulated_board import SUPPLY_ADC, attach_mux, flash_layout

LOAD_CODE = -123_456
SUPPLY_CODE = 2040
HX711_DATA, HX711_CLOCK = 6, 7
READING_EVERY_NS = 12.5e6


def attach_load_cell(mcu: Any) -> None:
    """Give it an HX711 of 80 Hz: low data when there is a reading, a bit a pulse, and high data after the 25th."""
    pulses = 25
    data, clock = mcu.gpio[HX711_DATA], mcu.gpio[HX711_CLOCK]
    was_high = False

    def convert(*_: object) -> None:
        nonlocal pulses
        pulses = 0
        data.set_input_value(False)

    def clocked(*_: object) -> None:
        nonlocal pulses, was_high
        is_high = bool(clock.output_value)
        if is_high and not was_high:
            pulses += 1
            data.set_input_value(pulses > 24 or bool((LOAD_CODE & 0xFFFFFF) >> (24 - pulses) & 1))
            if pulses == 25:
                alarm.schedule(READING_EVERY_NS)
        was_high = is_high

    alarm = mcu.clock.create_alarm(convert)
    data.set_input_value(True)
    clock.add_listener(clocked)
    alarm.schedule(READING_EVERY_NS)


async def run(uf2: Path, image: Path) -> None:
    """Boot, and copy what comes over USB to stdout until the proof's last word."""
    board = resolve_firmware(replace(BOARDS["pico"], layout=flash_layout()), "micropython", str(uf2))
    device = MicroPythonDevice(board=board, filesystem=image)
    attach_mux(device.mcu, [13] * 16)
    attach_load_cell(device.mcu)
    device.mcu.adc.channel_values[SUPPLY_ADC] = SUPPLY_CODE
    heard = bytearray()
    done = asyncio.Event()

    def listen(data: bytes | bytearray) -> None:
        heard.extend(data)
        if b" end\r" in heard:
            done.set()

    await device.astart(timeout=240.0)
    device.cdc.on_serial_data = listen
    await asyncio.wait_for(done.wait(), timeout=900.0)
    sys.stdout.buffer.write(heard)
    device.stop()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), Path(sys.argv[2])))
