"""A test of strength as it is done: fed touch, it says what is asked now, and in the end what was found."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from thumbwalk.coach.strength.press_figures import endurance_s, held_peak_n, steadiness_cv
from thumbwalk.coach.strength.protocol import ENDURANCE_FLOOR, PressCue, StrengthTest, TestName
from thumbwalk.coach.strength.strength_figures import Done, Figures, MeasuredPress, is_force
from thumbwalk.errors import DrillError
from thumbwalk.language import marked, told
from thumbwalk.touch.touch_block import TouchBlock

MOST_N = 60.0
"""The rig's own alarm: above it a force is told as that much at least."""
_LEAST_SHARE_HEARD = 0.95
"""Of a press that lost more of its samples on the way nothing is said."""
_STEADY_FROM, _STEADY_UNTIL = 0.1, 0.9
"""The middle 80 % of a press, as of a hold."""
_LEAST_PRESS_N = 1.0
"""Who presses less has not pressed."""
_OVERRUN_S = 0.2
"""A press that began on its cue ends about as much later as it came late."""
_LOOK_S = 0.25
"""How often it is looked whether endurance is over, by the stream's clock."""


@dataclass(frozen=True)
class StrengthResult:
    """What a test found; figures that need newtons are None on a rig that is not calibrated.

    ``own_peak_n`` is the peak that shares are parts of; ``peak_n`` is what was reached here; ``over_range`` says that
    the rig's end was reached, so that a peak is that much at least.
    """

    test: TestName
    done: bool
    calibrated: bool
    own_peak_n: float | None
    peak_n: float | None
    over_range: bool
    figures: Figures
    presses: tuple[MeasuredPress, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values, the same for every test."""
        return {
            "test": self.test,
            "done": self.done,
            "calibrated": self.calibrated,
            "own_peak_n": self.own_peak_n,
            "peak_n": self.peak_n,
            "over_range": self.over_range,
            "figures": self.figures,
            "presses": [asdict(press) for press in self.presses],
        }


class StrengthRun:
    """Follows one test; its clock is the stream's, from the first sample on.

    Parameters
    ----------
    test : StrengthTest
        What is asked.
    own_peak_n : float or None
        The own peak, which shares are parts of.
    calibrated : bool
        Whether newtons are newtons.

    Raises
    ------
    DrillError
        When the test is in parts of a peak that is not known, or the rig has no newtons to meet it with.
    """

    def __init__(self, test: StrengthTest, *, own_peak_n: float | None, calibrated: bool) -> None:
        if test.needs_peak and not calibrated:
            raise DrillError(
                told(
                    "'{name}' is in parts of your own peak, and the newtons of a rig that is not calibrated "
                    "are a guess; calibrate it: `thumbwalk calibrate --quick`",
                    name=test.name,
                )
            )
        if test.needs_peak and own_peak_n is None:
            raise DrillError(
                told(
                    "'{name}' is in parts of your own peak, which is not known for this hand; press it "
                    "first: `thumbwalk strength peak`",
                    name=test.name,
                )
            )
        self.test, self._own_peak_n, self._calibrated = test, own_peak_n, calibrated
        self._blocks: list[TouchBlock] = []
        self._origin_s: float | None = None
        self._looked, self._given_out = -1, False
        self.now_s = 0.0

    @property
    def cue(self) -> PressCue:
        """What is asked now."""
        return self.test.cue_at(self.now_s)

    @property
    def finished(self) -> bool:
        """Whether the last cue is over; with endurance, whether it has come to its end."""
        return self.now_s >= self.test.duration_s or self._has_given_out()

    def force_n(self, share: float | None) -> float | None:
        """The force that a share of the peak is, newtons."""
        return None if share is None or self._own_peak_n is None else share * self._own_peak_n

    def feed(self, touch: TouchBlock) -> None:
        """Take the next touch of the stream."""
        if not len(touch):
            return
        if self._origin_s is None:
            self._origin_s = float(touch.time_s[0])
        self._blocks.append(touch)
        self.now_s = float(touch.time_s[-1]) - self._origin_s

    def result(self) -> StrengthResult:
        """What was found so far."""
        touch = self._touch()
        ended = [cue for cue in self.test.presses if self._has_ended(cue)]
        presses = [self._measured(cue, touch) for cue in ended]
        forces_n = [self._of(cue, touch).contact_n for cue in ended]
        found = Done(self.test, presses, forces_n, touch.step_s, self._own_peak_n)
        # who lets go of the rig after the last press has done it
        over = self.now_s >= self.test.presses[-1].end_s + _OVERRUN_S or self._has_given_out()
        done = over and bool(found.peaks_n)
        figures = found.figures() if done else {}
        peak_n = max(found.peaks_n, default=None)
        over_range = peak_n is not None and peak_n >= MOST_N
        if not self._calibrated:
            presses = [_without_newtons(press) for press in presses]
            figures = {name: None if is_force(name) else value for name, value in figures.items()}
            peak_n, over_range = None, False
        return StrengthResult(
            self.test.name, done, self._calibrated, self._own_peak_n, peak_n, over_range, figures, tuple(presses)
        )

    def _touch(self) -> TouchBlock:
        self._blocks = [TouchBlock.joined(self._blocks)] if self._blocks else []
        return self._blocks[0] if self._blocks else TouchBlock.joined([])

    def _has_ended(self, cue: PressCue) -> bool:
        return self.now_s >= cue.end_s or (self.now_s > cue.start_s and self._has_given_out())

    def _has_given_out(self) -> bool:
        """Whether endurance is over before its time."""
        if self.test.name != "endurance" or self._own_peak_n is None:
            return False
        tick = int(self.now_s / _LOOK_S)
        if tick != self._looked:
            touch = self._touch()
            part = self._of(self.test.presses[0], touch)
            self._given_out = endurance_s(part.contact_n, touch.step_s, ENDURANCE_FLOOR * self._own_peak_n)[1]
            self._looked = tick
        return self._given_out

    def _of(self, cue: PressCue, touch: TouchBlock) -> TouchBlock:
        """The touch of a cue, with what a late press runs over."""
        origin_s = self._origin_s or 0.0
        return touch.between(origin_s + cue.start_s, origin_s + cue.end_s + _OVERRUN_S)

    def _measured(self, cue: PressCue, touch: TouchBlock) -> MeasuredPress:
        part = self._of(cue, touch)
        heard_s, asked_s = len(part) * touch.step_s, min(cue.end_s, self.now_s) - cue.start_s
        if heard_s < _LEAST_SHARE_HEARD * asked_s:
            return MeasuredPress(cue.start_s, cue.share, None, None, None, marked("not enough data"))
        on = np.flatnonzero(part.touching)
        peak_n = held_peak_n(part.contact_n, touch.step_s)
        if not len(on) or peak_n < _LEAST_PRESS_N:
            return MeasuredPress(cue.start_s, cue.share, None, None, None, marked("not pressed"))
        pressed = part.contact_n[int(on[0]) : int(on[-1]) + 1]
        middle = pressed[int(_STEADY_FROM * len(pressed)) : int(_STEADY_UNTIL * len(pressed))]
        mean_n = float(middle.mean()) if len(middle) else None
        return MeasuredPress(cue.start_s, cue.share, peak_n, mean_n, steadiness_cv(middle))


def _without_newtons(press: MeasuredPress) -> MeasuredPress:
    return replace(press, peak_n=None, mean_n=None)
