"""Two processes make of a recording what one does, to the bit, whatever becomes of either."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.session.streams import FIRST_STEPS, HELLO, PAD, SAGS, hello, streamed

from thumbwalk.errors import RecordingError
from thumbwalk.link.wire import FrameType, encode_frame, encode_scans
from thumbwalk.session import read_ahead, replay
from thumbwalk.session.outcome import scores_document
from thumbwalk.session.packing import pack_recording
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import followed, read_recording
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock

BothWays = Callable[[bytes], tuple[dict[str, Any], dict[str, Any]]]
SOME_PORTIONS = "from thumbwalk.session import read_ahead; read_ahead._SCANS_A_PORTION = 3000; read_ahead.main()"


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A recording of a drill, whose supply sags, which lacks a tenth of a second, and in which a taxel sticks."""
    path = tmp_path_factory.mktemp("practised") / "practice.twr"
    calibration = Calibration.generic(PAD.n_taxels)
    practice = Practice(PAD, calibration)
    practice.take(HELLO)
    practice.begin(FIRST_STEPS)
    frames = streamed(SAGS, 30_000, stuck=("mth2", 15_000, 23_000)).split(b"\0")
    del frames[4000:4050]
    with RecordingWriter(path, PAD, calibration) as writer:
        for frame in practice.opening():
            writer.host(frame)
        writer.raw(b"\0".join(frames))
    return path.read_bytes()


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[read_ahead._Reader]]:
    """Every process that is begun."""
    begun: list[read_ahead._Reader] = []

    class Noted(read_ahead._Reader):
        def __init__(self, asked: read_ahead._Asked) -> None:
            super().__init__(asked)
            begun.append(self)

    monkeypatch.setattr(read_ahead, "_Reader", Noted)
    yield begun
    assert all(one._process.returncode is not None for one in begun)


