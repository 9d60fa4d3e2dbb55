"""How many scans a second the wire decoder takes, with checksum and sequence checked, on one core."""

from __future__ import annotations

import time

import numpy as np

from thumbwalk.link.wire import WireDecoder, encode_scans

CHANNELS, SCANS_A_FRAME, FRAMES_A_CHUNK = 16, 4, 16


def wire_chunks(seconds: float, *, rate_hz: int = 1000, seed: int = 0) -> list[bytes]:
    """A stream of random counts as it comes off the wire, in chunks of 16 frames."""
    rng = np.random.default_rng(seed)
    n_frames = int(seconds * rate_hz / SCANS_A_FRAME)
    time_us = np.arange(n_frames * SCANS_A_FRAME, dtype=np.int64) * (1_000_000 // rate_hz)
    counts = rng.integers(0, 4096, (len(time_us), CHANNELS)).astype(np.uint16)
    frames = [
        encode_scans(i, time_us[at : at + SCANS_A_FRAME], counts[at : at + SCANS_A_FRAME])
        for i, at in enumerate(range(0, len(time_us), SCANS_A_FRAME))
    ]
    return [b"".join(frames[i : i + FRAMES_A_CHUNK]) for i in range(0, len(frames), FRAMES_A_CHUNK)]


def decode_scans_per_s(repeats: int = 7) -> float:
    """Median rate over some repeats of decoding a minute at 1 kHz."""
    chunks = wire_chunks(60.0)
    rates = []
    for _ in range(repeats):
        decoder = WireDecoder()
        start = time.perf_counter()
        for chunk in chunks:
            decoder.feed(chunk)
        rates.append(decoder.tally.scans / (time.perf_counter() - start))
        if decoder.tally.bad_frames or decoder.tally.lost_frames:
            raise RuntimeError(f"the benchmark's own stream was not read whole: {decoder.tally}")
    return float(np.median(rates))
