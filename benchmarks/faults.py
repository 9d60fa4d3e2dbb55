"""Faulted frames by the million: none is believed that was damaged, and every one that came whole is had once.

Frames of a board are damaged, cut, merged, lost (also many at once), sent again (also long after) and put out of
order. What came whole is told from the bytes alone, by comparing them with what was sent.

Run: python benchmarks/faults.py [FAULTED_FRAMES] [SEED]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np

from thumbwalk.link.cells import CellReading, CellReadings
from thumbwalk.link.encoding import encode_cells, encode_frame, encode_scans
from thumbwalk.link.sequence import WINDOW
from thumbwalk.link.wire import Event, FrameType, Scans, Status, WireDecoder

PORTION = 20_000
"""Frames whose faults are drawn together; a stale repeat is at most so old."""
REORDERED_WITHIN = 16
_ROUND, _LONG_LOSS, _CALM = 5000, 300, 60
"""Frames from one long loss to the next, how long it is, and how many before and behind it meet no other fault."""
_CHANNELS = 4
_STEP_US = 2000
_CELLS_AGE_US = 9000


@dataclass
class Found:
    """What came of a run; in all but a broken decoder the last four are 0.

    ``late`` are frames that came when a decoder in order waits for them no more: after more than its window of others.
    """

    sent: int = 0
    faulted: int = 0
    whole: int = 0
    late: int = 0
    false_accepts: int = 0
    missing: int = 0
    twice: int = 0
    backward: int = 0


def frames_of(first: int, n: int) -> list[bytes]:
    """Frames of a board with the numbers from ``first`` on; a scan's counts are the number it has."""
    frames = []
    for number in range(first, first + n):
        time_us = number * _STEP_US
        if number % 50 == 49:
            status = bytes(4) + number.to_bytes(8, "little") + bytes(4)
            frames.append(encode_frame(FrameType.STATUS, number, time_us, status))
            continue
        if number % 50 == 24:
            # readings of cells are older than the scans before them
            code = (number & 0x7FFFFF) - 0x400000
            heard = CellReadings(time_us - _CELLS_AGE_US, (CellReading(0, 2, code),), number & 0xFFFFFFFF, 0)
            frames.append(encode_cells(number, heard))
            continue
        counts = np.frombuffer(number.to_bytes(8, "little") * 2, "<u2").reshape(2, _CHANNELS)
        frames.append(encode_scans(number, np.array([time_us, time_us + _STEP_US // 2]), counts))
    return frames


def faulted(frames: list[bytes], rng: random.Random, share: float) -> tuple[bytes, int]:
    """The frames' bytes as a bad wire gives them, and how many of them met a fault."""
    arrivals: list[tuple[float, bytes]] = []
    n_faulted = lost = 0
    for index, frame in enumerate(frames):
        in_round = index % _ROUND
        if lost or in_round >= _ROUND - _LONG_LOSS:
            lost -= lost > 0
            n_faulted += 1
            continue
        is_calm = in_round < _CALM or in_round >= _ROUND - _LONG_LOSS - _CALM
        if is_calm or rng.random() >= share:
            arrivals.append((index, frame))
            continue
        n_faulted += 1
        kind = rng.randrange(9)
        if kind == 0:
            lost = rng.choice((0, 0, 0, 1, 3, 6))
        elif kind == 1:
            arrivals.append((index + rng.uniform(0, REORDERED_WITHIN), frame))
        elif kind in (2, 3):
            later = rng.choice((0.5, rng.uniform(0, 100), rng.uniform(0, len(frames))))
            arrivals += [(index, frame), (index + later, frame)]
        else:
            arrivals.append((index, damaged(frame, kind, rng)))
    arrivals.sort(key=lambda one: one[0])
    return b"".join(data for _, data in arrivals), n_faulted


def damaged(frame: bytes, kind: int, rng: random.Random) -> bytes:
    """A frame with bits turned, bytes changed, lost or added, or without its end."""
    data = bytearray(frame)
    at = rng.randrange(len(data) - 1)
    if kind == 4:
        data[at] ^= 1 << rng.randrange(8)
    elif kind == 5:
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(len(data) - 1)] = rng.randrange(256)
    elif kind == 6:
        del data[at : at + rng.randint(1, 20)]
    elif kind == 7:
        data[at:at] = rng.randbytes(rng.randint(1, 20))
    else:
        del data[at:]
    return bytes(data)


def run(n_faulted: int, seed: int = 0, *, share: float = 0.5, in_order: bool = False) -> Found:
    """Send frames until so many have met a fault, and judge what the decoder gives."""
    rng, found = random.Random(seed), Found()
    decoder = WireDecoder(in_order=in_order)
    given: Counter[int] = Counter()
    whole: set[int] = set()
    late: set[int] = set()
    newest = -1
    newest_us = -1
    while found.faulted < n_faulted:
        frames = frames_of(found.sent, PORTION)
        wire, n = faulted(frames, rng, share)
        numbers = {frame[:-1]: found.sent + index for index, frame in enumerate(frames)}
        for number in (numbers[piece] for piece in wire.split(b"\0") if piece in numbers):
            if in_order and number not in whole and newest > number + WINDOW:
                late.add(number)
            whole.add(number)
            newest = max(newest, number)
        events: list[Event] = []
        at = 0
        while at < len(wire):
            size = rng.choice((64, 512, 4096))
            events += decoder.feed(wire[at : at + size])
            at += size
        # a frame's end that was lost takes the next portion's first frame with it
        events += decoder.feed(b"\0")
        found.sent += len(frames)
        found.faulted += n
        newest_us = _judged(events, given, found, newest_us)
    newest_us = _judged(decoder.rest(), given, found, newest_us)
    found.whole = len(whole)
    found.late = len(late)
    found.missing = len(whole - given.keys() - late) + abs(decoder.tally.late_frames - len(late))
    found.false_accepts += sum(times for number, times in given.items() if number not in whole)
    found.twice = sum(times - 1 for number, times in given.items() if number in whole)
    if not in_order:
        found.backward = 0
    return found


def _judged(events: list[Event], given: Counter[int], found: Found, newest_us: int) -> int:
    """Count whose scans came; one whose time, counts or half is not what was sent is a false accept."""
    for event in events:
        if isinstance(event, Status):
            found.false_accepts += event.device_us != event.load_readings * _STEP_US
            given[event.load_readings] += 1
        if isinstance(event, CellReadings):
            found.false_accepts += event.device_us != event.total * _STEP_US - _CELLS_AGE_US
            found.false_accepts += event.readings[0].code != (event.total & 0x7FFFFF) - 0x400000
            given[event.total] += 1
        if not isinstance(event, Scans):
            continue
        numbers = np.ascontiguousarray(event.counts).view("<u8")[:, 0].astype(np.int64)
        right = event.time_us[::2] == numbers[::2] * _STEP_US
        right &= (event.time_us[1::2] == event.time_us[::2] + _STEP_US // 2) & (numbers[1::2] == numbers[::2])
        found.false_accepts += int((~right).sum())
        given.update(numbers[::2].tolist())
        found.backward += int((np.diff(event.time_us, prepend=newest_us) <= 0).sum())
        newest_us = int(event.time_us[-1])
    return newest_us


def main() -> None:
    n_faulted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for in_order in (False, True):
        start = time.perf_counter()
        found = run(n_faulted // 2, seed, in_order=in_order)
        how = "in order" if in_order else "as they come"
        print(f"{how:<13} {found} in {time.perf_counter() - start:.0f} s")
        if found.false_accepts or found.missing or found.twice or found.backward:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
