"""The routine given on a person's feet, one after the other: which foot is next, and what is kept of it in the end."""

from __future__ import annotations

from typing import Any, Literal

from thumbwalk.coach.person.pacing import Pacing
from thumbwalk.coach.person.routines_file import Routine
from thumbwalk.pad import Foot

Feet = Literal["both", "right", "left"]
_ORDER: dict[Feet, tuple[Foot, ...]] = {"both": ("right", "left"), "right": ("right",), "left": ("left",)}


class Giving:
    """Goes through the feet; whoever paces one (`begin`) says when it is over (`settle`). Nothing is scored.

    Attributes
    ----------
    done_s : float
        How long it was on the feet that are over, seconds.
    whole : bool
        Whether every foot came to its end.
    """

    def __init__(self, routine: Routine, feet: Feet) -> None:
        self.routine, self.feet = routine, feet
        self.done_s, self.whole = 0.0, False
        self._left = list(_ORDER[feet])
        self._pacing: Pacing | None = None
        self._softened = False

    @property
    def foot(self) -> Foot | None:
        """The foot under way or, between two, the next one; None when it is over."""
        return self._left[0] if self._left else None

    @property
    def is_between(self) -> bool:
        """Whether one foot is over and another one comes."""
        return self._pacing is None and 0 < len(self._left) < len(_ORDER[self.feet])

    def begin(self) -> Pacing:
        """Begin the next foot; who asked for less on one foot need not ask again."""
        self._pacing = Pacing(self.routine)
        self._pacing.softened = self._softened
        return self._pacing

    def settle(self) -> None:
        """Take into account the foot that has come to its end, or was stopped: then no other follows."""
        pacing = self._pacing
        if pacing is None or not self._left:
            return
        self.done_s, self._softened, self._pacing = self.done_s + pacing.done_s, pacing.softened, None
        self._left.pop(0)
        if pacing.stopped_s is not None:
            self._left = []
        else:
            self.whole = not self._left

    def leave(self) -> None:
        """End it between two feet."""
        self._left = []

    def facts(
        self, receiver: str | None, *, comfort: int | None, relaxation: int | None, word: str | None
    ) -> dict[str, Any]:
        """What is kept of it, with what the receiver said."""
        return {
            "routine": self.routine.name,
            "receiver": receiver,
            "feet": self.feet,
            "done_s": self.done_s,
            "whole": self.whole,
            "comfort": comfort,
            "relaxation": relaxation,
            "word": word,
        }
