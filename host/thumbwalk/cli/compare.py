"""Subcommand compare: two sessions beside each other."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.cli.options import DatabaseOption, JsonOption
from thumbwalk.cli.show import console, number, print_json
from thumbwalk.store.comparing import compared
from thumbwalk.store.finding import session_named
from thumbwalk.store.listing import VERSION, session_row
from thumbwalk.technique.vocabulary import VOCABULARY


def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="One session, as `thumbwalk show` takes it.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The other.")],
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Compare two sessions, set by set; whether a change is more than chance is what `thumbwalk progress` says."""
    store = caught_up_store(database)
    with store.reading() as db:
        one, other = (session_named(db, name) for name in (before, after))
        rows = compared(one, other)
        both = [session_row(store, db, each) for each in (one, other)]
    if json:
        print_json({"version": VERSION, "sessions": both, "sets": rows})
    else:
        _print(console(), both, rows)


def _print(out: Console, both: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    first, second = both
    if not rows:
        out.print(f"Sessions {first['session']} and {second['session']} have no technique in common.")
        return
    for row in rows:
        title = row["titles"][0] if row["titles"][0] == row["titles"][1] else " / ".join(row["titles"])
        same = "" if row["same_task"] else " (not the same task)"
        table = Table(title=f"{title}{same}", title_justify="left")
        for heading in ("", f"session {first['session']}", f"session {second['session']}", "change"):
            table.add_column(heading, justify="right" if heading else "left")
        table.add_row("score", *_cells(row["score"], row["change"]))
        for one in row["measures"]:
            plain = VOCABULARY[one["name"]].plain if one["name"] in VOCABULARY else one["name"]
            table.add_row(f"{plain}, {one['unit']}" if one["unit"] else plain, *_cells(one["value"], one["change"]))
        out.print(table)


def _cells(pair: list[float | None], change: float | None) -> tuple[str, str, str]:
    return number(pair[0]), number(pair[1]), "–" if change is None else f"{change:+.2f}"
