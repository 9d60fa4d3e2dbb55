"""What commands know of the learner that `--learner` names: read before a rig is touched, added to afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from thumbwalk.cli.keeping import new_id
from thumbwalk.cli.show import warn
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.coach.strength.hand_load import RECENT_MIN, is_spent, rest_prompt
from thumbwalk.coach.targets.caps import Caps, read_caps
from thumbwalk.errors import LearnerError, OptionError
from thumbwalk.interrupts import Interrupted
from thumbwalk.learner.folder import LearnerFolder, checked_name, last_learner
from thumbwalk.learner.history import History
from thumbwalk.link.plain_text import escaped
from thumbwalk.places import caps_path, learners_dir
from thumbwalk.session.about import About, Side
from thumbwalk.session.load_watch import LoadWatch
from thumbwalk.session.practice import Practice


def now() -> datetime:
    """Give this moment, with its offset from UTC."""
    return datetime.now().astimezone()


def folder_of(learner: str) -> LearnerFolder:
    """Give the folder of a learner. Raises OptionError or LearnerError."""
    return LearnerFolder(learners_dir(), learner)


def refuse_on_pain(history: History, at: datetime) -> None:
    """Let no rig be practised on for the rest of a day with pain. Raises LearnerError."""
    note = history.pain_on(at.date())
    if note is not None:
        what = f"{note.text('what') or 'pain'} in the {note.text('site')} at {note.at:%H:%M}"
        raise LearnerError(f"your hands asked for rest: {escaped(what)}; no rig today, go on tomorrow without it")


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


def answer(prompt: str) -> str | None:
    """Ask somebody, on stderr, as stdout is for the document; None when nobody is there."""
    typer.echo(f"{escaped(prompt)}: ", nl=False, err=True)
    try:
        return input().strip()
    except EOFError:
        typer.echo(err=True)
        return None


class Practising:
    """What a practice knows and keeps of its learner; without one, nothing.

    Raises
    ------
    OptionError
        When a receiver is named without the learner whose matches they are, or was never matched.
    LearnerError
        When a document is damaged, or the day is one of rest.
    """

    def __init__(self, learner: str | None, receiver: str | None, *, virtual: bool) -> None:
        if learner is None and (learner := last_learner(learners_dir())) is not None:
            typer.echo(escaped(f"The practice is {learner}'s, as the last was; --learner names another."), err=True)
        if receiver is not None and learner is None:
            raise OptionError("--receiver needs --learner, whose matches are meant; add it, or leave --receiver out")
        self._folder = None if learner is None else folder_of(learner)
        self._receiver = None if receiver is None else checked_name(receiver, "--receiver")
        self._virtual = virtual
        self._watch: LoadWatch | None = None
        self._began = now()
        history = self._history()
        if not virtual:
            refuse_on_pain(history, self._began)
            warn_of_load(history, self._began)
        self._matched = {} if self._receiver is None else history.matched(self._receiver)
        if self._receiver is not None and not self._matched:
            raise OptionError(f"--receiver {self._receiver!r} was never matched; do it: `thumbwalk match heel`")

    def about(self, run: Practice, side: Side | None) -> About:
        """What is to be known of the practice beside its recording."""
        return About(
            new_id(),
            self._began,
            "free" if run.drill is None else "drill",
            None if self._folder is None else self._folder.name,
            self._receiver,
            side,
            run.pad.foot,
            self._virtual,
        )

    def caps(self) -> Caps:
        """The comfort caps: the package's, the user's own over them, and what the receiver said over those."""
        caps = read_caps(caps_path())
        return replace(caps, cap_n={**caps.cap_n, **{zone: one.cap_n for zone, one in self._matched.items()}})

    def say_before(self, drill: Drill | None) -> None:
        """Say what the receiver likes, and how to sit and press before what may be the first hold."""
        for one in self._matched.values():
            liked = f"{one.target_n:.1f} N is just right, {one.cap_n:.1f} N is the cap"
            typer.echo(escaped(f"{self._receiver}, {one.zone}: {liked}."))
        holds = drill is None or any(one.technique == "hold" for one in drill.sets)
        if self._folder is not None and holds and not self._history().has_held():
            typer.echo(safety_page().posture)

    def watching(self, run: Practice) -> list[LoadWatch]:
        """Who listens to the practice for the learner."""
        self._watch = None if self._folder is None else LoadWatch(run)
        return [] if self._watch is None else [self._watch]

    def keep(self, run: Practice, session: Path, free: FreeSummary | None) -> None:
        """Keep what was done, ``free`` where there was no drill.

        Raises NotKept, or LearnerError for a document that was damaged meanwhile.
        """
        if self._folder is None or self._watch is None:
            return
        history = self._history()
        peaks_n = [history.peaks_n(side) for side in ("left", "right")]
        weaker_n = min((peaks[-1] for peaks in peaks_n if peaks), default=None)
        facts = {
            **(_done_freely(free) if run.drill is None else _drilled(run)),
            "session": str(session),
            "receiver": self._receiver,
            "foot": run.pad.foot,
            "load_s": self._watch.load.load_s(weaker_n),
            "virtual": self._virtual,
        }
        self._folder.add("practice", self._began, facts)

    def say(self) -> None:
        """Say when the hands should rest."""
        if self._folder is not None and not self._virtual:
            say_rest(self._history(), now())

    def _history(self) -> History:
        return History() if self._folder is None else self._folder.history()


def _drilled(run: Practice) -> dict[str, Any]:
    drill, score = run.results()[-1]
    techniques = [one.technique for one in score.sets]
    return {
        "drill": drill.name,
        "score": score.score,
        "sets": [one.score for one in score.sets],
        "techniques": techniques,
    }


def _done_freely(free: FreeSummary | None) -> dict[str, Any]:
    return {"drill": None, "techniques": [] if free is None else [one.technique for one in free.techniques]}
