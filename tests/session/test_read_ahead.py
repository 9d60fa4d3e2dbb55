"""Another process gives the same events of a recording as this one, whatever becomes of either."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.session.packed import pair

from thumbwalk.errors import RecordingError
from thumbwalk.link.events import Event
from thumbwalk.link.wire import Scans
from thumbwalk.session import read_ahead
from thumbwalk.session.read_ahead import events_ahead, events_of
from thumbwalk.session.recording import Recording, open_recording
from thumbwalk.session.replay import read_recording


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return pair(tmp_path_factory.mktemp("ahead"))


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the other process send events a few at a time, so that it can be met in the midst of them."""
    command = "from thumbwalk.session import read_ahead; read_ahead._SCANS_A_PORTION = 500; read_ahead.main()"
    monkeypatch.setattr(read_ahead, "_COMMAND", command)


def same(events: list[Event], others: list[Event]) -> bool:
    """Whether events are the same, in one order."""
    assert [type(one) for one in events] == [type(one) for one in others]
    return all(
        np.array_equal(one.time_us, other.time_us) and np.array_equal(one.counts, other.counts)
        if isinstance(one, Scans) and isinstance(other, Scans)
        else one == other
        for one, other in zip(events, others, strict=True)
    )


def read_by_each(path: Path) -> tuple[Recording, Recording]:
    """A recording read here and by another process, whose events are the same."""
    here, there = open_recording(path), open_recording(path)
    assert same(list(here.events()), list(events_ahead(there)))
    return here, there


@pytest.mark.parametrize("which", [0, 1])
def test_the_events_are_the_same(both: tuple[Path, Path], which: int) -> None:
    here, there = read_by_each(both[which])
    assert here == there


@pytest.mark.usefixtures("small_portions")
def test_many_portions_are_one_stream(both: tuple[Path, Path]) -> None:
    here, there = read_by_each(both[1])
    assert here == there


def test_what_is_wrong_with_a_file_is_said_alike(both: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "harmed.twr"
    data = bytearray(both[1].read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data[: -len(data) // 4])
    here, there = read_by_each(path)
    assert here == there
    assert here.is_cut
    assert here.is_harmed
    assert here.warnings


@pytest.mark.usefixtures("small_portions")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process otherwise")
def test_a_process_that_is_killed_costs_nothing(both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    had: list[int] = []

    class Killed(read_ahead._Reader):
        def portions(self):  # type: ignore[no-untyped-def]
            for portion in super().portions():
                had.append(len(portion))
                yield portion
                if len(had) == 3:
                    os.kill(self._process.pid, signal.SIGKILL)

    monkeypatch.setattr(read_ahead, "_Reader", Killed)
    here, there = read_by_each(both[1])
    assert len(had) >= 3
    assert here == there


@pytest.mark.usefixtures("small_portions")
def test_one_that_is_not_read_to_its_end_ends_its_process(
    both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: list[read_ahead._Reader] = []

    class Noted(read_ahead._Reader):
        def __init__(self, path: Path) -> None:
            super().__init__(path)
            readers.append(self)

    monkeypatch.setattr(read_ahead, "_Reader", Noted)
    events = events_ahead(open_recording(both[1]))
    next(events)
    assert readers[0]._process.poll() is None or readers[0]._process.returncode == 0
    events.close()  # type: ignore[attr-defined]
    assert readers[0]._process.returncode is not None


@pytest.mark.parametrize("command", ["raise SystemExit(1)", "print('no events')"])
def test_one_that_fails_at_once_is_done_without(
    both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(read_ahead, "_COMMAND", command)
    here, there = read_by_each(both[1])
    assert here == there


def test_where_no_process_can_be_started_this_one_reads(
    both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    here, there = read_by_each(both[1])
    assert here == there


def test_a_file_that_is_gone_meanwhile_is_told_as_ever(both: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "gone.twr"
    path.write_bytes(both[1].read_bytes())
    recording = open_recording(path)
    path.unlink()
    with pytest.raises((RecordingError, FileNotFoundError)):
        list(recording.events())
    with pytest.raises((RecordingError, FileNotFoundError)):
        list(events_ahead(recording))


def test_a_short_one_begins_no_process_and_a_long_one_means_the_same(
    both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []

    class Noted(read_ahead._Reader):
        def __init__(self, path: Path) -> None:
            begun.append(path)
            super().__init__(path)

    monkeypatch.setattr(read_ahead, "_Reader", Noted)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    here = read_recording(both[1])
    assert not begun
    monkeypatch.setattr(read_ahead, "LONG_BYTES", 1)
    there = read_recording(both[1])
    assert begun == [both[1]]
    assert here.warnings == there.warnings
    assert np.array_equal(here.touch.total_n, there.touch.total_n)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    list(events_of(open_recording(both[1])))
    assert len(begun) == 1
