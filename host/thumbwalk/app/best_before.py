"""The learner's best set of the same drill, read on a thread of its own, to be looked at beside a new one. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.errors import RigError
from thumbwalk.pad import Foot
from thumbwalk.session.screen.review import SetReview


@dataclass(frozen=True)
class BestWanted:
    """Whose best of which drill is meant, on which kind of rig, foot and layout; not that in the folder ``but``.

    Without a ``learner`` it is of what nobody's name stands at.
    """

    learner: str | None
    virtual: bool
    foot: Foot
    layout: str
    drill: Drill
    but: Path | None = None


@dataclass(frozen=True, eq=False)
class BestSet:
    """A set that went best before: its score, the day, and the set to look back at."""

    score: float
    day: date
    review: SetReview


BestSets = Mapping[int, BestSet]
"""By the set's number in the drill, from 0; those that there are."""
NONE_BEFORE: BestSets = {}


class BestBefore:
    """Has the best sets read when somebody asks for others than last time; gives what is read of them so far.

    A best that can't be read costs nobody the look at what was just done: then there is none.

    Parameters
    ----------
    read : callable
        Gives them; may take its time, and raise RigError.
    worker : Executor
        Whose thread reads.
    """

    def __init__(self, read: Callable[[BestWanted], BestSets], worker: Executor) -> None:
        self._read, self._worker = read, worker
        self._asked: BestWanted | None = None
        self._found = NONE_BEFORE

    def of(self, wanted: BestWanted) -> BestSets:
        """What is known of these by now; comes back at once, and is the same object as long as nothing has come."""
        if wanted != self._asked:
            self._asked, self._found = wanted, NONE_BEFORE
            self._worker.submit(self._look, wanted)
        return self._found

    def _look(self, wanted: BestWanted) -> None:
        try:
            found = self._read(wanted)
        except RigError:
            return
        if wanted == self._asked:
            self._found = found
