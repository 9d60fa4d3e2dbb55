"""An hour of practice as it is kept: how large, how soon open anywhere, how long to score again; what recording costs.

Run: python benchmarks/archive.py [--minutes 60]; the hour is a virtual hand's drill at 1 kHz x 16, over and over, and
the live figures are a stream of 2 kHz x 32 with nothing but its recording, by processor time.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.link.wire import FrameType, Scans, encode_frame, encode_scans
from thumbwalk.pad import Pad, rig_pad
from thumbwalk.session.packing import pack_recording
from thumbwalk.session.part_of import PartOf, Span
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import read_recording
from thumbwalk.signal.calibration import Calibration
from thumbwalk.technique.analysis import analyse
from thumbwalk.virtual.foot import FootSpec

SCANS_A_FRAME, FRAMES_A_WRITE = 2, 16
DRILL_S = 41
OPENED, PART_S = 20, 2.0


def greeting(pad: Pad, rate_hz: int) -> bytes:
    """What a virtual board says, which needs no calibration."""
    card = {"protocol": 1, "id": "archive", "board": "virtual", "rate_hz": rate_hz, "bits": 12, "divider_ohm": 3300}
    return encode_frame(FrameType.HELLO, 0, 0, json.dumps(card | {"channels": pad.names}).encode())


def portions(counts: np.ndarray, rate_hz: int, seconds: int) -> list[bytes]:
    """The wire of ``seconds``, with counts (n, n_channels) again and again, as it comes in reads."""
    step_us, n_frames = 1_000_000 // rate_hz, seconds * rate_hz // SCANS_A_FRAME
    time_us = step_us * np.arange(SCANS_A_FRAME, dtype=np.int64)
    frames = []
    for number in range(n_frames):
        at = number * SCANS_A_FRAME
        rows = counts[at % len(counts) :][:SCANS_A_FRAME]
        frames.append(encode_scans(number + 1, time_us + at * step_us, rows))
    return [b"".join(frames[i : i + FRAMES_A_WRITE]) for i in range(0, n_frames, FRAMES_A_WRITE)]


def record(path: Path, pad: Pad, rate_hz: int, wire: list[bytes]) -> float:
    """Record a stream, and give the processor time that it took."""
    with RecordingWriter(path, pad, Calibration.generic(pad.n_taxels)) as writer:
        writer.raw(greeting(pad, rate_hz))
        start = time.process_time()
        for portion in wire:
            writer.raw(portion)
        return time.process_time() - start


@dataclass
class Took:
    """Seconds by the wall clock, and of this process's own work, which others on the machine change less."""

    wall_s: float = 0.0
    own_s: float = 0.0

    def __str__(self) -> str:
        return f"{self.wall_s:.2f} s ({self.own_s:.2f} s of processor time)"


@contextmanager
def timed() -> Iterator[Took]:
    took = Took()
    wall_s, own_s = time.perf_counter(), time.process_time()
    yield took
    took.wall_s, took.own_s = time.perf_counter() - wall_s, time.process_time() - own_s


def hour(folder: Path, minutes: int) -> None:
    """What an hour at 1 kHz x 16 takes."""
    pad, path = rig_pad(), folder / "hour.twr"
    once = FootSpec(drill="first-steps", seed=1).build().counts(np.arange(DRILL_S * 1000) / 1000.0).astype(np.uint16)
    record(path, pad, 1000, portions(once, 1000, 60 * minutes))
    raw_mb = path.stat().st_size / 1e6
    with timed() as took:
        pack_recording(path)
    print(f"{minutes} min at 1 kHz x 16: {raw_mb:.1f} MB as written, {path.stat().st_size / 1e6:.1f} MB compressed")
    print(f"compressed on close in {took}")
    recording, rng = open_recording(path), np.random.default_rng(0)
    first, part = [], []
    for from_s in rng.uniform(0.0, 60.0 * minutes - PART_S, OPENED):
        span = Span(from_s, from_s + PART_S)
        with timed() as took:
            next(event for event in PartOf(recording, span).events() if isinstance(event, Scans))
        first.append(took)
        with timed() as took:
            read_recording(path, span=span)
        part.append(took)
    slowest = [max(some, key=lambda one: one.wall_s) for some in (first, part)]
    print(f"opened at {OPENED} random moments: first scan within {slowest[0]}")
    print(f"touch of {PART_S:g} s there within {slowest[1]}")
    bands, caps = bands_in(packaged_targets(), "knead"), packaged_caps()
    with timed() as took:
        with timed() as read:
            touched = read_recording(path)
        score_technique(touched.touch, touched.pad, "knead", bands, caps)
    print(f"scored again in {took}, of which {read} to touch")
    with timed() as named:
        analyse(touched.touch, touched.pad)
    print(f"its techniques named in {named}, which no score needs")


def live(folder: Path) -> None:
    """What recording 2 kHz x 32 takes."""
    pad = rig_pad()
    wide = replace(pad, taxels=pad.taxels + tuple(replace(one, name=f"{one.name}_2") for one in pad.taxels), text="")
    seconds = 60
    counts = np.random.default_rng(0).integers(300, 316, (20_000, 32)).astype(np.uint16)
    took_s = record(folder / "wide.twr", wide, 2000, portions(counts, 2000, seconds))
    print(f"recording 2 kHz x 32: {100 * took_s / seconds:.2f} % of a core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        live(Path(folder))
        hour(Path(folder), asked.minutes)


if __name__ == "__main__":
    main()
