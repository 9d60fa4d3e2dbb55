"""The virtual rig as a host meets it: the real firmware behind a port that pyserial opens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self
from zlib import crc32

import numpy as np
import pytest
import serial
from cobs import cobs

from thumbwalk.errors import LayoutError, LinkLost, RigError
from thumbwalk.virtual.firmware import firmware_command, firmware_dir, micropython_path
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.process import child_environment
from thumbwalk.virtual.rig import VirtualRig

HELLO, DATA, PONG, ERROR, _LOG, ACK = range(1, 7)
OVER = 0x0C
STATUS = 10
STATUS_EVERY_US = 100_000
DEADLINE_S = 20.0

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
needs_micropython = pytest.mark.skipif(micropython_path() is None, reason="no micropython on this machine")
TRANSPORTS = [
    pytest.param("pty", "micropython", marks=[needs_pty, needs_micropython]),
    pytest.param("pty", "cpython", marks=needs_pty),
    pytest.param("socket", "cpython"),
    pytest.param("socket", "micropython", marks=needs_micropython),
]


@dataclass(frozen=True)
class Frame:
    kind: int
    sequence: int
    time_us: int
    payload: bytes

    @property
    def n_scans(self) -> int:
        return self.payload[8] if self.kind == DATA else 0

    @property
    def counts(self) -> Any:
        return np.frombuffer(self.payload[9 + 2 * self.n_scans :], "<u2").reshape(self.n_scans, -1)

    @property
    def overruns(self) -> int:
        return int.from_bytes(self.payload[:4], "little")

    @property
    def dropped(self) -> int:
        return int.from_bytes(self.payload[4:8], "little")


class Host:
    """Reads frames off a port, and keeps the bytes; one that comes ``late`` may find half a frame first."""

    def __init__(self, rig: VirtualRig, *, late: bool = False) -> None:
        self.rig = rig
        self.port = serial.serial_for_url(rig.url, timeout=0.01)
        self.wire = b""
        self.frames: list[Frame] = []
        self._rest = b""
        self._late = late

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.port.close()

    def say(self, *lines: str) -> None:
        self.port.write("".join(f"{line}\n" for line in lines).encode())

    def wait_until_full(self) -> None:
        """Read nothing until the port holds as much as it can, or all that there is."""
        looks: list[int] = []
        while len(looks) < 5 or looks[-1] == 0 or len(set(looks[-5:])) > 1:
            looks.append(self.port.in_waiting)
            time.sleep(0.02)

    def until(self, wanted: Callable[[Frame], bool]) -> Frame:
        """Read until a frame is there that is wanted, and return it."""
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            data = self.port.read(self.port.in_waiting or 1 if self.rig.url.startswith("/") else 4096)
            self.wire += data
            *stuffed, self._rest = (self._rest + data).split(b"\0")
            if self._late and stuffed:
                stuffed = stuffed if is_whole(stuffed[0]) else stuffed[1:]
                self._late = False
            found = [self._frame(one) for one in stuffed]
            self.frames += found
            for frame in found:
                if wanted(frame):
                    return frame
            self.rig.check()
        raise AssertionError(f"it never came; there were {len(self.frames)} frames")

    @staticmethod
    def _frame(stuffed: bytes) -> Frame:
        frame = cobs.decode(stuffed)
        assert crc32(frame) == 0x2144DF1C
        kind, sequence = frame[0], int.from_bytes(frame[1:3], "little")
        return Frame(kind, sequence, int.from_bytes(frame[3:7], "little"), frame[7:-4])


def is_whole(stuffed: bytes) -> bool:
    try:
        return crc32(cobs.decode(stuffed)) == 0x2144DF1C
    except cobs.DecodeError:
        return False


def is_end(frame: Frame) -> bool:
    return frame.kind == OVER and frame.payload == b"end of scans"


@pytest.mark.parametrize(("transport", "interpreter"), TRANSPORTS)
def test_hello_start_and_scans_in_real_time(
    transport: Literal["pty", "socket"], interpreter: Literal["micropython", "cpython"]
) -> None:
    with VirtualRig(FootSpec(), transport=transport, interpreter=interpreter) as rig, Host(rig) as host:
        host.say("hello", "ping 5", "start")
        hello = json.loads(host.until(lambda frame: frame.kind == HELLO).payload)
        assert hello["channels"] == list(rig.pad.names)
        assert (hello["protocol"], hello["layout"], hello["board"]) == (1, "sole16", "virtual")
        host.until(lambda frame: frame.kind == DATA and sum(f.n_scans for f in host.frames) >= 200)
        assert [frame.kind for frame in host.frames[:4]] == [HELLO, PONG, ACK, DATA]
        assert [frame.sequence for frame in host.frames] == list(range(len(host.frames)))
        data = [frame for frame in host.frames if frame.kind == DATA]
        assert set(np.diff([frame.time_us for frame in data])) == {2000}
        host.say("stop")
        host.until(lambda frame: frame.kind == ACK and frame.payload == b"stop")


def run_lockstep(spec: FootSpec, **how: Any) -> bytes:
    with VirtualRig(spec, lockstep=True, duration_s=0.6, **how) as rig, Host(rig) as host:
        host.say("hello", "rate 1000", "start")
        host.until(is_end)
        return host.wire


@needs_pty
def test_lockstep_gives_the_same_bytes_whatever_runs_it_and_wherever() -> None:
    spec = FootSpec(seed=3)
    first = run_lockstep(spec, interpreter="auto")
    assert first.count(b"\0") == 3 + 300 + 5 + 1, "nothing is lost; five frames of the board's status are among them"
    assert run_lockstep(spec, interpreter="cpython") == first
    assert run_lockstep(spec, interpreter="cpython", transport="socket") == first
    assert run_lockstep(FootSpec(seed=4), interpreter="auto") != first


@needs_pty
def test_lockstep_waits_for_a_slow_reader() -> None:
    with VirtualRig(FootSpec(), lockstep=True, duration_s=3.0) as rig, Host(rig) as host:
        host.say("start")
        host.wait_until_full()
        last = host.until(is_end)
    data = [frame for frame in host.frames if frame.kind == DATA]
    assert sum(frame.n_scans for frame in data) == 3000
    assert (data[-1].overruns, data[-1].dropped, last.time_us) == (0, 0, 3_000_000)
    assert [frame.sequence for frame in host.frames] == list(range(len(host.frames)))


@needs_pty
def test_lockstep_ends_with_the_scripted_hand() -> None:
    with VirtualRig(FootSpec(drill="first-steps"), lockstep=True) as rig, Host(rig) as host:
        host.say("rate 100", "start")
        end = host.until(is_end)
    assert 30e6 < end.time_us < 60e6
    counts = np.concatenate([frame.counts for frame in host.frames if frame.kind == DATA])
    assert counts.max() > 2000, "the hand has pressed"


@needs_pty
def test_device_time_wraps_at_32_bits() -> None:
    start_us = 2**32 - 50_000
    with VirtualRig(FootSpec(), lockstep=True, duration_s=0.1, clock_us=start_us) as rig, Host(rig) as host:
        host.say("start")
        host.until(is_end)
    times = [frame.time_us for frame in host.frames if frame.kind == DATA]
    assert times == [(start_us + 1000 + 2000 * i) % 2**32 for i in range(50)]


@pytest.mark.parametrize("transport", [pytest.param("pty", marks=needs_pty), "socket"])
def test_a_press_arrives_where_it_was_made_and_goes_again(transport: Literal["pty", "socket"]) -> None:
    spec = FootSpec(errors=False)
    heel = spec.pad().names.index("heel_anterior")
    with VirtualRig(spec, transport=transport) as rig, Host(rig) as host:
        host.say("start")
        host.until(lambda frame: frame.kind == DATA and bool(frame.counts[-1, heel] < 100))
        rig.press(74.2, 52.0, 15.0)
        pressed = host.until(lambda frame: frame.kind == DATA and bool(frame.counts[-1, heel] > 1500))
        assert pressed.counts[-1].argmax() == heel
        rig.release()
        host.until(lambda frame: frame.kind == DATA and bool(frame.counts[-1, heel] < 100))


@needs_pty
def test_what_a_sleeping_host_misses_is_dropped_whole_and_counted() -> None:
    with VirtualRig(FootSpec()) as rig, Host(rig) as host:
        host.say("start")
        host.until(lambda frame: frame.kind == DATA)
        nap_s, naps, newest = 0.25, 0, host.frames[-1]
        while newest.kind != DATA or newest.dropped <= 50:
            naps += 1
            nap_s *= 2.0  # of 43 kB a second, a pty keeps about 12; longer, until that was too much
            time.sleep(nap_s)
            host.say("ping 9")
            host.until(lambda frame: frame.kind == DATA and frame.dropped > 0)
            newest = host.until(lambda frame: frame.kind == DATA)
        host.until(lambda frame: frame.kind == DATA and sum(f.n_scans for f in host.frames[-20:]) == 40)
    data = [frame for frame in host.frames if frame.kind == DATA]
    assert [frame.sequence for frame in host.frames] == list(range(len(host.frames))), "no number is used up"
    span_us = data[-1].time_us - data[0].time_us
    missing = span_us // 2000 + 1 - len(data)
    missing += span_us // STATUS_EVERY_US - sum(frame.kind == STATUS for frame in host.frames)
    # the PONG of a nap may be dropped, which is a dropped frame, too, and a status may be due since just now
    assert -1 <= data[-1].dropped - missing <= 1 + naps
    assert data[-1].dropped > 50


@needs_pty
def test_a_host_may_come_back() -> None:
    with VirtualRig(FootSpec()) as rig:
        with Host(rig) as host:
            host.say("start")
            host.until(lambda frame: frame.kind == DATA)
        with Host(rig, late=True) as again:
            again.say("", "stop")
            again.until(lambda frame: frame.kind == ACK and frame.payload == b"stop")


def test_a_tcp_host_may_come_back() -> None:
    with VirtualRig(FootSpec(), transport="socket") as rig:
        for _ in range(3):
            with Host(rig) as host:
                host.say("hello")
                host.until(lambda frame: frame.kind == HELLO)


@pytest.mark.parametrize("interpreter", [pytest.param("micropython", marks=needs_micropython), "cpython"])
def test_a_board_goes_on_scanning_while_no_tcp_host_listens(interpreter: Literal["micropython", "cpython"]) -> None:
    with VirtualRig(FootSpec(), transport="socket", interpreter=interpreter) as rig:
        with Host(rig) as host:
            host.say("start")
            host.until(lambda frame: frame.kind == DATA)
        with Host(rig, late=True) as again:
            newest = again.until(lambda frame: frame.kind == DATA and frame.time_us > host.frames[-1].time_us + 300_000)
        assert newest.overruns == 0
        assert newest.dropped > 50


@needs_pty
@pytest.mark.parametrize("lockstep", [False, True])
def test_nothing_is_left_running_when_the_host_is_killed(lockstep: bool) -> None:
    program = f"""
