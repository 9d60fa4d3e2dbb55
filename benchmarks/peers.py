"""The decoder beside other ways to read the same bytes, in one run; prints scans a second and ratios.

Run: python benchmarks/peers.py [SECONDS_OF_STREAM]
"""

from __future__ import annotations

import struct
import sys
import time
from collections.abc import Callable
from zlib import crc32

import numpy as np
from cobs import cobs

from thumbwalk.bench.decode import CHANNELS, SCANS_A_FRAME, wire_chunks
from thumbwalk.link.wire import WireDecoder

ROUNDS = 5
FRAME = struct.Struct(f"<BHIIIB{SCANS_A_FRAME}H{SCANS_A_FRAME * CHANNELS}HI")


def by_thumbwalk(chunks: list[bytes]) -> int:
    decoder = WireDecoder()
    for chunk in chunks:
        decoder.feed(chunk)
    return decoder.tally.scans


def by_struct(chunks: list[bytes]) -> int:
    """Each frame unpacked on its own, as most example code does it."""
    scans, rest = 0, b""
    for chunk in chunks:
        *pieces, rest = (rest + chunk).split(b"\0")
        for piece in pieces:
            frame = cobs.decode(piece)
            fields = FRAME.unpack(frame)
            if crc32(frame[:-4]) == fields[-1]:
                scans += len(np.array(fields[-1 - SCANS_A_FRAME * CHANNELS : -1]).reshape(SCANS_A_FRAME, CHANNELS))
    return scans


def unstuffed(data: bytes) -> bytes:
    """COBS in plain Python."""
    out, at = bytearray(), 0
    while at < len(data):
        code = data[at]
        out += data[at + 1 : at + code]
        at += code
        if code < 0xFF and at < len(data):
            out.append(0)
    return bytes(out)


def by_plain_python(chunks: list[bytes]) -> int:
    scans, rest = 0, b""
    for chunk in chunks:
        *pieces, rest = (rest + chunk).split(b"\0")
        for piece in pieces:
            frame = unstuffed(piece)
            fields = FRAME.unpack(frame)
            scans += SCANS_A_FRAME * (crc32(frame[:-4]) == fields[-1])
    return scans


def rate(read: Callable[[list[bytes]], int], chunks: list[bytes], expected: int) -> float:
    start = time.perf_counter()
    if read(chunks) != expected:
        raise SystemExit(f"{read.__name__} did not read every scan")
    return expected / (time.perf_counter() - start)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    chunks = wire_chunks(seconds)
    expected = by_thumbwalk(chunks)
    ways = (by_thumbwalk, by_struct, by_plain_python)
    rates: dict[str, list[float]] = {way.__name__: [] for way in ways}
    for _ in range(ROUNDS):
        for way in ways:
            rates[way.__name__].append(rate(way, chunks, expected))
    own = np.array(rates["by_thumbwalk"])
    for name, found in rates.items():
        ratio = np.median(own / np.array(found))
        print(f"{name:<16} {np.median(found) / 1e6:6.2f} M scans/s   thumbwalk is {ratio:5.1f} x as fast")


if __name__ == "__main__":
    main()
