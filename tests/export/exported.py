"""A recording of some seconds of a drill, and what the formats that hold all of it were given."""

from __future__ import annotations

from pathlib import Path

from tests.session.streams import PAD, streamed

from thumbwalk.export.session_columns import SessionColumns, session_columns
from thumbwalk.session.packing import pack_recording
from thumbwalk.session.recording import RecordingWriter
from thumbwalk.session.replay import read_touch
from thumbwalk.signal.calibration import Calibration


def recorded(folder: Path) -> Path:
    """A recording of 6 s, as it is kept: compressed."""
    path = folder / "a.twr"
    with RecordingWriter(path, PAD, Calibration.generic(16), created="2026-01-02T03:04:05+00:00") as writer:
        writer.raw(streamed((1.0,), 6000))
    assert pack_recording(path)
    return path


def columns_of(path: Path) -> SessionColumns:
    """What a format has to write of a file."""
    return session_columns(read_touch(path, forces=True))
