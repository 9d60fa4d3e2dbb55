"""A recording of some seconds as it was written, and the same compressed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import zstandard
from tests.session.streams import HELLO, PAD, hello

from thumbwalk.link.events import Event
from thumbwalk.link.wire import Scans, encode_scans
from thumbwalk.session.marks import mark_frame, rig_frame
from thumbwalk.session.packing import pack_recording
from thumbwalk.session.recording import RecordingWriter
from thumbwalk.session.zstd_blocks import contents_of
from thumbwalk.signal.calibration import Calibration

N_FRAMES, SCANS_A_FRAME, STEP_US = 2400, 4, 1000
FIRST_US = 2**32 - 2_000_500
"""The board's clock wraps two seconds after the recording begins."""
SECONDS = N_FRAMES * SCANS_A_FRAME * STEP_US * 1e-6


def pair(folder: Path) -> tuple[Path, Path]:
    """A recording of 9.6 s, as it was written and compressed; a second in it is missing, and two marks are."""
    raw, small = folder / "raw.twr", folder / "small.twr"
    rng = np.random.default_rng(1)
    pressed = 200.0 * (1.0 + np.sin(np.arange(N_FRAMES * SCANS_A_FRAME) / 300.0))
    counts = (400 + pressed[:, None] + rng.integers(0, 16, (len(pressed), 16))).astype(np.uint16)
    with RecordingWriter(raw, PAD, Calibration.generic(16)) as writer:
        writer.host(rig_frame(replace(HELLO, board_id="i")))
        writer.raw(hello())
        for number in range(N_FRAMES):
            at = number * SCANS_A_FRAME
            if 700 <= number < 950:
                continue
            time_us = FIRST_US + STEP_US * np.arange(at, at + SCANS_A_FRAME)
            writer.raw(encode_scans(number + 1, time_us, counts[at : at + SCANS_A_FRAME]))
            if number in (300, 1400):
                writer.host(mark_frame("pause", int(time_us[-1]) + 1))
    shutil.copy(raw, small)
    assert pack_recording(small)
    return raw, small


def scans_of(events: list[Event]) -> tuple[np.ndarray, np.ndarray]:
    """Times (n,) and counts (n, n_channels) of all scans."""
    scans = [event for event in events if isinstance(event, Scans)]
    if not scans:
        return np.empty(0, np.int64), np.empty((0, 16), np.uint16)
    return np.concatenate([one.time_us for one in scans]), np.concatenate([one.counts for one in scans])


def same_scans(events: list[Event], others: list[Event]) -> bool:
    """Whether the same scans are in both, in one order."""
    return all(np.array_equal(one, other) for one, other in zip(scans_of(events), scans_of(others), strict=True))


def ends_of_pieces(path: Path) -> list[tuple[int, int]]:
    """Where in a compressed recording each piece of its stream is whole, and how many bytes of the stream are by then.

    Told by the file alone: in a block, Zstandard's own blocks are the head, the pieces, and an empty one (RFC 8878).
    """
    with path.open("rb") as file:
        contents = contents_of(file)
    assert contents is not None
    data, ends, size = path.read_bytes(), [], 0
    for block in contents.blocks:
        packed = data[block.offset : block.offset + block.size]
        head = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
        at = zstandard.frame_header_size(packed)
        for number in range(-1, int.from_bytes(head[8:12], "little")):
            at += 3 + _size_of(int.from_bytes(packed[at : at + 3], "little"))
            if number >= 0:
                size += int.from_bytes(head[12 + 4 * number : 16 + 4 * number], "little")
                ends.append((block.offset + at, size))
    return ends


def raw_size_before(ends: list[tuple[int, int]], cut: int) -> int:
    """How many bytes of a stream are whole before a byte of its compressed recording."""
    return max((size for at, size in ends if at <= cut), default=0)


def _size_of(block_head: int) -> int:
    """How long a block of Zstandard's is: of one kind, all bytes are one byte."""
    return 1 if block_head >> 1 & 3 == 1 else block_head >> 3
