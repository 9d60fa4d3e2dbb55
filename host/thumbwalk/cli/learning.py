"""What commands know of the learner that `--learner` names: read before a rig is touched, added to afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typer

from thumbwalk.cli.show import warn
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.coach.strength.hand_load import RECENT_MIN, is_spent, no_test, rest_prompt
from thumbwalk.errors import LearnerError, NotKept
from thumbwalk.interrupts import Interrupted
from thumbwalk.language import marked, told
from thumbwalk.learner.entry import Kind
from thumbwalk.learner.folder import LearnerFolder, checked_name, last_learner
from thumbwalk.learner.history import History
from thumbwalk.link.plain_text import escaped
from thumbwalk.places import learners_dir


def now() -> datetime:
    """Give this moment, with its offset from UTC."""
    return datetime.now().astimezone()


def folder_of(learner: str) -> LearnerFolder:
    """Give the folder of a learner. Raises OptionError or LearnerError."""
    return LearnerFolder(learners_dir(), learner)


def learner_or_last(learner: str | None) -> str | None:
    """Give the learner who was named, else whose document is the newest, which is said; None where there is none."""
    if learner is not None:
        return checked_name(learner, "--learner")
    last = last_learner(learners_dir())
    if last is not None:
        typer.echo(escaped(f"This is {last}'s, as the last was; --learner names another."), err=True)
    return last


def refuse_on_pain(history: History, at: datetime) -> None:
    """Let no rig be practised on for the rest of a day with pain. Raises LearnerError."""
    note = history.pain_on(at.date())
    if note is not None:
        said = marked("your hands asked for rest: {pain} at {time}; no rig today, go on tomorrow without it")
        raise LearnerError(told(said, pain=told(history.pain_said(at.date())), time=f"{note.at:%H:%M}"))


def refuse_tired(history: History) -> None:
    """Let no hand be tested that hurts, or that has done its day. Raises LearnerError."""
    at = now()
    refuse_on_pain(history, at)
    if spent := no_test(history.load_s(at.date())):
        raise LearnerError(spent.removesuffix("."))


def warn_of_load(history: History, at: datetime) -> None:
    """Say that a day's hand load is used up, before there is more of it."""
    if is_spent(history.load_s(at.date())):
        warn([rest_prompt(history.load_s(at.date()), 0.0)])


def say_rest(history: History, at: datetime) -> None:
    """Say when the hands should rest, after what they did."""
    prompt = rest_prompt(history.load_s(at.date()), history.load_since_s(at, RECENT_MIN))
    if prompt:
        typer.echo(prompt)


def agree_to_safety(folder: LearnerFolder, history: History) -> None:
    """Show the safety page once before a person is practised on, and have it agreed to.

    Raises
    ------
    LearnerError
        When it was not.
    Interrupted
        When nobody is there to say.
    """
    if history.has_seen_safety():
        return
    typer.echo("\n".join(safety_page().lines()), err=True)
    said = answer("Is none of this true for the person? Type yes to go on")
    if said is None:
        raise Interrupted
    if said.lower() not in ("yes", "y"):
        raise LearnerError("not today: the safety page was not said yes to; `thumbwalk safety` shows it again")
    folder.add("safety", now(), {})


def kept_of(folder: LearnerFolder, kind: Kind, facts: Mapping[str, Any]) -> NotKept | None:
    """Keep one more thing of a learner; gives why it could not be, to be raised when what was found has been said."""
    try:
        folder.add(kind, now(), facts)
    except NotKept as error:
        return error
    return None


def answer(prompt: str) -> str | None:
    """Ask somebody, on stderr, as stdout is for the document; None when nobody is there."""
    typer.echo(f"{escaped(prompt)}: ", nl=False, err=True)
    try:
        return input().strip()
    except EOFError:
        typer.echo(err=True)
        return None