import serial, sys, time
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.process import child_environment
from thumbwalk.virtual.rig import VirtualRig
rig = VirtualRig(FootSpec(), lockstep={lockstep})
port = serial.Serial(rig.url)
port.write(b"start\\n")
port.read(100)
print(rig._foot._process.pid, rig._board._process.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=child_environment()) as host:
        assert host.stdout is not None
        pids = [int(word) for word in host.stdout.readline().split()]
        host.kill()
    assert len(pids) == 2
    deadline = time.monotonic() + DEADLINE_S
    while any(is_running(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(is_running(pid) for pid in pids)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    # nobody may be there to reap it
    return not (status.exists() and status.read_text().rsplit(") ", 1)[1].startswith("Z"))


@needs_pty
def test_a_rig_that_dies_says_what_it_died_of() -> None:
    with VirtualRig(FootSpec()) as rig:
        assert rig.url
        rig.check()
        child = rig._board._process
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
        child.wait(DEADLINE_S)
        with pytest.raises(LinkLost, match=r"the firmware has ended \(code -9\)"):
            rig.check()


def test_an_impossible_foot_is_refused_with_its_reason() -> None:
    rig = VirtualRig(FootSpec(drill="no such drill"))
    with pytest.raises(LinkLost, match="no such drill"), rig:
        assert rig.url


def test_a_layout_with_too_many_taxels_is_refused() -> None:
    rows = "\n".join(f'[[taxel]]\nname = "t{i}"' for i in range(33))
    with pytest.raises(LayoutError, match="33 taxels, a board reads at most 32"):
        VirtualRig(FootSpec(layout=f'name = "mat"\nunit = "N"\n{rows}\n'))


def test_a_press_that_makes_no_sense_is_refused() -> None:
    with VirtualRig(FootSpec()) as rig:
        with pytest.raises(RigError, match="finite"):
            rig.press(float("nan"), 10.0, 5.0)
        with pytest.raises(RigError, match="force >= 0"):
            rig.press(100.0, 50.0, -1.0)


def test_closing_ends_both_processes_and_may_be_done_twice() -> None:
    rig = VirtualRig(FootSpec(), lockstep=True)
    assert rig.url
    children = [rig._foot._process, rig._board._process]
    rig.close()
    rig.close()
    assert all(child is not None and child.returncode is not None for child in children)


def test_closing_a_rig_that_waits_for_its_reader_does_not_hang() -> None:
    with VirtualRig(FootSpec(), lockstep=True) as rig, Host(rig) as host:
        host.say("start")
        host.until(lambda frame: frame.kind == DATA)


def test_the_firmware_is_found_and_run_by_what_is_asked_for() -> None:
    assert (firmware_dir() / "rig" / "__init__.py").is_file()
    assert firmware_command("cpython")[0] == sys.executable
    if micropython_path() is not None:
        assert firmware_command()[0] == str(micropython_path())
