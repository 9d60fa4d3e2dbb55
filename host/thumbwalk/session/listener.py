"""Who listens to a live session: anybody that wants its bytes, events, touch and snapshots as they come."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

from thumbwalk.link.wire import Event
from thumbwalk.session.screen.view import Newest
from thumbwalk.signal.noise import TOUCH_OFF_N, TOUCH_ON_N
from thumbwalk.touch.touch_block import TouchBlock

Heard = bytes | Event | TouchBlock | Newest
"""Bytes as they were read; what they say, and what the host does, in order; the newest scan; the touch that follows."""


_GIVES_WAY_S = 0.003
"""How long the reader stands back when a touch begins: as long as a screen needs to show it, two frames of a rig."""


class Listener(Protocol):
    """Hears a session on its reader thread, one listener after the other; what it raises ends the session."""

    def hear(self, heard: Heard) -> None:
        """Take the next thing, and be quick about it; what is of no use is let pass."""
        ...


class OnsetWatch:
    """Calls when a touch begins, so that a screen need not wait for its turn."""

    def __init__(self, call: Callable[[], None] | None = None) -> None:
        self._call = call
        self._is_pressed = False

    def tell(self, call: Callable[[], None] | None) -> None:
        """Call this from now on, from the reader thread; None calls nobody."""
        self._call = call

    def hear(self, heard: Heard) -> None:
        """Look at each newest scan."""
        if not isinstance(heard, Newest):
            return
        was, self._is_pressed = (
            self._is_pressed,
            heard.total_n > (TOUCH_OFF_N if self._is_pressed else TOUCH_ON_N),
        )
        call = self._call
        if self._is_pressed and not was and call is not None:
            call()
            # Python runs one thread at a time: what is made of the press next would come between it and the screen
            time.sleep(_GIVES_WAY_S)


class TouchEar:
    """Passes a session's touch on to whoever takes it just now: a test of strength, say, that nobody records."""

    def __init__(self) -> None:
        self._take: Callable[[TouchBlock], None] | None = None
        self._lock = threading.Lock()

    def tell(self, take: Callable[[TouchBlock], None] | None) -> None:
        """Pass touch on to this from now on, on the reader thread; None to nobody, and nobody is in the middle then."""
        with self._lock:
            self._take = take

    def hear(self, heard: Heard) -> None:
        """Look at each touch."""
        if isinstance(heard, TouchBlock):
            with self._lock:
                if self._take is not None:
                    self._take(heard)
