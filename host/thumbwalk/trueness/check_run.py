"""The check as it goes: each step waits for what is to be done, and keeps what the rig made of it.

Nothing is timed by a person's hand: a weight is read when it has stood still for two seconds, a walk when the thumb is
lifted. What nobody does is passed over, and said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.trueness.check_plan import HOLD_S, Plan, Step

Array = NDArray[np.float64]

STILL_S, STILL_PART, STILL_N, STILL_MM = 2.0, 0.04, 0.1, 1.5
"""So long a weight stands, while its force wavers by no more (SD, in parts of it and in newtons), nor its place."""
LIFTED_S = 0.6
"""Nothing on the foot for so long, and the next step is called."""
WALKED_S = 1.5
"""A walk may lift for less between two bites."""
GIVE_UP_S = 90.0
"""Stream time after which a step that nobody does is passed over."""
_KEPT_S = 30.0
"""A slow walk of 130 mm takes no longer."""


@dataclass(frozen=True)
class Seen:
    """What the rig made of a step, moment by moment (n,): force, newtons, and place, mm; nothing where it was not done.

    ``step`` is what it was, ``from_s`` and ``to_s`` when in the stream.
    """

    step: Step
    from_s: float
    to_s: float
    force_n: Array
    x_mm: Array
    y_mm: Array

    @property
    def is_done(self) -> bool:
        """Whether there is something to look at."""
        return len(self.force_n) > 0


class CheckRun:
    """Follows a check through the stream's touch; plain state in stream time.

    Attributes
    ----------
    seen : list of Seen
        The steps that are over, in their order.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.seen: list[Seen] = []
        self._recent: list[TouchBlock] = []
        self._called_s: float | None = None
        self._off_s: float | None = None  # since when nothing is on the foot
        self._waits_for_off = False

    @property
    def step(self) -> Step | None:
        """What is to be done now; None at the end, and while what was done is still on the foot."""
        return None if self.finished or self._waits_for_off else self.plan.steps[len(self.seen)]

    @property
    def finished(self) -> bool:
        """Whether all steps are over."""
        return len(self.seen) == len(self.plan.steps)

    def feed(self, touch: TouchBlock) -> None:
        """Take the stream's next touch."""
        if self.finished or not len(touch):
            return
        now_s = float(touch.time_s[-1])
        self._called_s = float(touch.time_s[0]) if self._called_s is None else self._called_s
        self._off_s = _off_since(touch, self._off_s)
        if self._waits_for_off:
            self._wait(now_s)
            return
        self._recent.append(touch)
        while now_s - float(self._recent[0].time_s[0]) > _KEPT_S and len(self._recent) > 1:
            self._recent.pop(0)
        step = self.plan.steps[len(self.seen)]
        found = self._walked(now_s) if step.kind == "walk" else self._stood(step, now_s)
        if found is not None:
            self._end(step, found)
            self._wait(now_s)
        elif now_s - self._called_s >= GIVE_UP_S:
            self._end(step, TouchBlock.joined([]))
            self._wait(now_s)

    def _wait(self, now_s: float) -> None:
        """Call the next step, if what was done has been taken off for long enough."""
        if self._off_s is not None and now_s - self._off_s >= LIFTED_S:
            self._waits_for_off, self._called_s = False, now_s

    def _end(self, step: Step, touch: TouchBlock) -> None:
        from_s, to_s = (float(touch.time_s[0]), float(touch.time_s[-1])) if len(touch) else (0.0, 0.0)
        self.seen.append(Seen(step, from_s, to_s, touch.contact_n, touch.x_mm, touch.y_mm))
        self._recent.clear()
        self._waits_for_off = True

    def _stood(self, step: Step, now_s: float) -> TouchBlock | None:
        """What stood still until now, for as long as it should."""
        needs_s = HOLD_S if step.kind == "hold" else STILL_S
        last = TouchBlock.joined(self._recent).between(now_s - needs_s, np.nextafter(now_s, np.inf))
        if not len(last) or not last.touching.all() or now_s - float(last.time_s[0]) < 0.95 * needs_s:
            return None
        if step.kind == "hold":
            return last
        wavers = float(np.std(last.contact_n)) > max(STILL_PART * float(np.mean(last.contact_n)), STILL_N)
        wanders = float(np.hypot(np.std(last.x_mm), np.std(last.y_mm))) > STILL_MM
        return None if wavers or wanders else last

    def _walked(self, now_s: float) -> TouchBlock | None:
        """All that touched since the walk was called, when the thumb has been lifted for good."""
        if self._off_s is None or now_s - self._off_s < WALKED_S:
            return None
        touch = TouchBlock.joined(self._recent)
        on = np.flatnonzero(touch.touching)
        if not len(on) or self._called_s is None:
            return None
        walked = touch.cut(int(on[0]), int(on[-1]) + 1)
        parts = [walked.cut(int(at), int(at) + 1) for at in np.flatnonzero(walked.touching)]
        return TouchBlock.joined(parts)


def _off_since(touch: TouchBlock, off_s: float | None) -> float | None:
    """Since when nothing is on the foot at the end of a block, that of before going on; None while something is."""
    on = np.flatnonzero(touch.touching | (touch.resting_n > 0.0))
    if not len(on):
        return float(touch.time_s[0]) if off_s is None else off_s
    behind = int(on[-1]) + 1
    return float(touch.time_s[behind]) if behind < len(touch) else None
