"""How a DATA frame's bytes lie, so that many frames are read as one table."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

HEAD = struct.Struct("<BHI")
"""Type, sequence and device time, of every frame."""
HOSTS_FROM = 0x80
"""Types from here on are the host's own, in recordings."""
BOARD_COUNTERS = struct.Struct("<II")
"""Overruns and dropped frames, with which a DATA frame's payload begins."""
OVERHEAD = HEAD.size + 4
"""Bytes of a frame beside its payload: its head and its CRC-32."""
DATA_FIXED = 9
"""Bytes of a DATA payload before its offsets: overruns u32, dropped u32, scans u8."""
N_SCANS_AT = HEAD.size + 8
"""Where a DATA frame holds its number of scans: behind its two counters."""


_KIND_AND_SCANS = slice(0, N_SCANS_AT + 1, N_SCANS_AT)
"""A frame's kind, and of a longer one the byte in which a DATA frame has its number of scans."""


def are_alike(frames: list[bytes]) -> bool:
    """Whether frames of one length are of one kind, and have one number of scans, if they are DATA."""
    if len(frames) == 1:
        return True
    marks = np.frombuffer(b"".join(frames), np.uint8).reshape(len(frames), -1)[:, _KIND_AND_SCANS]
    return bool((marks == marks[0]).all())


def alike(frames: list[bytes]) -> Iterator[list[bytes]]:
    """Neighbours that are as `are_alike` asks."""
    for _, some in groupby(frames, itemgetter(_KIND_AND_SCANS)):
        yield list(some)


def is_data(frame: bytes) -> bool:
    """Whether a DATA frame's length fits its own scan count with a whole number of channels."""
    room = len(frame) - OVERHEAD - DATA_FIXED
    n_scans = frame[N_SCANS_AT] if room > 0 else 0
    return n_scans > 0 and room > 2 * n_scans and (room - 2 * n_scans) % (2 * n_scans) == 0


@lru_cache(maxsize=32)
def data_dtype(n_scans: int, n_channels: int) -> np.dtype[np.void]:
    """Layout of one DATA frame."""
    return np.dtype(
        [
            ("type", "u1"),
            ("sequence", "<u2"),
            ("time", "<u4"),
            ("overruns", "<u4"),
            ("dropped", "<u4"),
            ("n_scans", "u1"),
            ("offset", "<u2", (n_scans,)),
            ("counts", "<u2", (n_scans, n_channels)),
            ("crc", "<u4"),
        ]
    )


def table_of(frames: list[bytes]) -> NDArray[np.void]:
    """DATA frames of one geometry as a table, a row a frame."""
    first = frames[0]
    n_scans = first[N_SCANS_AT]
    n_channels = (len(first) - OVERHEAD - DATA_FIXED - 2 * n_scans) // (2 * n_scans)
    return np.frombuffer(b"".join(frames), data_dtype(n_scans, n_channels))
