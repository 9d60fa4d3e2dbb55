"""How a rig is, in words: what is connected, its health and losses, and what to do next, without Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import PurePath

from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.coach.feedback.amounts import ForceUnit, shown_force
from thumbwalk.language import _, capital, marked, plural
from thumbwalk.link.ports import PortInfo
from thumbwalk.pad import Pad
from thumbwalk.session.load_ear import LoadMoment
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.session.sitting_state import SittingState

VIRTUAL = marked("Virtual foot")
_GUESSED = marked("Its newtons are a guess and are not scored: thumbwalk calibrate --quick.")
_GUESSED_OF_PLATE = marked("Its newtons are a guess and are not scored: thumbwalk calibrate, with one weight.")
_MEND = marked("Plug it in and press Connect, or choose the virtual foot.")
NO_LOAD = LoadMoment()
_QUIET_N = 0.3
"""Less than this on every tile is an untouched foot."""


def plain(trouble: str) -> str:
    """What went wrong without the command line's remedy, which nobody in a window can use, and without long paths."""
    return _plain(_(trouble), lacks_board="plugged" in trouble.partition(";")[0])


def _plain(said: str, *, lacks_board: bool) -> str:
    path, colon, rest = said.partition(": ")
    if colon and ("/" in path or "\\" in path) and not path.startswith("/dev/"):
        rest = _plain(rest, lacks_board=lacks_board)
        return f"{PurePath(path).name}: {rest[:1].lower()}{rest[1:]}"
    what, semicolon, mend = said.partition(";")
    if semicolon and ("--" in mend or "`" in mend):
        return f"{capital(what)}. {_(_MEND)}" if lacks_board else f"{capital(what)}."
    return capital(said)


def rig_page(snapshot: Snapshot, state: SittingState, pad: Pad, unit: ForceUnit = "N") -> Page:
    """The left column: what is connected, and how it is."""
    health = _health(snapshot, state, pad, unit)
    return (*_head(snapshot, state, pad), Block("rule"), Block("heading", _("Health")), *health)


def _head(snapshot: Snapshot, state: SittingState, pad: Pad) -> Page:
    stream = snapshot.stream
    if state.stage == "opening" or state.busy:
        what = {"taring": _("Taring, hands off the foot …")}.get(state.busy, _("Connecting …"))
        return Block("heading", _("Rig")), Block("title", what)
    if state.stage != "open":
        why = plain(state.trouble) or _("Nothing is connected.")
        return Block("heading", _("Rig")), Block("title", _("No rig")), Block("warning", why)
    name = _(VIRTUAL) if state.virtual else _(stream.identity) or _("Rig")
    if not stream.connected:
        return (
            Block("heading", _("Rig")),
            Block("title", _("{name} does not answer").format(name=name)),
            Block("warning", plain(stream.message)),
        )
    return (
        Block("heading", _("Connected")),
        Block("title", name),
        Block(
            "muted", _measures(pad).format(n=pad.n_taxels, rate=f"{stream.rate_hz:.0f}", foot=_(pad.foot or "right"))
        ),
    )


def _measures(pad: Pad) -> str:
    """What it feels with, to be filled in."""
    if pad.is_plate:
        return _("A plate on {n} load cells, {rate} readings a second, a {foot} foot")
    return _("{n} tiles, {rate} scans a second, a {foot} foot")


