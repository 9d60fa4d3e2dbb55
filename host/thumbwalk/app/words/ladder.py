"""The shelf of drills in words: the ladder by stages, a search, what a drill trains and asks, without Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from thumbwalk.app.file_taken import FileState
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.rig_page import plain
from thumbwalk.app.words.steps import how
from thumbwalk.coach.drill.drill import Drill, Feedback
from thumbwalk.coach.drill.drills_file import packaged_names
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.score.score import stars_for
from thumbwalk.language import _, capital, marked, plural
from thumbwalk.learner.tried import ENOUGH, OF_TRIES, Tried
from thumbwalk.technique.vocabulary import VOCABULARY

STAGES = tuple(name.partition("-")[2].removesuffix(".toml").replace("-", " ").capitalize() for name in packaged_names())
"""What the packaged ladder's stages are called, as their files are."""
ALL, OWN = marked("All drills"), marked("Yours and shared")
STARS_ENOUGH = 2
"""So many stars pass a rung of which no try has decided."""
_HELP: dict[Feedback, str] = {
    "live": marked("help at all times"),
    "bandwidth": marked("help outside the band only"),
    "after": marked("help at a set's end"),
    "blind": marked("no help at all"),
}


@dataclass(frozen=True)
class Shelved:
    """A drill on the shelf: its name, and its row."""

    name: str
    row: Row


def sets_of(drill: Drill) -> str:
    """How many sets there are."""
    return plural("{n} set", "{n} sets", len(drill.sets)).format(n=len(drill.sets))


def stage_of(drill: Drill, own: Collection[str]) -> str:
    """The shelf that a drill stands on."""
    if drill.name in own or drill.stage is None:
        return OWN
    return STAGES[drill.stage - 1] if drill.stage <= len(STAGES) else f"Stage {drill.stage}"


def _shown(shelf: str) -> str:
    """A shelf's name, translated."""
    number = shelf.removeprefix("Stage ")
    return _("Stage {n}").format(n=number) if number.isdecimal() else _(shelf)


def shelves(drills: Mapping[str, Drill], own: Collection[str], tried: Mapping[str, Tried]) -> list[tuple[str, Row]]:
    """The shelves by name in the ladder's order, each with how much of it is passed."""
    found: dict[str, list[Drill]] = {}
    for one in drills.values():
        found.setdefault(stage_of(one, own), []).append(one)
    rows = [(ALL, Row(_(ALL), "", str(len(drills))))]
    for name in sorted(found, key=lambda name: (name == OWN, STAGES.index(name) if name in STAGES else 99)):
        passed = sum(is_passed(tried.get(one.name)) for one in found[name])
        rows.append((name, Row(_shown(name), "", f"{passed} / {len(found[name])}")))
    if OWN not in found:
        rows.append((OWN, Row(_(OWN), "", "0")))
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
    parts = [drill.name, drill.title, drill.description, _(drill.title), _(drill.description), trains(drill)]
    for one in drill.sets:
        parts += [one.title, one.technique, one.zone or "", one.point or ""]
        parts += [_(part) for part in parts[-4:]]
    return " ".join(parts).lower()


def _row(drill: Drill, known: Tried | None) -> Row:
    tries = "" if known is None or not known.tries else tries_said(known)
    second = f"{clock(drill.duration_s)} min · {tries or sets_of(drill)} · {trains(drill)}"
    title = _(drill.title)
    if not drill.scored:
        return Row(title, second, _("not scored"), None, is_known=False)
    if known is None or known.best is None:
        return Row(title, second, _("not tried yet"), None, is_known=False)
    return Row(title, second, f"{known.best:.0f}", stars_for(known.best))


def is_passed(known: Tried | None) -> bool:
    """Whether a rung is done, as the plan has it: by two of three tries or, where none has decided, by its stars."""
    return known is not None and (known.passed if known.tries else _stars(known) >= STARS_ENOUGH)


def tries_said(known: Tried) -> str:
    """How the last tries of a drill went, of which two of three pass it."""
    n, of = sum(known.tries), len(known.tries)
    if known.passed:
        return _("passed, {n} of the last {of}").format(n=n, of=of)
    return _("{n} of {of} tries passed").format(n=n, of=of)


def _passes(drill: Drill, known: Tried | None) -> Page:
    """How a drill is passed, and how far that is."""
    if not drill.scored or drill.stage is None:
        return ()
    if known is None or not known.tries:
        return (Block("muted", _("Two of three tries in a row pass it.")),)
    if known.passed:
        return (Block("pair", _("Passed"), "✓ " + tries_said(known).partition(", ")[2]),)
    missing = ENOUGH - sum(known.tries[-(OF_TRIES - 1) :])
    more = plural("{n} more passes it.", "{n} more in a row pass it.", missing).format(n=missing)
    return Block("pair", _("Tries"), tries_said(known)), Block("muted", more)


def _stars(known: Tried | None) -> int:
    return 0 if known is None or known.best is None else stars_for(known.best)


def trains(drill: Drill) -> str:
    """What a drill trains: its measures by their plain names, else its techniques."""
    if drill.trains:
        return ", ".join(_(VOCABULARY[name].plain) for name in drill.trains)
    return ", ".join(dict.fromkeys(_(one.technique) for one in drill.sets))


def drill_page(drill: Drill, known: Tried | None, unit: ForceUnit = "N") -> Page:
    """The right column: what a drill is, asks and trains, and how it went before."""
    sets = drill.sets[:5]
    more = len(drill.sets) - len(sets)
    help_ = _(_HELP[drill.feedback])
    asks = help_ if drill.level is None else _("level {n} of 3, {help}").format(n=drill.level, help=help_)
    return (
        Block("heading", _("Not on the ladder") if drill.stage is None else _("Stage {n}").format(n=drill.stage)),
        Block("title", _(drill.title)),
        Block("body", _(drill.description)),
        Block("rule"),
        Block("pair", _("Time"), f"{clock(drill.duration_s)} min"),
        Block("pair", _("Sets"), str(len(drill.sets))),
        Block("pair", _("Best"), "–" if known is None or known.best is None else f"{known.best:.0f}"),
        *_passes(drill, known),
        Block("muted", _("Trains: {trains}.").format(trains=trains(drill))),
        Block("muted", capital(f"{asks}.")),
        Block("rule"),
        *(Block("step", _(one.title), f"{one.duration_s:.0f} s{how(one, unit)}") for one in sets),
        *((Block("muted", _("and {n} more").format(n=more)),) if more else ()),
    )


def file_said(state: FileState) -> Page:
    """What came of a file that was added."""
    if state.stage == "none":
        return ()
    if state.stage == "reading":
        return (Block("body", _("{file} is read …").format(file=state.name)), Block("rule"))
    if state.stage == "refused":
        return (Block("warning", plain(state.trouble)), Block("rule"))
    said = _("{file} is on your shelf.").format(file=state.name)
    if state.score is None:
        return (Block("body", said), Block("rule"))
    fits = _("What is in it scores {score} in the drill.").format(score=f"{state.score:.0f}")
    return (Block("body", said), Block("muted", fits), Block("rule"))
