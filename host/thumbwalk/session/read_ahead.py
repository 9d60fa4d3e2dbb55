"""A long recording's events, unpacked and decoded by a second process while this one makes touch of them.

A fifth of what reading costs is done beside the rest. The events are those of `Recording.events`, in the same order;
should the other process die, this one goes on where it ended.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing import parent_process
from pathlib import Path
from types import TracebackType
from typing import Self

from thumbwalk.errors import RecordingError
from thumbwalk.link.wire import Event, Scans
from thumbwalk.session.recording import Recording, open_recording

LONG_BYTES = 4 * 1024 * 1024
"""From here on another process is worth its start: some three minutes of 1 kHz x 16, compressed."""
_SCANS_A_PORTION = 30_000
"""Sent at once: a pipe holds back its writer, who is to be busy with the next while the reader is with the last."""
_NOT_WHOLE = (OSError, EOFError, pickle.UnpicklingError, ValueError, LookupError, AttributeError, ImportError)
"""What is raised by half of an event, or by what a strange program says in its place."""
_ENDS_WITHIN_S = 5.0
"""So long a process may take to notice that nobody reads what it writes."""
_COMMAND = "from thumbwalk.session.read_ahead import main; main()"


def events_of(recording: Recording) -> Iterator[Event]:
    """Give a recording's events by whoever has them sooner: this process, or for a long one another beside it."""
    return events_ahead(recording) if _is_worth_it(recording.path) else recording.events()


def events_ahead(recording: Recording) -> Iterator[Event]:
    """Give a recording's events from a process of their own; what it says of the file is said in the recording.

    Raises RecordingError when the file can't be read.
    """
    n_had = 0
    try:
        with _Reader(recording.path) as reader:
            for events in reader.portions():
                n_had += len(events)
                yield from events
            done = reader.done
    except OSError:  # no process can be started here
        done = None
    if done is None:
        yield from islice(recording.events(), n_had, None)
        return
    recording.warnings[:] = done.warnings
    recording.is_cut, recording.is_harmed = done.is_cut, done.is_harmed


def _is_worth_it(path: Path) -> bool:
    """Whether a core is likely to be free for it: a process that others began beside this one has none to spare."""
    if not sys.executable or (os.cpu_count() or 1) < 2 or parent_process() is not None:
        return False
    try:
        return path.stat().st_size >= LONG_BYTES
    except OSError:
        return False


@dataclass(frozen=True)
class _Done:
    """What is known of a recording when all of it was read."""

    warnings: list[str]
    is_cut: bool
    is_harmed: bool


class _Reader:
    """The other process, while it is needed.

    Attributes
    ----------
    done : _Done or None
        What it said at its end; None where it did not come to one.
    """

    def __init__(self, path: Path) -> None:
        self.done: _Done | None = None
        # the same program, whatever way it was found; no script of the user's is run once more, as multiprocessing does
        self._process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-P", "-c", _COMMAND, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdout is not None  # noqa: S101  asked for above
        # it can't write any more, and ends
        self._process.stdout.close()
        try:
            self._process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def portions(self) -> Iterator[list[Event]]:
        """What comes, as far as it comes whole."""
        assert self._process.stdout is not None  # noqa: S101  asked for above
        while self.done is None:
            try:
                found = pickle.load(self._process.stdout)  # noqa: S301  from our own process
            except _NOT_WHOLE:
                return
            if isinstance(found, _Done):
                self.done = found
            else:
                yield found


def main() -> None:
    """Write the events of the recording that is named, and at last what is known of it then."""
    recording = open_recording(Path(sys.argv[1]))
    # a reader that is gone, or a file that can't be read on, is for the other process to tell
    with contextlib.suppress(OSError, RecordingError):
        for portion in _portions(recording.events()):
            _send(portion)
        _send(_Done(recording.warnings, recording.is_cut, recording.is_harmed))


def _portions(events: Iterable[Event]) -> Iterator[list[Event]]:
    portion, n_scans = list[Event](), 0
    for event in events:
        portion.append(event)
        n_scans += len(event.time_us) if isinstance(event, Scans) else 1
        if n_scans >= _SCANS_A_PORTION:
            yield portion
            portion, n_scans = [], 0
    yield portion


def _send(found: object) -> None:
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
