"""The names of the rooms that there is a way to from everywhere, without Qt."""

from __future__ import annotations

from collections.abc import Callable

Go = Callable[[str], object]
"""Leads to a room by its name."""

TODAY, DRILLS, FREE, GIVE, STRENGTH, PROGRESS = "Today", "Drills", "Free", "Give", "Strength", "Progress"
RIG, SETTINGS, HELP = "Rig", "Settings", "Help"
PRACTICE, WELCOME, DEMO = "Practice", "Welcome", "Demo"
CALIBRATE, TWO_WEIGHTS = "Calibrate", "Two weights"
NAMES = (TODAY, DRILLS, FREE, GIVE, STRENGTH, PROGRESS, RIG, SETTINGS, HELP)
"""As they stand in the header; the last two are the gear and the question mark."""
