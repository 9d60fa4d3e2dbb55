"""What boards and recordings say of a rig in JSON: within limits, or nothing of it is believed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.test_wire import HELLO_CARD, SELFTEST_CARD, SETTINGS_CARD

from thumbwalk.link.card import read_card
from thumbwalk.link.greeting import hello_of
from thumbwalk.link.wire import FrameType, Hello, SelfTest, Settings, WireDecoder, encode_frame

CARDS: list[tuple[FrameType, dict[str, Any], type]] = [
    (FrameType.HELLO, HELLO_CARD, Hello),
    (FrameType.SELFTEST, SELFTEST_CARD, SelfTest),
    (FrameType.CONFIG, SETTINGS_CARD, Settings),
]
ODD = [
    *("1e999", "-1e999", "NaN", "Infinity", "-Infinity", "1e308", "-0.0", "9" * 5000, "-" + "9" * 400, "0", "-1"),
    *("null", "true", '""', '"' + "a" * 3000 + '"', r'"\u001b]0;pwned\u0007"', r'"\ud800"', r'"\u202eevil"'),
    *("[]", "{}", "[" * 1500 + "]" * 1500, '{"a":' * 40 + "1" + "}" * 40, "[[1,2],[3]]", "[" + "1," * 999 + "1]"),
]
PLACES = st.sampled_from([(kind, key) for kind, card, _ in CARDS for key in card])


def changed(card: dict[str, Any], key: str, value: str) -> str:
    """A card's JSON text with one value replaced by text, which need not be JSON."""
    parts = [f"{json.dumps(name)}:{value if name == key else json.dumps(one)}" for name, one in card.items()]
    return "{" + ",".join(parts) + "}"


@pytest.mark.parametrize("value", ODD, ids=lambda value: value[:12])
def test_whatever_stands_in_a_card_is_within_limits_or_a_bad_frame(value: str) -> None:
    for kind, card, event_type in CARDS:
        for key in card:
            decoder = WireDecoder(max_frame=1 << 20)
            events = decoder.feed(encode_frame(kind, 0, 0, changed(card, key, value).encode()))
            assert len(events) + decoder.tally.bad_frames == 1
            for event in events:
                assert isinstance(event, Hello | SelfTest | Settings)
                assert type(event) is event_type
                check_plain(asdict(event))


def check_plain(values: Any) -> None:
    """No number that is none, no text that is endless, and what people read has nothing that a terminal obeys."""
    if isinstance(values, dict):
        for name, value in values.items():
            check_plain(value)
            if isinstance(value, str) and name != "layout":
                assert value.isprintable()
    elif isinstance(values, list | tuple):
        assert len(values) <= 1000
        for value in values:
            check_plain(value)
    elif isinstance(values, int | float):
        assert abs(values) <= 1 << 53
    elif isinstance(values, str):
        assert len(values) <= 200


@given(place=PLACES, text=st.text(max_size=30), at=st.floats(0, 1), what=st.sampled_from(["value", "insert", "cut"]))
@settings(max_examples=200, deadline=None)
def test_mutated_cards_raise_nothing(place: tuple[FrameType, str], text: str, at: float, what: str) -> None:
    kind, key = place
    card = next(card for one, card, _ in CARDS if one is kind)
    whole = json.dumps(card)
    index = int(at * len(whole))
    mutated = {
        "value": changed(card, key, json.dumps(text)),
        "insert": whole[:index] + text + whole[index:],
        "cut": whole[:index],
    }[what]
    decoder = WireDecoder()
    events = decoder.feed(encode_frame(kind, 0, 0, mutated.encode()))
    assert len(events) + decoder.tally.bad_frames == 1
    for event in events:
        assert isinstance(event, Hello | SelfTest | Settings)
        check_plain(asdict(event))


@given(value=st.sampled_from(ODD), key=st.sampled_from(list(HELLO_CARD)))
@settings(max_examples=120, deadline=None)
def test_a_greeting_that_was_taken_live_is_taken_from_a_recording_and_no_other(value: str, key: str) -> None:
    live = WireDecoder().feed(encode_frame(FrameType.HELLO, 0, 0, changed(HELLO_CARD, key, value).encode()))
    stored_card = {**HELLO_CARD, "board_id": HELLO_CARD["id"]}
    del stored_card["id"]
    text = changed(stored_card, "board_id" if key == "id" else key, value)
    if live and isinstance(live[0], Hello) and live[0].protocol == 1:
        again = json.loads(json.dumps(asdict(live[0])))
        assert hello_of(again) == live[0], "what is recorded is what replay opens"
    elif not live:
        with pytest.raises(ValueError, match=r".+"):
            hello_of(read_card(text))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "1", '"a"', "null", "{", "[" * 100_000, '{"a":' * 100_000, '{"a": 1e400}', '{"a": NaN}', "\ud800"],
)
def test_what_is_no_card_is_refused_with_one_kind_of_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_card(text)


def test_a_board_of_a_later_protocol_still_says_who_it_is() -> None:
    card = {"protocol": 7, "firmware": "9.0", "id": "ab", "board": "pico9", "name": "N", "channels": {"tiles": 1}}
    (hello,) = WireDecoder().feed(encode_frame(FrameType.HELLO, 0, 0, json.dumps(card).encode()))
    assert isinstance(hello, Hello)
    assert (hello.protocol, hello.firmware, hello.board_id, hello.board) == (7, "9.0", "ab", "pico9")
