"""A board on the other end of a port, by a clock that goes on with every read: no port, no waiting."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from thumbwalk.errors import LinkLost
from thumbwalk.link.wire import FrameType, encode_frame

HELLO_CARD: dict[str, Any] = {
    "protocol": 1,
    "firmware": "0.1.0",
    "id": "e661",
    "board": "pico",
    "name": "Rig",
    "channels": ["a", "b"],
    "rate_hz": 1000,
    "bits": 12,
    "divider_ohm": 3300,
    "layout": "sole16",
}
Answer = Callable[[str], list[bytes]]


class Board:
    """Answers line by line: ``answer`` gives the frames to a command, which the next reads bring one by one.

    ``sent`` keeps the lines that came in, ``gone_after`` how many it takes before the port is lost.
    """

    url = "/dev/ttyACM7"

    def __init__(self, answer: Answer, gone_after: int = 10_000) -> None:
        self.answer, self.gone_after = answer, gone_after
        self.now_s = 50.0
        self.sent: list[str] = []
        self.waiting: list[bytes] = []
        self.is_closed = False

    def send(self, line: str) -> None:
        if len(self.sent) >= self.gone_after:
            raise LinkLost(f"{self.url}: gone")
        for one in line.replace("\x15", "").split("\n"):
            if one:
                self.sent.append(one)
                self.waiting += self.answer(one)

    def read(self) -> bytes:
        self.now_s += 0.05
        return self.waiting.pop(0) if self.waiting else b""

    def wake(self) -> None:
        self.sent.append("DTR")

    def close(self) -> None:
        self.is_closed = True


def said(kind: FrameType, what: Any, sequence: int = 0) -> bytes:
    """A board's frame of text, or of a card."""
    text = what if isinstance(what, str) else json.dumps(what)
    return encode_frame(kind, sequence, 0, text.encode())


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Board]:
    """Make a board, by whose clock everything waits from then on."""

    def made(answer: Answer, **options: Any) -> Board:
        one = Board(answer, **options)
        monkeypatch.setattr("time.monotonic", lambda: one.now_s)
        monkeypatch.delenv("THUMBWALK_PATIENCE", raising=False)
        return one

    return made
