"""What a board with a plate sends while something is done on it: bytes as of the firmware, without a process."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np

from thumbwalk.link.cells import CellBank, CellReading, CellReadings
from thumbwalk.link.wire import FrameType, Hello, encode_cells, encode_frame
from thumbwalk.pad import rig_pad
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.free_converters import NO_READING
from thumbwalk.virtual.scan_timer import ScanTimer

PLATE = rig_pad("plate4")
BANK = CellBank(PLATE.names, "HX711", 24, None, 128, 49.0, 1.0)
HELLO = Hello(2, "0", "p", "virtual", "V", (), 1000.0, 12, 3300.0, "plate4", BANK)
FRAME_MS = 8
"""As seldom as the firmware sends its cells."""


def plate_hello(hello: Hello = HELLO) -> bytes:
    """The greeting's frame."""
    card = {**asdict(hello), "id": hello.board_id}
    return encode_frame(FrameType.HELLO, 0, 0, json.dumps(card).encode())


def plate_stream(spec: FootSpec, milliseconds: int, start_us: int = 0, lacks: tuple[int, int] = (0, 0)) -> bytes:
    """The greeting and all readings of a while; frames from one number to before another are lost."""
    timer = ScanTimer(spec.build_plate())
    timer.start(1000, start_us)
    table = timer.made(milliseconds)
    cells = table["cells"]
    at, cell = np.nonzero(cells["code"] != NO_READING)
    times_us = table["time_us"][at].astype(np.int64) - cells["age_us"][at, cell]
    order = np.lexsort((cell, times_us))
    frames, total = [plate_hello()], 0
    rows = [(int(times_us[i]), int(cell[i]), int(cells["code"][at[i], cell[i]])) for i in order]
    due_us = start_us + 1000 * FRAME_MS
    while rows:
        n = next((i for i, one in enumerate(rows) if one[0] > due_us), len(rows))
        due_us += 1000 * FRAME_MS
        if not n:
            continue
        said, rows, first_us, total = rows[:n], rows[n:], rows[0][0], total + n
        readings = tuple(CellReading(time_us - first_us, one, code) for time_us, one, code in said)
        frames.append(encode_cells(len(frames), CellReadings(first_us % (1 << 32), readings, total, 0)))
    return b"".join(frame for number, frame in enumerate(frames) if not lacks[0] <= number < lacks[1])
