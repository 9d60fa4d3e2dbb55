"""What the firmware bears: noise, a file cut anywhere, a host that reads slowly, not at all, or is gone."""

from __future__ import annotations

import json
import os
import random
import select
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self
from zlib import crc32

import pytest
from cobs import cobs

from thumbwalk.link.board_state import Status
from thumbwalk.link.wire import BoardError, BoardLog, Event, Hello, WireDecoder
from thumbwalk.virtual.firmware import firmware_command

N_CHANNELS = 16
NOISE_BYTES = 10_000_000


_FOUND: dict[str, dict[str, Any]] = {}
"""What the script printed, by interpreter: it takes seconds."""


@pytest.fixture
def faults(run_script: Callable[..., str], interpreter: str, tmp_path: Path) -> dict[str, Any]:
    if interpreter not in _FOUND:
        script = Path(__file__).with_name("portable_faults.py")
        _FOUND[interpreter] = json.loads(run_script(script, str(tmp_path / "settings.json")))
    return _FOUND[interpreter]


def frames_of(wire_hex: str) -> list[bytes]:
    frames = [cobs.decode(one) for one in bytes.fromhex(wire_hex).split(b"\0")[:-1]]
    assert all(crc32(frame) == 0x2144DF1C for frame in frames)
    return frames


def test_a_file_that_is_cut_or_changed_anywhere_is_never_believed(faults: dict[str, Any]) -> None:
    cut = faults["cut"]["cut"]
    assert len(cut) == faults["cut"]["whole"] + 1
    assert cut[-1] == ["file", 250, "Left foot"]
    assert cut[:-1] == [["damaged", 1000, "T"]] * (len(cut) - 1)
    assert faults["cut"]["flipped"] == [["damaged", 1000]] * faults["cut"]["whole"]
    states = {text: state for text, state, _ in faults["odd"]}
    assert states.pop("{}") == "file", "settings younger than the file have their defaults"
    assert set(states.values()) == {"damaged"}
    assert {rate_hz for _, _, rate_hz in faults["odd"]} == {1000}


@pytest.mark.parametrize("how", ["unread", "slow"])
def test_a_minute_of_a_slow_or_absent_reader_loses_whole_frames_and_counts_them(
    faults: dict[str, Any], how: str
) -> None:
    found = faults[how]
    assert found["streaming"], "it has pinged all the time"
    assert found["overruns"] == 0, "scans go on"
    steps = [later - sooner for sooner, later in zip([0, *found["dropped"]], found["dropped"], strict=False)]
    assert all(step > 2000 for step in steps)
    frames = frames_of(found["after"])
    kinds = [frame[0] for frame in frames]
    assert kinds[-1] == 2
    assert 1 in kinds
    numbers = [int.from_bytes(frame[1:3], "little") for frame in frames]
    assert numbers == [(numbers[0] + i) % 65536 for i in range(len(numbers))]
    assert int.from_bytes(frames[-1][11:15], "little") >= found["dropped"][-1]


def test_a_host_that_is_gone_is_noticed_and_served_again_when_it_comes_back(faults: dict[str, Any]) -> None:
    found = faults["gone"]
    assert not found["streaming"]
    assert found["dropped"][1] == found["dropped"][-1], "nothing is dropped any more once it has stopped"
    assert [frame[0] for frame in frames_of(found["after"])].count(2) >= 8, "and it streams again"


def test_a_board_without_memory_refuses_to_scan_and_scans_once_it_can(faults: dict[str, Any]) -> None:
    ack, error, data, pong = 6, 4, 2, 3
    answers = [
        (line, {frame[0] for frame in frames_of(wire)}, running, rate_hz)
        for line, wire, running, rate_hz in faults["forgetful"]
    ]
    assert answers == [
        ("start", {error}, False, 1000),
        ("selftest", {error}, False, 1000),
        ("ping 1", {pong}, False, 1000),
        ("rate 500", {ack}, False, 500),
        ("start", {error}, False, 500),
        ("stop", {ack}, False, 500),
        ("start", {ack, data}, True, 500),
        ("rate 250", {error, data}, False, 500),
        ("stop", {ack}, False, 500),
    ]
    refusals = [frames_of(wire)[0][7:-4] for line, wire, running, _ in faults["forgetful"] if line == "start"]
    assert refusals[0].startswith(b"no memory left for the scans")


