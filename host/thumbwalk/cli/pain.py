"""Subcommand pain: a note that a hand hurts, after which it rests for the day."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from thumbwalk.cli.keeping import keep_in_store
from thumbwalk.cli.learning import folder_of, now
from thumbwalk.cli.options import UNNAMED, DatabaseOption, JsonOption, LearnerOption
from thumbwalk.cli.show import print_json
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.pain_note import Felt, PainSide, Site, pain_facts
from thumbwalk.link.plain_text import escaped


def pain(
    site: Annotated[
        Site | None, typer.Argument(metavar="SITE", help="Where it is; without it, what was noted so far is listed.")
    ] = None,
    learner: LearnerOption = UNNAMED,
    what: Annotated[Felt, typer.Option("--what", help="What is felt.")] = "pain",
    side: Annotated[PainSide, typer.Option("--side", help="On which side.")] = "both",
    level: Annotated[int | None, typer.Option("--level", min=0, max=10, help="How much, from 0 to 10.")] = None,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Note pain, tingling or numbness of a hand or arm: it stops the rig's use for that day.

    It is a note, no finding. What stays or comes back is for somebody who knows hands.
    """
    folder, moment = folder_of(learner), now()
    if site is not None:
        folder.history()  # where a document is damaged nothing is added: it would not be found again either
        folder.add("pain", moment, pain_facts(site, what, side, level))
    notes = folder.history().of("pain")
    rests = folder.history().pain_on(moment.date()) is not None
    if json:
        print_json({"version": 1, "learner": folder.name, "rests_today": rests, "notes": [_row(one) for one in notes]})
    else:
        _print(notes, site is not None, rests=rests)
    if site is not None:
        keep_in_store(database)


def _print(notes: list[Entry], is_new: bool, *, rests: bool) -> None:
    for one in notes[-1:] if is_new else notes:
        row = _row(one)
        much = "" if row["level"] is None else f", {row['level']:.0f} of 10"
        typer.echo(escaped(f"{one.at:%Y-%m-%d %H:%M}  {row['what']}, {row['site']}, {row['side']}{much}"))
    if rests:
        typer.echo("Your hands asked for rest: no rig today. If it stays or comes back, ask somebody who knows hands.")
    elif not notes:
        typer.echo("No pain was noted.")


def _row(note: Entry) -> dict[str, Any]:
    words = {name: note.text(name) for name in ("site", "what", "side")}
    return {"at": note.at.isoformat(timespec="seconds"), **words, "level": note.number("level", 0.0, 10.0)}
