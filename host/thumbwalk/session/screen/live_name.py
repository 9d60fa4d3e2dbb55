"""What the hand does now, by name: the newest seconds of touch, looked at twice a second."""

from __future__ import annotations

from collections import deque

from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.stroke import LIFT_S
from thumbwalk.touch.touch_block import TouchBlock

_ABOUT_S = 10.0
"""Enough strokes for a name at any pace, and little enough that a new technique is soon the most of it."""
_EVERY_S = 0.5
"""A name that comes half a second later is still about what is done; more often costs the reader time."""


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
        newest = segments[-1]
        # what was sure and is now only likely goes on: a name that comes and goes says nothing
        return newest.technique if not newest.unsure or newest.technique == self.technique else ""
