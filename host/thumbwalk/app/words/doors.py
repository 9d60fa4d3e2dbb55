"""The names of the rooms that there is a way to from everywhere, without Qt."""

from __future__ import annotations

from collections.abc import Callable

from thumbwalk.language import marked

Go = Callable[[str], object]
"""Leads to a room by its name."""

TODAY, DRILLS, FREE, GIVE = marked("Today"), marked("Drills"), marked("Free"), marked("Give")
STRENGTH, PROGRESS, RIG, SETTINGS = marked("Strength"), marked("Progress"), marked("Rig"), marked("Settings")
HELP, PRACTICE, WELCOME, DEMO = marked("Help"), marked("Practice"), marked("Welcome"), marked("Demo")
CALIBRATE, TWO_WEIGHTS, TRIALS = marked("Calibrate"), marked("Two weights"), marked("Faults")
NAMES = (TODAY, DRILLS, FREE, GIVE, STRENGTH, PROGRESS, RIG, SETTINGS, HELP)
"""As they stand in the header; the last two are the gear and the question mark."""
