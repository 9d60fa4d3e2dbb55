"""The result of a drill in the words that the finished screen shows, without Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thumbwalk.app.words.ledger import NO_LEDGER, Ledger, ledger
from thumbwalk.app.words.pieces import Row
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.feedback.amounts import ForceUnit, in_unit, together
from thumbwalk.coach.feedback.teacher import lesson
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.judge import NOT_CALIBRATED
from thumbwalk.language import _
from thumbwalk.pad import Foot


@dataclass(frozen=True)
class SetCard:
    """One set's line: its title, score and stars; without a score, why there is none."""

    title: str
    score: float | None
    stars: int
    why_none: str = ""

    @property
    def row(self) -> Row:
        """The set in a list of them."""
        if self.score is None:
            # below the title, which it would leave no room beside it
            return Row(self.title, self.why_none, "–", None, is_known=False)
        return Row(self.title, "", f"{self.score:.0f}", self.stars)


@dataclass(frozen=True)
class AdviceCard:
    """One thing that cost points: what to try, and what happened; ``is_limit`` where the receiver felt it."""

    where: str
    advice: str
    fact: str
    points: float
    is_limit: bool = False


@dataclass(frozen=True)
class ResultCard:
    """All that the finished screen says; ``lacks`` is whether sets have no score for what the rig did not tell."""

    title: str
    score: float | None
    stars: int
    praise: str
    sets: tuple[SetCard, ...]
    advice: tuple[AdviceCard, ...]
    next_drill: str | None = None
    ledger: Ledger = NO_LEDGER
    lacks: bool = False

    @property
    def is_flawless(self) -> bool:
        """Whether it has a score of which nothing is to be bettered: every set is done, and no measure cost much."""
        return bool(self.score) and not self.advice and all(one.score is not None for one in self.sets)

    @property
    def heading(self) -> str:
        """What stands above the advice."""
        return _("Keep this") if self.is_flawless else _("One thing to try")

    @property
    def instead(self) -> str:
        """What to try where no measure cost anything."""
        if self.score:
            return _("Every measure was in its band.")
        if self.lacks:
            return _("Look at the rig and try again.")
        return _("Press on the foot and try again.")

    @property
    def weakest(self) -> int:
        """The set with the lowest score, from 0; the first where none has one."""
        known = [(one.score, index) for index, one in enumerate(self.sets) if one.score is not None]
        return min(known)[1] if known else 0


def result_card(
    result: DrillScore,
    drill: Drill,
    most: int = 3,
    drills: Mapping[str, Drill] | None = None,
    foot: Foot | None = None,
    guesses: Sequence[str] = (),
    unit: ForceUnit = "N",
) -> ResultCard:
    """Make the card of a drill's score.

    What went well comes first, then what cost the most points; ``most`` pieces of advice at most, so that the next try
    has one or two things to think of. ``drills`` are those that there are, for the one to do next on this ``foot``;
    ``guesses`` say how far off forces were that were guessed, in the place of what went well. Forces are said in
    ``unit``.
    """
    said = lesson(result, drill, drills or {}, foot)
    sets = tuple(
        SetCard(_(task.title), one.score, one.stars, _(one.why_none))
        for task, one in zip(drill.sets, result.sets, strict=False)
    )
    costs = said.costs[:most]
    first = [cost.attempt not in [one.attempt for one in costs[:number]] for number, cost in enumerate(costs)]
    # the same sentence twice is noise: the second time, what happened there says more
    advice = tuple(
        AdviceCard(_(cost.where), _(cost.attempt), _together(cost.fact, unit), cost.points, cost.is_limit)
        if cost.attempt and is_first
        else AdviceCard(_(cost.where), _together(cost.fact, unit), "", cost.points, cost.is_limit)
        for cost, is_first in zip(costs, first, strict=True)
    )
    went = guesses or (*map(_, said.whole), _(said.went_well))
    words = (_praise(result), _(said.passed), *went, _unscored(result))
    praise = " ".join(part for part in words if part)
    book = ledger(result, drill, unit=unit)
    lacks = any(one.reason for one in result.sets)
    return ResultCard(_(drill.title), result.score, result.stars, praise, sets, advice, said.next_drill, book, lacks)


def _together(fact: str, unit: ForceUnit) -> str:
    return together(_(in_unit(fact, unit)))


def _unscored(result: DrillScore) -> str:
    guessed = any(one.reason == NOT_CALIBRATED for part in result.sets for one in part.not_scored)
    return _("Force is not scored: the rig is not calibrated.") if guessed else ""


def _praise(result: DrillScore) -> str:
    """A word for the whole; where something is missing, what that means."""
    if result.score is None:
        lost = any(one.reason for one in result.sets)
        return _("Too little is known of it for a score.") if lost else _("No set was finished.")
    if not result.complete:
        known = sum(one.score is not None for one in result.sets)
        return _("Of {n} of {of} sets: not complete, so no stars.").format(n=known, of=len(result.sets))
    if result.score <= 0:
        return _("No touch was felt during the sets.")
    return (_("A start. Once more?"), _("A good start."), _("Good work."), _("Superb."))[max(0, min(3, result.stars))]
