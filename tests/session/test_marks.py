"""What the host notes in a stream comes back as it was noted, and what can't be read is refused in a line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from thumbwalk.errors import DrillError, RecordingError
from thumbwalk.link.device_clock import ClockPair
from thumbwalk.link.wire import FrameType, Hello
from thumbwalk.session.marks import (
    Mark,
    away_frame,
    away_in,
    clock_frame,
    drill_in,
    event_in,
    hello_in,
    mark_frame,
    mark_in,
    rig_frame,
)

HELLO = Hello(1, "0.1.0", "e661", "pico", "Rig", ("a", "b"), 1000.0, 12, 3300.0, "sole16")
MARKS: tuple[Mark, ...] = ("start", "pause", "resume", "end")


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_comes_back_with_its_time_to_the_microsecond(mark: Mark) -> None:
    frame = mark_frame(mark, 2**40 + 1)
    assert frame.kind == FrameType.EVENT
    assert mark_in(event_in(frame.payload)) == (mark, 2**40 + 1)


def test_an_event_of_another_kind_is_no_mark() -> None:
    assert mark_in(event_in(json.dumps({"event": "tare", "device_us": 5}))) is None
    assert mark_in(event_in(rig_frame(HELLO).payload)) is None


@pytest.mark.parametrize("device_us", [None, 1.5, "7", True])
def test_a_mark_without_a_time_is_refused_with_its_kind(device_us: Any) -> None:
    with pytest.raises(RecordingError, match="event 'pause' has device_us"):
        mark_in({"event": "pause", "device_us": device_us})


def test_a_rig_that_was_away_comes_back_with_when_and_for_how_long() -> None:
    assert away_in(event_in(away_frame(2**40 + 1, 12.5).payload)) == (2**40 + 1, 12.5)
    assert away_in(event_in(mark_frame("pause", 5).payload)) is None
    assert mark_in(event_in(away_frame(5, 1.0).payload)) is None


@pytest.mark.parametrize("away", [{"device_us": 5}, {"device_us": 1.5, "seconds": 1}, {"device_us": 5, "seconds": -1}])
def test_an_absence_without_a_time_is_refused(away: dict[str, Any]) -> None:
    with pytest.raises(RecordingError, match="event 'away' can't be read"):
        away_in({"event": "away", **away})


def test_a_rig_comes_back_as_it_greeted() -> None:
    assert hello_in(event_in(rig_frame(HELLO).payload)) == HELLO


@pytest.mark.parametrize("hello", [{}, {"channels": ["a"]}, {"speed": 3, "channels": []}, None])
def test_a_rig_that_can_t_be_read_is_refused(hello: Any) -> None:
    with pytest.raises(RecordingError, match="the recording's rig can't be read"):
        hello_in({"event": "rig"} | ({} if hello is None else {"hello": hello}))


@pytest.mark.parametrize("payload", ["", "{", "[]", "7", "{}", '{"event": 3}', "null"])
def test_an_event_that_says_nothing_is_refused(payload: str) -> None:
    with pytest.raises(RecordingError, match="an event that can't be read"):
        event_in(payload)


def test_a_drill_that_is_none_is_refused_as_the_recording_s() -> None:
    with pytest.raises(DrillError, match="the recording"):
        drill_in({"event": "drill"})


def test_a_ping_s_pair_is_kept_whole() -> None:
    frame = clock_frame(ClockPair(1.25, 1.5, 77))
    assert frame.kind == FrameType.CLOCK
    assert json.loads(frame.payload) == {"sent_s": 1.25, "received_s": 1.5, "device_us": 77}
