"""What the subcommands print: one JSON document, or tables for people; warnings go to stderr."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Score
from thumbwalk.link.selftest import Settings
from thumbwalk.places import json_text


def console() -> Console:
    """Give a console on stdout, which takes names for what they are, also those with brackets and colons."""
    return Console(highlight=False, markup=False, emoji=False)


def print_json(document: dict[str, Any]) -> None:
    """Print the one document of a ``--json`` run; a number that is none (NaN, infinity) becomes null."""
    print(json_text(document), end="")


def warn(messages: Iterable[str]) -> None:
    """Print warnings, a line each, on stderr."""
    for message in messages:
        print(f"thumbwalk: warning: {message}", file=sys.stderr)


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


def print_drill_score(out: Console, drill: Drill, result: DrillScore) -> None:
    """The score table of a drill: its sets, what cost points, and one thing to try."""
    table = Table(title=f"{drill.title}: {result.score:.1f} {stars(result.stars)}", title_justify="left")
    for heading in ("set", "technique", "score", "stars", "what cost most"):
        table.add_column(heading, justify="right" if heading == "score" else "left")
    for task, one in zip(drill.sets, result.sets, strict=False):
        lost = "; ".join(f"{m.name} −{m.points_lost:.1f}" for m in costly(one)) or "nothing"
        table.add_row(task.title, one.technique, f"{one.score:.1f}", stars(one.stars), lost)
    out.print(table)
    for task, one in zip(drill.sets, result.sets, strict=False):
        _print_caps(out, one, f"{task.title}: ")
    worst = [(metric.points_lost, metric.advice) for one in result.sets for metric in costly(one)]
    if worst:
        out.print(f"One thing to try: {max(worst)[1]}")


def print_score(out: Console, result: Score) -> None:
    """One technique's score, metric by metric."""
    table = Table(title=f"{result.technique}: {result.score:.1f} {stars(result.stars)}", title_justify="left")
    for heading in ("metric", "value", "target", "credit", "points lost", "advice"):
        table.add_column(heading)
    for metric in result.metrics:
        low, high = metric.band
        band = f"{number(low)} to {number(high)} {metric.unit}".strip()
        table.add_row(
            metric.name,
            number(metric.value),
            band,
            number(metric.credit),
            number(metric.points_lost, 1),
            metric.advice if metric.points_lost >= _WORTH_A_WORD else "",
        )
    out.print(table)
    _print_caps(out, result)
    for missing in result.not_scored:
        out.print(f"Not scored: {missing.name}: {missing.reason}")


def _print_caps(out: Console, result: Score, what: str = "") -> None:
    for cap in result.caps:
        out.print(f"{what}capped at {cap.max_score:g}: {cap.reason} ({cap.value:.1f} N, limit {cap.limit:.1f} N)")


_WORTH_A_WORD = 0.5


def costly(result: Score, most: int = 2) -> list[Any]:
    """The metrics that cost a set the most points, worst first."""
    worst = sorted(result.metrics, key=lambda metric: -metric.points_lost)
    return [metric for metric in worst[:most] if metric.points_lost >= _WORTH_A_WORD]
