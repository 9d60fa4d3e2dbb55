"""A drill's own clock on the stream's time: it runs from the start on, stands in a pause, and ends with the drill.

It knows marks on the stream's time only, in whole microseconds. What is touched while it stands is cut out, so that all
behind it judges a drill as if there had been no pause.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from thumbwalk.touch.touch_block import TouchBlock


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Stream time in which the clock runs, ``begins_us`` <= t < ``ends_us`` (None: it still runs).

    ``held_us`` is stream time less drill time: the wait for the start, and all pauses before.
    """

    begins_us: int
    ends_us: int | None
    held_us: int

    @property
    def begins_s(self) -> float:
        return self.begins_us * 1e-6

    @property
    def ends_s(self) -> float:
        return math.inf if self.ends_us is None else self.ends_us * 1e-6

    @property
    def held_s(self) -> float:
        return self.held_us * 1e-6


class DrillClock:
    """Tells a drill's time from the stream's; all marks are microseconds since the stream's first sample.

    A mark that has no sense where the clock stands (a pause in a pause, a resume without one) changes nothing: it may
    come out of a damaged recording. One from before the last mark counts as of that one.

    Parameters
    ----------
    start_us : int, optional
        The start; without it the clock waits for `start`.
    """

    def __init__(self, start_us: int | None = None) -> None:
        self._stretches: list[_Stretch] = []
        self._ended_us: int | None = None
        self._has_played = False
        if start_us is not None:
            self.start(start_us)

    @property
    def start_us(self) -> int | None:
        """When it was started; None before."""
        return self._stretches[0].begins_us if self._stretches else None

    @property
    def is_running(self) -> bool:
        """Whether it runs: it was started, is in no pause and has not ended."""
        return bool(self._stretches) and self._stretches[-1].ends_us is None

    @property
    def is_paused(self) -> bool:
        """Whether it stands in a pause."""
        return bool(self._stretches) and not self.is_running and self._ended_us is None

    @property
    def went_on_s(self) -> float:
        """The drill's time from which on it has run without a pause; inf while it stands."""
        last = self._stretches[-1] if self.is_running else None
        return math.inf if last is None else last.begins_s - last.held_s

    @property
    def ended_s(self) -> float | None:
        """Stream seconds at which the drill was ended; None if nobody did."""
        return None if self._ended_us is None else self._ended_us * 1e-6

    def ends_s(self, duration_s: float) -> float | None:
        """Stream seconds at which a drill of so many seconds is over, or was ended before; None while nobody knows."""
        for stretch in self._stretches:
            at_s = duration_s + stretch.held_s
            if at_s <= stretch.ends_s:
                return at_s
        return self.ended_s

    def start(self, at_us: int) -> None:
        """Run from here on; a start that is told again moves it, until touch has been played."""
        if self._ended_us is not None or len(self._stretches) > 1 or (self._stretches and not self.is_running):
            return
        if not self._has_played:
            self._stretches = [_Stretch(at_us, None, at_us)]

    def pause(self, at_us: int) -> None:
        """Stand still from here on."""
        if self.is_running:
            last = self._stretches[-1]
            self._stretches[-1] = replace(last, ends_us=max(at_us, last.begins_us))

    def resume(self, at_us: int) -> None:
        """Run again from here on."""
        last = self._stretches[-1] if self.is_paused else None
        if last is not None and last.ends_us is not None:
            begins_us = max(at_us, last.ends_us)
            self._stretches.append(_Stretch(begins_us, None, last.held_us + begins_us - last.ends_us))

    def end(self, at_us: int) -> None:
        """Stand still for good."""
        if self._ended_us is None:
            self.pause(at_us)
            self._ended_us = at_us

    def drill_s(self, stream_s: float) -> float:
        """The drill's time at a time of the stream, seconds: negative before the start, -inf while there is none."""
        if not self._stretches:
            return -math.inf
        for stretch in reversed(self._stretches):
            if stream_s >= stretch.begins_s:
                break
        return min(stream_s, stretch.ends_s) - stretch.held_s

    def ahead_s(self, stream_s: float) -> float:
        """How far the stream's time is ahead of the drill's for what is still to come, seen from a time of the stream.

        While the clock stands, as if it ran again at once.
        """
        if self.is_running:
            return self._stretches[-1].held_s
        if not math.isfinite(stream_s):
            return 0.0
        return stream_s - max(self.drill_s(stream_s), 0.0)

    def played(self, touch: TouchBlock) -> TouchBlock:
        """The part of a touch that the clock ran in, at the drill's times; each pause begins another piece."""
        parts: list[TouchBlock] = []
        for number, stretch in enumerate(self._stretches):
            part = touch.between(stretch.begins_s, stretch.ends_s)
            if len(part) and (stretch.held_us or number):
                # to the nanosecond: a sample on a set's border stays on its side, whatever was subtracted
                time_s = np.round(part.time_s - stretch.held_s, 9)
                part = replace(part, time_s=time_s, piece=part.piece + number)
            if len(part):
                parts.append(part)
        self._has_played |= bool(parts)
        return parts[0] if len(parts) == 1 else TouchBlock.joined(parts)
