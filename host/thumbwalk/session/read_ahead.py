"""A long recording's events and its newtons made by a second process, while this one makes touch and scores of them.

Nearly half of what reading costs is done beside the rest. Event for event what comes is what one process alone would
make of it, to the bit; should the other process die, `ReaderDied` is raised, and all is to be read again by one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from pathlib import Path
from types import TracebackType
from typing import Self

from thumbwalk.errors import OtherRig, RecordingError
from thumbwalk.link.wire import Event, Scans
from thumbwalk.pad import Pad
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import Recording, open_recording
from thumbwalk.session.signal_ahead import SignalHalf, Signalled, TouchHalf
from thumbwalk.signal.any_calibration import AnyCalibration

LONG_BYTES = 4 * 1024 * 1024
"""From here on another process is worth its start: some three minutes of 1 kHz x 16, compressed."""
_SCANS_A_PORTION = 30_000
"""Sent at once: a pipe holds back its writer, who is to be busy with the next while the reader is with the last."""
_PIPE_BYTES = 1024 * 1024
"""What a pipe holds, where a system lets it be asked for: of 64 kB a reader and a writer wake each other all the time.
"""
_NOT_WHOLE = (OSError, EOFError, pickle.UnpicklingError, ValueError, LookupError, AttributeError, ImportError)
"""What is raised by half of an event, or by what a strange program says in its place."""
_ENDS_WITHIN_S = 5.0
"""So long a process may take to notice that nobody reads what it writes."""
_COMMAND = "from thumbwalk.session.read_ahead import main; main()"


class ReaderDied(Exception):
    """The other process ended before it had said all; nothing of what it said is to be kept."""


@dataclass(frozen=True)
class _Asked:
    """What is to be read, on which pad, and whether faults are known from where they began."""

    path: Path
    pad: Pad
    calibration: AnyCalibration
    hindsight: bool


@dataclass(frozen=True)
class _Done:
    """What is known when all was read: what the signal gives at its end, and what is wrong with the file."""

    end: Signalled | None
    warnings: list[str]
    is_cut: bool
    is_harmed: bool


_Heard = tuple[Event, Signalled | None, _Done | None]
"""An event, what the signal gives for it, and what is known at the end where nothing is used behind this one."""


def is_worth_it(path: Path) -> bool:
    """Whether a file is long, and a core likely free: a process that others began beside this one has none to spare."""
    if not sys.executable or (os.cpu_count() or 1) < 2 or parent_process() is not None:
        return False
    try:
        return path.stat().st_size >= LONG_BYTES
    except OSError:
        return False


def events_ahead(recording: Recording, practice: Practice, *, hindsight: bool) -> Generator[Event, None, None]:
    """Give a recording's events to a practice whose pipeline is a `TouchHalf`, and foretell it the signal of each.

    Scans come without their counts. What is wrong with the file is said in the recording, as of `Recording.events`.

    Raises
    ------
    ReaderDied
        When the other process did, or can't be started, or can't read the file.
    """
    recording.warnings.clear()
    with _Reader(_Asked(recording.path, practice.pad, practice.calibration, hindsight)) as reader:
        for event, signalled, end in reader.heard():
            _foretell(practice, signalled)
            if end is not None:
                _foretell(practice, end.end)
                recording.is_harmed = end.is_harmed
            yield event
        done = reader.done
    if done is None:
        raise ReaderDied
    _foretell(practice, done.end)
    recording.warnings[:] = done.warnings
    recording.is_cut, recording.is_harmed = done.is_cut, done.is_harmed


def _foretell(practice: Practice, signalled: Signalled | None) -> None:
    if signalled is not None:
        assert isinstance(practice.pipeline, TouchHalf)  # noqa: S101  the other process had a greeting before
        practice.pipeline.foretell(signalled)


class _Reader:
    """The other process, while it is needed.

    Attributes
    ----------
    done : _Done or None
        What it said at its end; None where it did not come to one.
    """

    def __init__(self, asked: _Asked) -> None:
        self.done: _Done | None = None
        try:
            # the same program, however it was found; no script of the user's is run again, as multiprocessing does
            self._process = subprocess.Popen(  # noqa: S603  our own program
                [sys.executable, "-P", "-c", _COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pipesize=_PIPE_BYTES,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ReaderDied from error
        assert self._process.stdin is not None  # noqa: S101  asked for above
        assert self._process.stdout is not None  # noqa: S101
        self._out = self._process.stdout
        with contextlib.suppress(OSError), self._process.stdin as orders:
            pickle.dump(asked, orders, protocol=pickle.HIGHEST_PROTOCOL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        # it can't write any more, and ends
        self._out.close()
        try:
            self._process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def heard(self) -> Iterator[_Heard]:
        """What comes, as far as it comes whole."""
        while self.done is None:
            try:
                found = pickle.load(self._out)  # noqa: S301  from our own process
            except _NOT_WHOLE:
                return
            if isinstance(found, _Done):
                self.done = found
            else:
                yield from found


def main() -> None:
    """Be the other process: read what is asked for, and write what there is to hear, and at last what is known then."""
    asked: _Asked = pickle.load(sys.stdin.buffer)  # noqa: S301  from our own process
    # a reader that is gone, or a file that can't be read on, is for the other process to tell
    with contextlib.suppress(OSError, RecordingError):
        recording = open_recording(asked.path)
        half = Practice(
            *(asked.pad, asked.calibration), stored=True, hindsight=asked.hindsight, drills=False, pipeline=SignalHalf
        )
        for portion in _portions(_hear(half, recording)):
            _send(portion)
        _send(_end(half, recording))


def _hear(half: Practice, recording: Recording) -> Iterator[_Heard]:
    for event in recording.events():
        try:
            half.take(event)
        except OtherRig:
            yield event, None, _end(half, recording)
            return
        yield _without_counts(event), _taken(half), None


def _without_counts(event: Event) -> Event:
    """Scans as the reader needs them: of the counts, which newtons were made of, how many channels they have."""
    return replace(event, counts=event.counts[:0]) if isinstance(event, Scans) else event


def _end(half: Practice, recording: Recording) -> _Done:
    half.finish()
    return _Done(_taken(half), recording.warnings, recording.is_cut, recording.is_harmed)


def _taken(half: Practice) -> Signalled | None:
    return half.pipeline.taken() if isinstance(half.pipeline, SignalHalf) else None


def _portions(heard: Iterable[_Heard]) -> Iterator[list[_Heard]]:
    portion, n_scans = list[_Heard](), 0
    for one in heard:
        portion.append(one)
        n_scans += len(one[0].time_us) if isinstance(one[0], Scans) else 1
        if n_scans >= _SCANS_A_PORTION:
            yield portion
            portion, n_scans = [], 0
    yield portion


def _send(found: object) -> None:
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
