"""How a rig is, in words: what is connected, its health and losses, and what to do next, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.link.ports import PortInfo
from thumbwalk.pad import Pad
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.session.sitting_state import SittingState

VIRTUAL = "Virtual foot"
_GUESSED = "Its newtons are a guess and are not scored: thumbwalk calibrate --quick."
_MEND = "Plug it in and press Connect, or choose the virtual foot."
_QUIET_N = 0.3
"""Less than this on every tile is an untouched foot."""


def plain(trouble: str) -> str:
    """What went wrong without the command line's remedy, which nobody in a window can use, and without long paths."""
    path, _, rest = trouble.partition(": ")
    if rest and ("/" in path or "\\" in path) and not path.startswith("/dev/"):
        return f"{PurePath(path).name}: {plain(rest)[:1].lower()}{plain(rest)[1:]}"
    what, _, mend = trouble.partition(";")
    if "--" in mend or "`" in mend:
        return f"{what[:1].upper()}{what[1:]}. {_MEND}" if "plugged" in what else f"{what[:1].upper()}{what[1:]}."
    return f"{trouble[:1].upper()}{trouble[1:]}"


def rig_page(snapshot: Snapshot, state: SittingState, pad: Pad) -> Page:
    """The left column: what is connected, and how it is."""
    return (*_head(snapshot, state, pad), Block("rule"), Block("heading", "Health"), *_health(snapshot, state, pad))


def _head(snapshot: Snapshot, state: SittingState, pad: Pad) -> Page:
    stream = snapshot.stream
    if state.stage == "opening" or state.busy:
        what = {"taring": "Taring, hands off the foot …"}.get(state.busy, "Connecting …")
        return Block("heading", "Rig"), Block("title", what)
    if state.stage != "open":
        why = plain(state.trouble) or "Nothing is connected."
        return Block("heading", "Rig"), Block("title", "No rig"), Block("warning", why)
    name = VIRTUAL if state.virtual else stream.identity or "Rig"
    if not stream.connected:
        return (
            Block("heading", "Rig"),
            Block("title", f"{name} does not answer"),
            Block("warning", plain(stream.message)),
        )
    return (
        Block("heading", "Connected"),
        Block("title", name),
        Block("muted", f"{pad.n_taxels} tiles, {stream.rate_hz:.0f} scans a second, a {pad.foot or 'right'} foot"),
    )


def _health(snapshot: Snapshot, state: SittingState, pad: Pad) -> Page:
    stream = snapshot.stream
    if state.stage != "open" or not stream.connected:
        return (Block("muted", "Nothing is known while nothing answers."),)
    lost = (
        (stream.lost_frames, "frames lost"),
        (stream.bad_frames, "frames damaged"),
        (stream.dropped, "frames dropped"),
        (stream.overruns, "scans missed"),
        (stream.restarts, "restarts"),
    )
    told = [f"{count} {what}" for count, what in lost if count]
    out = [name for name, gone in zip(pad.names, snapshot.touch.left_out, strict=False) if gone]
    loudest = float(snapshot.touch.force_n.max()) if len(snapshot.touch.force_n) else 0.0
    return (
        Block("pair", "Scans", "none lost" if not told else ", ".join(told)),
        Block("pair", "Tiles", "all answer" if not out else f"{len(out)} left out"),
        *(Block("warning", f"{name.replace('_', ' ')}: no signal. It is left out.") for name in out[:4]),
        Block("pair", "Calibrated", "yes" if stream.calibrated else "no"),
        *(() if stream.calibrated else (Block("muted", _GUESSED),)),
        Block("pair", "Most on a tile", "untouched" if loudest < _QUIET_N else f"{loudest:.1f} N"),
    )  # fmt: skip


def tare_page(state: SittingState) -> Page:
    """The right column, above its buttons: what can be done, and what came of it."""
    said: Page = ()
    if state.trouble and state.stage == "open":
        said = (Block("warning", plain(state.trouble)),)
    elif state.said:
        said = (Block("body", state.said),)
    return (
        Block("heading", "Tare"),
        Block("body", "Take the hands off the foot and press Tare: what the untouched foot reads becomes zero."),
        *said,
    )


def rig_rows(boards: Sequence[PortInfo]) -> list[Row]:
    """What can be connected: the boards that are plugged in, and the virtual foot."""
    rows = [
        Row(one.description or one.device, f"{one.device} · {one.serial_number or 'no serial number'}")
        for one in boards
    ]
    return [Row("What to press on", is_heading=True), *rows, Row(VIRTUAL, "mouse: press, drag, wheel for force")]
