"""What the host notes between a board's frames: the rig, a drill, and the marks of its start, pauses and end.

Written and read here alone, so that a live practice and a replay take the same frames.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Literal, cast, get_args

from thumbwalk.coach.drill.document import DrillDocument, read_document
from thumbwalk.errors import RecordingError
from thumbwalk.language import told
from thumbwalk.link.card import letters, number, read_card, whole
from thumbwalk.link.device_clock import ClockPair
from thumbwalk.link.wire import FrameType, Hello, HostFrame, hello_of

Mark = Literal["start", "pause", "resume", "end"]
"""What may happen to a drill; it stands in the stream with the board's time."""

_MARKS = get_args(Mark)
_MOST_US = 1 << 62
"""A time of the board's that 64 bits hold, with room to count on."""
_MOST_AWAY_S = 1e9
"""Thirty years: nobody waited longer."""


def rig_frame(hello: Hello) -> HostFrame:
    """The rig's greeting."""
    return _event("rig", hello={key: value for key, value in asdict(hello).items() if value is not None})


def drill_frame(document: DrillDocument, foot: str | None) -> HostFrame:
    """A drill that is begun, with all that its score goes by."""
    return _event("drill", drill=document.to_json(), foot=foot)


def mark_frame(mark: Mark, device_us: int) -> HostFrame:
    """A mark at a time of the board's clock, unwrapped."""
    return _event(mark, device_us=device_us)


def away_frame(device_us: int, seconds: float) -> HostFrame:
    """That the rig was unplugged at a time of the board's clock, unwrapped, for so long by the host's."""
    return _event("away", device_us=device_us, seconds=seconds)


def clock_frame(pair: ClockPair) -> HostFrame:
    """A ping's raw clock pair."""
    return HostFrame(FrameType.CLOCK, json.dumps(asdict(pair)))


def event_in(payload: str) -> dict[str, Any]:
    """What an event's text says. Raises RecordingError."""
    try:
        table = read_card(payload)
        letters(table, "event")
    except ValueError as error:
        raise RecordingError(
            told(
                "the recording has an event that can't be read ({error}): {payload!r}; use another copy",
                error=error,
                payload=payload[:60],
            )
        ) from error
    return table


def hello_in(table: dict[str, Any]) -> Hello:
    """The greeting of a "rig" event. Raises RecordingError."""
    try:
        return hello_of(table.get("hello", {}))
    except ValueError as error:
        raise RecordingError(
            told("the recording's rig can't be read ({error}); use another copy", error=error)
        ) from error


def drill_in(table: dict[str, Any]) -> DrillDocument:
    """The drill of a "drill" event. Raises DrillError."""
    return read_document(table.get("drill"), told("the recording"))


def mark_in(table: dict[str, Any]) -> tuple[Mark, int] | None:
    """The mark that an event is, and its device time, microseconds; None for another event. Raises RecordingError."""
    kind, device_us = table["event"], table.get("device_us")
    if kind not in _MARKS:
        return None
    if not isinstance(device_us, int) or isinstance(device_us, bool):
        raise RecordingError(
            told(
                "the recording's event '{kind}' has device_us {device_us!r}, which is no whole number of "
                "microseconds; use another copy",
                kind=kind,
                device_us=device_us,
            )
        )
    return cast("Mark", kind), device_us


def away_in(table: dict[str, Any]) -> tuple[int, float] | None:
    """Since when and for how long the rig was unplugged; None for another event. Raises RecordingError."""
    if table["event"] != "away":
        return None
    try:
        return whole(table, "device_us", 0, _MOST_US), number(table, "seconds", 0.0, _MOST_AWAY_S)
    except ValueError as error:
        raise RecordingError(
            told("the recording's event 'away' can't be read ({error}); use another copy", error=error)
        ) from error


def _event(kind: str, **details: Any) -> HostFrame:
    return HostFrame(FrameType.EVENT, json.dumps({"event": kind, **details}))
