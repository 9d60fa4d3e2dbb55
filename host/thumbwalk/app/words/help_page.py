"""The pages of help: every key, and what to know before a person is practised on, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.language import _, marked

KEYS = (
    ("Enter, Space", marked("start what is chosen; in a drill Space pauses and goes on")),
    (marked("held on the heel"), marked("while nothing runs: starts; behind a drill: the next one")),
    (marked("two taps on the toes"), marked("behind a drill: this set again")),
    ("Esc", marked("back; in a drill: end it and keep it")),
    ("R", marked("behind a drill: again")),
    ("S", marked("this set again")),
    ("N", marked("next drill")),
    ("D", marked("before a drill: a scripted hand shows it; ← → another one")),
    ("H, B", marked("before a drill: half tempo, bite by bite")),
    ("W", marked("behind a drill: watch the set again")),
    (marked("comma, dot"), marked("slower, faster; ← → a bit on, or drag the trace")),
    ("↑ ↓", marked("choose a row")),
    ("← →", marked("change what is chosen: shelf, weeks, hand, answer")),
    (marked("↑ ↓, 0 to 9"), marked("where a force is guessed: more, less, or typed; Space says it")),
    (marked("Page up, down"), marked("scroll a page")),
    ("A", marked("in Drills: add drills, or follow a master’s file")),
    ("/", marked("search the drills; in Give the name")),
    ("P", marked("in Strength: pain stops the test")),
    ("→, L", marked("in a routine: next part, they ask for less")),
    (marked("1 to 7"), marked("the rooms, from Today to Rig")),
    ("8, ?", marked("settings, and this page")),
    ("0", marked("in Rig: tare")),
    ("L", marked("in Rig: check the load cell; in a routine: less")),
    ("X", marked("virtual rig: play a fault; in Rig choose which")),
    ("C, W", marked("in Rig: calibrate; with two weights")),
    ("+ −", marked("larger and smaller text")),
    ("T", marked("light or dark")),
    ("O", marked("the traditional map over the foot")),
    ("M", marked("sound off, and on again")),
    ("F", marked("fill the screen")),
    ("Q", marked("close; everything is kept")),
)
"""Every key of the window, and what it does; docs/commands.md has them, too."""
MOUSE = marked(
    "With the virtual foot the mouse is the hand: press and drag on the sole; the wheel sets the force. "
    "A press that moves is a glide, one that is let go is a knead."
)


def keys_page() -> Page:
    """The left column."""
    return (
        Block("heading", _("Keys")),
        *(Block("pair", _(does), _(key)) for key, does in KEYS),
        Block("rule"),
        Block("heading", _("Mouse")),
        Block("body", _(MOUSE)),
    )


def words_page() -> Page:
    """The middle column: what the big words mean."""
    return (
        Block("heading", _("What it says")),
        Block("pair", _("place, force and pace are right"), _("Good")),
        Block("pair", _("more force"), _("Deeper ↑")),
        Block("pair", _("less force"), _("Lighter ↓")),
        Block("pair", _("over the comfort limit"), _("Ease off ↓")),
        Block("pair", _("the pace"), _("Faster » Slower «")),
        Block("pair", _("beside the place"), _("Move")),
        Block("rule"),
        Block("heading", _("Score")),
        Block("body", _("100 less what each thing cost is the score. Stars stand at 60, 75 and 90.")),
        Block("muted", _("Bands are starting values. The comfort limit caps the score: a receiver feels it.")),
        Block("rule"),
        Block("heading", _("What is kept")),
        Block("body", _("Each practice in a folder of its own: the recording, the score, a picture. "
                        "Nothing leaves this machine.")),
    )  # fmt: skip


def when_not() -> Page:
    """When a person is not to be practised on; every page that tells of safety begins so."""
    page = safety_page()
    return (
        Block("heading", _(page.title)),
        Block("body", _("Not today with:")),
        *(Block("item", _(one)) for one in page.not_today),
        Block("body", _("Ask a clinician first: {whom}.").format(whom=", ".join(map(_, page.ask_first)))),
        Block("warning", _(page.stop)),
    )


def safety_words() -> Page:
    """The right column."""
    page = safety_page()
    return (
        *when_not(),
        Block("body", _(page.hands)),
        Block("body", _(page.posture)),
        Block("muted", " ".join(map(_, page.what_it_is))),
    )
