"""Step mode: a drill that waits. Behind a bite that was not right its clock stands until one is.

What is done meanwhile is no part of the set, as in any pause. It goes by the stream's time alone, so that a replay
waits as the day did.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.led_pace import KNOWN_S
from thumbwalk.coach.targets.bands import Band
from thumbwalk.technique.stroke import ROW_LIFT_S, Stroke
from thumbwalk.technique.strokes import StrokeFinder
from thumbwalk.touch.touch_block import TouchBlock

MOST_WAIT_S = 30.0
"""A wait ends after so long: nobody is there, or it goes on better with the next."""


@dataclass(frozen=True)
class StepSet:
    """A set that waits: its time on the drill's clock, and the bands that a bite has to be in."""

    start_s: float
    end_s: float
    bands: Mapping[str, Band]

    def is_right(self, bite: Stroke, before: Stroke | None) -> bool:
        """Whether a bite is in its band of force, and contact was kept to it; a single one's length is not known."""
        force, kept = self.bands.get("peak_force_n"), self.bands.get("contact_kept")
        if force is not None and not force.holds(bite.peak_n):
            return False
        if kept is None or before is None or bite.start_s - before.end_s > ROW_LIFT_S:
            return True  # a line begins with it
        return kept.holds(2.0 * bite.valley_n / (bite.peak_n + before.peak_n))


class Waits:
    """Stops a drill's clock and lets it go on; feed it the stream's touch before the clock plays it."""

    def __init__(self, sets: Sequence[StepSet], clock: DrillClock) -> None:
        self._sets, self._clock = tuple(sets), clock
        self._finder: StrokeFinder | None = None
        self._known: list[Stroke] = []
        self._before: Stroke | None = None
        self._since_s = math.inf

    @property
    def is_waiting(self) -> bool:
        """Whether the clock stands for a bite that is right."""
        return math.isfinite(self._since_s)

    def take(self, touch: TouchBlock) -> None:
        """Take the stream's next touch."""
        if self._finder is None:
            self._finder = StrokeFinder(round(touch.step_s, 6))
        self._known += self._finder.feed(touch)
        now_s = float(touch.time_s[-1])
        while self._known and self._known[0].end_s + KNOWN_S <= now_s:
            self._judge(self._known.pop(0))
        self._end_at(now_s)

    def _judge(self, bite: Stroke) -> None:
        at_s, before = bite.end_s + KNOWN_S, self._before
        self._before = bite
        self._end_at(at_s)
        peak_s, now_s = (self._clock.drill_s(time_s) for time_s in (bite.peak_s, at_s))
        asked = next((one for one in self._sets if one.start_s <= peak_s < one.end_s), None)
        if self.is_waiting:
            asked = next((one for one in self._sets if one.start_s <= now_s < one.end_s), None)
            if asked is not None and asked.is_right(bite, before):
                self._go_on(at_s)
        elif asked is not None and now_s < asked.end_s and self._clock.is_running and not asked.is_right(bite, before):
            self._clock.pause(_us(at_s))
            self._since_s = at_s

    def _end_at(self, now_s: float) -> None:
        """End a wait that lasts too long, or that the learner has ended."""
        if self.is_waiting and self._clock.is_running:
            self._since_s = math.inf
        elif now_s >= self._since_s + MOST_WAIT_S:
            self._go_on(self._since_s + MOST_WAIT_S)

    def _go_on(self, at_s: float) -> None:
        self._clock.resume(_us(at_s))
        self._since_s = math.inf


def _us(time_s: float) -> int:
    return round(time_s * 1e6)
