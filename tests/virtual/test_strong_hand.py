"""A virtual hand in a test of strength does what it is asked, and tires."""

from __future__ import annotations

from itertools import pairwise

import pytest

from thumbwalk.coach.strength.protocol import TEST_NAMES, strength_test
from thumbwalk.virtual.strong_hand import VIRTUAL_PEAK_N, strong_presses


@pytest.mark.parametrize("name", TEST_NAMES)
def test_it_presses_on_every_cue_to_press_and_on_no_other(name: str) -> None:
    test = strength_test(name)
    asked = [(cue.start_s, cue.end_s) for cue in test.cues if cue.kind in ("press", "warm-up")]
    assert [(press.start_s, press.end_s) for press in strong_presses(test)] == asked


def test_all_out_it_tires_from_press_to_press_down_to_a_level() -> None:
    levels = [press.force_n for press in strong_presses(strength_test("critical"))[3:]]
    assert levels[0] == VIRTUAL_PEAK_N
    assert all(other < one for one, other in pairwise(levels))
    assert levels[-1] == pytest.approx(0.45 * VIRTUAL_PEAK_N, rel=0.1)


def test_it_gives_out_after_a_minute_and_holds_shares_evenly() -> None:
    (press,) = strong_presses(strength_test("endurance"), 50.0)[3:]
    at_a_minute = press.force_n + (press.end_n - press.force_n) * 60.0 / (press.end_s - press.start_s)
    assert press.force_n == 30.0
    assert at_a_minute == pytest.approx(25.0)
    held = [press.force_n for press in strong_presses(strength_test("control"), 50.0)[3:]]
    assert held == [7.5, 7.5, 15.0, 15.0]
