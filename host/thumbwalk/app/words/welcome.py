"""The first minute in words: whose foot and hand, what to know once, and what to press on, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.choices import CHOICES
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.rig_page import plain
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.language import _, marked
from thumbwalk.session.sitting_state import SittingState

YOU = tuple(one for one in CHOICES if one.key in ("foot", "hand"))
"""What is asked of somebody who is new: the same rows as in the settings."""
TICK = marked("I have read it, and stop on pain")


def show_me() -> Row:
    """What is there for who only wants to look."""
    return Row(_("Show me"), _("DEMO: a scripted hand, never scored"))


def you_page() -> Page:
    """The first column."""
    return (
        Block("heading", _("Welcome to Thumbwalk")),
        Block("title", _("1 · You")),
        Block("muted", _("Toes up, as you face the sole. Settings can turn it round.")),
    )


def once_page() -> Page:
    """The second column: the safety page, short."""
    page = safety_page()
    return (
        Block("heading", _("It takes a minute")),
        Block("title", _("2 · Safety, once")),
        Block("body", _("On a person not with:")),
        *(Block("item", _(one)) for one in page.not_today),
        Block("muted", _("Ask a clinician first: {whom}.").format(whom=", ".join(map(_, page.ask_first)))),
        Block("warning", _(page.stop)),
        Block("muted", _(page.posture)),
    )


def press_on_page(state: SittingState) -> Page:
    """The third column, above what can be connected: what comes next, or what went wrong."""
    why = (Block("warning", plain(state.trouble)),) if state.trouble else ()
    return (
        Block("heading", _("What do you press on?")),
        Block("title", _("3 · Rig")),
        *why,
        Block(
            "muted",
            _("Then one hold of a few seconds. On a rig first hands off: what it reads untouched becomes zero."),
        ),
    )


def begin_says(state: SittingState, *, read: bool, waits: bool, shows: bool) -> str:
    """What the button says: what is missing, what is going on, or that it can begin."""
    if shows:
        return _("Show me")
    if not read:
        return _("Tick 2 to begin")
    if not waits:
        return _("Begin")
    return _("Hands off the foot …") if state.busy == "taring" else _("Connecting …")
