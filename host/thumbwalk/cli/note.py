"""Subcommand note: a word of one's own about a session."""

from __future__ import annotations

from typing import Annotated

import typer

from thumbwalk.cli.keeping import caught_up_store, say_of
from thumbwalk.cli.options import DatabaseOption, JsonOption, SessionArgument
from thumbwalk.cli.show import print_json
from thumbwalk.errors import OptionError
from thumbwalk.link.plain_text import escaped
from thumbwalk.store.finding import session_named
from thumbwalk.store.listing import VERSION, session_document

_LONGEST = 2000
"""Letters of a note."""


def note(
    session: SessionArgument,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="The note; without it those that there are are listed.")
    ] = None,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Note something about a session; it stays in the session's folder."""
    if text is not None and not 1 <= len(text.strip()) <= _LONGEST:
        raise OptionError(f"a note has 1 to {_LONGEST} letters, this one {len(text.strip())}; write another")
    store = caught_up_store(database)
    if text is not None:
        say_of(store, session, "note", {"text": text.strip()})
    with store.reading() as db:
        document = session_document(store, db, session_named(db, session))
    if json:
        print_json({"version": VERSION, "session": document["session"], "notes": document["notes"]})
        return
    for one in document["notes"]:
        typer.echo(escaped(f"{one['at'][:16].replace('T', ' ')}  {one['text']}"))
    if not document["notes"]:
        typer.echo(f"Nothing was noted of session {document['session']}.")
