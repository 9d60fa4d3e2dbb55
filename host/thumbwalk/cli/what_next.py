"""Subcommand next: what to practise next, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.cli.learning import folder_of, learner_or_last, now
from thumbwalk.cli.options import DatabaseOption, JsonOption
from thumbwalk.cli.show import console, print_json
from thumbwalk.coach.drill.drills_file import drill_named, read_drills
from thumbwalk.coach.plan.suggest import Standing, Suggestion, suggestions
from thumbwalk.coach.strength.hand_load import BUDGET_S
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import OptionError
from thumbwalk.learner.history import History
from thumbwalk.pad import Foot
from thumbwalk.places import drills_dir, drills_path, targets_path
from thumbwalk.store.access import Store
from thumbwalk.store.looking_back import goes_by_virtual, standing_of

VERSION = 1
"""Of the document."""


def what_next(
    learner: Annotated[
        str | None, typer.Option("--learner", metavar="NAME", help="Whose; without it whose practice was last.")
    ] = None,
    foot: Annotated[
        Foot | None, typer.Option("--foot", help="The foot that there is; drills for the other are left out.")
    ] = None,
    want: Annotated[
        str | None, typer.Option("--want", metavar="DRILL", help="Put this drill first, until it was practised.")
    ] = None,
    skip: Annotated[
        str | None, typer.Option("--skip", metavar="DRILL", help="Do not suggest this drill again today.")
    ] = None,
    virtual: Annotated[
        bool, typer.Option("--virtual", help="Go by the virtual rig, which is left out where there is any other.")
    ] = False,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Suggest what to practise next and say why: weak spots, what is due to be tried cold, what comes next.

    It is advice: practise what you like. Nothing is suggested that today's hand load has no room for.
    """
    store, whose, at = caught_up_store(database), learner_or_last(learner), now()
    targets = read_targets(targets_path())
    drills = read_drills(drills_path(), targets, drills_dir())
    if (want or skip) and whose is None:
        raise OptionError("--want and --skip need --learner, whose choice it is; add it")
    for name, choice in ((want, "want"), (skip, "skip")):
        if name is not None and whose is not None:
            folder_of(whose).add("choice", at, {"drill": drill_named(name, drills).name, "choice": choice})
    history = History() if whose is None else folder_of(whose).history()
    now_ = _standing(store, whose, history, foot, virtual=virtual)
    found = suggestions(now_, drills)
    if json:
        head = {"version": VERSION, "learner": whose, "virtual": now_.load_s is None}
        load = {"load_today_s": now_.load_s, "budget_s": BUDGET_S}
        print_json({**head, **load, "suggestions": [asdict(one) for one in found]})
        return
    _print(found, is_virtual=now_.load_s is None)


def _standing(store: Store, whose: str | None, history: History, foot: Foot | None, *, virtual: bool) -> Standing:
    today = now().date()
    with store.reading() as db:
        is_virtual = goes_by_virtual(db, whose, asked=virtual)
        return standing_of(db, whose, history, foot, today, virtual=is_virtual)


def _print(found: list[Suggestion], *, is_virtual: bool) -> None:
    out, options = console(), "--virtual " if is_virtual else ""
    for number, one in enumerate(found, start=1):
        if one.drill is None:
            out.print(f"Rest: {one.reason}.", soft_wrap=True)
            continue
        out.print(
            f"{number}. thumbwalk practice {options}--drill {one.drill}   ({one.minutes:.0f} min)", soft_wrap=True
        )
        out.print(f"   {one.reason}.", soft_wrap=True)
    out.print("It is advice: what you practise counts, whatever it is.")
