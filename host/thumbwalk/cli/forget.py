"""Subcommand forget: remove a session, or all that is kept of a learner."""

from __future__ import annotations

from typing import Annotated

import typer

from thumbwalk.cli.keeping import caught_up_store, kept
from thumbwalk.cli.learning import answer
from thumbwalk.cli.options import DatabaseOption, JsonOption
from thumbwalk.cli.show import print_json, warn
from thumbwalk.errors import NotKept, OptionError
from thumbwalk.interrupts import Interrupted
from thumbwalk.learner.folder import checked_name
from thumbwalk.link.plain_text import escaped
from thumbwalk.places import settings_path
from thumbwalk.session.preferences import keep_preferences, read_preferences
from thumbwalk.store.finding import Wanted, session_named, sessions
from thumbwalk.store.forgetting import forget_learner, forget_session
from thumbwalk.store.listing import VERSION


def forget(
    session: Annotated[
        str | None, typer.Argument(metavar="SESSION", help="Which session, as `thumbwalk show` takes it.")
    ] = None,
    learner: Annotated[
        str | None,
        typer.Option("--learner", metavar="NAME", help="All of somebody, in place of a session."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Remove a session from the disk and the store, or all that is kept of a person. There is no undo."""
    if (session is None) == (learner is None):
        raise OptionError("forget needs a session or --learner; name one of them")
    store, where = caught_up_store(database), kept()
    with store.reading() as db:
        if session is not None:
            one = session_named(db, session)
            numbers, what = (
                [one.number],
                f"session {one.number} of {one.at:%Y-%m-%d %H:%M} ({store.path_of(one)})",
            )
        else:
            name = checked_name(learner or "", "--learner")
            numbers = [one.number for one in sessions(db, Wanted(learner=name)) if store.has(one)]
            what = f"all that is kept of {name}: {len(numbers)} sessions, strength, notes, matches"
    if not yes and not _agreed(what):
        raise OptionError("nothing was forgotten: it was not said yes to; --yes does not ask")
    more: list[str] = []
    with store.writing() as db:
        if learner is not None:
            more = forget_learner(store, where, db, checked_name(learner, "--learner"))
        else:
            forget_session(store, where, db, session_named(db, str(numbers[0])))
    warn(f"more of {learner} is in {place}; forget it there, too" for place in more)
    if json:
        print_json({"version": VERSION, "forgotten": numbers, "learner": learner})
    else:
        typer.echo(escaped(f"Forgotten: {what}"))
    if learner is not None:
        _forget_in_settings(checked_name(learner, "--learner"))


def _forget_in_settings(name: str) -> None:
    """Take a name out of the window's settings, which remember whose practice it is."""
    preferences = read_preferences(settings_path())
    if preferences.learner != name:
        return
    try:
        keep_preferences(settings_path(), preferences.with_value(learner=""))
    except OSError as error:
        raise NotKept(f"{settings_path()}: can't be written: {error.strerror}; take the name out of it") from error


def _agreed(what: str) -> bool:
    said = answer(f"Forget {what}? There is no undo. Type yes")
    if said is None:
        raise Interrupted
    return said.lower() in ("yes", "y")
