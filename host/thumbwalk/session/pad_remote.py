"""The foot as a remote while nothing runs: a press held on the heel starts, two taps on the toes repeat.

A wish is told when the hand is off again: a hand that rests or grips stays, and so says nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from thumbwalk.pad import Pad
from thumbwalk.session.listener import Heard
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import zone_at

Wish = Literal["", "start", "again"]

FREE_S = 0.6
"""For so long nobody touches before a wish and behind it: strokes of practice follow each other sooner."""
HELD_S = (0.8, 2.5)
"""How long a press is that starts: shorter is a stroke, longer a hand that lies there."""
_TAP_S = (0.03, 0.55)
"""How long a tap is felt. A film sensor goes on after a hand that has left: a tap of 0.36 s and 20 N is felt for 0.5 s,
one of 10 N as well where it was practised before. A press of 0.6 s is no tap."""
_APART_S, _NEAR_MM = 0.5, 25.0
"""The second of two taps comes within this time, as near to the first."""
_LEAST_N = 1.5
"""Lighter, in the mean, is a cloth or a sleeve."""
_STILL_MM = 9.0
"""A thumb that is held stays as near to its place, one standard deviation weighed by force."""
_ALONE = 0.75
"""So much of all force is the one contact's: a hand that grips the foot presses in several places."""


@dataclass
class _Press:
    """What is added up of one touch: its times, and sums weighed by the contact's force."""

    start_s: float
    end_s: float
    n: int = 0
    total_n: float = 0.0
    beside_n: float = 0.0
    sums: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0)

    def add(self, touch: TouchBlock) -> None:
        """Take some more samples of it."""
        self.end_s = float(touch.time_s[-1])
        self.n += len(touch)
        self.total_n += float(touch.total_n.sum())
        self.beside_n += float((touch.second_n + touch.resting_n).sum())
        known = np.isfinite(touch.x_mm)
        force, x, y = touch.contact_n[known], touch.x_mm[known], touch.y_mm[known]
        more = force.sum(), (force * x).sum(), (force * y).sum(), (force * x * x).sum(), (force * y * y).sum()
        self.sums = tuple(a + float(b) for a, b in zip(self.sums, more, strict=True))  # type: ignore[assignment]

    @property
    def lasts_s(self) -> float:
        return self.end_s - self.start_s

    @property
    def place_mm(self) -> tuple[float, float] | None:
        """Its middle; None on a pad without places."""
        force, x, y, _, _ = self.sums
        return (x / force, y / force) if force > 0.0 else None

    @property
    def is_one_thumb(self) -> bool:
        """Whether it is a single contact that stays where it is, and no breath of air."""
        force, x, y, xx, yy = self.sums
        if self.total_n < _LEAST_N * self.n:
            return False
        if force <= 0.0:
            return True
        spread = max(xx / force - (x / force) ** 2, 0.0) + max(yy / force - (y / force) ** 2, 0.0)
        alone = force >= _ALONE * self.total_n and self.beside_n <= (1.0 - _ALONE) * self.total_n
        return alone and spread <= _STILL_MM**2


class PadRemote:
    """Hears the stream while no practice runs, on the reader's thread; `asked` is for any other.

    On a pad that is no sole a press that is held anywhere starts, and nothing repeats.
    """

    def __init__(self, pad: Pad) -> None:
        self._wishes: deque[Wish] = deque(maxlen=1)
        self.begin(pad)

    def begin(self, pad: Pad) -> None:
        """Listen to another stream: what lies on the foot already has to leave it first."""
        self._pad = pad
        self._open: _Press | None = None
        self._presses: list[_Press] = []
        self._free_since_s: float | None = None
        self._is_armed = False
        self._wishes.clear()

    def forget(self) -> None:
        """Let go of what was wished; a touch that goes on means something else."""
        self._wishes.clear()
        self._is_armed = False

    def asked(self) -> Wish:
        """What was wished since it was asked last; "" for nothing."""
        try:
            return self._wishes.popleft()
        except IndexError:
            return ""

    def hear(self, heard: Heard) -> None:
        """Look at each touch."""
        if isinstance(heard, TouchBlock) and len(heard):
            self.feed(heard)

    def feed(self, touch: TouchBlock) -> None:
        """Take the stream's next touch."""
        turns = np.flatnonzero(np.diff(touch.touching)) + 1
        for first, stop in zip((0, *turns), (*turns, len(touch)), strict=True):
            part = touch.cut(int(first), int(stop))
            if part.touching[0]:
                self._touched(part)
            else:
                self._untouched(part)

    def _touched(self, part: TouchBlock) -> None:
        self._free_since_s = None
        if self._open is None:
            self._open = _Press(float(part.time_s[0]), float(part.time_s[0]))
        self._open.add(part)

    def _untouched(self, part: TouchBlock) -> None:
        if self._open is not None:
            self._presses.append(self._open)
            self._open = None
        if self._free_since_s is None:
            self._free_since_s = float(part.time_s[0])
        if float(part.time_s[-1]) - self._free_since_s < FREE_S:
            return
        wish = self._meant() if self._is_armed else ""
        self._presses, self._is_armed = [], True
        if wish:
            self._wishes.append(wish)

    def _meant(self) -> Wish:
        """What the touches between two times of quiet mean."""
        presses = self._presses
        if not presses or not all(one.is_one_thumb for one in presses):
            return ""
        if len(presses) == 1 and HELD_S[0] <= presses[0].lasts_s <= HELD_S[1]:
            return "start" if self._zone(presses[0]) in ("heel", None) else ""
        if len(presses) == 2 and all(_TAP_S[0] <= one.lasts_s <= _TAP_S[1] for one in presses):
            return "again" if self._are_a_pair(*presses) else ""
        return ""

    def _are_a_pair(self, one: _Press, other: _Press) -> bool:
        if self._zone(one) != "toes" or self._zone(other) != "toes" or other.start_s - one.end_s > _APART_S:
            return False
        a, b = one.place_mm, other.place_mm
        return a is not None and b is not None and float(np.hypot(a[0] - b[0], a[1] - b[1])) <= _NEAR_MM

    def _zone(self, press: _Press) -> str | None:
        place = press.place_mm
        return zone_at(self._pad, *place) if place is not None and self._pad.is_sole else None
