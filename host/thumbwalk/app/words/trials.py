"""Faults on demand, in words: what can go wrong with the virtual rig when it is told to, and what is wrong now."""

from __future__ import annotations

from collections.abc import Sequence

from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.rig_page import tile_said
from thumbwalk.language import _, marked
from thumbwalk.rig.trial_rig import TILE_TRIALS, TRIALS, Trial

_NAMES: dict[Trial, tuple[str, str]] = {
    "dead": (marked("Dead tile"), marked("it feels nothing any more")),
    "stuck": (marked("Stuck tile"), marked("it says one thing whatever happens")),
    "drifting": (marked("Drift"), marked("its zero creeps up; Tare takes it back")),
    "lose": (marked("Lost frames"), marked("a third of a second never arrives")),
    "unplug": (marked("Unplug"), marked("until you plug it in again")),
    "reboot": (marked("Start over"), marked("the board is back in a second or two")),
}
_PLUG = marked("Plug it in again"), marked("the drill goes on by itself")


def trial_rows(tile: str, *, unplugged: bool) -> list[Row]:
    """What can go wrong, a row each; those of a tile name it."""
    rows = []
    for trial in TRIALS:
        title, second = _PLUG if trial == "unplug" and unplugged else _NAMES[trial]
        rows.append(Row(_(title), _(second), tile_said(tile) if trial in TILE_TRIALS else ""))
    return rows


def trials_page(faults: Sequence[tuple[Trial, str]] | None) -> Page:
    """What this is, and what is wrong just now; None is of a rig whose faults nobody plays."""
    head = (Block("heading", _("Virtual rig")), Block("title", _("Faults on demand")))
    if faults is None:
        return (*head, Block("warning", _("A real board has faults of its own. Choose the virtual foot in Rig first.")))
    wrong = [Block("item", trial_said(trial, tile)) for trial, tile in faults]
    return (
        *head,
        Block("body", _("See what a fault looks like, and what is done about it, before a real rig has one.")),
        Block("rule"),
        Block("heading", _("Wrong now")),
        *(wrong or [Block("muted", _("Nothing."))]),
        Block("rule"),
        Block("body", _("X plays the chosen one in a drill as well, and plugs in again what is unplugged.")),
        Block("muted", _("To have a sound rig again, connect the virtual foot anew in Rig.")),
    )


def trial_said(trial: Trial, tile: str = "") -> str:
    """A fault in a line, told as the virtual one that it is."""
    name = _(_NAMES[trial][0])
    return _("VIRTUAL {fault}").format(fault=f"{name} {tile_said(tile)}".strip())
