"""One test of strength from its first cue to what is kept of it: the run, its hand load, and the presses so far."""

from __future__ import annotations

from typing import Any

from thumbwalk.coach.strength.hand_load import STEADY_WEIGHT, HandLoad
from thumbwalk.coach.strength.protocol import PressCue, StrengthTest
from thumbwalk.coach.strength.strength_run import StrengthResult, StrengthRun
from thumbwalk.touch.touch_block import TouchBlock


class StrengthBout:
    """A test that is fed touch, for whoever calls its cues.

    Parameters
    ----------
    test : StrengthTest
    own_peak_n : float or None
        The own peak, which shares are parts of.
    calibrated : bool
        Whether newtons are newtons.

    Attributes
    ----------
    finished : bool
        Whether the last cue is over, or the hand has given out.
    peaks_n : dict
        The most force of each press so far, newtons, by its number from 0: as it is pressed, not yet as it is measured.

    Raises
    ------
    DrillError
        As `StrengthRun` does.
    """

    def __init__(self, test: StrengthTest, *, own_peak_n: float | None, calibrated: bool) -> None:
        self.run = StrengthRun(test, own_peak_n=own_peak_n, calibrated=calibrated)
        self.finished = False
        self.peaks_n: dict[int, float] = {}
        self._own_peak_n = own_peak_n
        self._load = HandLoad(calibrated=calibrated)

    def feed(self, touch: TouchBlock) -> None:
        """Take the next touch of the stream."""
        if not len(touch):
            return
        self.run.feed(touch)
        self._load.feed(touch, STEADY_WEIGHT)
        if (number := self.press_number) is not None:
            self.peaks_n[number] = max(self.peaks_n.get(number, 0.0), float(touch.contact_n.max()))
        self.finished = self.run.finished

    @property
    def press_number(self) -> int | None:
        """Which of the presses is under way, from 0; None between them."""
        cue = self.run.cue
        return self.run.test.presses.index(cue) if cue.kind == "press" else None

    @property
    def next_cue(self) -> PressCue | None:
        """What comes behind the cue of now; None behind the last."""
        cues = self.run.test.cues
        at = cues.index(self.run.cue) + 1
        return cues[at] if at < len(cues) else None

    @property
    def left_s(self) -> float:
        """How long the cue of now still lasts, seconds."""
        return max(self.run.cue.end_s - self.run.now_s, 0.0)

    @property
    def load_s(self) -> float:
        """Hand load so far, seconds at the own peak."""
        return self._load.load_s(self._own_peak_n)

    def result(self) -> StrengthResult:
        """What was found so far."""
        return self.run.result()

    def facts(self, found: StrengthResult, side: str, *, virtual: bool) -> dict[str, Any]:
        """What is kept of it with the learner."""
        return {**found.to_json(), "side": side, "load_s": self.load_s, "virtual": virtual}
