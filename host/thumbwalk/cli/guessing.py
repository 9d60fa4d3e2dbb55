"""Guess, then reveal, in the terminal: after a set one types how hard it was, and is then told."""

from __future__ import annotations

from collections.abc import Callable

from thumbwalk.session.guesses import ABOUT, MOST_N, Guess
from thumbwalk.session.screen.snapshot import Snapshot

_LOOK_S = 0.01
"""So long a line is waited for; who follows the drill looks again soon."""
_ASKED = "How hard was that, in newtons? Type it and press Enter."


class Guessing:
    """Asks for the force of each set that is to be guessed, and tells it then, or when the next set begins.

    Parameters
    ----------
    wait : callable or None
        Gives the line that comes in so many seconds, or None; None where nobody types: then forces are only told.

    Attributes
    ----------
    guesses : list of Guess
        Those that were made so far.
    """

    def __init__(self, wait: Callable[[float], str | None] | None) -> None:
        self._wait = wait
        self._open: tuple[str, float] | None = None
        self._told: set[int] = set()
        self.guesses: list[Guess] = []

    def look(self, now: Snapshot) -> list[str]:
        """What is to be said now, a line each."""
        state = now.drill
        if state is None:
            return []
        index = state.phase.set_index
        before = len(state.drill.sets) - 1 if index is None else index - 1
        if state.revealed_n is not None and before not in self._told:
            self._told.add(before)
            self._open = state.drill.sets[before].title, state.revealed_n
            if self._wait is not None:
                return [_ASKED]
        if self._open is None:
            return []
        if self._wait is None or state.revealed_n is None:
            return self.give_up()
        typed = self._wait(_LOOK_S)
        return [] if typed is None else self._take(typed)

    def give_up(self) -> list[str]:
        """Tell a force that nobody guessed in time."""
        if self._open is None:
            return []
        (_, was_n), self._open = self._open, None
        return [f"It was {was_n:.1f} N."]

    def said(self) -> list[str]:
        """What the guesses came to, in the end."""
        if not self.guesses:
            return []
        mean = sum(one.error for one in self.guesses) / len(self.guesses)
        if abs(mean) <= ABOUT:
            return ["Your guesses were right on the whole."]
        return [f"Your guesses were {100 * abs(mean):.0f} % too {'high' if mean > 0.0 else 'low'} on the whole."]

    def _take(self, typed: str) -> list[str]:
        try:
            said_n = float(typed.replace(",", ".").removesuffix("N").strip())
        except ValueError:
            said_n = -1.0
        if not 0.0 <= said_n <= MOST_N or self._open is None:
            return [f"That is no force: type newtons from 0 to {MOST_N:g}, such as 9.5."]
        (title, was_n), self._open = self._open, None
        guess = Guess(title, said_n, was_n)
        self.guesses.append(guess)
        if guess.is_right:
            return [f"It was {was_n:.1f} N: you felt that."]
        how = "much" if guess.error > 0 else "little"
        return [f"It was {was_n:.1f} N: you said {100 * abs(guess.error):.0f} % too {how}."]
