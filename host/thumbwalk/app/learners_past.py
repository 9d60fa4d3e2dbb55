"""What the learner did so far, read on a thread of its own: rooms ask for it and show what has come. It needs no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from thumbwalk.coach.plan.curves import Curve
from thumbwalk.coach.plan.streak import Streak
from thumbwalk.coach.plan.suggest import Suggestion
from thumbwalk.errors import RigError
from thumbwalk.learner.history import History
from thumbwalk.pad import Foot

PastStage = Literal["unread", "reading", "read", "failed"]


@dataclass(frozen=True)
class Wanted:
    """Whose past is meant: the learner, on which kind of rig, for which foot, on which layout, and up to which day."""

    learner: str
    virtual: bool
    foot: Foot
    layout: str
    today: date


@dataclass(frozen=True)
class LookBack:
    """What there is to tell of a learner up to a day.

    ``virtual`` is whether it is of the virtual rig, whose hands are nobody's. ``curves`` are those of the score;
    ``seconds_by_day`` and ``places`` (x_mm, y_mm, seconds) are of the last weeks; ``load_s`` is None where none counts.
    """

    today: date
    virtual: bool = False
    history: History = field(default_factory=History)
    curves: tuple[Curve, ...] = ()
    streak: Streak = field(default_factory=lambda: Streak(0, 0, 0))
    suggestions: tuple[Suggestion, ...] = ()
    load_s: float | None = None
    seconds_by_day: Mapping[date, float] = field(default_factory=dict)
    places: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True)
class PastState:
    """How far the reading is; ``found`` is what was read last, ``trouble`` why it can't be read, in a line.

    ``renewals`` is how often something had been added when ``found`` was read.
    """

    stage: PastStage = "unread"
    found: LookBack | None = None
    trouble: str = ""
    renewals: int = 0


class Past:
    """Reads when somebody asks for what was not read yet, or after `renew`.

    Parameters
    ----------
    read : callable
        Gives a learner's past; may take its time, and raise RigError.
    worker : Executor
        Whose thread reads.

    Attributes
    ----------
    state : PastState
        How far it is, whoever looks.
    held : bool
        Whether reading is put off: what is loaded for it would delay the first picture.
    renewals : int
        How often something was added since.
    """

    def __init__(self, read: Callable[[Wanted], LookBack], worker: Executor) -> None:
        self.state = PastState()
        self.held = False
        self._read, self._worker = read, worker
        self._asked: Wanted | None = None
        self._is_old = False
        self.renewals = 0

    def of(self, wanted: Wanted) -> PastState:
        """How far this past is read; has it read if it is another one, or old. Comes back at once."""
        if (wanted != self._asked or self._is_old) and not self.held:
            # what was read before stays in sight while the newer is on its way
            self.state = (
                replace(self.state, stage="reading", trouble="") if wanted == self._asked else PastState("reading")
            )
            self._asked, self._is_old = wanted, False
            self._worker.submit(self._look, wanted, self.renewals)
        return self.state

    def renew(self) -> None:
        """Have it read again when it is next asked for: something was added. From any thread."""
        self.renewals += 1
        self._is_old = True

    def _look(self, wanted: Wanted, renewals: int) -> None:
        try:
            state = PastState("read", self._read(wanted), renewals=renewals)
        except RigError as error:
            state = PastState("failed", None, str(error))
        if wanted == self._asked:
            self.state = state