@pytest.fixture
def board(interpreter: str) -> Iterator[Board]:
    with Board(interpreter) as board:
        yield board


class Board:
    """The firmware as a process in real time, its wire being pipes, its foot the test."""

    def __init__(self, interpreter: str, *options: str) -> None:
        self.said_out, self.said_in = os.pipe()
        self.foot_out, self.foot_in = os.pipe()
        self.told_out, told_in = os.pipe()
        theirs = (self.said_out, self.foot_out, told_in)
        for descriptor in theirs:
            os.set_blocking(descriptor, False)
        command = firmware_command("cpython" if interpreter == "cpython" else "micropython")
        wire, foot = f"fd:{self.said_out},1", f"fd:{self.foot_out},{told_in}"
        self.process = subprocess.Popen(
            [*command, "--wire", wire, "--foot", foot, "--id", "00ff", *options],
            stdout=subprocess.PIPE,
            pass_fds=theirs,
        )
        for descriptor in theirs:
            os.close(descriptor)
        self.decoder = WireDecoder()
        self.events: list[Event] = []
        self.reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self.reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.foot_in)  # it ends when its foot is gone
        assert self.process.wait(10.0) == 0
        self.reader.join(10.0)
        for descriptor in (self.said_in, self.told_out):
            os.close(descriptor)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while data := os.read(self.process.stdout.fileno(), 1 << 16):
            self.events += self.decoder.feed(data)

    def say(self, data: bytes) -> None:
        rest = memoryview(data)  # ten megabytes are not copied for every piece that the pipe takes
        while rest:
            rest = rest[os.write(self.said_in, rest) :]

    def scan(self, n: int) -> None:
        """Let its timer tick n times, a millisecond apart."""
        os.write(self.foot_in, b"\xff" * (8 + 2 * N_CHANNELS))
        for i in range(n):
            os.write(self.foot_in, (1000 * (i + 1)).to_bytes(8, "little") + bytes(2 * N_CHANNELS))

    def has_told(self) -> bool:
        """Whether it has said something to its timer."""
        return bool(select.select([self.told_out], [], [], 0.0)[0])

    def wait_for(self, kind: type[Event]) -> Any:
        deadline = time.monotonic() + 60.0
        while time.monotonic() < deadline:
            found = [event for event in self.events if isinstance(event, kind)]
            if found:
                return found[-1]
            time.sleep(0.01)
        raise AssertionError(f"no {kind} came; the firmware {self.process.poll()}")


def test_a_board_in_real_time_stops_for_want_of_a_word_and_says_so(interpreter: str) -> None:
    with Board(interpreter, "--patience-ms", "300") as board:
        board.say(b"start\n")
        told = b""
        while b"stop" not in told:
            if b"start" in told:
                board.scan(1)
            told += os.read(board.told_out, 1000) if b"start" not in told or board.has_told() else b""
            time.sleep(0.005)
        log: BoardLog = board.wait_for(BoardLog)
        assert log.text == "stopped: no word from the host for 0 s; it must ping"
        board.say(b"hello\n")
        assert board.wait_for(Hello).board_id == "00ff"


def lines_without_sense(noise: bytes) -> int:
    lines = [line.rpartition(b"\x15")[2] for line in noise.split(b"\n")[:-1]]  # what a Ctrl-U leaves
    return sum(1 for line in lines if len(line) > 64 or line.strip())


@pytest.mark.slow
def test_ten_megabytes_of_noise_are_refused_line_by_line_and_then_it_serves(board: Board) -> None:
    noise = random.Random(5).randbytes(NOISE_BYTES) + b"\n"
    assert noise.count(b"\x03") > 30_000, "there is every byte in it, Ctrl-C as well"
    board.say(noise)
    board.say(b"hello\n")
    hello: Hello = board.wait_for(Hello)
    assert hello.board_id == "00ff"
    board.say(b"start\n")
    told = b""
    while b"start" not in told:
        told += os.read(board.told_out, 1000)
    board.scan(120)
    status: Status = board.wait_for(Status)
    assert status.refused == lines_without_sense(noise)
    errors = sum(isinstance(event, BoardError) for event in board.events)
    tally = board.decoder.tally
    assert (tally.bad_frames, tally.lost_frames) == (0, 0)
    assert 0 < errors <= status.refused
    assert board.process.poll() is None
