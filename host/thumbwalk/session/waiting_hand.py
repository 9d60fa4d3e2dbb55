"""Keeps the scripted hand of a virtual rig at the drill's own time: where a drill waited, the hand goes back as far."""

from __future__ import annotations

from collections.abc import Callable

from thumbwalk.session.listener import Heard
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.view import Newest

_LEAST_S = 0.05
"""A wait that is shorter is no more than a hand's own timing."""


class WaitingHand:
    """Hears a session, and tells the hand how far it is behind whenever a drill goes on that stood.

    Parameters
    ----------
    practice : Practice
        Whose drill it is.
    be_late : callable
        Told how many seconds behind its time the hand is to be, all waits together.
    """

    def __init__(self, practice: Practice, be_late: Callable[[float], None]) -> None:
        self._practice, self._be_late = practice, be_late
        self._first_s: float | None = None
        self._told_s = 0.0

    def hear(self, heard: Heard) -> None:
        """Look at each newest scan at which a drill runs."""
        run = self._practice.run
        if run is None or not isinstance(heard, Newest) or not run.clock.is_running:
            return
        held_s = run.clock.ahead_s(heard.time_s)
        if self._first_s is None:
            # the hand began with the stream, and so did the drill, or somewhat later
            self._first_s = held_s
        late_s = held_s - self._first_s
        if late_s > self._told_s + _LEAST_S:
            self._told_s = late_s
            self._be_late(late_s)
