"""What the hand does now, by name: the newest seconds of touch, looked at four times a second."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Self

import numpy as np

from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import is_guessed, strokes_on
from thumbwalk.technique.recognise import UNSURE_BELOW
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.stroke import LIFT_S
from thumbwalk.touch.touch_block import TouchBlock

_ABOUT_S = 10.0
"""Enough strokes for a name at any pace, and little enough that a new technique is soon the most of it."""
_EVERY_S = 0.25
"""A name is to stand two seconds after a technique began: looked for half as often it stood in 44 in place of 57 % of
what ten sessions of people did, and in 80 in place of 90 % on a foot as built."""
_TWICE, _KNEADS, _MAY_KNEAD = 0.4, 0.2, 0.5
"""Confidence under `UNSURE_BELOW` that is enough where two looks one after the other see the same: of most, of kneading
where the newest touch presses and lets go in one place, and of kneading where it does not, as a piece of anything slow
looks like that at first. Of ten sessions of people, tuned on, names stood after 2 s in 47 % of techniques, and another
one's for 1.0 % of the time; with half of `_TWICE` in 57 % and for 1.7 %."""
_PRESSES_MM, _PRESSES = 2.6, 0.1
"""It does so where it moves about by no more (SD) and its force changes by more (SD/mean); friction scatters by 2.6 mm
and more."""
_STILL_S, _STEADY, _STAYS_MM = 1.2, 0.06, 2.2
"""Who presses so long with a force that scatters by no more (SD/mean) and within so many mm (SD) holds: a press of
kneading at 30 a minute is over by then; of 129 holds of people one in ten scatters by 1.9 mm or more."""


class LiveName:
    """Names the technique of a stream without a drill; feed it every touch.

    Attributes
    ----------
    technique : str
        The name; empty in a rest, and where nothing has been sure yet.
    """

    def __init__(self, pad: Pad) -> None:
        self.technique = ""
        self._seen = ""  # what the look before this one took it for, sure or not
        self._pad = pad
        self._recent: deque[TouchBlock] = deque()
        self._looked_s = float("-inf")

    def take(self, touch: TouchBlock) -> None:
        """Take the stream's next touch."""
        now_s = float(touch.time_s[-1])
        self._recent.append(touch)
        while float(self._recent[0].time_s[-1]) < now_s - _ABOUT_S:
            self._recent.popleft()
        if now_s - self._looked_s >= _EVERY_S:
            self._looked_s = now_s
            self.technique = self._named(now_s)

    def _named(self, now_s: float) -> str:
        recent = TouchBlock.joined(list(self._recent))
        segments = segments_of(strokes_on(recent, self._pad), recent) if recent.touching.any() else []
        if not segments or now_s - segments[-1].end_s > LIFT_S:
            self._seen = ""
            return ""
        newest, latest = segments[-1], _Latest.of(recent, now_s)
        seen, before = "hold" if latest.is_still else newest.technique, self._seen
        self._seen = seen
        if is_guessed(newest, recent):
            return ""
        if latest.is_still and not self.technique:
            return seen
        needed = _TWICE if seen != "knead" else _KNEADS if latest.presses else _MAY_KNEAD
        sure = newest.technique == seen and newest.confidence >= UNSURE_BELOW
        sure |= seen == before and (latest.is_still or newest.confidence >= needed)
        # what was sure and is now only likely goes on: a name that comes and goes says nothing
        return seen if sure or seen == self.technique else ""


@dataclass(frozen=True, slots=True)
class _Latest:
    """The newest touch: whether it ``lasts`` all through, and how its place (mm) and force (of its mean) scatter."""

    lasts: bool
    away_mm: float
    scatter: float

    @classmethod
    def of(cls, recent: TouchBlock, now_s: float) -> Self:
        last = recent.between(now_s - _STILL_S, now_s)
        lasts = bool(last.touching.all()) and now_s - float(last.time_s[0]) >= 0.9 * _STILL_S
        # of no place it is not a number, and nothing is known
        away_mm = float(np.hypot(np.std(last.x_mm), np.std(last.y_mm)))
        mean_n = float(np.mean(last.total_n))
        return cls(lasts, away_mm, float(np.std(last.total_n)) / mean_n if mean_n > 0.0 else np.inf)

    @property
    def is_still(self) -> bool:
        """Whether the hand presses on, and neither its force nor its place goes anywhere."""
        return self.lasts and self.scatter <= _STEADY and self.away_mm <= _STAYS_MM

    @property
    def presses(self) -> bool:
        """Whether it presses and lets go in one place."""
        return self.scatter > _PRESSES and self.away_mm <= _PRESSES_MM
