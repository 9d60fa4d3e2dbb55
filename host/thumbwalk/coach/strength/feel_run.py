"""The test "which press was harder?" as it is done: fed touch, it says what comes next, and takes presses and answers.

Everything is done on the rig: a press grows until the bell and stays until the next; one tap says the first was harder,
two taps the second. So no hand leaves the foot, and no eye is needed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from thumbwalk.coach.strength.just_noticeable import Felt, JustNoticeable, just_noticeable
from thumbwalk.coach.strength.staircase import Staircase, Which
from thumbwalk.language import told
from thumbwalk.touch.touch_block import TouchBlock

Step = Literal["press", "hold", "let go", "answer", "over"]

MOST_PAIRS = 120
PAIRS = 50
"""What is asked for: some seven minutes."""
_REACHED = 0.9
"""The bell rings at this part of what is guided: a hand that hears it has gone on by about as much more."""
_HELD_S, _MEASURED_S = 1.0, 0.7
"""How long a press stays behind the bell, and how much of that at its end is measured."""
_TAP_S = 0.8
"""What is shorter is a tap: a press takes two seconds."""
_SECOND_TAP_S = 0.9
"""So long a second tap is waited for."""


@dataclass(frozen=True)
class FeelResult:
    """What the test found; ``done`` when all pairs are in and the figure could be told."""

    done: bool
    found: JustNoticeable
    pairs: tuple[Felt, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        found = self.found
        return {
            "done": self.done,
            "jnd": found.jnd,
            "jnd_low": found.low,
            "jnd_high": found.high,
            "pairs": [asdict(pair) for pair in self.pairs],
        }


class FeelRun:
    """Follows the test through a stream; plain state, and the same in any chunks.

    Parameters
    ----------
    seed : int
        Of the pairs.
    pairs : int
        How many are asked for.

    Attributes
    ----------
    step : Step
        What the hand is to do now.
    waited_s : float
        Stream time since the last touch.
    notes : list of str
        Why something did not count; whoever says them takes them away.
    """

    def __init__(self, seed: int, pairs: int = PAIRS) -> None:
        self._staircase, self._asked = Staircase(seed), pairs
        self._pressed_n: list[float] = []
        self._felt: list[Felt] = []
        self._taps = 0
        self._touched_s = self._free_s = 0.0
        self._held: list[float] = []
        self.step: Step = "press"
        self.waited_s = 0.0
        self.notes: list[str] = []

    @property
    def number(self) -> tuple[int, Which]:
        """The pair, from 1 on, and the press of it."""
        return len(self._felt) + 1, 2 if self._pressed_n else 1

    def feed(self, touch: TouchBlock) -> None:
        """Take the next touch of the stream."""
        step_s = touch.step_s
        for touching, force_n in zip(touch.touching.tolist(), touch.contact_n.tolist(), strict=True):
            self.waited_s = 0.0 if touching else self.waited_s + step_s
            self._take(touching, force_n, step_s)

    def result(self) -> FeelResult:
        """What was found so far."""
        found = just_noticeable(self._felt)
        return FeelResult(self.step == "over" and found.jnd is not None, found, tuple(self._felt))

    def _take(self, touching: bool, force_n: float, step_s: float) -> None:
        if self.step in ("press", "hold"):
            self._press(touching, force_n, step_s)
        elif self.step == "let go":
            if not touching:
                self.step = "press" if len(self._pressed_n) < 2 else "answer"
                self._touched_s = self._free_s = 0.0
        elif self.step == "answer":
            self._listen(touching, step_s)

    def _press(self, touching: bool, force_n: float, step_s: float) -> None:
        pair = self._staircase.pair
        asked_n = pair.second_n if self._pressed_n else pair.first_n
        if self.step == "press":
            if touching and force_n >= _REACHED * asked_n:
                self.step, self._held = "hold", []
            return
        if not touching:
            self.notes.append(told("Let go too early: stay until the second bell. Once more."))
            self.step = "press"
            return
        self._held.append(force_n)
        if len(self._held) * step_s >= _HELD_S:
            self._pressed_n.append(float(np.median(self._held[-round(_MEASURED_S / step_s) :])))
            self.step = "let go"

    def _listen(self, touching: bool, step_s: float) -> None:
        """Count taps: an answer is over when no second one came in time."""
        if touching:
            self._touched_s += step_s
            return
        if self._touched_s:
            if self._touched_s > _TAP_S:
                self.notes.append(told("That was no tap: tap once for the first, twice for the second."))
            else:
                self._taps += 1
            self._touched_s = self._free_s = 0.0
        self._free_s += step_s
        if self._taps == 2 or (self._taps == 1 and self._free_s >= _SECOND_TAP_S):
            self._answered(2 if self._taps == 2 else 1)

    def _answered(self, said: Which) -> None:
        first_n, second_n = self._pressed_n
        self._felt.append(Felt(first_n, second_n, said))
        self._staircase.answer(said)
        self._pressed_n, self._taps, self._free_s = [], 0, 0.0
        self.step = "over" if len(self._felt) == self._asked else "press"
