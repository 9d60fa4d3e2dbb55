"""The routine as it is given in the window: foot after foot by a clock, with pauses. It needs no Qt."""

from __future__ import annotations

from thumbwalk.app.play_clock import PlayClock
from thumbwalk.app.words import giving_said as words
from thumbwalk.app.words.moment import TaskText
from thumbwalk.coach.person.giving import Feet, Giving
from thumbwalk.coach.person.pacing import Pacing
from thumbwalk.coach.person.routines_file import Routine
from thumbwalk.language import _

_ASKED_S = 20.0
"""So long a question stands on the screen."""


class PacedRoutine:
    """One giving, asked ten times a second what is due; every time is of the clock that whoever asks has.

    Attributes
    ----------
    giving : Giving
        The feet, and what is kept.
    """

    def __init__(self, routine: Routine, feet: Feet, now_s: float) -> None:
        self.giving = Giving(routine, feet)
        self.clock = PlayClock(now_s)
        self._pacing: Pacing | None = None
        self._ask, self._asked_at_s = "", 0.0
        self.next_foot(now_s)

    @property
    def is_between(self) -> bool:
        """Whether one foot is over and the other waits."""
        return self.giving.is_between

    @property
    def is_over(self) -> bool:
        """Whether all is over."""
        return self.giving.foot is None

    def next_foot(self, now_s: float) -> None:
        """Begin the next foot."""
        self._pacing, self.clock, self._ask = self.giving.begin(), PlayClock(now_s), ""

    def look(self, now_s: float) -> tuple[TaskText, words.CueText] | None:
        """Give what is to be shown now; None when the foot is over."""
        pacing, at_s = self._pacing, self.clock.at(now_s)
        if pacing is None:
            return None
        for one in pacing.until(at_s):
            if one.kind == "ask":
                self._ask, self._asked_at_s = one.words, at_s
        if pacing.finished:
            self._settle()
            return None
        ask = self._ask if at_s - self._asked_at_s < _ASKED_S else ""
        foot = self.giving.foot or ""
        after = _("then the left foot") if self.giving.feet == "both" and foot == "right" else _("then rest the hands")
        task = words.routine_task(pacing, at_s, foot, stands=self.clock.stands)
        return task, words.routine_cue(pacing, at_s, ask=ask, after=after)

    def pause(self, now_s: float) -> None:
        """Stand still, or go on."""
        if self.clock.stands:
            self.clock.go_on(now_s)
        else:
            self.clock.stand(now_s)

    def skip(self, now_s: float) -> None:
        """Go on to the next part."""
        if self._pacing is not None:
            at_s = self.clock.at(now_s)
            next_s = words.cue_ends_s(self._pacing, at_s)
            self._pacing.skipped_s += next_s - at_s
            self.clock.put(now_s, next_s)

    def less(self) -> None:
        """Soften every later cue."""
        if self._pacing is not None:
            self._pacing.less()

    def stop(self, now_s: float) -> None:
        """End it with resting hands."""
        if self._pacing is not None:
            self._pacing.stop(self.clock.at(now_s))
            self._settle()
        else:
            self.giving.leave()

    def _settle(self) -> None:
        self.giving.settle()
        self._pacing = None
