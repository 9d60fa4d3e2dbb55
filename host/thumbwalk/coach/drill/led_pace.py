"""A pace that results lead: what was done clean leads it up, what was not leads it down again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from thumbwalk.coach.drill.beat import Beat
from thumbwalk.coach.drill.course import LED_S, Course, stairs
from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.targets.asked import WIDTHS
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.technique.scatter import robust_cv
from thumbwalk.technique.stroke import Stroke

KNOWN_S = 1.0
"""A stroke is known so long after its end, whatever the blocks are that a stream is fed in."""
_FEW = 4
"""Fewer strokes on a step show no pace, and so are not clean."""


class LedPace:
    """Follows the strokes of one set, on the drill's time.

    Parameters
    ----------
    course : Course
    start_s, end_s : float
        The set's time.
    bands : mapping of measure name to Band
        As they are asked.
    level : int or None
        How near to a step its pace has to be; without one as near as on the first.
    """

    def __init__(
        self, course: Course, start_s: float, end_s: float, bands: Mapping[str, Band], level: int | None
    ) -> None:
        self._course, self._start_s, self._end_s = course, start_s, end_s
        self._bands, self._width = bands, WIDTHS[level or min(WIDTHS)]
        self._steps = [course.values[0]]
        self._strokes: list[Stroke] = []

    @staticmethod
    def of(one: DrillSet, start_s: float, end_s: float, bands: Mapping[str, Band]) -> LedPace | None:
        """The pace of a set at its time; None where it is not led by results."""
        aim = one.rate_per_min
        led = isinstance(aim, Course) and aim.kind == "led"
        return LedPace(aim, start_s, end_s, bands, one.level) if led and isinstance(aim, Course) else None

    def take(self, strokes: Sequence[Stroke], now_s: float) -> None:
        """Take strokes that are known by now, and go up or down where a step is over."""
        self._strokes += [one for one in strokes if self._start_s <= one.start_s < self._end_s]
        while now_s >= (over_s := self._start_s + len(self._steps) * LED_S) and over_s < self._end_s:
            done = [one for one in self._strokes if over_s - LED_S <= one.start_s and one.end_s <= over_s - KNOWN_S]
            self._steps.append(self._course.led(self._steps[-1], clean=self._is_clean(done)))

    def line(self, until_s: float = math.inf) -> Timeline:
        """The pace on the drill's time as it was known at ``until_s``, its newest step up to the set's end."""
        n = len(self._steps)
        if until_s < self._end_s:
            n = min(max(int((until_s - self._start_s) // LED_S) + 1, 1), n)
        return stairs(tuple(self._steps[:n]), self._start_s, LED_S, self._end_s)

    def _is_clean(self, strokes: Sequence[Stroke]) -> bool:
        """Whether pace, beat and force of a step were all in their bands."""
        onsets_s = [one.onset_s for one in strokes]
        kept = Beat.of_onsets(onsets_s)
        if len(strokes) < _FEW or kept is None:
            return False
        pace = self._steps[-1]
        scatter = robust_cv(np.diff(onsets_s))
        peak_n = float(np.median([one.peak_n for one in strokes]))
        return (
            abs(kept.rate_per_min - pace) <= self._width * pace
            and (scatter is None or self._is_in("rhythm_cv", scatter))
            and self._is_in("peak_force_n", peak_n)
        )

    def _is_in(self, name: str, value: float) -> bool:
        return name not in self._bands or self._bands[name].holds(value)
