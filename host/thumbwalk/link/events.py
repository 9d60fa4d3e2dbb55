"""What the frames of a stream say, one kind of event each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.board_state import LoadReading, Status
from thumbwalk.link.card import read_card
from thumbwalk.link.cells import CellReadings
from thumbwalk.link.greeting import Hello, hello_of_card
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.selftest import SelfTest, Settings
from thumbwalk.link.stream_clock import Break


class FrameType(IntEnum):
    """First byte of a frame; the board sends types below 0x80, a recording adds the host's own above."""

    HELLO = 0x01
    DATA = 0x02
    PONG = 0x03
    ERROR = 0x04
    LOG = 0x05
    ACK = 0x06
    LOADCELL = 0x07
    SELFTEST = 0x08
    CONFIG = 0x09
    STATUS = 0x0A
    CELLS = 0x0B
    OVER = 0x0C
    RECORDING = 0x80
    LAYOUT = 0x81
    CALIBRATION = 0x82
    CLOCK = 0x83
    EVENT = 0x84
    END = 0x8F


@dataclass(frozen=True, slots=True)
class Scans:
    """Scans of all channels, oldest first: ``time_us`` (n,) int64, unwrapped; ``counts`` (n, n_channels) uint16."""

    time_us: NDArray[np.int64]
    counts: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Pong:
    """Answer to ``ping token``, with the board's clock when it was handled."""

    token: int
    device_us: int


@dataclass(frozen=True, slots=True)
class Ack:
    """A command that the board took, as it understood it."""

    text: str


@dataclass(frozen=True, slots=True)
class BoardError:
    """A command that the board refused, and why."""

    text: str


@dataclass(frozen=True, slots=True)
class BoardLog:
    """A line that the board wants to be seen."""

    text: str


@dataclass(frozen=True, slots=True)
class Over:
    """The end of a virtual board's scans in lock-step; a board in real time has none."""

    text: str


@dataclass(frozen=True, slots=True)
class HostFrame:
    """A frame that the host put into a recording; ``payload`` is text or JSON text."""

    kind: FrameType
    payload: str


Event = (
    Hello
    | Scans
    | Break
    | Pong
    | Ack
    | BoardError
    | BoardLog
    | SelfTest
    | Settings
    | LoadReading
    | CellReadings
    | Status
    | Over
    | HostFrame
)

Samples = Scans | CellReadings
"""What is measured; both have ``time_us``, which the stream's time goes by."""


def event_of(kind: int, payload: bytes) -> Event | None:
    """What a frame other than DATA says, as if sent at 0 us; None or ValueError for one that says nothing."""
    if kind == FrameType.PONG:
        return Pong(int.from_bytes(payload, "little"), 0) if len(payload) == 4 else None
    if kind in PACKED:
        return PACKED[kind].from_payload(0, payload)
    text = payload.decode("utf-8")
    if kind in _TEXT_EVENTS:
        return _TEXT_EVENTS[kind](escaped(text))
    if kind in _CARD_EVENTS:
        return _CARD_EVENTS[kind](read_card(text))
    return HostFrame(FrameType(kind), text) if kind >= FrameType.RECORDING else None


_TEXT_EVENTS: dict[int, type[Ack | BoardError | BoardLog | Over]] = {
    FrameType.ACK: Ack,
    FrameType.ERROR: BoardError,
    FrameType.LOG: BoardLog,
    FrameType.OVER: Over,
}
PACKED: dict[int, type[LoadReading | CellReadings | Status]] = {
    FrameType.LOADCELL: LoadReading,
    FrameType.CELLS: CellReadings,
    FrameType.STATUS: Status,
}
_CARD_EVENTS: dict[int, Callable[[Mapping[str, Any]], Event]] = {
    FrameType.HELLO: hello_of_card,
    FrameType.SELFTEST: SelfTest.from_card,
    FrameType.CONFIG: Settings.from_card,
}
