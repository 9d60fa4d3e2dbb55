"""The names of the rooms that there is a way to from everywhere, without Qt."""

from __future__ import annotations

from collections.abc import Callable

Go = Callable[[str], object]
"""Leads to a room by its name."""

TODAY, DRILLS, FREE, RIG, SETTINGS, HELP = "Today", "Drills", "Free", "Rig", "Settings", "Help"
PRACTICE, CALIBRATE, TWO_WEIGHTS = "Practice", "Calibrate", "Two weights"
NAMES = (TODAY, DRILLS, FREE, RIG, SETTINGS, HELP)
"""As they stand in the header; the last two are the gear and the question mark."""
