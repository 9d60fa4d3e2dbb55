"""Being ended from outside: Ctrl-C, a request to end, a terminal that closes; each with an exit code of its own.

A signal ends a command at once, until it has something to keep: from then on it is noted, and whoever works asks.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What ends a program from outside; there is no SIGHUP on Windows."""
_EXIT_BASE = 128
"""A shell gives 128 and the signal's number for a program that a signal ended (POSIX.1-2017, XCU 2.8.2)."""


class Interrupted(BaseException):
    """A signal ended it; ``number`` says which. No KeyboardInterrupt: the command line's parser makes 130 of each."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__()
        self.number = number

    @property
    def exit_code(self) -> int:
        """130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP."""
        return _EXIT_BASE + self.number


class Noted:
    """The signals that came while they were only noted.

    Attributes
    ----------
    number : int or None
        The first that came.
    """

    def __init__(self) -> None:
        self.number: int | None = None

    def again(self) -> None:
        """End as the first one asked for, if there was one. Raises Interrupted."""
        if self.number is not None:
            raise Interrupted(self.number)


def end_at_once() -> None:
    """Let every signal end the process without a word: for a program that has nothing to keep yet."""

    def leave(number: int, _frame: FrameType | None) -> NoReturn:
        os._exit(_EXIT_BASE + number)

    for number in SIGNALS:
        signal.signal(number, leave)


def end_in_order() -> None:
    """Let the first signal raise Interrupted, and none after it: whoever is impatient does not interrupt the rest.

    Said here, not left to Python, which obeys whoever started it in the background with Ctrl-C ignored.
    """

    def leave(number: int, _frame: FrameType | None) -> NoReturn:
        ignore()
        raise Interrupted(number)

    for number in SIGNALS:
        signal.signal(number, leave)


def ignore() -> None:
    """Let no signal disturb what is left to do."""

    def deaf(_number: int, _frame: FrameType | None) -> None:
        # a handler all the same: of a signal that came just before SIG_IGN was set, Python complains
        return

    for number in SIGNALS:
        signal.signal(number, deaf)


def hold_back() -> None:
    """Hold every signal back for good, as far as the system can: for the interpreter's own end."""
    ignore()
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    for number in SIGNALS:
        # other threads do not block them, and an interpreter that ends gives every handler but this one up for SIG_DFL
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def noted(tell: Callable[[], None] = lambda: None) -> Iterator[Noted]:
    """Note signals instead of raising, and call ``tell`` at each; other threads than the main one never get any."""
    found = Noted()
    if threading.current_thread() is not threading.main_thread():
        yield found
        return

    def note(number: int, _frame: FrameType | None) -> None:
        if found.number is None:
            found.number = number
        tell()

    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield found
    finally:
        for number, handler in before.items():
            # a handler that Python did not set is given as None, and can't be set again
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
