"""Subcommand guide: the routine on a person's foot, paced; nothing is scored, and their word of thanks is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.align import Align
from rich.console import Group
from rich.panel import Panel
from rich.text import Text

from thumbwalk.cli.huge import huge
from thumbwalk.cli.keeping import keep_in_store
from thumbwalk.cli.learning import agree_to_safety, folder_of, now
from thumbwalk.cli.options import UNNAMED, DatabaseOption, JsonOption, LearnerOption
from thumbwalk.cli.plain_console import PlainConsole
from thumbwalk.cli.show import print_json
from thumbwalk.cli.typed_lines import TypedLines
from thumbwalk.coach.person.giving import Feet, Giving
from thumbwalk.coach.person.pacing import Happening, Pacing
from thumbwalk.coach.person.routines_file import routine_named
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.folder import LearnerFolder, checked_name
from thumbwalk.link.plain_text import escaped

_FRAME = 6
"""Columns that a panel takes of its line."""
_LONGEST_WORD = 200
"""Letters of a word of thanks: a line is enough."""


def guide(
    routine: Annotated[str, typer.Argument(metavar="ROUTINE", help="Which routine.")] = "ten-minutes",
    learner: LearnerOption = UNNAMED,
    receiver: Annotated[
        str | None, typer.Option("--receiver", metavar="NAME", help="Whose feet they are; their words are kept by it.")
    ] = None,
    feet: Annotated[Feet, typer.Option("--feet", help="Which feet, the right one first.")] = "both",
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Pace the routine on a person's feet: one huge cue at a time, a bell before each change. Nothing is scored.

    Type less when they ask for less, stop to end it with resting hands. No rig is needed.
    """
    what = routine_named(routine)
    whose = None if receiver is None else checked_name(receiver, "--receiver")
    folder = folder_of(learner)
    history = folder.history()
    agree_to_safety(folder, history)
    typed, screen = TypedLines(), Screen()
    screen.say(
        [*safety_page().before, *what.before, "Enter begins. Then type less when they say less, stop to end it."]
    )
    begins = typed.read()
    if begins is None or begins.lower() == "stop":
        screen.say(["Not begun; nothing is kept."])
        return
    giving = Giving(what, feet)
    _feet(giving, typed, screen)
    facts = giving.facts(
        whose,
        comfort=_rating("Comfort, 0 to 10?", typed, screen),
        relaxation=_rating("Relaxed, 0 to 10?", typed, screen),
        word=_word(typed, screen),
    )
    folder.add("guide", now(), facts)
    earlier = [_row(one) for one in history.of("guide") if whose is None or one.text("receiver") == whose]
    if json:
        print_json({"version": 1, "learner": folder.name, **facts, "earlier": earlier})
    else:
        _print_thanks(folder, whose)
    keep_in_store(database)


def clock() -> float:
    """Give the time that the routine is paced by, seconds."""
    return time.monotonic()


def _feet(giving: Giving, typed: TypedLines, screen: Screen) -> None:
    """Go through the feet, until they are done or somebody stops."""
    while (foot := giving.foot) is not None:
        if giving.is_between:
            screen.say([giving.routine.between, f"Enter begins the {foot} foot; stop ends it here."])
            if (said := typed.read()) is None or said.lower() == "stop":
                giving.leave()
                return
        paced(giving.begin(), foot, typed.wait, screen, clock)
        giving.settle()


def paced(
    pacing: Pacing,
    foot: str,
    wait: Callable[[float], str | None],
    screen: Screen,
    now_s: Callable[[], float],
) -> None:
    """Show each thing when it is due, until the end; ``wait`` gives what is typed meanwhile."""
    began_s = now_s()
    while not pacing.finished:
        for one in pacing.until(now_s() - began_s):
            screen.show(one, foot)
        if pacing.next_s is None:
            return
        said = wait(max(pacing.next_s - (now_s() - began_s), 0.0))
        word = (said or "").lower()
        if word == "less":
            pacing.less()
            screen.say(["Softer from here on."])
        elif word == "stop":
            for one in pacing.stop(now_s() - began_s):
                screen.show(one, foot)


class Screen:
    """One huge cue at a time on stderr, which is cleared where it is a terminal; stdout is for the document."""

    def __init__(self) -> None:
        self._out = PlainConsole(highlight=False, markup=False, emoji=False, stderr=True)

    def say(self, lines: list[str]) -> None:
        """Say something in passing."""
        for line in lines:
            self._out.print(line, soft_wrap=True)

    def show(self, one: Happening, foot: str) -> None:
        """Show what is due, with the bell: once for what is said, twice for a change."""
        if one.kind == "chime":
            self._bell(1)
            self._out.print(f"Next: {one.technique.upper()}. {one.words}", soft_wrap=True)
        elif one.kind == "ask":
            self._bell(1)
            self._out.print(f"Ask: {one.words}", soft_wrap=True)
        else:
            self._bell(2)
            if self._out.is_terminal:
                self._out.clear()
            title = one.technique if one.kind == "cue" else "rest"
            drawn = huge(title, "#" if self._out.options.ascii_only else "\u2588")
            # letters wider than the terminal would be torn
            rows = drawn if max(map(len, drawn)) <= self._out.width - _FRAME else [title.upper()]
            big = Text("\n".join(rows), style="bold", no_wrap=True)
            words = Text(one.words, style="bold", justify="center")
            at = f"{foot} foot, {int(one.at_s) // 60}:{int(one.at_s) % 60:02d}"
            self._out.print(Panel(Group(Align.center(big), "", Align.center(words)), title=at, padding=(2, 2)))

    def _bell(self, times: int) -> None:
        if self._out.is_terminal:
            for _ in range(times):
                self._out.bell()


def _rating(question: str, typed: TypedLines, screen: Screen) -> int | None:
    """A whole number from 0 to 10; None for an empty answer, or when nobody answers."""
    while True:
        screen.say([f"{question} (enter: no answer)"])
        said = typed.read()
        if not said:
            return None
        if said.isascii() and said.isdigit() and int(said[:4]) <= 10:
            return int(said)
        screen.say([f"'{said[:20]}' is no whole number from 0 to 10."])


def _word(typed: TypedLines, screen: Screen) -> str | None:
    screen.say(["A word for these hands? (enter: none)"])
    said = (typed.read() or "")[:_LONGEST_WORD]
    return "".join(letter for letter in said if letter.isprintable()) or None


def _row(one: Entry) -> dict[str, Any]:
    scales = {name: one.number(name, 0.0, 10.0) for name in ("comfort", "relaxation")}
    return {"at": one.at.isoformat(timespec="seconds"), **scales, "word": one.text("word") or None}


def _print_thanks(folder: LearnerFolder, receiver: str | None) -> None:
    """Show what was said of these hands so far, the newest last."""
    rows = [one for one in folder.history().of("guide") if receiver is None or one.text("receiver") == receiver]
    for one in rows:
        row = _row(one)
        scales = [f"{name} {row[name]:.0f}" for name in ("comfort", "relaxation") if row[name] is not None]
        who = one.text("receiver")
        told = ", ".join([*([who] if who else []), *scales])
        word = f': "{row["word"]}"' if row["word"] else ""
        typer.echo(escaped(f"{one.at:%Y-%m-%d}  {told or 'done'}{word}"))
