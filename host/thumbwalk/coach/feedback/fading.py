"""Help that fades: less of it as the learner's own cold sets rise, more of it again as they fall.

A cold set is the first set of a day, without help and without warm-up: what has stayed, which is what counts. Studies
of constant help are mixed, so the learner's own cold sets decide; and the learner may always choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thumbwalk.coach.drill.drill import Drill, DrillSet, Feedback

LESS_FROM, MORE_BELOW = 75.0, 60.0
"""Two cold sets running from the second star on take a step of help away; one below the first star gives it back."""
RUNNING = 2
"""One good day may be luck."""
MOST_STEPS = 2
"""From help at all times to help at the set's end, or back."""
_LADDER: tuple[Feedback, ...] = ("live", "bandwidth", "after")
"""Help, the most first. A blind set is a test of its own, and no fading makes one."""
# the steps, in words
_MEANS = {
    -2: "two steps more than the drill's",
    -1: "a step more than the drill's",
    0: "as the drill says",
    1: "a step less than the drill's, in most a word only outside the band",
    2: "two steps less than the drill's, in most a word only at the set's end",
}


@dataclass(frozen=True, slots=True)
class Fading:
    """How many steps less help there is than a drill says (below 0: more), and the scores that made the last one."""

    steps: int = 0
    of: tuple[float, ...] = ()

    def said(self, before: int) -> str:
        """What is said when help was ``before`` steps less until now; "" where nothing has changed."""
        if self.steps == before or not self.of:
            return ""
        way = "less" if self.steps > before else "more"
        scores = " and ".join(f"{score:.0f}" for score in self.of)
        were = "sets were" if len(self.of) > 1 else "set was"
        return f"Your cold {were} {scores}: {way} help from now on, {_MEANS[self.steps]}; --feedback chooses another."


def fading(cold: Sequence[float]) -> Fading:
    """What a learner's cold sets, scores in the order of their days, have come to."""
    now, good = Fading(), list[float]()
    for score in cold:
        good = [*good, score] if score >= LESS_FROM else []
        if score < MORE_BELOW:
            now = Fading(max(now.steps - 1, -MOST_STEPS), (score,))
        elif len(good) == RUNNING:
            now, good = Fading(min(now.steps + 1, MOST_STEPS), tuple(good)), []
    return now


def faded(drill: Drill, steps: int) -> Drill:
    """The drill with so many steps less help in each set; blind sets, and those that wait for each bite, stay."""
    return replace(drill, sets=tuple(_faded(one, steps) for one in drill.sets))


def helped(drill: Drill, feedback: Feedback) -> Drill:
    """The drill with the help that somebody chose, in every set."""
    return replace(drill, feedback=feedback, sets=tuple(replace(one, feedback=feedback) for one in drill.sets))


def begins_cold(drill: Drill) -> bool:
    """Whether a drill's first set can be a cold one: it is scored, and waits for nobody."""
    return drill.scored and not drill.sets[0].step


def begun_cold(drill: Drill) -> Drill:
    """The drill with its first set blind."""
    first, *others = drill.sets
    return replace(drill, sets=(replace(first, feedback="blind"), *others))


def _faded(one: DrillSet, steps: int) -> DrillSet:
    if one.feedback == "blind" or one.step:
        return one
    at = min(max(_LADDER.index(one.feedback) + steps, 0), len(_LADDER) - 1)
    return replace(one, feedback=_LADDER[at])
