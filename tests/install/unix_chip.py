"""A chip made of MicroPython's unix port: behind a pty, with a folder for its flash, a boot, and a soft reset.

The unix port ends at Ctrl-D where a chip starts afresh, so it is started again here, with the banner that a chip shows.
A board module for the test, ``board_linux``, answers hello over the REPL's own terminal, as a chip's does over USB.
"""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from thumbwalk.virtual.firmware import firmware_dir, micropython_path

BOARD_LINUX = '''
"""A board for tests: MicroPython's unix port, whose own terminal is the wire."""

import select
import sys
import time

from rig import sole16
from rig.console import CtrlC


class Board:
    kind = "unix"
    name = "Test board"
    layout = sole16.LAYOUT
    channels = sole16.CHANNELS
    bits = sole16.BITS
    divider_ohm = sole16.DIVIDER_OHM
    fewest_channels = fewest_with_cells = most_channels = len(channels)
    default_rate_hz = 1000
    most_rate_hz = 2000
    conversion_us = 3
    boot_wraps = 0
    settings_path = "settings.json"
    host_patience_us = 0
    fewest_cells = most_cells = 0
    cells_need_scans = False
    bites = 0
    load_needs_scans = False
    turns_per_read = turns_per_load = 1
    wait_for_scans = ready = words = None
    load_settle_us = 0
    unique_id = "00aa"

    def __init__(self):
        self.ctrl_c = CtrlC(time.ticks_us())
        self.interrupted = False
        self.on_tick = None
        self.period_us = self.next_us = self.noise = 0
        self.waiting = select.poll()
        self.waiting.register(sys.stdin, select.POLLIN)

    def __getattr__(self, name):
        return lambda *_: 0  # what a board without a converter has to say

    def ticks_us(self):
        return time.ticks_us() & 0x3FFFFFFF

    def start(self, rate_hz, sampler):
        self.on_tick, self.period_us = sampler.take, 1000000 // rate_hz
        self.next_us = time.ticks_us() + self.period_us

    def stop(self):
        self.on_tick = None

    def wait(self, backlog):
        """A timer that is late catches up, a few ticks a turn, so that a busy machine loses nothing."""
        self.waiting.poll(20 if self.on_tick is None else 1)
        for _ in range(8):
            if self.on_tick is not None and self.next_us <= time.ticks_us():
                self.on_tick()
                self.next_us += self.period_us
        return not self.interrupted

    def scan_into(self, slot):
        for i in range(len(self.channels)):
            self.noise = (self.noise * 1103515245 + 12345) & 0x7FFFFFFF
            slot[i] = 12 + (self.noise >> 16) % 4
        return self.next_us & 0x3FFFFFFF

    def scan_us(self):
        return None

    def supply_mv(self):
        return 3300

    def supply_code(self):
        return 32768

    def read(self, buffer):
        n = 0
        while n < len(buffer) and not self.interrupted and self.waiting.poll(0):
            byte = sys.stdin.buffer.read(1)
            if not byte:
                raise SystemExit
            self.interrupted = self.ctrl_c.heard(byte[0], self.ticks_us())
            buffer[n] = byte[0]
            n += 1
        return n

    def write(self, buffer, start, n):
        return sys.stdout.buffer.write(bytes(buffer[start : start + n]))

    def wait_to_write(self):
        return False

    def close(self):
        pass
'''
# As a chip's boot: main.py if there is one, and the REPL whatever came of it.
_BOOT = """
import os, sys
sys.path[:] = ["", ".frozen"]
try:
    os.stat("main.py")
except OSError:
    pass
else:
    exec(open("main.py").read(), {"__name__": "__main__", "__file__": "main.py"})
"""
# Starts and ends MicroPython, by a line a start. It is a process of its own, begun before a host has the port open: a
# child that this process forked would hold the host's lock on the port until it has become MicroPython.
_POWER = """
import fcntl, json, os, subprocess, sys, termios
own_terminal = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
process = None
for line in sys.stdin:
    if process is not None:
        process.wait()
    terminal, folder, program = json.loads(line)
    wire = os.open(terminal, os.O_RDWR | os.O_NOCTTY)
    command = [sys.executable, "-S", "-E", "-c", own_terminal, *program]
    process = subprocess.Popen(command, stdin=wire, stdout=wire, stderr=wire, cwd=folder, start_new_session=True)
    os.close(wire)
    print("on", flush=True)
if process is not None:
    process.kill()
    process.wait()
"""


