"""The shelf of drills in words: the ladder by stages, a search, what a drill trains and asks, without Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.steps import how
from thumbwalk.coach.drill.drill import Drill, Feedback
from thumbwalk.coach.drill.drills_file import packaged_names
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.score.score import stars_for
from thumbwalk.learner.tried import Tried
from thumbwalk.technique.vocabulary import VOCABULARY

STAGES = tuple(name.partition("-")[2].removesuffix(".toml").replace("-", " ").capitalize() for name in packaged_names())
"""What the packaged ladder's stages are called, as their files are."""
ALL, OWN = "All drills", "Yours and shared"
_HELP: dict[Feedback, str] = {
    "live": "help at all times",
    "bandwidth": "help outside the band only",
    "after": "help at a set's end",
    "blind": "no help at all",
}


@dataclass(frozen=True)
class Shelved:
    """A drill on the shelf: its name, and its row."""

    name: str
    row: Row


def sets_of(drill: Drill) -> str:
    """How many sets there are."""
    return "1 set" if len(drill.sets) == 1 else f"{len(drill.sets)} sets"


def stage_of(drill: Drill, own: Collection[str]) -> str:
    """The shelf that a drill stands on."""
    if drill.name in own or drill.stage is None:
        return OWN
    return STAGES[drill.stage - 1] if drill.stage <= len(STAGES) else f"Stage {drill.stage}"


def shelves(drills: Mapping[str, Drill], own: Collection[str], tried: Mapping[str, Tried]) -> list[tuple[str, Row]]:
    """The shelves by name in the ladder's order, each with how much of it has two stars."""
    found: dict[str, list[Drill]] = {}
    for one in drills.values():
        found.setdefault(stage_of(one, own), []).append(one)
    rows = [(ALL, Row(ALL, "", str(len(drills))))]
    for name in sorted(found, key=lambda name: (name == OWN, STAGES.index(name) if name in STAGES else 99)):
        passed = sum(_stars(tried.get(one.name)) >= 2 for one in found[name])
        rows.append((name, Row(name, "", f"{passed} / {len(found[name])}")))
    if OWN not in found:
        rows.append((OWN, Row(OWN, "", "0")))
    return rows


def shelved(
    drills: Mapping[str, Drill],
    own: Collection[str],
    tried: Mapping[str, Tried],
    shelf: str = ALL,
    searched: str = "",
) -> list[Shelved]:
    """The drills of a shelf that have every word that is searched for, in the ladder's order.

    Words are looked for in title, description, techniques, places and what is trained; a search goes through all
    shelves.
    """
    words = searched.lower().split()
    return [
        Shelved(one.name, _row(one, tried.get(one.name)))
        for one in drills.values()
        if (words and all(word in _text(one) for word in words)) or (not words and shelf in (ALL, stage_of(one, own)))
    ]


def _text(drill: Drill) -> str:
    parts = [drill.name, drill.title, drill.description, trains(drill)]
    for one in drill.sets:
        parts += [one.title, one.technique, one.zone or "", one.point or ""]
    return " ".join(parts).lower()


def _row(drill: Drill, known: Tried | None) -> Row:
    second = f"{clock(drill.duration_s)} min · {sets_of(drill)} · {trains(drill)}"
    if not drill.scored:
        return Row(drill.title, second, "not scored", None, is_known=False)
    if known is None or known.best is None:
        return Row(drill.title, second, "not tried yet", None, is_known=False)
    return Row(drill.title, second, f"{known.best:.0f}", stars_for(known.best))


def _stars(known: Tried | None) -> int:
    return 0 if known is None or known.best is None else stars_for(known.best)


def trains(drill: Drill) -> str:
    """What a drill trains: its measures by their plain names, else its techniques."""
    if drill.trains:
        return ", ".join(VOCABULARY[name].plain for name in drill.trains)
    return ", ".join(dict.fromkeys(one.technique for one in drill.sets))


def drill_page(drill: Drill, known: Tried | None) -> Page:
    """The right column: what a drill is, asks and trains, and how it went before."""
    sets = drill.sets[:5]
    more = len(drill.sets) - len(sets)
    level = "" if drill.level is None else f"level {drill.level} of 3, "
    return (
        Block("heading", "Not on the ladder" if drill.stage is None else f"Stage {drill.stage}"),
        Block("title", drill.title),
        Block("body", drill.description),
        Block("rule"),
        Block("pair", "Time", f"{clock(drill.duration_s)} min"),
        Block("pair", "Sets", str(len(drill.sets))),
        Block("pair", "Best", "–" if known is None or known.best is None else f"{known.best:.0f}"),
        Block("muted", f"Trains: {trains(drill)}."),
        Block("muted", f"{level}{_HELP[drill.feedback]}.".capitalize()),
        Block("rule"),
        *(Block("step", one.title, f"{one.duration_s:.0f} s{how(one)}") for one in sets),
        *((Block("muted", f"and {more} more"),) if more else ()),
    )
