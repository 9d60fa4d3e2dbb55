"""Subcommand trim: time of a session that is not to count."""

from __future__ import annotations

from typing import Annotated

import typer

from thumbwalk.cli.keeping import caught_up_store, say_of, unsay_of
from thumbwalk.cli.options import DatabaseOption, JsonOption, SessionArgument
from thumbwalk.cli.show import print_json
from thumbwalk.coach.free.said import clock
from thumbwalk.errors import OptionError
from thumbwalk.store.finding import session_named
from thumbwalk.store.listing import VERSION, session_document


def trim(
    session: SessionArgument,
    start: Annotated[
        float | None, typer.Argument(metavar="FROM", min=0.0, help="From when on, seconds as `show --json` has them.")
    ] = None,
    end: Annotated[float | None, typer.Argument(metavar="TO", min=0.0, help="Until when, seconds.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Let all of the session count again.")] = False,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Leave idle time of a session out; a set that is cut into has no part in progress any more.

    The recording stays whole, and the score of the day stays as it was. Without FROM and TO what is left out is listed.
    """
    if (start is None) != (end is None) or (undo and start is not None):
        raise OptionError("trim needs FROM and TO, or --undo alone; give both times, or neither")
    if start is not None and end is not None and not start < end:
        raise OptionError(f"trim from {start:g} s to {end:g} s is no time; FROM must be before TO")
    store = caught_up_store(database)
    if undo:
        unsay_of(store, session, "trim")
    elif start is not None:
        say_of(store, session, "trim", {"from_s": start, "to_s": end})
    with store.reading() as db:
        document = session_document(store, db, session_named(db, session))
    if json:
        sets = [{"title": one["title"], "counts": one["counts"]} for one in document["sets"]]
        keys = {name: document[name] for name in ("session", "trims", "trimmed_s")}
        print_json({"version": VERSION, **keys, "sets": sets})
        return
    for one in document["trims"]:
        typer.echo(f"Not counted: {clock(one['from_s'])} to {clock(one['to_s'])}")
    out = [one["title"] for one in document["sets"] if not one["counts"]]
    typer.echo(f"Without a part in progress: {', '.join(out)}" if out else "Every set counts.")