def chip_firmware(folder: Path) -> Path:
    """The project's firmware with a board module for this chip, in a new folder."""
    shutil.copytree(firmware_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "rig" / "board_linux.py").write_text(BOARD_LINUX)
    init = folder / "rig" / "__init__.py"
    init.write_text(
        init.read_text().replace("from rig.board_virtual import Board", "from rig.board_linux import Board")
    )
    return folder


class UnixChip:
    """A context manager: ``port`` is what a host opens, ``flash`` the folder of its files.

    ``meddle`` sees every portion of bytes from the host to the chip, and gives what is to arrive; None pulls the plug.
    ``prelude`` is run before everything else, as if it were part of MicroPython. With ``signals`` MicroPython ends any
    program at a Ctrl-C, as it does by itself; without, only a program that looks for one ends, as the firmware does.
    """

    def __init__(
        self,
        flash: Path,
        meddle: Callable[[bytes], bytes | None] = lambda data: data,
        *,
        prelude: str = "",
        signals: bool = False,
    ) -> None:
        self.flash = flash
        self._meddle = meddle
        self._signals = signals
        self._bare, self._boot = (flash.parent / f"{flash.name}_{name}.py" for name in ("bare", "boot"))
        self._bare.write_text(prelude)
        self._boot.write_text(prelude + _BOOT)
        self._ours, theirs = pty.openpty()
        tty.setraw(theirs)
        os.set_blocking(self._ours, False)
        self._theirs = theirs
        self.port = os.ttyname(theirs)
        self._raw = False
        self._unplugged = threading.Event()
        home = flash.parent / f"{flash.name}_home"
        home.mkdir(exist_ok=True)
        self._power = subprocess.Popen(
            [sys.executable, "-S", "-E", "-c", _POWER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # MicroPython's prompt writes its history into the home of whoever runs it, when it ends
            env={**os.environ, "HOME": str(home)},
        )
        self._start()
        self._thread = threading.Thread(target=self._relay, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()
        self._thread.join()

    def unplug(self) -> None:
        """Take the power and the port away."""
        self._unplugged.set()

    def _start(self) -> None:
        self._terminal, terminal = pty.openpty()
        tty.setraw(terminal)
        if self._signals:
            attributes = termios.tcgetattr(terminal)
            attributes[3] |= termios.ISIG
            termios.tcsetattr(terminal, termios.TCSANOW, attributes)

        program = [str(micropython_path()), "-i", str(self._bare if self._raw else self._boot)]
        assert self._power.stdin is not None
        assert self._power.stdout is not None
        self._power.stdin.write(json.dumps([os.ttyname(terminal), str(self.flash), program]) + "\n")
        self._power.stdin.flush()
        assert self._power.stdout.readline() == "on\n"
        os.close(terminal)
        if self._raw:
            os.write(self._terminal, b"\x01")

    def _relay(self) -> None:
        while not self._unplugged.is_set():
            ready, _, _ = select.select([self._terminal, self._ours], [], [], 0.02)
            if self._ours in ready:
                self._to_chip(os.read(self._ours, 4096))
            if self._terminal in ready:
                try:
                    said = os.read(self._terminal, 4096)
                except OSError:
                    self._reset()
                else:
                    self._to_host(said)
        self._power.communicate()
        for descriptor in (self._theirs, self._ours, self._terminal):
            os.close(descriptor)

    def _to_chip(self, data: bytes) -> None:
        for byte in data:
            self._raw = True if byte == 1 else False if byte == 2 else self._raw
        arriving = self._meddle(data)
        if arriving is None:
            self._unplugged.set()
        else:
            os.write(self._terminal, arriving)

    def _to_host(self, data: bytes) -> None:
        """As USB does: wait half a second for a host that does not read, then drop what is left."""
        deadline = time.monotonic() + 0.5
        while data and time.monotonic() < deadline and not self._unplugged.is_set():
            if select.select([], [self._ours], [], 0.02)[1]:
                data = data[os.write(self._ours, data) :]

    def _reset(self) -> None:
        os.close(self._terminal)
        self._to_host(b"\r\nMPY: soft reboot\r\n")
        self._start()
