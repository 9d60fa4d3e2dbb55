"""A bout: cues and presses as they go on, and what is kept at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.strength.bout import StrengthBout
from thumbwalk.coach.strength.protocol import strength_test

Touching = Callable[..., Any]
PEAK = strength_test("peak")


def pressed(until_s: float, force_n: float = 40.0) -> np.ndarray[Any, Any]:
    """The force of a hand that presses on the cues of the peak test, at 100 Hz."""
    time_s = np.arange(0.0, until_s, 0.01)
    force = np.zeros_like(time_s)
    for number, cue in enumerate(PEAK.presses):
        force[(time_s >= cue.start_s + 0.3) & (time_s < cue.end_s - 0.1)] = force_n + number
    return force


def test_cues_follow_the_stream_and_each_press_has_its_most(touch_at: Touching) -> None:
    bout = StrengthBout(PEAK, own_peak_n=None, calibrated=True)
    first = PEAK.presses[0]
    touch = touch_at(pressed(first.end_s - 1.0))
    bout.feed(touch)
    assert (bout.run.cue, bout.press_number) == (first, 0)
    assert bout.left_s == pytest.approx(1.0, abs=0.05)
    assert bout.next_cue is not None
    assert bout.next_cue.kind == "rest"
    assert bout.peaks_n == {0: pytest.approx(40.0)}
    assert not bout.finished


def test_at_the_end_its_figures_and_load_are_kept(touch_at: Touching) -> None:
    bout = StrengthBout(PEAK, own_peak_n=None, calibrated=True)
    touch = touch_at(pressed(PEAK.duration_s + 0.5))
    for at in range(0, len(touch), 700):
        bout.feed(touch.cut(at, at + 700))
    assert bout.finished
    assert bout.next_cue is None
    found = bout.result()
    facts = bout.facts(found, "left", virtual=True)
    assert found.done
    assert facts["figures"]["best_n"] == pytest.approx(42.0)
    assert (facts["side"], facts["virtual"]) == ("left", True)
    assert facts["load_s"] == bout.load_s > 0.0
