"""Which frames are new, and in which order they were sent, by their sequence numbers and checksums.

A wire may lose frames; a bridge may send them again, or one before another. A frame that was had is not had again, one
that comes late is put in its place, and what does not come is counted. No clock is needed for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.scan_frame import HEAD

WINDOW = 32
"""A frame may come after so many that were sent later, and is put in its place; 64 ms at 1 kHz."""
_WINDOW_US = 250_000
"""Longest device time for which later frames wait for it; slow streams have few frames."""
_BACK_US = 65_536
"""So far back a clock that goes on may seem to step: readings of load cells are sent behind later scans."""
_LOST, _BEFORE = 1, 2
_LEAP = WINDOW + 16
"""Where more frames than that are missing at once, they are lost, and none of them is waited for."""
_FAR = 4096
_WRAP = 1 << 16
_HALF = 1 << 15
_NUMBERS = (np.arange(2 * _WRAP) & 0xFFFF).astype("<u2").tobytes()
"""Sequence numbers as they stand in frames that follow each other, from any first one on."""


@dataclass(frozen=True, slots=True)
class Due:
    """A frame whose turn it is.

    ``lost`` frames are missing before it. It is ``late`` when frames that were sent later have been given before, and
    ``anew`` when its number is one that was had, with other content: somebody began to count anew. ``beyond`` is how
    far its number lies ahead of the awaited one, modulo 2**16.
    """

    frame: bytes
    lost: int = 0
    late: bool = False
    anew: bool = False
    beyond: int = 0


class FrameOrder:
    """Follows the sequence numbers of one stream.

    Parameters
    ----------
    waits : bool
        Whether later scans wait for one that is missing, so that all are given in order; False gives each as it comes.

    Attributes
    ----------
    lost : int
        Frames that never came.
    repeated, late : int
        Frames that came again, and frames that came when nobody waited for them any more; neither are given.
    """

    def __init__(self, *, waits: bool) -> None:
        self.lost = self.repeated = self.late = 0
        self._waits = waits
        self._next: int | None = None  # unwrapped: numbers go on after 65535
        self._had = np.zeros(_WRAP, np.uint32)  # checksum of the newest frame with each number, 0 for none
        self._missing = bytearray(_WRAP)  # numbers that never came: _LOST, or _BEFORE this host listened
        self._is_missing_any = False
        self._given_up = 0  # numbers before the next frame that is given
        self._early: set[int] = set()  # answers that came before their turn
        self._held: dict[int, tuple[bytes, int]] = {}  # frames that wait, and their device times

    def follows(self, sequence: NDArray[np.uint16], checksum: NDArray[np.uint32]) -> bool:
        """Whether a run of frames is just what was awaited, which it most often is; it is had then."""
        if self._held or self._early or self._next is None:
            return False
        first, n = self._next & 0xFFFF, len(sequence)
        # as bytes, which takes half the time of subtracting
        if sequence.tobytes() != _NUMBERS[2 * first : 2 * (first + n)]:
            return False
        if first + n <= _WRAP:
            self._had[first : first + n] = checksum
        else:
            self._had[sequence] = checksum
        if self._is_missing_any:
            self._mark(self._next, self._next + n, 0)
        self._next += n
        return True

    def stream(self, frame: bytes, *, leads: bool) -> list[Due]:
        """Take a frame of the stream, whose order matters; give those that are due.

        One that ``leads`` is believed when its number says that somebody began to count anew.
        """
        number, checksum, time32 = _head(frame)
        if self._is_repeated(number, checksum):
            return []
        place = self._place(number)
        awaited = self._awaited
        if place < awaited:
            return self._behind(place, frame, leads=leads)
        if not self._waits or (not self._held and place - awaited > _LEAP):
            return [self._taken(place, frame)]
        self._held[place] = frame, time32
        return self._ripe()

    def answer(self, frame: bytes) -> bool:
        """Take a frame that is given at once, whenever it comes; whether it is new."""
        number, checksum, _ = _head(frame)
        if self._is_repeated(number, checksum):
            return False
        place = self._place(number)
        if place < self._awaited:
            self._fill(place)
        elif place - self._awaited <= _FAR:
            # a number far ahead is no reason to give up what lies between
            self._early.add(place)
            self._pass_early()
        return True

    def _behind(self, place: int, frame: bytes, *, leads: bool) -> list[Due]:
        """A frame whose turn is over."""
        if not self._is_missing(place):
            due = [*self.rest(), Due(frame, anew=True, beyond=(place - self._awaited) & 0xFFFF)]
            if leads:
                self._mark(0, _WRAP, 0)
                self._is_missing_any = False
                self._early.clear()
                self._given_up = 0
                self._next = (self._awaited // _WRAP + 1) * _WRAP + (place & 0xFFFF) + 1
            return due
        if self._waits:
            self.late += 1
            return []
        self._fill(place)
        return [Due(frame, late=True)]

    def rest(self) -> list[Due]:
        """Give what waits; what is missing between is lost."""
        return [self._taken(place, self._held.pop(place)[0]) for place in sorted(self._held)]

    @property
    def _awaited(self) -> int:
        assert self._next is not None  # noqa: S101  set by `_place`
        return self._next

    def _is_repeated(self, number: int, checksum: int) -> bool:
        if checksum and self._had[number] == checksum:
            self.repeated += 1
            return True
        self._had[number] = checksum
        return False

    def _place(self, number: int) -> int:
        """The frame's place in the stream: of those that its number may mean, the one nearest to the awaited."""
        if self._next is None:
            # what was sent shortly before this host listened may come yet
            self._next = 2 * _WRAP + number
            self._mark(self._next - WINDOW, self._next, _BEFORE)
        ahead = (number - self._next) & 0xFFFF
        return self._next + (ahead if ahead < _HALF else ahead - _WRAP)

    def _taken(self, place: int, frame: bytes) -> Due:
        """Go on behind this place."""
        self._give_up(place)
        lost, self._given_up = self._given_up, 0
        self._missing[place & 0xFFFF] = 0
        self._next = place + 1
        self._pass_early()
        return Due(frame, lost=lost)

    def _give_up(self, place: int) -> None:
        """Go on with this place; what has not come before it is missing."""
        awaited, before = self._awaited, self.lost
        if place > awaited:
            self._mark(awaited, place, _LOST)
            self.lost += place - awaited
            for early in [one for one in self._early if one < place]:
                self._fill(early)
                self._early.discard(early)
            self._next = place
        self._given_up += self.lost - before

    def _pass_early(self) -> None:
        while self._next in self._early:
            self._early.discard(self._next)
            self._missing[self._next & 0xFFFF] = 0
            self._next += 1

    def _ripe(self) -> list[Due]:
        """Held frames that are next, and those for which no other is waited any more."""
        due: list[Due] = []
        while self._held:
            place, newest = min(self._held), max(self._held)
            waited_us = (self._held[newest][1] - self._held[place][1] + 0x80000000 & 0xFFFFFFFF) - 0x80000000
            if self._awaited != place and -_BACK_US <= waited_us <= _WINDOW_US:
                if newest - self._awaited <= WINDOW:
                    break
                # those that may yet come in time are waited for
                self._give_up(min(place, newest - WINDOW))
                self._pass_early()
                continue
            due.append(self._taken(place, self._held.pop(place)[0]))
        return due

    def _mark(self, start: int, end: int, what: int) -> None:
        """Say of all numbers from ``start`` up to before ``end`` whether they are missing."""
        n, at = min(end - start, _WRAP), start & 0xFFFF
        first = min(n, _WRAP - at)
        self._missing[at : at + first] = bytes([what]) * first
        self._missing[: n - first] = bytes([what]) * (n - first)
        self._is_missing_any |= what != 0

    def _is_missing(self, place: int) -> bool:
        what = self._missing[place & 0xFFFF]
        # those of before this host listened come soon or never
        return what == _LOST or (what == _BEFORE and place >= self._awaited - 2 * WINDOW)

    def _fill(self, place: int) -> None:
        """A number that was missing, if it was, is so no more."""
        self.lost -= self._missing[place & 0xFFFF] == _LOST
        self._missing[place & 0xFFFF] = 0


def _head(frame: bytes) -> tuple[int, int, int]:
    """Sequence number, checksum and device time of a frame."""
    head: tuple[Any, ...] = HEAD.unpack_from(frame)
    return head[1], int.from_bytes(frame[-4:], "little"), head[2]
