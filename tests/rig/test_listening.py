"""Listening to a rig: nothing of an earlier stream, and silence is said or borne."""

from __future__ import annotations

import numpy as np

from thumbwalk.link.wire import FrameType, Hello, encode_frame, encode_scans
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.listening import stretch_of

HELLO = Hello(1, "0", "board1", "pico", "", builtin_pad().names, 1000.0, 12, 3300.0, "sole16")


class Port:
    """A board whose earlier stream still waits in the port, and which stops a little late."""

    def __init__(self) -> None:
        self.waiting = [scans(0, code=999)]
        self.streaming, self.now_ms, self.late = False, 5000, 0

    def send(self, line: str) -> None:
        self.waiting.append(encode_frame(FrameType.ACK, 0, 0, line.encode()) if line == "start" else b"")
        self.late = 2 if line == "stop" else 0
        self.streaming = self.streaming or line == "start"

    def read(self) -> bytes:
        if self.waiting:
            return self.waiting.pop(0)
        if self.streaming:
            self.now_ms += 10
            if self.late:
                self.late -= 1
                if not self.late:
                    self.streaming = False
                    return scans(self.now_ms, code=13) + encode_frame(FrameType.ACK, 0, 0, b"stop")
            return scans(self.now_ms, code=13)
        return b""


class Rig:
    def __init__(self) -> None:
        self.link, self.hello = Port(), HELLO


def scans(start_ms: int, code: int) -> bytes:
    return encode_scans(start_ms, (start_ms + np.arange(10)) * 1000, np.full((10, 16), code, np.uint16))


def test_every_reading_is_of_its_own_stream_and_whole() -> None:
    rig = Rig()
    for _ in range(3):
        blocks = stretch_of(rig, 0.1).blocks  # type: ignore[arg-type]
        counts = np.concatenate([block.counts for block in blocks])
        assert 100 <= len(counts) <= 130
        assert (counts == 13).all()
        assert not rig.link.streaming
