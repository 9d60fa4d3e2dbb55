"""Strangers' text: shown for what it is, obeyed by nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.link.plain_text import escaped
from thumbwalk.link.wire import Ack, BoardError, BoardLog, FrameType, WireDecoder, encode_frame


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words: ö, 足, [brackets]", "plain words: ö, 足, [brackets]"),
        ("\x1b]0;pwned\x07", r"\x1b]0;pwned\x07"),
        ("a\nb\tc\r", r"a\x0ab\x09c\x0d"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("\x9b31m", r"\x9b31m"),
        ("\ud800\U000e0041", r"\ud800\U000e0041"),
    ],
)
def test_known_texts(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(st.text())
def test_what_is_shown_is_plain_and_twice_is_as_good_as_once(text: str) -> None:
    shown = escaped(text)
    assert shown.isprintable()
    assert escaped(shown) == shown
    assert escaped(shown.encode().decode()) == shown


@given(st.text(max_size=100))
def test_what_a_board_says_is_plain_from_the_wire_on(text: str) -> None:
    payload = text.encode("utf-8", "surrogatepass")
    for kind, event_type in ((FrameType.LOG, BoardLog), (FrameType.ERROR, BoardError), (FrameType.ACK, Ack)):
        for event in WireDecoder().feed(encode_frame(kind, 0, 0, payload)):
            assert isinstance(event, Ack | BoardError | BoardLog)
            assert type(event) is event_type
            assert event.text.isprintable()
