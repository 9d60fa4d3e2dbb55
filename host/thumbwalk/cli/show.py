"""What the subcommands print: one JSON document, or tables for people; warnings go to stderr."""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.feedback.teacher import LEAST_POINTS, Lesson, lesson
from thumbwalk.coach.feedback.telling import Told
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.judge import NOT_CALIBRATED
from thumbwalk.coach.score.score import Score
from thumbwalk.link.losses import LostPart
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.selftest import Settings
from thumbwalk.pad import Foot
from thumbwalk.places import json_text

if TYPE_CHECKING:
    from rich.console import Console


def console() -> Console:
    """Give a console on stdout, which takes names for what they are, also those with brackets and colons."""
    from thumbwalk.cli.plain_console import PlainConsole  # noqa: PLC0415  a window is on the screen before

    return PlainConsole(highlight=False, markup=False, emoji=False)


def print_json(document: dict[str, Any]) -> None:
    """Print the one document of a ``--json`` run; a number that is none (NaN, infinity) becomes null."""
    print(json_text(document), end="")


def warn(messages: Iterable[str]) -> None:
    """Print warnings, a line each, on stderr."""
    for message in messages:
        print(f"thumbwalk: warning: {escaped(message)}", file=sys.stderr)


def print_lost(out: Console, lost: LostPart) -> None:
    """What the stream lost, and whether the result can be believed; nothing where nothing was lost."""
    for line in lost.said():
        out.print(line, soft_wrap=True)


def number(value: float | None, digits: int = 2) -> str:
    """A number for a table; an en dash where there is none."""
    return "–" if value is None or not math.isfinite(value) else f"{value:.{digits}f}"


def where_kept(settings: Settings) -> str:
    """Where a board's settings are from, in words."""
    where = {"file": "kept on the board", "defaults": "the defaults", "damaged": "the defaults: the file is damaged"}
    return where.get(settings.state, settings.state)


def stars(count: int) -> str:
    """Stars earned and not earned."""
    return "★" * count + "☆" * (3 - count)


def print_drill_score(
    out: Console,
    drill: Drill,
    result: DrillScore,
    drills: Mapping[str, Drill] | None = None,
    foot: Foot | None = None,
) -> None:
    """The score table of a drill: its sets, what cost points, what went well and one thing to try.

    ``drills`` are those that there are, for the one to do next on this ``foot``.
    """
    from rich.table import Table  # noqa: PLC0415  as `console`

    said = lesson(result, drill, drills or {}, foot)
    whole = stars(result.stars) if result.complete else "not complete, so no stars"
    table = Table(title=f"{drill.title}: {number(result.score, 1)} {whole}", title_justify="left")
    for heading in ("set", "technique", "score", "stars", "what cost most"):
        table.add_column(heading, justify="right" if heading == "score" else "left")
    for task, one in zip(drill.sets, result.sets, strict=False):
        lost = "; ".join(f"{name} −{points:.1f}" for name, points in costly(one)) or "nothing"
        told = stars(one.stars) if one.score is not None else "–"
        table.add_row(task.title, one.technique, number(one.score, 1), told, one.why_none or lost)
    out.print(table)
    for task, one in zip(drill.sets, result.sets, strict=False):
        _print_caps(out, one, f"{task.title}: ")
        if one.score is not None and one.lost_s:
            lost = f"{100 * one.lost_share:.1f} % of its time was lost on the way"
            out.print(f"{task.title}: {lost}; its score can still be believed")
    if any(one.reason == NOT_CALIBRATED for part in result.sets for one in part.not_scored):
        out.print("Force is not scored: this rig is not calibrated, its newtons are a guess.")
    _print_lesson(out, said)


def _print_lesson(out: Console, said: Lesson) -> None:
    for one in (*said.whole, said.passed):
        if one:
            out.print(one)
    if said.went_well:
        out.print(f"Went well: {said.went_well}")
    if said.costs:
        first = said.costs[0]
        where = f"{first.where}: " if first.where else ""
        out.print(f"One thing to try: {first.attempt} {where}{first.fact}".replace("  ", " "))
    if said.next_drill is not None:
        out.print(f"Next: thumbwalk practice --drill {said.next_drill}")


def print_words(out: Console, told: Collection[Told]) -> None:
    """What the learner was told, a line each change."""
    for one in told:
        verdict = one.verdict
        out.print(f"{one.time_s:7.2f} s  {verdict.word or '–'}{f': {verdict.detail}' if verdict.detail else ''}")


def print_score(out: Console, result: Score) -> None:
    """One technique's score, metric by metric; of what can't be judged, why."""
    from rich.table import Table  # noqa: PLC0415  as `console`

    if result.score is None:
        out.print(f"{result.technique}: {result.why_none}", soft_wrap=True)
        return
    table = Table(title=f"{result.technique}: {number(result.score, 1)} {stars(result.stars)}", title_justify="left")
    for heading in ("metric", "value", "target", "credit", "points", "points lost", "advice"):
        table.add_column(heading)
    for metric in result.metrics:
        low, high = metric.band
        band = f"{number(low)} to {number(high)} {metric.unit}".strip()
        table.add_row(
            metric.name,
            number(metric.value),
            band,
            number(metric.credit),
            number(metric.points, 1),
            number(metric.points_lost, 1),
            metric.advice if metric.points >= LEAST_POINTS else "",
        )
    out.print(table)
    _print_caps(out, result)
    for missing in result.not_scored:
        out.print(f"Not scored: {missing.name}: {missing.reason}")


def _print_caps(out: Console, result: Score, what: str = "") -> None:
    for cap in result.caps:
        out.print(f"{what}capped at {cap.max_score:.0f}: {cap.reason} ({cap.value:.1f} N, limit {cap.limit:.1f} N)")


def costly(result: Score, most: int = 2) -> list[tuple[str, float]]:
    """What cost a set the most points, its measures by name and a cap as the limit, worst first."""
    rows = [(metric.name, metric.points) for metric in result.metrics] + [("limit", cap.points) for cap in result.caps]
    worst = sorted(rows, key=lambda row: -row[1])
    return [row for row in worst[:most] if row[1] >= LEAST_POINTS]
