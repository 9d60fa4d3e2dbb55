"""How late presses are after the beat, and what follows for the sound."""

from __future__ import annotations

import math

import numpy as np
import pytest

from thumbwalk.coach.drill.beat import Beat
from thumbwalk.sound.press_offsets import LEAST, MOST_LEAD_S, PressOffsets

BEAT = Beat(40.0)
RISEN_S = 1.5 * math.asin(math.sqrt(0.2)) / math.pi
"""Where a soft press in that beat has risen by a fifth."""


def pressed(late_s: float, n: int = 40, scatter_s: float = 0.02, odd: int = 0) -> PressOffsets:
    """So many presses, some of them far off."""
    found, rng = PressOffsets(), np.random.default_rng(5)
    for number in range(n):
        off_s = 0.5 if number < odd else late_s + scatter_s * float(rng.standard_normal())
        found.take(0, 1.5 * (number + 1) + RISEN_S + off_s, BEAT)
    return found


def test_the_median_of_how_late_presses_are_is_found_in_spite_of_odd_ones() -> None:
    assert pressed(0.08, odd=6).median_s() == pytest.approx(0.08, abs=0.01)
    assert pressed(-0.05).median_s() == pytest.approx(-0.05, abs=0.01)


def test_a_hand_that_follows_the_guide_sets_nothing() -> None:
    assert pressed(0.0, scatter_s=0.0).lead_s(0.03) == pytest.approx(0.03, abs=1e-6)


def test_too_few_presses_and_a_hand_that_keeps_no_beat_set_nothing() -> None:
    assert pressed(0.08, n=LEAST - 1).lead_s(0.01) == 0.01
    assert pressed(0.08, scatter_s=0.4).lead_s(0.01) == 0.01


def test_a_lead_grows_step_by_step_and_has_ends() -> None:
    assert pressed(0.03).lead_s(0.01) == pytest.approx(0.04, abs=0.01)
    assert pressed(0.20).lead_s(0.01) == pytest.approx(0.05)
    assert pressed(0.20).lead_s(MOST_LEAD_S) == MOST_LEAD_S
    assert pressed(-0.20).lead_s(0.01) == 0.0


def test_what_set_the_lead_is_used_up_and_a_press_that_is_told_again_counts_once() -> None:
    found = pressed(0.03)
    for _ in range(5):
        found.take(0, 99.0, BEAT)
    assert len(found) == 41
    found.lead_s(0.0)
    assert len(found) == 0
    found.take(0, None, BEAT)
    found.take(0, 5.0, None)
    assert len(found) == 0
