"""Subcommand history: what was practised."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.box import SIMPLE
from rich.table import Table

from thumbwalk.cli.dates import day_of
from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.cli.options import DatabaseOption, JsonOption, WhoseOption
from thumbwalk.cli.show import console, number, print_json, stars
from thumbwalk.coach.free.said import clock
from thumbwalk.learner.folder import checked_name
from thumbwalk.store.finding import Wanted
from thumbwalk.store.listing import VERSION, listed


def history(
    drill: Annotated[str | None, typer.Option("--drill", metavar="NAME", help="Only this drill.")] = None,
    technique: Annotated[
        str | None, typer.Option("--technique", metavar="NAME", help="Only where this technique was practised.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Only from this day on, such as 2026-03-01, or 30d.")
    ] = None,
    learner: WhoseOption = None,
    newest: Annotated[
        int | None, typer.Option("--newest", min=1, metavar="NUMBER", help="At most so many, the newest of them.")
    ] = None,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """List what was practised, oldest first; `thumbwalk show NUMBER` says more of one."""
    wanted = Wanted(
        learner=None if learner is None else checked_name(learner, "--learner"),
        drill=drill,
        technique=technique,
        since=None if since is None else day_of(since, "--since"),
    )
    store = caught_up_store(database)
    with store.reading() as db:
        found = listed(store, db, wanted, newest=newest)
    if json:
        print_json({"version": VERSION, "sessions": found})
    elif not found:
        typer.echo("Nothing of this was practised yet: `thumbwalk practice --virtual` is a beginning.")
    else:
        _print(found)


def _print(found: list[dict[str, Any]]) -> None:
    table, headings = (
        Table(box=SIMPLE, pad_edge=False, collapse_padding=True),
        ["session", "when", "what", "score", "", "time", "hand"],
    )
    if any(one["learner"] for one in found):
        headings.append("whose")
    for heading in headings:
        is_number = heading in ("session", "score", "time")
        table.add_column(heading, justify="right" if is_number else "left", no_wrap=heading == "when", overflow="fold")
    for one in found:
        table.add_row(*_cells(one)[: len(headings)])
    console().print(table)


def _cells(one: dict[str, Any]) -> tuple[str, ...]:
    what = one["drill"] or {"free": "(free)", "recording": "(recording)"}.get(one["kind"], one["kind"])
    how = {"cut": "cut off", "unreadable": "unreadable"}.get(one["state"], "")
    return (
        str(one["session"]),
        one["at"][:16].replace("T", " "),
        what,
        number(one["score"], 1),
        how or (stars(one["stars"]) if one["complete"] else ""),
        clock(one["duration_s"]),
        "virtual" if one["virtual"] else one["side"] or "–",
        one["learner"] or "–",
    )
