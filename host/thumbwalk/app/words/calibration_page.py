"""Calibrating in words: where it stands on the left, what to do now on the right, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.language import _, capital, marked, told, with_values
from thumbwalk.session.tile_calibration import CalibrationMoment

MEASURE_AGAIN, A_NUMBER = marked("measure again"), marked("type a number, or nothing for what is asked")
"""What the window has in place of the enter key, and of the commands that are typed in a terminal."""
SOON_S = 90.0
"""Below this the time that is left is told in seconds."""
_ASKS = {
    "rest": (marked("Take everything off"), marked("Nothing may touch the foot: this is the zero of every tile.")),
    "press in": (
        marked("Press it in"),
        marked(
            "Press the outlined tile five times, harder than the heaviest weight, then let go: it settles the sensor."
        ),
    ),
    "loading": (
        marked("Put {weight} on"),
        marked("On the outlined tile, in its middle. Wait until it says that it rests."),
    ),
    "unloading": (
        marked("Down to {weight}"),
        marked("Take off what is too much. Wait until it says that it rests."),
    ),
    "finished": (marked("All tiles are done"), marked("Press Keep: the newtons are measured from now on.")),
}
_BY_ITSELF = {
    "rest": marked("Nothing touches the virtual foot: this is the zero of every tile."),
    "press in": marked("The virtual foot's own hand presses it: nothing for you to do but say so."),
    "loading": marked("The virtual foot's own hand puts it on the outlined tile. Wait until it says that it rests."),
    "unloading": marked("The virtual foot's own hand takes off what is too much. Wait until it says that it rests."),
}
"""In place of how it is done, where nobody has to do it."""


def steps_page(moment: CalibrationMoment, *, quick: bool) -> Page:
    """The left column: how far it is, how long it takes."""
    title = _("Two weights") if quick else _("Calibrate the tiles")
    told = _("{n} of {of} done").format(n=len(moment.done), of=moment.of)
    left = "" if moment.doing.kind == "finished" else _(" · about {time} left").format(time=_time(moment.left_s))
    how = (
        _("Two weights on three tiles. The other tiles get the level of these.")
        if quick
        else _("Weights, or the foot on a kitchen scale: press until it shows what is asked for; hold it.")
    )
    return (
        Block("heading", _("Calibrate")),
        Block("title", title),
        Block("muted", told + left),
        Block("rule"),
        Block("body", how),
        Block("muted", _("Type what the scale shows if it is not what was asked. "
                         "What is done is kept when you leave.")),
        Block("gap"),
        Block("pair", _("take the last reading back"), "Backspace"),
        Block("pair", _("no more weights on this tile"), "E"),
        Block("pair", _("leave this tile as it is"), "K"),
    )  # fmt: skip


def ask_page(moment: CalibrationMoment) -> Page:
    """The right column: what to do now, and whether the last answer was accepted."""
    title, how = _ASKS[moment.doing.kind]
    if moment.by_own_hand:
        how = _BY_ITSELF.get(moment.doing.kind, how)
    weight = f"{moment.doing.weight:g} {moment.unit}"
    heading = _("Tile {tile}").format(tile=moment.tile) if moment.tile else _("All tiles")
    return (
        Block("heading", heading),
        Block("title", _(title).format(weight=weight)),
        Block("body", _(how)),
        *((Block("warning" if moment.refused else "muted", _told(moment)),) if moment.said else ()),
    )


def rest_line(moment: CalibrationMoment) -> tuple[str, bool]:
    """Whether the tile has come to rest, in words, and whether it has; "" where that is not asked."""
    if moment.is_steady is None:
        return "", False
    return (_("at rest: measure"), True) if moment.is_steady else (_("still moving …"), False)


def button_text(moment: CalibrationMoment) -> str:
    """What the deciding button says."""
    kind = moment.doing.kind
    if kind in ("loading", "unloading"):
        return _("Measure {weight:g} {unit}").format(weight=moment.doing.weight, unit=moment.unit)
    return {"rest": _("It is off"), "press in": _("It is pressed in")}.get(kind, _("Keep"))


def _told(moment: CalibrationMoment) -> str:
    # nobody types here
    here = with_values(moment.said, again=told(MEASURE_AGAIN), commands=told(A_NUMBER))
    said = capital(_(here).replace("_", " "))
    if said[-1:] not in ".!?":
        said += "."
    return _("Not accepted yet. {said}").format(said=said) if moment.refused else said


def _time(seconds: float) -> str:
    return f"{10 * max(1, round(seconds / 10)):.0f} s" if seconds < SOON_S else f"{seconds / 60:.0f} min"
