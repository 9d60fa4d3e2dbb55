"""A file's touch, whatever kind of file it is: a recording (its last drill or all of it) or a pad table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, builtin_pad, load_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.emptiness import why_untouched
from thumbwalk.session.padtable import read_pad_table
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import is_recording, open_recording
from thumbwalk.signal.stretches import Shift
from thumbwalk.touch.touch_block import TouchBlock


@dataclass(frozen=True)
class Touched:
    """What the hands did to a pad, from a file; ``left_out`` is taxel name to reason."""

    touch: TouchBlock
    pad: Pad
    left_out: dict[str, str]
    duration_s: float
    warnings: tuple[str, ...] = ()


def read_touch(path: Path, layout: Path | None = None) -> Touched:
    """Read a recording or a pad table and take it through the chain.

    Raises
    ------
    RecordingError, LayoutError
        When the file or the layout can't be used.
    """
    touched = _of_recording(path, layout) if is_recording(path) else _of_table(path, layout)
    why = why_untouched(touched.touch, touched.pad, touched.left_out)
    return touched if why is None else replace(touched, warnings=(*touched.warnings, f"{path}: {why}"))


def _of_table(path: Path, layout: Path | None) -> Touched:
    pad = load_pad(layout) if layout is not None else builtin_pad()
    table = read_pad_table(path, pad)
    if not len(table):
        return Touched(TouchBlock.joined([]), pad, {}, 0.0, table.warnings)
    pipeline = Pipeline.of_table(pad, table.time_s, table.values)
    blocks = pipeline.feed(table.time_s, table.values) + pipeline.finish()
    duration_s = float(table.time_s[-1] - table.time_s[0])
    warnings = tuple(f"{path}: {_said(shift, pad)}" for shift in pipeline.signal.shifts)
    return Touched(TouchBlock.joined(blocks), pad, pipeline.left_out, duration_s, (*table.warnings, *warnings))


def _said(shift: Shift, pad: Pad) -> str:
    until = f"to {shift.end_s:.1f} s" if np.isfinite(shift.end_s) else "on"
    most = pad.names[int(np.argmax(shift.offset_n))]
    return (
        f"from {shift.start_s:.1f} s {until} the sensors read {shift.offset_n.sum():.1f} N at rest ({most} the most), "
        "which no hand explains, or a palm; it is taken off"
    )


def _of_recording(path: Path, layout: Path | None) -> Touched:
    recording = open_recording(path)
    pad = recording.pad
    if layout is not None:
        pad = load_pad(layout)
        if pad.names != recording.pad.names:
            raise LayoutError(
                f"{layout}: its taxels are not those of {path}; leave --layout out to use the recording's own"
            )
    practice = Practice(pad, recording.calibration, stored=True, hindsight=True)
    blocks = [block for event in recording.events() for block in practice.take(event)] + practice.finish()
    touch = TouchBlock.joined(blocks)
    left_out = {} if practice.pipeline is None else practice.pipeline.left_out
    duration_s = float(touch.time_s[-1]) if len(touch) else 0.0
    return Touched(touch, practice.pad, left_out, duration_s, tuple(recording.warnings))
