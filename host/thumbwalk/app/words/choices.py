"""The settings in words: what can be chosen, and what each choice means, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thumbwalk.session.preferences import TEXT_SIZES, Preferences


@dataclass(frozen=True)
class Choice:
    """One setting: its key, what it is called and does, and its values with how they are shown."""

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
    Choice("foot", "Foot", "which one you practise on", ("left", "right"), ("left", "right")),
    Choice(
        *("hand", "Hand", "each has curves of its own"),
        *(("", "left", "right", "both"), ("–", "left", "right", "both")),
    ),
    Choice(
        *("view", "View", "toes up, as you face the sole; or as its owner sees it"),
        *(("practitioner", "receiver"), ("toes up", "toes down")),
    ),
    Choice(
        "text_size", "Text size", "the live rooms scale as one", _SIZES, ("70 %", "85 %", "100 %", "115 %", "130 %")
    ),
    Choice("looks", "Colours", "T changes them, too", ("system", "light", "dark"), ("system", "light", "dark")),
    Choice("unit", "Force in", "one newton is about 100 g", ("N", "g", "kg"), ("N", "g", "kg")),
    Choice(
        *("help", "Help", "fades as you learn"),
        *(("fades", "drill", "live", "bandwidth", "after"), ("fades", "drill's", "always", "if off", "after")),
    ),
    Choice("volume", "Sound", "M turns it off and on", (0.0, 0.3, 0.6, 1.0), ("off", "soft", "normal", "loud")),
    Choice(
        "starts_by_touch",
        "The foot as a remote",
        "heel: start; toes twice: again",
        (False, True),
        ("off", "on"),
    ),
    Choice("map", "Reflexology map", "traditional; O shows it, too", (False, True), ("off", "on")),
    Choice("calm", "Motion", "by steps, if it troubles you", (False, True), ("smooth", "steps")),
    Choice("rig", "At the start", "a board, or the virtual foot", ("auto", "virtual"), ("board", "virtual")),
)
"""In the order in which they stand; docs/files.md explains each key."""


def sound_said(preferences: Preferences, why_silent: str) -> str:
    """How it is with the sounds, in a line: why there are none, or how early they come; "" where all is plain."""
    if preferences.volume <= 0.0:
        return ""
    if why_silent:
        return f"{why_silent[:1].upper()}{why_silent[1:].rstrip('.')}. All of it is on the screen as well."
    lead_ms = preferences.sound_lead_ms
    return f"Sounds come {lead_ms:.0f} ms early, as your presses have shown." if lead_ms >= 1.0 else ""
