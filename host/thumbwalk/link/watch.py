"""Keeping a stream alive: a word to the board now and then, and the way back when it has fallen silent."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from thumbwalk.link.patience import patient
from thumbwalk.link.serial_link import FORGET

PING_EVERY_S = 1.0
"""A board that hears nothing for 10 s stops streaming."""
ASK_AGAIN_S = 0.4
"""So long without a scan, and hello and start are sent again; a stream then goes on within a second."""
LOST_S = 3.0
"""A rig that was told to stream and sends no scan for so long is taken for lost."""
_ASLEEP_S = 1.0
"""A watch that was not attended for so long was asleep with its computer, and can't say that the rig was silent."""
_PERIODS = 3.0
"""A slow stream may be late by two scans before it is asked for again."""
_TIMES_ASKED = 3.0
"""It is greeted at least twice before it is given up."""


class Link(Protocol):
    """What a watch needs of a port."""

    def send(self, line: str) -> None:
        """Send one command line."""
        ...

    def wake(self) -> None:
        """Have the board's USB send what it holds."""
        ...


class StreamWatch:
    """Sends what keeps a stream going; whoever reads the port says what came of it.

    Parameters
    ----------
    link : Link
        The port.
    rate_hz : float
        Scans a second that are waited for; a slow stream may be silent for longer.
    starts : sequence of str
        What has the board stream.
    speaks : bool
        False only watches, for a stream whose clock is not the wall's.
    now : callable
        The host's monotonic clock, seconds.
    """

    def __init__(
        self,
        link: Link,
        rate_hz: float,
        starts: Sequence[str] = ("start",),
        *,
        speaks: bool = True,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._link, self._speaks, self._now = link, speaks, now
        self._again = "\n".join((f"{FORGET}hello", *starts))
        self._patience_s = patient(max(ASK_AGAIN_S, _PERIODS / rate_hz))
        self._lost_s = max(patient(LOST_S), _TIMES_ASKED * self._patience_s)
        self._token = 0
        self._sent_s = 0.0
        self._next_ping = self._asked = self._heard_scan = self._heard_byte = self._attended = now()

    @property
    def lost_s(self) -> float | None:
        """How long the rig has been silent, once that is so long that it is lost; None before."""
        silent_s = self._now() - self._heard_scan
        return silent_s if silent_s > self._lost_s else None

    def attend(self, *, scans: bool, data: bool) -> None:
        """Do what is due now; ``scans`` and ``data`` say whether any have come since the last call."""
        now = self._now()
        if now - self._attended > _ASLEEP_S:
            self._heard_scan = self._heard_byte = now
        self._attended = now
        if data:
            self._heard_byte = now
        if scans:
            self._heard_scan = self._asked = now
        elif self._speaks and now - self._asked > self._patience_s:
            self._ask_again(now)
        if self._speaks and now >= self._next_ping:
            self._next_ping = now + PING_EVERY_S
            self._token += 1
            self._sent_s = now
            self._link.send(f"ping {self._token}")

    def sent_s(self, token: int) -> float | None:
        """When the ping with this token was sent, on the host's monotonic clock.

        None for any but the newest: an answer that takes longer than a second tells nothing.
        """
        return self._sent_s if token == self._token else None

    def _ask_again(self, now: float) -> None:
        """Greet the board again: it was restarted, has stopped for want of a word, or its USB holds bytes back."""
        if now - self._heard_byte > patient(2.0 * ASK_AGAIN_S):
            self._link.wake()
        self._asked = now
        self._link.send(self._again)
