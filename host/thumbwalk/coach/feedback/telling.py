"""What the learner is told through a drill: a verdict at a time, and when it changes.

It is fed the drill's touch on the drill's own time and looks at it on a fixed grid of that time, so that the words are
the same however the stream was cut. What is judged is the same in every set; its feedback decides what is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from thumbwalk.coach.drill.drill import Drill, Feedback
from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.coach.feedback.set_watch import SetWatch
from thumbwalk.coach.feedback.verdict import NOTHING, Verdict, said, verdict_of
from thumbwalk.coach.score.score import Score
from thumbwalk.touch.touch_block import TouchBlock

TICK_S = 0.25
"""The grid. A coarser one tells later, a finer one costs the reader time."""
_JUDGED_EVERY = 2
"""Ticks: the limit is looked for at every one."""
LEAST_S = 1.0
"""A word stands for so long, except for the limit, which waits for nobody: what changes faster is not read."""


OF_FORCE: tuple[Reason, ...] = ("good", "too_hard", "too_light")
"""Reasons that tell how hard was pressed: where that is to be guessed, nobody says them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change of what is told: when (seconds of the drill), and the verdict from then on."""

    time_s: float
    verdict: Verdict


class Telling:
    """Follows a drill's touch and says one thing at a time; before its first change it says nothing.

    Parameters
    ----------
    drill : Drill
    watch : callable
        Gives the watch over a set by its number, when the set begins.

    Attributes
    ----------
    verdict : Verdict
        What holds now, whether or not it is told.
    told : list of Told
        Each change of what the learner was told.
    """

    def __init__(self, drill: Drill, watch: Callable[[int], SetWatch]) -> None:
        self._drill, self._make = drill, watch
        self._watch: SetWatch | None = None
        self._tick = 0
        self._held: list[TouchBlock] = []
        self._since_s = -math.inf
        self.verdict = NOTHING
        self.told: list[Told] = []

    def feed(self, touch: TouchBlock) -> None:
        """Take the drill's next touch, of any length."""
        ticks = np.floor(touch.time_s / TICK_S + 1e-6).astype(np.int64)
        borders = [0, *(np.flatnonzero(np.diff(ticks) > 0) + 1).tolist(), len(touch)]
        for lo, hi in pairwise(borders):
            while self._tick < ticks[lo]:
                self._tick += 1
                self._look(self._tick)
            self._held.append(touch.cut(lo, hi))

    @property
    def now(self) -> Verdict:
        """What the learner is told now."""
        return self.told[-1].verdict if self.told else NOTHING

    def score_of(self, index: int) -> Score | None:
        """The live score of a set, if it is the one under way."""
        watch = self._watch
        return None if watch is None or watch.index != index else watch.score

    def _look(self, tick: int) -> None:
        now_s = tick * TICK_S
        touch, self._held = TouchBlock.joined(self._held), []
        phase = self._drill.phase_at(now_s - TICK_S / 2)
        if phase.kind != "set" or phase.set_index is None:
            self._say(now_s, said("rest") if phase.kind == "rest" else NOTHING, "live")
            return
        if self._watch is None or self._watch.index != phase.set_index:
            self._watch = self._make(phase.set_index)
        watch = self._watch
        watch.take(touch.between(phase.start_s, phase.end_s))
        one = self._drill.sets[phase.set_index]
        # when a set is over, and the hand lifts, it is too late for a word on it
        in_it = tick % _JUDGED_EVERY == 0 and now_s < phase.end_s
        if in_it or watch.is_over(now_s):
            self._say(now_s, verdict_of(watch.seen(now_s)), one.feedback, guessed=one.guess)

    def _say(self, now_s: float, found: Verdict, feedback: Feedback, *, guessed: bool = False) -> None:
        """Change what holds, unless it changed less than a second ago; and tell as much as the feedback allows.

        Of a force that is to be ``guessed`` nothing is told.
        """
        if found != self.verdict and (now_s - self._since_s >= LEAST_S or found.reason == "limit"):
            if (found.word, found.reason) != (self.verdict.word, self.verdict.reason):
                self._since_s = now_s
            self.verdict = found
        told = NOTHING if guessed and self.verdict.reason in OF_FORCE else _shown(self.verdict, feedback)
        if told != self.now:
            self.told.append(Told(now_s, told))


def _shown(verdict: Verdict, feedback: Feedback) -> Verdict:
    """What is told of a verdict: of the receiver's limit at any time, of the rest as much as was chosen."""
    if verdict.reason == "limit" or feedback == "live" or verdict.reason == "rest":
        return verdict
    return verdict if feedback == "bandwidth" and verdict.reason != "good" else NOTHING
