"""What a practice knows of the learner that `--learner` names, what it makes of that, and what it keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import typer

from thumbwalk.cli.keeping import new_id
from thumbwalk.cli.learning import folder_of, learner_or_last, now, refuse_on_pain, say_rest, warn_of_load
from thumbwalk.cli.options import UNNAMED
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.personal import Persons, fitted
from thumbwalk.coach.feedback.fading import begins_cold, begun_cold, faded, fading, helped
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.coach.targets.caps import Caps, read_caps
from thumbwalk.errors import OptionError
from thumbwalk.learner.folder import checked_name
from thumbwalk.learner.history import History
from thumbwalk.learner.tried import ENOUGH, OF_TRIES, Tried, tried
from thumbwalk.link.plain_text import escaped
from thumbwalk.pad import Pad
from thumbwalk.places import caps_path
from thumbwalk.session.about import About, Side
from thumbwalk.session.load_watch import LoadWatch
from thumbwalk.session.practice import Practice
from thumbwalk.virtual.strong_hand import VIRTUAL_PEAK_N
from thumbwalk.zones import ZoneMap

Help = Literal["live", "bandwidth", "after", "blind", "drill"]
"""Help that may be chosen: in every set the same, or as the drill says."""
_SHOWN = 5
"""Earlier cold sets that are told beside today's."""


class Practising:
    """What a practice knows and keeps of its learner; without one, nothing.

    Parameters
    ----------
    learner, receiver : str or None
        As they were named; without a learner it is the last one's.
    virtual : bool
        Whether it is on the virtual rig, whose hands have cold sets, peaks and matches of their own.
    chosen : Help or None
        The help that was asked for; None lets the learner's cold sets decide.

    Raises
    ------
    OptionError
        When a receiver is named without the learner whose matches they are, or was never matched.
    LearnerError
        When a document is damaged, or the day is one of rest.
    """

    def __init__(self, learner: str | None, receiver: str | None, *, virtual: bool, chosen: Help | None = None) -> None:
        named, learner = learner is not None, learner_or_last(learner)
        if receiver is not None and learner is None:
            raise OptionError("--receiver needs --learner, whose matches are meant; add it, or leave --receiver out")
        self._folder = None if learner is None else folder_of(learner)
        self._receiver = None if receiver is None else checked_name(receiver, "--receiver")
        self._virtual, self._chosen = virtual, chosen
        self._watch: LoadWatch | None = None
        self._began = now()
        self._cold = False
        history = self._history()
        if not virtual:
            refuse_on_pain(history, self._began)
            if not named:
                # whoever notes a pain without a name is nobody else, whosever practice was the last
                refuse_on_pain(folder_of(UNNAMED).history(), self._began)
            warn_of_load(history, self._began)
        self._matched = {} if self._receiver is None else history.matched(self._receiver, virtual=virtual)
        if self._receiver is not None and not self._matched:
            raise OptionError(f"--receiver {self._receiver!r} was never matched; do it: `thumbwalk match heel`")
        self._fading = fading([one.score for one in history.cold_sets(virtual=virtual)])
        self._help_before = history.last_help(virtual=virtual)

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

    def helped(self, drill: Drill) -> Drill:
        """The drill with the help that was chosen, else as much as the learner's cold sets leave.

        The first set of a learner's day is without any, from their second day on.
        """
        if self._chosen is not None:
            return drill if self._chosen == "drill" else helped(drill, self._chosen)
        if self._folder is None:
            return drill
        history, day = self._history(), self._began.date()
        known = any(before < day for before in history.days(virtual=self._virtual))
        worked = history.has_worked_on(day, virtual=self._virtual)
        self._cold = known and not worked and begins_cold(drill)
        drill = faded(drill, self._fading.steps)
        return begun_cold(drill) if self._cold else drill

    def fitted(self, document: DrillDocument, pad: Pad) -> DrillDocument:
        """The drill as this learner does it for this receiver."""
        history, virtual = self._history(), self._virtual
        peak_n = history.last_peak_n(virtual=virtual) or (VIRTUAL_PEAK_N if virtual else None)
        liked_n = {zone: one.target_n for zone, one in self._matched.items()}
        return fitted(document, ZoneMap(pad), Persons(peak_n, history.tells_apart(virtual=virtual), liked_n))

    def say_before(self, drill: Drill | None) -> None:
        """Say what the receiver likes, what became of help and why, and how to sit before what may be a first hold."""
        for one in self._matched.values():
            liked = f"{one.target_n:.1f} N is just right, {one.cap_n:.1f} N is the cap"
            typer.echo(escaped(f"{self._receiver}, {one.zone}: {liked}."))
        if drill is not None and drill.asks_own_peak and not self._virtual and self._history().last_peak_n() is None:
            typer.echo(
                "Your own peak is not known, so this drill asks for its own forces; press it for yours, with "
                "--learner: `thumbwalk strength peak`."
            )
        if self._folder is None:
            return
        if drill is not None and self._chosen is None:
            if told := self._fading.said(self._help_before):
                typer.echo(told)
            if self._cold:
                typer.echo(
                    "The day's first set is without help, to see what has stayed; --feedback live gives it some."
                )
        holds = drill is None or any(one.technique == "hold" for one in drill.sets)
        if holds and not self._history().has_held():
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
        own = _done_freely(free) if run.drill is None else _drilled(run)
        steps = None if run.drill is None or self._chosen is not None else self._fading.steps
        facts = {
            **own,
            "help_steps": steps,
            "guesses": [{"said_n": one.said_n, "was_n": one.was_n} for one in run.guesses],
            "session": str(session),
            "receiver": self._receiver,
            "foot": run.pad.foot,
            "load_s": self._watch.load.load_s(self._history().last_peak_n()),
            "virtual": self._virtual,
        }
        self._folder.add("practice", self._began, facts)

    def say(self, drill: Drill | None = None) -> None:
        """Say how the drill's tries stand, how the day's cold set went, and when the hands should rest."""
        if self._folder is None:
            return
        history = self._history()
        known = None if drill is None else tried(history, virtual=self._virtual).get(drill.name)
        if known is not None and known.tries:
            typer.echo(_of_tries(known))
        cold = history.cold_sets(virtual=self._virtual)
        if self._cold and cold and cold[-1].day == self._began.date():
            today, before = cold[-1], [f"{one.score:.0f}" for one in cold[:-1][-_SHOWN:]]
            earlier = f"; before that {', '.join(before)}" if before else ""
            typer.echo(f"Cold set: {today.score:.1f} ({today.technique}){earlier}.")
        if not self._virtual:
            say_rest(history, now())

    def _history(self) -> History:
        return History() if self._folder is None else self._folder.history()


def _of_tries(known: Tried) -> str:
    """How a drill's last tries stand."""
    passes, of = sum(known.tries), len(known.tries)
    if known.passed:
        return f"This rung is passed: {ENOUGH} of {OF_TRIES} tries did it."
    return f"Passed in {passes} of the last {of} tr{'y' if of == 1 else 'ies'}; {ENOUGH} of {OF_TRIES} pass the rung."


def _drilled(run: Practice) -> dict[str, Any]:
    drill, score = run.results()[-1]
    return {
        "drill": drill.name,
        "score": score.score,
        "sets": [one.score for one in score.sets],
        "passed": score.passed,
        "techniques": [one.technique for one in score.sets],
        "feedback": [one.feedback for one in drill.sets],
    }


def _done_freely(free: FreeSummary | None) -> dict[str, Any]:
    return {"drill": None, "techniques": [] if free is None else [one.technique for one in free.techniques]}
