"""The virtual foot's process on pipes; it may be begun before anybody knows whose foot it is to be. POSIX only.

It loads for as long as half of a window does and is told only then what to play, so that a command that is sure to
want it begins it first of all.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator

from thumbwalk.errors import LinkLost
from thumbwalk.language import told
from thumbwalk.virtual.channel import PipeChannel
from thumbwalk.virtual.process import ChildProcess

FOOT_GRACE_S = 1.0
"""So long a foot may take to end by itself when its host has hung up."""


class PipedFoot:
    """The process, up or about to be, with pipes to the host and to a board that is not there yet.

    Attributes
    ----------
    process : ChildProcess
        The foot's.
    channel : PipeChannel
        To the host: it takes its orders first.
    board_fds : (int, int)
        Which a board inherits: scans come out of the first, its words go into the second.
    board : str
        The foot's own ends of those, as its orders name them.

    Raises
    ------
    LinkLost
        When it can't be started.
    """

    def __init__(self) -> None:
        self._keep = contextlib.ExitStack()
        self.process = ChildProcess(told("the virtual foot"), self._keep, FOOT_GRACE_S)
        scans_out, scans_in = os.pipe()
        orders_out, orders_in = os.pipe()
        to_foot_out, to_foot_in = os.pipe()
        from_foot_out, from_foot_in = os.pipe()
        self.board_fds, self.board = (scans_out, orders_in), f"fd:{orders_out},{scans_in}"
        for descriptor in (scans_out, scans_in, orders_out, orders_in):
            os.set_blocking(descriptor, False)
        self.channel = PipeChannel(from_foot_out, to_foot_in)
        self._keep.callback(self.channel.close)
        self._board_ends = self._keep.enter_context(contextlib.ExitStack())
        for descriptor in self.board_fds:
            self._board_ends.callback(os.close, descriptor)
        try:
            self.process.start(
                foot_command("fd:0,1"), pass_fds=(scans_in, orders_out), stdin=to_foot_out, stdout=from_foot_in
            )
        except BaseException:
            self.close()
            raise
        finally:
            for descriptor in (scans_in, orders_out, to_foot_out, from_foot_in):
                os.close(descriptor)

    def leave_to_board(self) -> None:
        """Give up the board's ends of the pipes, which it has by now."""
        self._board_ends.close()

    def close(self) -> None:
        """Hang up, and see that it ends. Twice is as good as once."""
        self._keep.close()


class _Ahead:
    """The one that was begun ahead, until somebody wants it."""

    def __init__(self) -> None:
        self.foot: PipedFoot | None = None
        self.lock = threading.Lock()

    def taken(self) -> PipedFoot | None:
        with self.lock:
            foot, self.foot = self.foot, None
            return foot


_AHEAD = _Ahead()


@contextlib.contextmanager
def foot_ahead() -> Iterator[None]:
    """Have a foot begin to load, for the first virtual rig on pipes that is made within; one left over is ended."""
    # why it can't be started is told to whoever then wants one
    with contextlib.suppress(LinkLost):
        _AHEAD.foot = PipedFoot() if sys.platform != "win32" else None
    try:
        yield
    finally:
        if (left := _AHEAD.taken()) is not None:
            left.close()


def piped_foot() -> PipedFoot:
    """Give the foot that was begun ahead, else a new one; it is the caller's to close. Raises LinkLost."""
    return _AHEAD.taken() or PipedFoot()


def foot_command(channel: str) -> list[str]:
    """How the foot's process is started; the channel is the one to its host."""
    return [sys.executable, "-m", "thumbwalk.virtual.foot_process", channel]
