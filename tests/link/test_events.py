"""What a frame says, by its type: an event, or nothing that anybody believes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.link.test_cells import HEARD, PAYLOAD
from tests.link.test_wire import HELLO, HELLO_CARD, LOAD_BYTES

from thumbwalk.link.board_state import LoadReading
from thumbwalk.link.events import Ack, BoardError, BoardLog, FrameType, HostFrame, Over, Pong, event_of


@pytest.mark.parametrize(
    ("kind", "payload", "event"),
    [
        (FrameType.PONG, (7).to_bytes(4, "little"), Pong(7, 0)),
        (FrameType.ACK, b"start", Ack("start")),
        (FrameType.ERROR, b"no", BoardError("no")),
        (FrameType.LOG, b"\x1b[2J", BoardLog(r"\x1b[2J")),
        (FrameType.OVER, b"", Over("")),
        (FrameType.LOADCELL, LOAD_BYTES, LoadReading(0, -2, 9, 1)),
        (FrameType.CELLS, PAYLOAD, replace(HEARD, device_us=0)),
        (FrameType.HELLO, json.dumps(HELLO_CARD).encode(), HELLO),
        (FrameType.EVENT, b"{}", HostFrame(FrameType.EVENT, "{}")),
    ],
    ids=lambda value: value.name if isinstance(value, FrameType) else "",
)
def test_every_type_is_read_and_words_are_shown_for_what_they_are(
    kind: FrameType, payload: bytes, event: object
) -> None:
    assert event_of(kind, payload) == event


@pytest.mark.parametrize(
    ("kind", "payload"),
    [(FrameType.PONG, b"123"), (0x7F, b""), (0x0D, b"words"), (0xC3, b"{}")],
    ids=["a short pong", "no board's type", "a type between", "no host's type"],
)
def test_what_says_nothing_is_no_event(kind: int, payload: bytes) -> None:
    try:
        assert event_of(kind, payload) is None
    except ValueError:
        assert kind >= FrameType.RECORDING, "a host's type that there is not"


@pytest.mark.parametrize("kind", [FrameType.LOG, FrameType.HELLO, FrameType.EVENT])
def test_bytes_that_are_no_text_are_refused(kind: FrameType) -> None:
    with pytest.raises(ValueError, match="utf-8"):
        event_of(kind, b"\xff\xfe")