def _health(snapshot: Snapshot, state: SittingState, pad: Pad, unit: ForceUnit) -> Page:
    stream = snapshot.stream
    if state.stage != "open" or not stream.connected:
        return (Block("muted", _("Nothing is known while nothing answers.")),)
    lost = (
        (stream.lost_frames, plural("{n} frame lost", "{n} frames lost", stream.lost_frames)),
        (stream.bad_frames, plural("{n} frame damaged", "{n} frames damaged", stream.bad_frames)),
        (stream.dropped, plural("{n} frame dropped", "{n} frames dropped", stream.dropped)),
        (stream.overruns, plural("{n} scan missed", "{n} scans missed", stream.overruns)),
        (stream.restarts, plural("{n} restart", "{n} restarts", stream.restarts)),
    )
    told = [said.format(n=count) for count, said in lost if count]
    out = [name for name, gone in zip(pad.names, snapshot.touch.left_out, strict=False) if gone]
    return (
        Block("pair", _("Readings") if pad.is_plate else _("Scans"), _("none lost") if not told else ", ".join(told)),
        Block(
            "pair",
            _("Load cells") if pad.is_plate else _("Tiles"),
            _("all answer") if not out else _("{n} left out").format(n=len(out)),
        ),
        *(Block("warning", _out_said(pad).format(name=tile_said(name))) for name in out[:4]),
        Block("pair", _("Calibrated"), _("yes") if stream.calibrated else _("no")),
        *(() if stream.calibrated else (Block("muted", _(_GUESSED_OF_PLATE if pad.is_plate else _GUESSED)),)),
        _pressed(snapshot, pad, unit),
    )


def _out_said(pad: Pad) -> str:
    """What is said of a taxel that is left out; without one of a plate's cells neither force nor place is known."""
    if pad.is_plate:
        return _("{name}: no signal. Without it nothing is known.")
    return _("{name}: no signal. It is left out.")


def _pressed(snapshot: Snapshot, pad: Pad, unit: ForceUnit) -> Block:
    """What is felt just now: on the tile that feels most, or on a whole plate."""
    force_n = snapshot.touch.force_n
    felt_n = 0.0 if not len(force_n) else float(force_n.sum() if pad.is_plate else force_n.max())
    what = _("On the plate") if pad.is_plate else _("Most on a tile")
    return Block("pair", what, _("untouched") if felt_n < _QUIET_N else f"{shown_force(felt_n, unit)} {unit}")


def tile_said(name: str) -> str:
    """A tile's name without what joins its words."""
    return name.replace("_", " ")


def tare_page(state: SittingState, load: LoadMoment = NO_LOAD, unit: ForceUnit = "N") -> Page:
    """The right column, above its buttons: what can be done, and what came of it."""
    said: Page = ()
    if state.trouble and state.stage == "open":
        said = (Block("warning", plain(state.trouble)),)
    elif state.said:
        said = (Block("body", _(state.said)),)
    return (
        Block("heading", _("Tare")),
        Block("body", _("Take the hands off the foot and press Tare: what the untouched foot reads becomes zero.")),
        *said,
        *load_page(load, unit),
    )


def load_page(load: LoadMoment, unit: ForceUnit = "N") -> Page:
    """The load cell under the plate: how it is checked, and what came of it; nothing without one."""
    if load.stage == "none":
        return ()
    if load.stage == "done":
        return (Block("heading", _("Load cell")), _load_found(load, unit))
    says = {
        "known": _("L checks the tiles against it: hands off first, then one press that is held."),
        "rest": _("Hands off the foot … {left} s"),
        "press": _("Now press anywhere, firmly, and hold still … {left} s"),
    }
    return (Block("heading", _("Load cell")), Block("body", says[load.stage].format(left=math.ceil(load.left_s))))


def _load_found(load: LoadMoment, unit: ForceUnit) -> Block:
    """What the tiles said beside the load cell."""
    if (found := load.found) is None:
        return Block("warning", _("Nothing was held, or the cell said nothing. L tries again."))
    load_said, tiles_said = (f"{shown_force(force_n, unit)} {unit}" for force_n in (found.load_n, found.tiles_n))
    both = _("{load} by the load cell, {tiles} by the tiles.").format(load=load_said, tiles=tiles_said)
    if found.agrees:
        return Block("body", _("They agree: {both}").format(both=both))
    return Block("warning", _("They do not agree: {both} Calibrate the tiles.").format(both=both))


def rig_rows(boards: Sequence[PortInfo]) -> list[Row]:
    """What can be connected: the boards that are plugged in, and the virtual foot."""
    rows = [
        Row(one.description or one.device, f"{one.device} · {one.serial_number or _('no serial number')}")
        for one in boards
    ]
    return [
        Row(_("What to press on"), is_heading=True),
        *rows,
        Row(_(VIRTUAL), _("mouse: press, drag, wheel for force")),
    ]
