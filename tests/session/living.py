"""A board that is only bytes but lives: it answers what it is told and streams on and on, quicker than the clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import numpy as np
from tests.session.streams import PAD, hello

from thumbwalk.errors import LinkLost
from thumbwalk.language import told
from thumbwalk.link.ports import RigLink
from thumbwalk.link.serial_link import FORGET
from thumbwalk.link.wire import FrameType, encode_frame, encode_scans
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.way_back import WayBack

BLOCK_MS = 50
READ_S = 0.001
"""How long a reading takes: fifty times quicker than a board's stream."""


class LivingBoard:
    """A link and the board behind it.

    Parameters
    ----------
    board : str
        What it says to be.

    Attributes
    ----------
    codes : ndarray
        What its converters read from now on, (n_taxels,).
    heard : list of str
        Every word that it was told.
    is_closed : bool
        Whether its port was closed.
    is_gone : bool
        Set it to unplug the board.
    """

    url = "living"

    def __init__(self, board: str = "b") -> None:
        self._board = board
        self.codes = np.full(PAD.n_taxels, 13, np.uint16)
        self.heard: list[str] = []
        self.is_closed = self.is_gone = False
        self._streams, self._frames, self._now_ms = False, 0, 0
        self._answers: list[bytes] = []
        self._pace = threading.Event()

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Press on the tile that is nearest: a code of 3000 for any force that is one."""
        nearest = int(np.hypot(*(PAD.positions_mm - (x_mm, y_mm)).T).argmin())
        self.codes = np.where(np.arange(PAD.n_taxels) == nearest, 3000 if force_n else 13, 13).astype(np.uint16)

    def release(self) -> None:
        """Lift the hand."""
        self.codes = np.full(PAD.n_taxels, 13, np.uint16)

    def send(self, line: str) -> None:
        """Hear a line."""
        self._there()
        for word in line.removeprefix(FORGET).split("\n"):
            self.heard.append(word)
            if word == "hello":
                self._answers.append(hello(self._board))
            elif word in ("start", "stop"):
                self._streams, self._frames, self._now_ms = word == "start", 0, 0
                self._answers.append(encode_frame(FrameType.ACK, 0, 0, word.encode()))

    def read(self) -> bytes:
        """Give what waits, else the next scans."""
        self._there()
        if self._answers:
            return self._answers.pop(0)
        self._pace.wait(READ_S)
        return self._scans() if self._streams else b""

    def wake(self) -> None:
        """Nothing sleeps here."""

    def close(self) -> None:
        """Close the port."""
        self.is_closed = True

    def _scans(self) -> bytes:
        time_us = (self._now_ms + np.arange(BLOCK_MS, dtype=np.int64)) * 1000
        # a real converter is never still
        counts = np.tile(self.codes, (BLOCK_MS, 1)) + (np.arange(BLOCK_MS)[:, None] % 2).astype(np.uint16)
        self._frames, self._now_ms = self._frames + 1, self._now_ms + BLOCK_MS
        return encode_scans(self._frames, time_us, counts.astype(np.uint16))

    def _there(self) -> None:
        if self.is_closed or self.is_gone:
            raise LinkLost(told("{url}: the rig went away; plug it in again", url=self.url))


class Boards:
    """Opens a living board whenever it is asked, and remembers all of them.

    ``hand`` is whether they are virtual ones, which a mouse can press.
    """

    def __init__(self, *, hand: bool = True) -> None:
        self.opened: list[LivingBoard] = []
        self.left = 0
        self._has_hand = hand

    @property
    def newest(self) -> LivingBoard:
        """The board that was opened last."""
        return self.opened[-1]

    def door(self) -> AbstractContextManager[OpenRig]:
        """Open another one, as a sitting does."""
        return self._open()

    def link(self, _url: str = "") -> RigLink:
        """Plug in another one."""
        board = LivingBoard("virtual" if self._has_hand else "b")
        self.opened.append(board)
        return RigLink(board)

    @contextmanager
    def _open(self) -> Iterator[OpenRig]:
        link = self.link()
        hand = self.newest if self._has_hand else None
        way_back = None if self._has_hand else WayBack(link.hello, "living", self.link, lambda _port: False)
        try:
            yield OpenRig(link, hand, way_back)  # type: ignore[arg-type]  # a hand is all that is asked of it
        finally:
            self.left += 1
            link.close()


def until(true: Callable[[], bool], within_s: float = 30.0) -> None:
    """Wait until something is true; fail when it does not become so."""
    look = threading.Event()
    for _ in range(round(within_s / 0.002)):
        if true():
            return
        look.wait(0.002)
    raise AssertionError("it did not come")
