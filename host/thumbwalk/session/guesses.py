"""Guess, then reveal: what a learner thinks to have pressed in a set, kept beside what it was."""

from __future__ import annotations

from dataclasses import dataclass

MOST_N = 500.0
"""More than any thumb presses: what is guessed above it is a slip of the finger."""
ABOUT = 0.05
"""Who is no farther off, in parts of the force, was right: no hand tells less apart."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A set's force, newtons, as it was guessed and as it was."""

    title: str
    said_n: float
    was_n: float

    @property
    def error(self) -> float:
        """How far off the guess was, in parts of the force."""
        return self.said_n / self.was_n - 1.0

    @property
    def is_right(self) -> bool:
        """Whether the guess was as near as a hand can tell."""
        return abs(self.error) <= ABOUT
