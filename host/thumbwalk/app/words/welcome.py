"""The first minute in words: whose foot and hand, what to know once, and what to press on, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.choices import CHOICES
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.rig_page import plain
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.session.sitting_state import SittingState

YOU = tuple(one for one in CHOICES if one.key in ("foot", "hand"))
"""What is asked of somebody who is new: the same rows as in the settings."""
SHOW_ME = Row("Show me", "DEMO: a scripted hand, never scored")
TICK = "I have read it, and stop on pain"


def you_page() -> Page:
    """The first column."""
    return (
        Block("heading", "Welcome to Thumbwalk"),
        Block("title", "1 · You"),
        Block("muted", "Toes up, as you face the sole. Settings can turn it round."),
    )


def once_page() -> Page:
    """The second column: the safety page, short."""
    page = safety_page()
    return (
        Block("heading", "It takes a minute"),
        Block("title", "2 · Safety, once"),
        Block("body", "On a person not with:"),
        *(Block("item", one) for one in page.not_today),
        Block("muted", f"Ask a clinician first: {', '.join(page.ask_first)}."),
        Block("warning", page.stop),
        Block("muted", page.posture),
    )


def press_on_page(state: SittingState) -> Page:
    """The third column, above what can be connected: what comes next, or what went wrong."""
    why = (Block("warning", plain(state.trouble)),) if state.trouble else ()
    return (
        Block("heading", "What do you press on?"),
        Block("title", "3 · Rig"),
        *why,
        Block(
            "muted", "Then one hold of a few seconds. On a rig first hands off: what it reads untouched becomes zero."
        ),
    )


def begin_says(state: SittingState, *, read: bool, waits: bool, shows: bool) -> str:
    """What the button says: what is missing, what is going on, or that it can begin."""
    if shows:
        return "Show me"
    if not read:
        return "Tick 2 to begin"
    if not waits:
        return "Begin"
    return "Hands off the foot …" if state.busy == "taring" else "Connecting …"
