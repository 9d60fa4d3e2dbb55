"""What the hand does now, by name: the newest seconds of touch, looked at twice a second."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Self

import numpy as np

from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.recognise import UNSURE_BELOW
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.stroke import LIFT_S
from thumbwalk.touch.touch_block import TouchBlock

_ABOUT_S = 10.0
"""Enough strokes for a name at any pace, and little enough that a new technique is soon the most of it."""
_EVERY_S = 0.5
"""A name that comes half a second later is still about what is done."""
_TWICE = 0.2
"""Confidence that is enough where two looks one after the other see the same: one stroke that fits is little to go by,
and chance seldom says the same twice. In ten sessions of people, tuned on, names stood after 2 s in 80 % of techniques
in place of 46 % with `UNSURE_BELOW` alone, and another one's 0.5 % of the time in place of 1.0 %."""
_PRESSES_MM, _PRESSES = 2.6, 0.1
"""A piece of anything slow looks like kneading at first: its name is to be sure in any case where the newest touch
moves about by more (SD) or its force hardly changes (SD/mean). Friction scatters by 2.6 mm and more."""
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
        newest, before, self._seen = segments[-1], self._seen, segments[-1].technique
        latest = _Latest.of(recent, now_s)
        if latest.is_still:
            return "hold"
        needed = _TWICE if newest.technique == before else UNSURE_BELOW
        if newest.technique == "knead" and not latest.presses:
            needed = UNSURE_BELOW
        # what was sure and is now only likely goes on: a name that comes and goes says nothing
        return newest.technique if newest.confidence >= needed or newest.technique == self.technique else ""


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
