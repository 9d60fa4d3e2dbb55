"""What a learner has tried of the drills: how often, how well, and when last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from thumbwalk.learner.history import History

_MOST_SCORE = 100.0
"""A score's end."""
OF_TRIES, ENOUGH = 3, 2
"""A drill is passed for good when so many tries in a row held so many in which it was passed: once may be luck."""


@dataclass(frozen=True)
class Tried:
    """A drill that was done at least once; ``best`` and ``last`` are None where no score was known.

    ``tries`` says of the last three tries of which it is known whether each passed it, and ``passed`` whether two of
    any three in a row did.
    """

    times: int
    at: datetime
    last: float | None
    best: float | None
    tries: tuple[bool, ...] = ()
    passed: bool = False

    def after(self, passed: bool | None) -> Tried:
        """The same with another try; None where it is open whether that passed it."""
        if passed is None:
            return self
        tries = (*self.tries, passed)[-OF_TRIES:]
        return replace(self, tries=tries, passed=self.passed or sum(tries) >= ENOUGH)


def tried(history: History, *, virtual: bool) -> Mapping[str, Tried]:
    """Every drill that was tried, by name, on the virtual rig or on a real one: each counts apart.

    Raises
    ------
    LearnerError
        When a document is damaged.
    """
    found: dict[str, Tried] = {}
    for entry in history.of("practice"):
        name = entry.text("drill")
        if not name or entry.switch("virtual") != virtual:
            continue
        score = entry.number("score", 0.0, _MOST_SCORE)
        before = found.get(name, Tried(0, entry.at, None, None))
        best = max((one for one in (before.best, score) if one is not None), default=None)
        passed = None if entry.facts.get("passed") is None else entry.switch("passed")
        found[name] = replace(before, times=before.times + 1, at=entry.at, last=score, best=best).after(passed)
    return found
