"""The result of a drill in the words that the finished screen shows, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from thumbwalk.app.words.amounts import number, span
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Cap, Metric
from thumbwalk.technique.vocabulary import VOCABULARY

_LEAST_POINTS = 0.5


@dataclass(frozen=True)
class SetCard:
    """One set's line: its title, score and stars."""

    title: str
    score: float
    stars: int


@dataclass(frozen=True)
class AdviceCard:
    """One thing that cost points; ``points`` is None for a cap, which limits the whole set."""

    where: str
    advice: str
    fact: str
    points: float | None


@dataclass(frozen=True)
class ResultCard:
    """All that the finished screen says."""

    title: str
    score: float
    stars: int
    praise: str
    sets: tuple[SetCard, ...]
    advice: tuple[AdviceCard, ...]


def result_card(result: DrillScore, drill: Drill, most: int = 3) -> ResultCard:
    """Make the card of a drill's score.

    The caps come first (they limit a whole set), then what cost the most points; ``most`` pieces of advice at most,
    so that the next try has one or two things to think of.
    """
    sets: list[SetCard] = []
    caps: list[AdviceCard] = []
    costs: list[AdviceCard] = []
    for index, part in enumerate(result.sets):
        title = drill.sets[index].title
        sets.append(SetCard(title, part.score, part.stars))
        caps += [_cap(title, cap) for cap in part.caps]
        costs += [_cost(title, metric) for metric in part.metrics if metric.points_lost >= _LEAST_POINTS]
    costs.sort(key=lambda card: -(card.points or 0.0))
    return ResultCard(
        title=drill.title,
        score=result.score,
        stars=result.stars,
        praise=_praise(result.stars, result.score),
        sets=tuple(sets),
        advice=tuple((caps + costs)[:most]),
    )


def metric_name(name: str) -> str:
    """A measure's name in words: ``peak_force_n`` -> ``peak force``; of one that is not known, its name."""
    return VOCABULARY[name].plain if name in VOCABULARY else name.replace("_", " ")


def _cap(where: str, cap: Cap) -> AdviceCard:
    return AdviceCard(
        where=where,
        advice=f"Stay under {number(cap.limit)} N on the {cap.zone}.",
        fact=f"pressed {number(cap.value)} N: over the comfort limit a set scores {number(cap.max_score)} at most",
        points=None,
    )


def _cost(where: str, metric: Metric) -> AdviceCard:
    unit = metric.unit.replace("/min", "a minute")
    shown = "not seen" if metric.value is None else f"{number(metric.value)} {unit}".strip()
    aim = span(metric.band, unit)
    return AdviceCard(
        where=where,
        advice=metric.advice,
        fact=f"{metric_name(metric.name)}: {shown}" + (f", aim for {aim}" if aim else ""),
        points=metric.points_lost,
    )


def _praise(stars: int, score: float) -> str:
    if score <= 0:
        return "No touch was felt during the sets."
    return ("A start. Once more?", "A good start.", "Good work.", "Superb.")[max(0, min(3, stars))]
