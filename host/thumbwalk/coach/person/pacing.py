"""Pacing a routine on a real foot: what is to be said and chimed when, for whoever has a clock and a bell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from thumbwalk.coach.person.routines_file import Routine, RoutineCue
from thumbwalk.language import marked

CHIME_S = 5.0
"""So long before a change it chimes and names what comes next: a stroke ends where the next begins."""
SOFTER = marked("Softer than before.")

HappeningKind = Literal["cue", "chime", "ask", "end"]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is due: a cue that begins, a chime with the ``words`` of what comes, a question, the end."""

    at_s: float
    kind: HappeningKind
    words: str
    technique: str = ""


class Pacing:
    """Goes through a routine by a clock that others have; plain state, asked as often as one likes.

    Parameters
    ----------
    routine : Routine
        What is done.

    Attributes
    ----------
    softened : bool
        Whether the receiver has asked for less: every cue from then on says so.
    stopped_s : float or None
        When it was stopped, if it was.
    skipped_s : float
        How much of it was left out.
    """

    def __init__(self, routine: Routine) -> None:
        self.routine = routine
        self.softened = False
        self.stopped_s: float | None = None
        self.skipped_s = 0.0
        self._now_s = 0.0
        self._due = _plan(routine)

    @property
    def finished(self) -> bool:
        """Whether the routine has come to its end, or was stopped."""
        return not self._due

    @property
    def done_s(self) -> float:
        """How long it has gone on, without what was left out."""
        return max((self._now_s if self.stopped_s is None else self.stopped_s) - self.skipped_s, 0.0)

    @property
    def next_s(self) -> float | None:
        """When the next thing is due; None after the end."""
        return self._due[0].at_s if self._due else None

    def cue_at(self, time_s: float) -> RoutineCue:
        """The cue that is under way at a time."""
        return [cue for cue in self.routine.cues if cue.at_s <= max(time_s, 0.0)][-1]

    def until(self, now_s: float) -> list[Happening]:
        """What has become due up to now, in order; of chimes and questions that are late only what still holds."""
        self._now_s = min(max(now_s, self._now_s), self.routine.duration_s)
        due = [one for one in self._due if one.at_s <= now_s]
        self._due = self._due[len(due) :]
        newest = max((one.at_s for one in due if one.kind in ("cue", "end")), default=0.0)
        kept = [one for one in due if one.at_s >= newest or one.kind == "end"]
        return [self._softer(one) for one in kept]

    def less(self) -> None:
        """Soften every later cue: the receiver asked for less."""
        self.softened = True

    def stop(self, now_s: float) -> list[Happening]:
        """End it at once, with resting hands."""
        self.stopped_s = self._now_s = min(max(now_s, self._now_s), self.routine.duration_s)
        self._due = []
        return [Happening(self.stopped_s, "end", self.routine.after)]

    def _softer(self, one: Happening) -> Happening:
        if one.kind != "cue" or not self.softened:
            return one
        return Happening(one.at_s, one.kind, f"{one.words}. {SOFTER}", one.technique)


def _plan(routine: Routine) -> list[Happening]:
    """Everything that happens, in order; at one time a cue before a question."""
    plan = [Happening(cue.at_s, "cue", cue.words, cue.technique) for cue in routine.cues]
    plan += [
        Happening(max(cue.at_s - CHIME_S, 0.0), "chime", cue.words, cue.technique)
        for cue in routine.cues
        if cue.at_s > 0.0
    ]
    plan += [Happening(ask.at_s, "ask", ask.words) for ask in routine.asks]
    plan.append(Happening(routine.duration_s, "end", routine.after))
    order: dict[HappeningKind, int] = {"cue": 0, "ask": 1, "chime": 2, "end": 3}
    return sorted(plan, key=lambda one: (one.at_s, order[one.kind]))
