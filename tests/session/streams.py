"""What a board sends while a drill is done, and a link and rig that are only bytes, by a clock of their own."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import LinkLost
from thumbwalk.link.wire import FrameType, Hello, encode_frame, encode_scans
from thumbwalk.pad import rig_pad
from thumbwalk.virtual.foot import FootSpec

PAD = rig_pad()
HELLO = Hello(1, "0", "id", "virtual", "V", PAD.names, 1000.0, 12, 3300.0, "sole16")


SAGS = (1.0, 0.97, 0.93, 0.98)


def document_of(drill: Drill) -> DrillDocument:
    """A drill that is begun by the package's own targets and caps."""
    return DrillDocument.of(drill, packaged_targets(), packaged_caps())


def by_wide_bands(drill: Drill) -> Drill:
    """A drill by the targets alone: a level's steep bands would make more of what a fault changes."""
    return replace(drill, sets=tuple(replace(one, level=None) for one in drill.sets))


FIRST_STEPS = document_of(by_wide_bands(packaged_drills()["first-steps"]))


def streamed(ratios: tuple[float, ...], milliseconds: int = 41_200, stuck: tuple[str, int, int] | None = None) -> bytes:
    """A drill or its beginning, two scans a frame; the supply takes the next of the ratios every 100 ms.

    ``stuck`` is a taxel that shows nothing but one code from one millisecond to another.
    """
    foot = FootSpec(drill="first-steps", hand="beginner", seed=4).build()
    time_us = np.arange(milliseconds, dtype=np.int64) * 1000
    counts = foot.counts(time_us.astype(np.float64) * 1e-6)
    card = {name: getattr(HELLO, name) for name in ("protocol", "board", "rate_hz", "bits", "divider_ohm", "layout")}
    card |= {"id": "id", "channels": PAD.names}
    frames = [encode_frame(FrameType.HELLO, 0, 0, json.dumps(card).encode())]
    for block, at in enumerate(range(0, len(time_us), 100)):
        supply = round(32768 * ratios[block % len(ratios)])
        status = struct.pack("<HBBIII", supply, 0, 0, 0, 0, 0)
        frames.append(encode_frame(FrameType.STATUS, 51 * block, int(time_us[at]), status))
        codes = np.rint(counts[at : at + 100] * (supply / 32768)).astype(np.uint16)
        if stuck is not None and stuck[1] <= at < stuck[2]:
            codes[:, PAD.names.index(stuck[0])] = 2500
        for i in range(0, 100, 2):
            number = 51 * block + 1 + i // 2
            frames.append(encode_scans(number, time_us[at + i : at + i + 2], codes[i : i + 2]))
    return b"".join(frames)


def hello(board: str = "b") -> bytes:
    card = {"protocol": 1, "firmware": "0", "id": "i", "board": board, "name": "B", "channels": PAD.names}
    card |= {"rate_hz": 1000, "bits": 12, "divider_ohm": 3300, "layout": "sole16"}
    return encode_frame(FrameType.HELLO, 0, 0, json.dumps(card).encode())


def scans(start_ms: int, milliseconds: int, code: int) -> bytes:
    counts = np.full((milliseconds, 16), 13, np.uint16)
    counts[:, 12] = code
    time_us = (start_ms + np.arange(milliseconds, dtype=np.int64)) * 1000
    return encode_scans(1 + start_ms // 50, time_us[:50], counts[:50])


OVER = encode_frame(FrameType.OVER, 9, 0, b"")
"""Ends a session in lock-step."""


def END() -> None:  # noqa: N802  it stands among portions like OVER
    """A portion that ends the session of a link, whose `end` it has to be told."""


class ScriptedLink:
    """Answers like a port: gives its portions one by one, then stays silent or goes away.

    A portion that is a function is called where it stands, and gives no bytes; END calls the link's ``end``. Each read
    takes ``read_s``, by a clock that nothing else moves.
    """

    url = "scripted"

    def __init__(
        self, portions: list[bytes | Callable[[], None]], *, goes_away: bool = False, read_s: float = 0.005
    ) -> None:
        self.portions, self.goes_away = list(portions), goes_away
        self.end: Callable[[], None] = lambda: None
        self.sent: list[str] = []
        self.now_s, self._read_s = 100.0, read_s

    def now(self) -> float:
        return self.now_s

    def read(self) -> bytes:
        self.now_s += self._read_s
        if self.portions:
            portion = self.portions.pop(0)
            if isinstance(portion, bytes):
                return portion
            (self.end if portion is END else portion)()
        elif self.goes_away:
            raise LinkLost("scripted: the rig went away")
        return b""

    def send(self, line: str) -> None:
        self.sent.append(line)

    def wake(self) -> None:
        self.sent.append("DTR")


class ScriptedRig:
    def __init__(self, link: ScriptedLink) -> None:
        self.link = link
        self.hello = Hello(1, "0", "i", "b", "B", PAD.names, 1000.0, 12, 3300.0, "sole16")
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True
