"""Export for other programs, on the even grid of the analysis: a recording's newtons, or the contacts in any file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from thumbwalk.errors import RecordingError
from thumbwalk.link.board_state import Status
from thumbwalk.link.wire import Event, FrameType, Hello, HostFrame, Scans, hello_of
from thumbwalk.pad import Pad
from thumbwalk.session.padtable import PadTable, write_columns, write_pad_table
from thumbwalk.session.recording import open_recording
from thumbwalk.session.touched import Touched
from thumbwalk.signal.chain import SLICE_ROWS, SignalChain
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.technique.measures import force_unit
from thumbwalk.touch.track import smooth_path, smooth_sigma_mm


def export_csv(recording_path: Path, out: Path) -> tuple[int, list[str]]:
    """Write a recording's newtons as a pad table; give the number of rows, and warnings about the recording.

    Raises
    ------
    RecordingError
        When the recording can't be read, holds no scan, or the table can't be written.
    """
    recording = open_recording(recording_path)
    chain: SignalChain | None = None
    blocks: list[ForceBlock] = []
    for event in recording.events():
        hello = event if isinstance(event, Hello) else _rig_of(event)
        if hello is not None and chain is None:
            chain = SignalChain.from_counts(recording.calibration, hello.rate_hz, recording.pad, gathered=SLICE_ROWS)
        elif isinstance(event, Scans) and chain is not None and event.counts.shape[1] == recording.pad.n_taxels:
            blocks += chain.feed(event.time_us.astype(np.float64) * 1e-6, event.counts)
        elif isinstance(event, Status) and chain is not None:
            chain.supply(event.supply_ratio)
    if chain is not None:
        blocks += chain.finish()
    if not blocks:
        raise RecordingError(f"{recording_path}: no scan is in it; nothing was written")
    table = _table(blocks, replace(recording.pad, unit="N"))
    write_pad_table(out, table)
    return len(table), recording.warnings


def export_track(touched: Touched, out: Path) -> int:
    """Write what was touched as a track, CSV: forces, places and how sure they are; give the number of rows.

    Places are smoothed over 0.12 s. Forces are in the layout's unit, and their columns say which.

    Raises
    ------
    RecordingError
        When nothing is in the file, or the table can't be written.
    """
    touch = touched.touch
    if not len(touch):
        raise RecordingError(f"{out}: nothing is in the file to make a track of; nothing was written")
    x_mm, y_mm = smooth_path(touch)
    unit = force_unit(touched.pad)
    columns = {
        "touching": touch.touching.astype(np.float64),
        f"total_{unit}": touch.total_n,
        f"contact_{unit}": touch.contact_n,
        "x_mm": x_mm,
        "y_mm": y_mm,
        "sigma_mm": smooth_sigma_mm(touch),
        f"second_{unit}": touch.second_n,
        "second_x_mm": touch.second_x_mm,
        "second_y_mm": touch.second_y_mm,
        f"resting_{unit}": touch.resting_n,
    }
    write_columns(out, tuple(columns), touch.time_s, np.column_stack(tuple(columns.values())))
    return len(touch)


def _rig_of(event: Event) -> Hello | None:
    """The hello that a recording keeps as an event of the host's."""
    if not isinstance(event, HostFrame) or event.kind is not FrameType.EVENT:
        return None
    try:
        table = json.loads(event.payload)
        return hello_of(table["hello"]) if table.get("event") == "rig" else None
    except (ValueError, KeyError, AttributeError):
        return None


def _table(blocks: list[ForceBlock], pad: Pad) -> PadTable:
    """Join blocks; what a taxel that was left out would have said is missing, not zero."""
    values = [np.where(block.left_out, np.nan, block.force_n) for block in blocks]
    return PadTable(np.concatenate([block.time_s for block in blocks]), np.concatenate(values), pad)