def outcome(path: Path) -> dict[str, Any]:
    """All that is made of a recording, by a judge with hindsight and as the live session did it; or why nothing is."""
    touched = read_recording(path, forces=True)
    names = TouchBlock.__dataclass_fields__
    made = {name: getattr(touched.touch, name) for name in names}
    made["newtons"] = np.concatenate([one.force_n for one in touched.forces]) if touched.forces else np.empty(0)
    made |= {name: getattr(touched, name) for name in ("warnings", "left_out", "losses", "failures", "pad")}
    recording = open_recording(path)
    try:
        practice, touch = followed(recording)
    except RecordingError as error:
        return made | {"refused": str(error)}
    scores = [score for _, score in practice.results()]
    made |= {f"live {name}": getattr(touch, name) for name in names}
    made["scores"] = json.dumps(scores_document(scores, practice.losses), default=str)
    return made | {name: getattr(recording, name) for name in ("is_cut", "is_harmed")} | {"said": recording.warnings}


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What of all that is not the same to the bit."""
    assert one.keys() == other.keys()
    alike = {
        name: np.array_equal(mine, other[name], equal_nan=mine.dtype.kind == "f")
        if isinstance(mine, np.ndarray)
        else mine == other[name]
        for name, mine in one.items()
    }
    return [name for name, is_so in alike.items() if not is_so]


@pytest.fixture(scope="module")
def both_ways(tmp_path_factory: pytest.TempPathFactory) -> BothWays:
    """What is made of a recording's bytes by one process, and by two; by one it is not made again."""
    path, known = tmp_path_factory.mktemp("read") / "a.twr", dict[bytes, dict[str, Any]]()

    def both(recording: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
        path.write_bytes(recording)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(replay, "is_worth_it", lambda _path: False)
            one = known.get(recording) or outcome(path)
            known[recording] = one
            patch.setattr(replay, "is_worth_it", lambda _path: True)
            return one, outcome(path)

    return both


def as_it_is(recording: bytes) -> bytes:
    return recording


def cut_off(recording: bytes) -> bytes:
    return recording[: len(recording) * 2 // 3]


def another_board(recording: bytes) -> bytes:
    return behind_half(recording, hello("another").replace(b'"i"', b'"j"'))


def other_channels(recording: bytes) -> bytes:
    return behind_half(recording, encode_scans(9, np.arange(2, dtype=np.int64), np.zeros((2, 8), np.uint16)))


def drill_of_nothing(recording: bytes) -> bytes:
    frames = recording.split(b"\0")
    (at,) = (i for i, frame in enumerate(frames) if b'"event": "drill"' in frame)
    broken = json.dumps({"event": "drill", "drill": {"sets": 3}, "foot": "left"}).encode()
    frames[at] = encode_frame(FrameType.EVENT, 0, 0, broken)[:-1]
    return b"\0".join(frames)


def never_greeted(recording: bytes) -> bytes:
    return b"\0".join(frame for frame in recording.split(b"\0") if b'"bits"' not in frame)


def behind_half(recording: bytes, frame: bytes) -> bytes:
    frames = recording.split(b"\0")
    half = b"\0".join(frames[: len(frames) // 2]) + b"\0"
    return half + frame + recording[len(half) :]


@pytest.mark.parametrize("change", [as_it_is, cut_off, another_board, other_channels, drill_of_nothing, never_greeted])
def test_two_make_of_it_what_one_does(
    change: Callable[[bytes], bytes],
    practised: bytes,
    both_ways: BothWays,
    monkeypatch: pytest.MonkeyPatch,
    readers: list[read_ahead._Reader],
) -> None:
    monkeypatch.setattr(read_ahead, "_COMMAND", SOME_PORTIONS)
    one, two = both_ways(change(practised))
    assert len(readers) == 2
    assert not differing(one, two)


def test_of_a_harmed_block_both_say_the_same(
    practised: bytes, both_ways: BothWays, tmp_path: Path, readers: list[read_ahead._Reader]
) -> None:
    path = tmp_path / "a.twr"
    path.write_bytes(practised)
    assert pack_recording(path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    one, two = both_ways(bytes(data))
    assert len(readers) == 2
    assert not differing(one, two)
    assert two["is_harmed"]


def test_what_is_compared_differs_where_a_recording_does(practised: bytes, both_ways: BothWays) -> None:
    (whole, _), (cut, _) = both_ways(practised), both_ways(cut_off(practised))
    assert {"time_s", "newtons", "scores", "live contact_n", "is_cut", "said"} <= set(differing(whole, cut))
    assert whole["failures"]
    assert whole["losses"].frames
    assert set(whole["left_out"]) == {"mth2"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process otherwise")
def test_one_that_is_killed_in_the_midst_costs_nothing(
    practised: bytes, both_ways: BothWays, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []

    class Killed(read_ahead._Reader):
        def heard(self) -> Iterator[read_ahead._Heard]:
            for n, one in enumerate(super().heard()):
                if n == 150:
                    os.kill(self._process.pid, signal.SIGKILL)
                heard.append(n)
                yield one

    monkeypatch.setattr(read_ahead, "_COMMAND", SOME_PORTIONS)
    monkeypatch.setattr(read_ahead, "_Reader", Killed)
    one, two = both_ways(practised)
    assert len(heard) > 150
    assert not differing(one, two)


@pytest.mark.parametrize("command", ["raise SystemExit(1)", "print('no events')"])
def test_one_that_fails_at_once_is_done_without(
    command: str,
    practised: bytes,
    both_ways: BothWays,
    monkeypatch: pytest.MonkeyPatch,
    readers: list[read_ahead._Reader],
) -> None:
    monkeypatch.setattr(read_ahead, "_COMMAND", command)
    one, two = both_ways(cut_off(practised))
    assert len(readers) == 2
    assert not differing(one, two)


def test_where_no_process_can_be_started_one_reads_alone(
    practised: bytes, both_ways: BothWays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    one, two = both_ways(cut_off(practised))
    assert not differing(one, two)


def test_only_a_long_one_begins_a_process_and_only_beside_a_free_core(
    practised: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.twr"
    path.write_bytes(practised)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert not read_ahead.is_worth_it(path)
    monkeypatch.setattr(read_ahead, "LONG_BYTES", len(practised))
    assert read_ahead.is_worth_it(path)
    monkeypatch.setattr(read_ahead, "parent_process", object)
    assert not read_ahead.is_worth_it(path)
    monkeypatch.undo()
    monkeypatch.setattr(read_ahead, "LONG_BYTES", len(practised))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert not read_ahead.is_worth_it(path)
    shutil.rmtree(tmp_path)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert not read_ahead.is_worth_it(path)
