"""How fast a plate's stream becomes a score on one core: the bytes of its cells, decoded and taken all the way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np

from thumbwalk import __version__
from thumbwalk.bench.figures import machine
from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.link.cells import CellReading, CellReadings
from thumbwalk.link.even_cells import EvenCells
from thumbwalk.link.wire import WireDecoder, encode_cells
from thumbwalk.pad import PLATE_LAYOUT, rig_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.technique.analysis import analyse
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.free_converters import NO_READING, RATE_HZ
from thumbwalk.virtual.scan_timer import ScanTimer
from thumbwalk.virtual.weighed import as_made

_SPEC = FootSpec(layout=PLATE_LAYOUT, drill="first-steps", seed=1)
_DRILL_MS = 41_000
_FRAME_US = 8000
_READ_BYTES = 4096
"""How often a board sends its cells, and bytes fed at once: about a second of it."""


def measure_plate(repeats: int = 3) -> dict[str, Any]:
    """Figures of a plate's stream, under the keys of ``thumbwalk bench --layout plate4 --json``; by processor time."""
    wire = sent(_SPEC, _DRILL_MS)
    decoding, scoring, n_readings = list[float](), list[float](), 0
    for _ in range(repeats):
        start = time.process_time()
        n_readings = sum(len(heard.readings) for heard in _heard(wire))
        decoding.append(time.process_time() - start)
        start = time.process_time()
        scored(wire)
        scoring.append(time.process_time() - start)
    return {
        "version": 1,
        "thumbwalk": __version__,
        "machine": machine(),
        "layout": PLATE_LAYOUT,
        "decode_readings_per_s": n_readings / float(np.median(decoding)),
        "pipeline_x_realtime": 1e-3 * _DRILL_MS / float(np.median(scoring)),
    }


def sent(spec: FootSpec, milliseconds: int) -> bytes:
    """Give what a board sends of such a plate, a frame every 8 ms, without its greeting."""
    timer = ScanTimer(spec.build_plate())
    timer.start(1000, 0)
    table = timer.made(milliseconds)
    cells = table["cells"]
    at, cell = np.nonzero(cells["code"] != NO_READING)
    time_us = table["time_us"][at].astype(np.int64) - cells["age_us"][at, cell]
    order = np.lexsort((cell, time_us))
    columns = (one[order].tolist() for one in (time_us, cell, cells["code"][at, cell]))
    frames = list[bytes]()
    for _, said in groupby(zip(*columns, strict=True), lambda row: row[0] // _FRAME_US):
        some = list(said)
        readings = tuple(CellReading(at_us - some[0][0], which, code) for at_us, which, code in some)
        frames.append(encode_cells(len(frames) % (1 << 16), CellReadings(some[0][0], readings, 0, 0)))
    return b"".join(frames)


def scored(wire: bytes) -> float | None:
    """Take a plate's bytes all the way to a score of their kneading."""
    pad = rig_pad(PLATE_LAYOUT)
    even, blocks = EvenCells(pad.n_taxels, RATE_HZ), list[TouchBlock]()
    pipeline = Pipeline.of_rig(pad, as_made(_SPEC), even.rate_hz, stored=True, hindsight=True)
    for heard in _heard(wire):
        time_us, codes = even.feed(heard)
        blocks += pipeline.feed(time_us.astype(np.float64) * 1e-6, codes)
    touch = TouchBlock.joined(blocks + pipeline.finish())
    if not analyse(touch, pad).segments:
        raise RuntimeError("the benchmark's own hands were not found")
    return score_technique(touch, pad, "knead", bands_in(packaged_targets(), "knead"), packaged_caps()).score


def _heard(wire: bytes) -> Iterator[CellReadings]:
    decoder = WireDecoder(in_order=True)
    for at in range(0, len(wire), _READ_BYTES):
        yield from (event for event in decoder.feed(wire[at : at + _READ_BYTES]) if isinstance(event, CellReadings))
