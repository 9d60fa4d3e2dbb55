"""The pages of help: every key, and what to know before a person is practised on, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.coach.person.safety_page import safety_page

KEYS = (
    ("Enter, Space", "start what is chosen; in a drill Space pauses and goes on"),
    ("held on the heel", "while nothing runs: starts; behind a drill: the next one"),
    ("two taps on the toes", "behind a drill: this set again"),
    ("Esc", "back; in a drill: end it and keep it"),
    ("R", "behind a drill: again"),
    ("S", "this set again"),
    ("N", "next drill"),
    ("W", "behind a drill: watch the set again"),
    ("comma, dot", "slower, faster; ← → a bit on, or drag the trace"),
    ("↑ ↓", "choose a row"),
    ("← →", "change what is chosen: shelf, weeks, hand, answer"),
    ("↑ ↓, 0 to 9", "where a force is guessed: more, less, or typed; Space says it"),
    ("Page up, down", "scroll a page"),
    ("/", "search the drills; in Give the name"),
    ("P", "in Strength: pain stops the test"),
    ("→, L", "in a routine: next part, they ask for less"),
    ("1 to 7", "the rooms, from Today to Rig"),
    ("8, ?", "settings, and this page"),
    ("0", "in Rig: tare"),
    ("C, W", "in Rig: calibrate; with two weights"),
    ("+ −", "larger and smaller text"),
    ("T", "light or dark"),
    ("O", "the traditional map over the foot"),
    ("M", "sound off, and on again"),
    ("F", "fill the screen"),
    ("Q", "close; everything is kept"),
)
"""Every key of the window, and what it does; docs/commands.md has them, too."""
MOUSE = (
    "With the virtual foot the mouse is the hand: press and drag on the sole; the wheel sets the force. "
    "A press that moves is a glide, one that is let go is a knead."
)


def keys_page() -> Page:
    """The left column."""
    return (
        Block("heading", "Keys"),
        *(Block("pair", does, key) for key, does in KEYS),
        Block("rule"),
        Block("heading", "Mouse"),
        Block("body", MOUSE),
    )


def words_page() -> Page:
    """The middle column: what the big words mean."""
    return (
        Block("heading", "What it says"),
        Block("pair", "place, force and pace are right", "Good"),
        Block("pair", "more force", "Deeper ↑"),
        Block("pair", "less force", "Lighter ↓"),
        Block("pair", "over the comfort limit", "Ease off ↓"),
        Block("pair", "the pace", "Faster » Slower «"),
        Block("pair", "beside the place", "Move"),
        Block("rule"),
        Block("heading", "Score"),
        Block("body", "100 less what each thing cost is the score. Stars stand at 60, 75 and 90."),
        Block("muted", "Bands are starting values. The comfort limit caps the score: a receiver feels it."),
        Block("rule"),
        Block("heading", "What is kept"),
        Block("body", "Each practice in a folder of its own: the recording, the score, a picture. Nothing leaves this "
              "machine."),
    )  # fmt: skip


def when_not() -> Page:
    """When a person is not to be practised on; every page that tells of safety begins so."""
    page = safety_page()
    return (
        Block("heading", page.title),
        Block("body", "Not today with:"),
        *(Block("item", one) for one in page.not_today),
        Block("body", f"Ask a clinician first: {', '.join(page.ask_first)}."),
        Block("warning", page.stop),
    )


def safety_words() -> Page:
    """The right column."""
    page = safety_page()
    return (
        *when_not(),
        Block("body", page.hands),
        Block("body", page.posture),
        Block("muted", " ".join(page.what_it_is)),
    )
