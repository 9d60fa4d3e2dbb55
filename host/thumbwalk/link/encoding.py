"""Frames as they stand on the wire: what a board sends, and what the host puts into recordings."""

from __future__ import annotations

import struct
from typing import cast
from zlib import crc32

import numpy as np
from cobs import cobs
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.link.cells import CellReadings
from thumbwalk.link.events import FrameType
from thumbwalk.link.scan_frame import HEAD


def encode_frame(kind: int, sequence: int, device_us: int, payload: bytes) -> bytes:
    """One whole frame as it stands on the wire, its closing zero byte included."""
    body = HEAD.pack(kind, sequence & 0xFFFF, device_us & 0xFFFFFFFF) + payload
    return cast(bytes, cobs.encode(body + struct.pack("<I", crc32(body)))) + b"\0"


def encode_scans(
    sequence: int,
    time_us: NDArray[np.int64],
    counts: NDArray[np.uint16],
    *,
    overruns: int = 0,
    dropped: int = 0,
) -> bytes:
    """One DATA frame holding all of ``counts`` (n, n_channels); what a board sends, for tests and benchmarks.

    Raises ValueError for scans that one frame can't hold: it has 16 bits for their times, and 8 for their number.
    """
    start = int(time_us[0])
    if len(counts) > 0xFF or int(time_us[-1]) - start > 0xFFFF:
        over_us = int(time_us[-1]) - start
        raise ValueError(told("{n} scans over {us} us are too many for a frame", n=len(counts), us=over_us))
    payload = struct.pack("<IIB", overruns, dropped, len(counts))
    payload += (time_us - start).astype("<u2").tobytes() + np.ascontiguousarray(counts, "<u2").tobytes()
    return encode_frame(FrameType.DATA, sequence, start, payload)


def encode_cells(sequence: int, heard: CellReadings) -> bytes:
    """One CELLS frame; what a board sends, for tests. Raises ValueError for readings that one frame can't hold."""
    return encode_frame(FrameType.CELLS, sequence, heard.device_us, heard.to_payload())
