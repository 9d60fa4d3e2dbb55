"""Subcommand show: one session, set by set."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.cli.options import DatabaseOption, JsonOption, SessionArgument
from thumbwalk.cli.show import console, number, print_json, stars
from thumbwalk.coach.free.said import clock
from thumbwalk.store.finding import session_named
from thumbwalk.store.listing import VERSION, session_document


def show_session(session: SessionArgument, database: DatabaseOption = None, json: JsonOption = False) -> None:
    """Show a session: its sets with what was measured, how each went on, and what was noted."""
    store = caught_up_store(database)
    with store.reading() as db:
        document = session_document(store, db, session_named(db, session))
    if json:
        print_json({"version": VERSION, **document})
    else:
        _print(console(), document)


def _print(out: Console, one: dict[str, Any]) -> None:
    whose = f", {one['learner']}" if one["learner"] else ""
    what = one["drill"] or one["kind"]
    title = f"Session {one['session']}, {one['at'][:16].replace('T', ' ')}: {what}{whose}"
    table = Table(title=title, title_justify="left")
    for heading in ("from", "set", "technique", "score", "", "strokes", "peaks", "help"):
        table.add_column(heading, justify="right" if heading in ("from", "score", "strokes") else "left")
    for row in one["sets"]:
        peaks = "–" if row["peak_n"] is None else f"{row['peak_n']:.1f} N"
        peaks += "" if row["peak_sd_n"] is None else f" ± {row['peak_sd_n']:.1f}"
        told = row["reason"] or (stars(row["stars"]) if row["score"] is not None else "")
        table.add_row(
            clock(row["start_s"]),
            row["title"],
            row["technique"],
            number(row["score"], 1),
            told if row["counts"] else "trimmed",
            str(row["strokes"]),
            peaks,
            row["feedback"] or "–",
        )
    out.print(table)
    score = number(one["score"], 1)
    out.print(f"Score {score} {stars(one['stars'])}, {clock(one['duration_s'])} minutes, {one['foot'] or 'a'} foot")
    for row in one["sets"]:
        if len(row["curve"]) > 1:
            course = " ".join(f"{part['peak_n']:.1f}" for part in row["curve"])
            out.print(f"{row['title']}: peaks on the way, newtons: {course}", soft_wrap=True)
    for start in one["trims"]:
        out.print(f"Not counted: {clock(start['from_s'])} to {clock(start['to_s'])}")
    for note in one["notes"]:
        out.print(f"Note, {note['at'][:10]}: {note['text']}", soft_wrap=True)
    where = f" on {one['station']}" if one["station"] else ""
    out.print(f"Kept in {one['folder']}{where}", soft_wrap=True)
