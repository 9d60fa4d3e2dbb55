"""Guess, then reveal: a force that is chosen in big steps or typed, and its question, without Qt."""

from __future__ import annotations

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.words.moment import CoachText
from thumbwalk.coach.feedback.amounts import ForceUnit, newtons, shown_force
from thumbwalk.language import _
from thumbwalk.session.guesses import MOST_N
from thumbwalk.session.screen.snapshot import Snapshot

_STEPS: dict[ForceUnit, float] = {"N": 1.0, "g": 100.0, "kg": 0.1}
"""From one force to the next: about as small a difference as a hand tells, for fingers that are oily."""
_LARGE = 5
"""Steps in a large one."""
_FIRST = 10
"""Steps from nothing to the force that stands there first: the middle of what drills ask for."""
_TOLD_S = 2.0
"""So long before the next set a force that nobody has guessed is told: it must be read before hands are wanted."""
_MOST_TYPED = 5


class GuessDial:
    """A guess that is being made: `follow` it by the snapshots; it asks for what it needs by the room's actions.

    Attributes
    ----------
    is_open : bool
        Whether a force is asked for just now, and can be said.
    """

    def __init__(self) -> None:
        self.is_open = False
        self._actions = Actions()
        self._unit: ForceUnit = "N"
        self._steps: float = _FIRST
        self._typed = ""
        self._has_paused = False

    def use(self, actions: Actions, unit: ForceUnit) -> None:
        """Take over what can be asked for, and the unit."""
        self._actions, self._unit = actions, unit

    def follow(self, snapshot: Snapshot) -> None:
        """Open with the question and close with the answer; tell who has not begun to answer shortly before a set."""
        asks = snapshot.asks_guess and self._actions.guess is not None
        if asks and not self.is_open:
            self._steps, self._typed, self._has_paused = _FIRST, "", False
        self.is_open = asks
        state = snapshot.drill
        # a drill's end comes a moment before its result, and hurries nobody
        rests = state is not None and state.phase.kind == "rest" and not state.stand
        if asks and state is not None and rests and state.phase_left_s < _TOLD_S:
            self.give_up()

    def step(self, by: float) -> None:
        """Go some steps up or down."""
        self._wait()
        now = self.value / _STEPS[self._unit]
        self._steps, self._typed = min(max(round(now + by), 0), MOST_N / newtons(_STEPS[self._unit], self._unit)), ""

    def type(self, sign: str) -> None:
        """Take a digit or a point behind what was typed before."""
        self._wait()
        if len(self._typed) < _MOST_TYPED and not (sign == "." and "." in self._typed):
            self._typed += sign

    def erase(self) -> None:
        """Take back what was typed last."""
        self._typed = self._typed[:-1]

    @property
    def value(self) -> float:
        """The force that stands there, in the unit."""
        typed = self._typed.strip(".")
        return float(typed) if typed else self._steps * _STEPS[self._unit]

    def confirm(self) -> None:
        """Say it: the answer comes with the next snapshot."""
        self._answer(min(newtons(self.value, self._unit), MOST_N))

    def give_up(self) -> None:
        """Be told instead."""
        self._answer(None)

    def offers(self) -> tuple[Offer, ...]:
        """What can be done, in the footer's order."""
        return (
            Offer("↓", _("less"), lambda: self.step(-1), "−"),
            Offer("↑", _("more"), lambda: self.step(1), "+"),
            Offer("Space", _("that is it"), self.confirm, _("That is it"), advised=True),
            Offer("Esc", _("tell me"), self.give_up),
        )

    def keys(self) -> dict[str, Act]:
        """What else can be done, by the keys' names in Qt."""
        digits: dict[str, Act] = {f"Key_{digit}": lambda sign=digit: self.type(sign) for digit in "0123456789"}  # type: ignore[misc]
        return digits | {
            "Key_Period": lambda: self.type("."),
            "Key_Comma": lambda: self.type("."),
            "Key_Backspace": self.erase,
            "Key_Up": lambda: self.step(1),
            "Key_Right": lambda: self.step(1),
            "Key_Down": lambda: self.step(-1),
            "Key_Left": lambda: self.step(-1),
            "Key_PageUp": lambda: self.step(_LARGE),
            "Key_PageDown": lambda: self.step(-_LARGE),
        }

    def text(self) -> CoachText:
        """The question and the force that stands there."""
        force = self._typed or shown_force(newtons(self.value, self._unit), self._unit)
        return CoachText(
            word=_("How hard was it?"),
            sign="press",
            tone="good",
            force=f"{force} {self._unit}",
            aim="",
            detail=_("Guess first: ↑ ↓, or type it. Space says it, Esc tells you."),
            beside=_("you say"),
        )

    def _wait(self) -> None:
        """Have the clock stand still while somebody thinks."""
        if not self._has_paused and self._actions.pause is not None:
            self._actions.pause()
            self._has_paused = True

    def _answer(self, said_n: float | None) -> None:
        if self._actions.guess is not None:
            self._actions.guess(said_n)
        if self._has_paused and self._actions.resume is not None:
            self._actions.resume()
            self._has_paused = False
