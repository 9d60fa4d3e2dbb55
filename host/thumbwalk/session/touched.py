"""A file's touch, whatever kind of file it is: a recording (its last drill or all of it) or a pad table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError, RecordingError
from thumbwalk.pad import Pad, builtin_pad, load_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.padtable import read_pad_table
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import is_recording, open_recording
from thumbwalk.signal.stretches import Shift
from thumbwalk.touch.touch_block import TouchBlock

_OFF_N, _DRIFTS_N_PER_MIN = 0.3, 0.1
"""From where on an offset and a drift are worth telling."""


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
    if not path.is_file():
        raise RecordingError(f"{path}: no such file; name a recording (.twr) or a pad table (CSV)")
    if is_recording(path):
        return _of_recording(path, layout)
    pad = load_pad(layout) if layout is not None else builtin_pad()
    table = read_pad_table(path, pad)
    if not len(table):
        return Touched(TouchBlock.joined([]), pad, {}, 0.0)
    pipeline = Pipeline.of_table(pad, table.time_s, table.values)
    blocks = pipeline.feed(table.time_s, table.values) + pipeline.finish()
    duration_s = float(table.time_s[-1] - table.time_s[0])
    warnings = tuple(f"{path}: {_said(shift, pad)}" for shift in pipeline.signal.shifts)
    return Touched(TouchBlock.joined(blocks), pad, pipeline.left_out, duration_s, warnings)


def _said(shift: Shift, pad: Pad) -> str:
    if shift.slope_n_per_s is not None:
        return _said_of_ramp(shift.offset_n, 60.0 * shift.slope_n_per_s, pad)
    until = f"to {shift.end_s:.1f} s" if np.isfinite(shift.end_s) else "on"
    most = pad.names[int(np.argmax(shift.offset_n))]
    return (
        f"from {shift.start_s:.1f} s {until} the sensors read {shift.offset_n.sum():.1f} N at rest ({most} the most), "
        "which no hand explains, or a palm; it is taken off"
    )


def _said_of_ramp(offset_n: NDArray[np.float64], per_min: NDArray[np.float64], pad: Pad) -> str:
    """What is off from the first row on: the sensors that read force in every rest, and those that drift."""
    told = []
    off, drifting = int(np.argmax(np.abs(offset_n))), np.abs(per_min) > _DRIFTS_N_PER_MIN
    if abs(offset_n[off]) > _OFF_N:
        told.append(f"{pad.names[off]} reads {offset_n[off]:.1f} N in every rest")
    if drifting.any():
        most = int(np.argmax(np.abs(per_min)))
        n = np.count_nonzero(drifting)
        told.append(f"{n} sensors drift, {pad.names[most]} the most, by {per_min[most]:+.2f} N a minute")
    return f"{' and '.join(told) or 'sensors are off'}; it is taken off; tare or calibrate the rig"


def _of_recording(path: Path, layout: Path | None) -> Touched:
    recording = open_recording(path)
    pad = recording.pad
    if layout is not None:
        pad = load_pad(layout)
        if pad.names != recording.pad.names:
            raise LayoutError(
                f"{layout}: its taxels are not those of {path}; leave --layout out to use the recording's own"
            )
    practice = Practice(pad, recording.calibration, stored=True)
    blocks = [block for event in recording.events() for block in practice.take(event)] + practice.finish()
    touch = TouchBlock.joined(blocks)
    left_out = {} if practice.pipeline is None else practice.pipeline.left_out
    duration_s = float(touch.time_s[-1]) if len(touch) else 0.0
    return Touched(touch, practice.pad, left_out, duration_s, tuple(recording.warnings))
