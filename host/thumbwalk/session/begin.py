"""From a rig to a running practice: what follows the stream, its recording and its reader, begun and surely ended."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.link.ports import RigLink
from thumbwalk.link.wire import Samples
from thumbwalk.pad import Pad
from thumbwalk.rig.way_back import Way
from thumbwalk.session.listener import Heard, Listener
from thumbwalk.session.live import LiveSession
from thumbwalk.session.packing import pack_recording
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter
from thumbwalk.signal.any_calibration import AnyCalibration


def prepared(
    rig: RigLink, pad: Pad, calibration: AnyCalibration, document: DrillDocument | None = None, *, named: bool = False
) -> Practice:
    """Give the practice that a rig's stream is going to be fed to; nothing is started or made yet.

    With ``named`` what is done without a drill is named on the screen.

    Raises
    ------
    DrillError, LayoutError
        When the drill can't be done on this pad.
    """
    practice = Practice(pad, calibration, named=named)
    practice.take(rig.hello)
    if document is not None:
        practice.begin(document)
    return practice


@contextmanager
def recorded(
    rig: RigLink,
    practice: Practice,
    path: Path,
    *listeners: Listener,
    created: str | None,
    lockstep: bool = False,
    stays: bool = False,
    way_back: Way | None = None,
    waits_s: float = math.inf,
    on_end: Callable[[], None] = lambda: None,
) -> Iterator[LiveSession]:
    """Give a session that records to a new file, ready to be started; it is stopped whatever happens.

    A stream of which no scan came leaves no file; any other's is compressed when it is over, if there is room.

    Parameters
    ----------
    listeners
        Hear the session after the recording has.
    created, lockstep, stays, way_back, waits_s, on_end
        See `RecordingWriter` and `LiveSession`.

    Raises
    ------
    OptionError
        When the file can't be made.
    NotKept
        When its end can't be written, or it was deleted meanwhile.
    """
    writer, scans = RecordingWriter(path, practice.pad, practice.calibration, created=created), _Came()
    heard: list[Listener] = [writer, scans, *listeners]
    try:
        with writer:
            session = LiveSession(
                *(rig, practice, heard),
                lockstep=lockstep,
                stays=stays,
                way_back=way_back,
                waits_s=waits_s,
                on_end=on_end,
            )
            try:
                yield session
            finally:
                session.stop()
    finally:
        if not scans.came:
            path.unlink(missing_ok=True)
    if scans.came:
        pack_recording(path)


def has_counted(practice: Practice) -> bool:
    """Whether there is anything to keep: a count-in that was left early is none."""
    if practice.mark_us("end") is None:
        return False
    run = practice.run
    return run is None or run.now_s > run.drill.rest_before_s(0)


class _Came:
    """Hears whether anything that is measured has come."""

    came = False

    def hear(self, heard: Heard) -> None:
        self.came |= isinstance(heard, Samples)


def has_begun(practice: Practice) -> bool:
    """Whether a practice has taken a scan: before that there is nothing to score."""
    return practice.mark_us("end") is not None
