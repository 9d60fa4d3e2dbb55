"""The settings in words: what can be chosen, and what each choice means, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thumbwalk.language import _, capital, marked
from thumbwalk.session.preferences import TEXT_SIZES, Preferences


@dataclass(frozen=True)
class Choice:
    """One setting: its key, what it is called and does, and its values with how they are shown, all in English."""

    key: str
    title: str
    second: str
    values: tuple[Any, ...]
    shown: tuple[str, ...]

    def at(self, preferences: Preferences) -> int:
        """Which of the values is in force, the nearest one."""
        now = getattr(preferences, self.key)
        if now in self.values:
            return self.values.index(now)
        return min(range(len(self.values)), key=lambda index: abs(self.values[index] - now))

    def moved(self, preferences: Preferences, by: int) -> Any:
        """The value so many steps on; the ends are ends."""
        return self.values[min(max(self.at(preferences) + by, 0), len(self.values) - 1)]


_SIZES = (TEXT_SIZES[0], 0.85, 1.0, 1.15, TEXT_SIZES[1])

CHOICES = (
    Choice(
        *("foot", marked("Foot"), marked("which one you practise on")),
        *(("left", "right"), (marked("left"), marked("right"))),
    ),
    Choice(
        *("hand", marked("Hand"), marked("each has curves of its own")),
        *(("", "left", "right", "both"), ("–", "left", "right", marked("both"))),
    ),
    Choice(
        *("view", marked("View"), marked("toes up, as you face the sole; or as its owner sees it")),
        *(("practitioner", "receiver"), (marked("toes up"), marked("toes down"))),
    ),
    Choice(
        *("text_size", marked("Text size"), marked("the live rooms scale as one")),
        *(_SIZES, ("70 %", "85 %", "100 %", "115 %", "130 %")),
    ),
    Choice(
        *("looks", marked("Colours"), marked("T changes them, too")),
        *(("system", "light", "dark"), (marked("system"), marked("light"), marked("dark"))),
    ),
    Choice("unit", marked("Force in"), marked("one newton is about 100 g"), ("N", "g", "kg"), ("N", "g", "kg")),
    Choice(
        *("help", marked("Help"), marked("fades as you learn")),
        ("fades", "drill", "live", "bandwidth", "after"),
        (marked("fades"), marked("drill's"), marked("always"), marked("if off"), marked("after")),
    ),
    Choice(
        *("level", marked("Bands"), marked("only the drill’s own pass")),
        ("drill", "wide", "medium", "narrow"),
        (marked("drill's"), marked("wide"), marked("medium"), marked("narrow")),
    ),
    Choice(
        *("volume", marked("Sound"), marked("M turns it off and on"), (0.0, 0.3, 0.6, 1.0)),
        (marked("off"), marked("soft"), marked("normal"), marked("loud")),
    ),
    Choice(
        *("starts_by_touch", marked("The foot as a remote"), marked("heel: start; toes twice: again")),
        (False, True),
        (marked("off"), marked("on")),
    ),
    Choice(
        *("map", marked("Reflexology map"), marked("traditional; O shows it, too"), (False, True)),
        (marked("off"), marked("on")),
    ),
    Choice(
        *("calm", marked("Motion"), marked("by steps, if it troubles you"), (False, True)),
        (marked("smooth"), marked("steps")),
    ),
    Choice(
        *("rig", marked("At the start"), marked("a board, or the virtual foot"), ("auto", "virtual")),
        (marked("board"), marked("virtual")),
    ),
)
"""In the order in which they stand; docs/files.md explains each key."""


def language_choice(codes: Sequence[str], shown: Sequence[str]) -> Choice:
    """The language: those that there are, each called as it calls itself."""
    return Choice("language", marked("Language"), marked("a file adds another"), tuple(codes), tuple(shown))


def sound_said(preferences: Preferences, why_silent: str) -> str:
    """How it is with the sounds, in a line: why there are none, or how early they come; "" where all is plain."""
    if preferences.volume <= 0.0:
        return ""
    if why_silent:
        return _("{why}. All of it is on the screen as well.").format(why=capital(_(why_silent)).rstrip("."))
    lead_ms = preferences.sound_lead_ms
    said = _("Sounds come {n} ms early, as your presses have shown.")
    return said.format(n=f"{lead_ms:.0f}") if lead_ms >= 1.0 else ""
