"""Calibrating in words: where it stands on the left, what to do now on the right, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.session.tile_calibration import CalibrationMoment

SOON_S = 90.0
"""Below this the time that is left is told in seconds."""
_ASKS = {
    "rest": ("Take everything off", "Nothing may touch the foot: this is the zero of every tile."),
    "press in": (
        "Press it in",
        "Press the outlined tile five times, harder than the heaviest weight, then let go: it settles the sensor.",
    ),
    "loading": ("Put {weight} on", "On the outlined tile, in its middle. Wait until it says that it rests."),
    "unloading": ("Down to {weight}", "Take off what is too much. Wait until it says that it rests."),
    "finished": ("All tiles are done", "Press Keep: the newtons are measured from now on."),
}


def steps_page(moment: CalibrationMoment, *, quick: bool) -> Page:
    """The left column: how far it is, how long it takes."""
    title = "Two weights" if quick else "Calibrate the tiles"
    told = f"{len(moment.done)} of {moment.of} done"
    left = "" if moment.doing.kind == "finished" else f" · about {_time(moment.left_s)} left"
    how = (
        "Two weights on three tiles. The other tiles get the level of these."
        if quick
        else "Weights, or the foot on a kitchen scale: press until it shows what is asked for; hold it."
    )
    return (
        Block("heading", "Calibrate"),
        Block("title", title),
        Block("muted", told + left),
        Block("rule"),
        Block("body", how),
        Block("muted", "Type what the scale shows if it is not what was asked. What is done is kept when you leave."),
        Block("gap"),
        Block("pair", "take the last reading back", "Backspace"),
        Block("pair", "no more weights on this tile", "E"),
        Block("pair", "leave this tile as it is", "K"),
    )  # fmt: skip


def ask_page(moment: CalibrationMoment) -> Page:
    """The right column: what to do now, and whether the last answer was accepted."""
    title, how = _ASKS[moment.doing.kind]
    weight = f"{moment.doing.weight:g} {moment.unit}"
    heading = f"Tile {moment.tile}" if moment.tile else "All tiles"
    return (
        Block("heading", heading),
        Block("title", title.format(weight=weight)),
        Block("body", how),
        *((Block("warning" if moment.refused else "muted", _told(moment)),) if moment.said else ()),
    )


def rest_line(moment: CalibrationMoment) -> tuple[str, bool]:
    """Whether the tile has come to rest, in words, and whether it has; "" where that is not asked."""
    if moment.is_steady is None:
        return "", False
    return ("at rest: measure", True) if moment.is_steady else ("still moving …", False)


def button_text(moment: CalibrationMoment) -> str:
    """What the deciding button says."""
    kind = moment.doing.kind
    if kind in ("loading", "unloading"):
        return f"Measure {moment.doing.weight:g} {moment.unit}"
    return {"rest": "It is off", "press in": "It is pressed in"}.get(kind, "Keep")


def _told(moment: CalibrationMoment) -> str:
    said = moment.said.replace("_", " ").replace(", and press enter again", ", and measure again")
    said = said[:1].upper() + said[1:]
    if said[-1:] not in ".!?":
        said += "."
    return f"Not accepted yet. {said}" if moment.refused else said


def _time(seconds: float) -> str:
    return f"{10 * max(1, round(seconds / 10)):.0f} s" if seconds < SOON_S else f"{seconds / 60:.0f} min"
