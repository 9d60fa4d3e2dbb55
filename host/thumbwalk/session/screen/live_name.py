"""What the hand does now, by name: the newest seconds of touch, looked at twice a second."""

from __future__ import annotations

from collections import deque

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
"""A name that comes half a second later is still about what is done. Twice as often, and more names were wrong: in 6
sessions each of a foot as built and of people 0.5 % and 1.4 % in place of 0.2 % and 1.2 %; of 42 techniques each one
more or fewer stood after 2 s."""
_AFTER_REST = 0.5
"""Confidence that is enough behind a lift, where nothing else is mixed in: no tile is left out and no other hand rests.
With 0.6 four of five names stand after 2 s on a foot as built, with this nineteen of twenty; beside a dead tile and a
palm, as people have them, it made half of the wrong names."""
_STILL_S, _STEADY, _STAYS_MM = 1.2, 0.06, 3.0
"""Who presses so long with a force that scatters by no more (SD/mean) and within so many mm (SD) holds: a press of
kneading at 30 a minute is over by then, and a small circle has a radius of 4 mm."""


class LiveName:
    """Names the technique of a stream without a drill; feed it every touch.

    Attributes
    ----------
    technique : str
        The name; empty in a rest, and where nothing has been sure yet.
    """

    def __init__(self, pad: Pad) -> None:
        self.technique = ""
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
            return ""
        if _is_still(recent, now_s):
            return "hold"
        newest = segments[-1]
        before_s = segments[-2].end_s if len(segments) > 1 else float("-inf")
        alone = not recent.filled_n.any() and not recent.resting_n.any()
        needed = _AFTER_REST if alone and newest.start_s - before_s > LIFT_S else UNSURE_BELOW
        # what was sure and is now only likely goes on: a name that comes and goes says nothing
        return newest.technique if newest.confidence >= needed or newest.technique == self.technique else ""


def _is_still(recent: TouchBlock, now_s: float) -> bool:
    """Whether the newest touch presses on and neither its force nor its place goes anywhere."""
    newest = recent.between(now_s - _STILL_S, now_s)
    if not newest.touching.all() or now_s - float(newest.time_s[0]) < 0.9 * _STILL_S:
        return False
    away = np.hypot(np.std(newest.x_mm), np.std(newest.y_mm))  # of no place it is not a number, and nothing is known
    return bool(np.std(newest.total_n) <= _STEADY * np.mean(newest.total_n) and away <= _STAYS_MM)
