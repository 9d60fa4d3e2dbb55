"""Subcommand progress: what has changed, by more than chance."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from thumbwalk.cli.dates import day_of
from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.cli.learning import learner_or_last, now
from thumbwalk.cli.options import DatabaseOption, JsonOption
from thumbwalk.cli.show import console, number, print_json
from thumbwalk.coach.plan.curves import SCORE, Curve, curves_of
from thumbwalk.coach.plan.sets_done import marked
from thumbwalk.coach.plan.streak import Streak, streak_of
from thumbwalk.store.looking_back import A_YEAR, goes_by_virtual
from thumbwalk.store.progress_rows import own_peak_n, practice_days, sets_done

VERSION = 1
"""Of the document."""


def progress(
    technique: Annotated[
        str | None, typer.Option("--technique", metavar="NAME", help="Only this technique, with all its measures.")
    ] = None,
    measure: Annotated[
        str | None, typer.Option("--measure", metavar="NAME", help="Only this measure, such as score or force_cv.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="From this day on, such as 2026-03-01, or 30d; without it a year."),
    ] = None,
    learner: Annotated[
        str | None, typer.Option("--learner", metavar="NAME", help="Whose; without it whose practice was last.")
    ] = None,
    virtual: Annotated[
        bool, typer.Option("--virtual", help="Of the virtual rig, which is left out where there is any other.")
    ] = False,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Show how a technique went on: each hand, foot, tempo and help apart, tired hands apart from fresh ones.

    What counts is the cold set, the first of a day. It has improved when it did by more than your own repeats differ.
    """
    store, whose = caught_up_store(database), learner_or_last(learner)
    first = now().date() - A_YEAR if since is None else day_of(since, "--since")
    wants_all = technique is not None or measure not in (None, SCORE)
    techniques = (() if not wants_all else None) if technique is None else (technique,)
    with store.reading() as db:
        is_virtual = goes_by_virtual(db, whose, asked=virtual)
        days = practice_days(db, whose, virtual=is_virtual)
        sets = sets_done(db, whose, virtual=is_virtual, since=first, measures_of=techniques)
        rows = marked(sets, own_peak_n(db, whose, virtual=is_virtual))
    curves = [one for one in curves_of(rows) if technique in (None, one.technique) and measure in (None, one.measure)]
    streak = streak_of(days, now().date())
    if json:
        head = {"version": VERSION, "learner": whose, "virtual": is_virtual, "streak": asdict(streak)}
        print_json({**head, "curves": [one.to_json() for one in curves]})
        return
    _print(console(), curves, streak, is_virtual=is_virtual)


def _print(out: Console, curves: list[Curve], streak: Streak, *, is_virtual: bool) -> None:
    if is_virtual:
        out.print("On the virtual rig, which is no hand's:")
    if not curves:
        out.print("Nothing of this was practised yet.")
        return
    table = Table()
    for heading in ("technique", "measure", "hand, foot, tempo, help", "sets", "before", "recent", "chance", "verdict"):
        is_number = heading in ("sets", "before", "recent", "chance")
        table.add_column(heading, justify="right" if is_number else "left", no_wrap=is_number or heading == "technique")
    for one in curves:
        table.add_row(
            one.technique,
            f"{one.measure} {one.unit}".strip(),
            _condition(one),
            str(len(one.points)),
            number(one.change.before),
            number(one.change.recent),
            "–" if one.repeats.mdc is None else f"±{one.repeats.mdc:.2f}",
            one.change.verdict,
        )
    out.print(table)
    out.print("Recent and before are medians of up to five cold sets; chance is what your own repeats differ by.")
    if any(one.change.verdict == "not enough yet" for one in curves):
        out.print(
            "It is enough with cold sets on four days, the first set of a day, and five repeats of a set on one day."
        )
    if streak.days > 1:
        out.print(f"{streak.days} days in a row; a day off in between is no break.")
    elif streak.all_days:
        out.print(f"Practised on {streak.all_days} day{'s' if streak.all_days > 1 else ''} so far.")


def _condition(one: Curve) -> str:
    which = one.condition
    tempo = None if which.rate_per_min is None else f"{which.rate_per_min:.0f} /min"
    side, foot = (word and f"{word} {what}" for word, what in ((which.side, "hand"), (which.foot, "foot")))
    told = [side, foot, tempo, which.feedback, "tired" if one.tired else None]
    return ", ".join(word for word in told if word) or "–"
