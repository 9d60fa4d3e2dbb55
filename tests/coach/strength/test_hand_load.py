"""Hand load: known answers, and holds weigh most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.strength.hand_load import BUDGET_S, TECHNIQUE_WEIGHTS, HandLoad, is_spent, rest_prompt, weight_of
from thumbwalk.technique.catalog import TECHNIQUES

Touching = Callable[..., Any]


def test_ten_seconds_at_half_the_peak_are_five_and_held_ones_three_times_as_many(touch_at: Touching) -> None:
    touch = touch_at(np.full(1000, 20.0))
    for technique, load_s in (("knead", 5.0), ("hold", 15.0), ("glide", 2.5)):
        load = HandLoad(calibrated=True)
        load.feed(touch, weight_of(technique))
        assert load.load_s(40.0) == pytest.approx(load_s), technique


def test_who_has_no_peak_yet_is_taken_for_the_weaker_half(touch_at: Touching) -> None:
    load = HandLoad(calibrated=True)
    load.feed(touch_at(np.full(100, 49.0)), 1.0)
    assert load.load_s(None) == pytest.approx(1.0)


def test_newtons_that_are_a_guess_count_by_time_alone(touch_at: Touching) -> None:
    light, hard = HandLoad(calibrated=False), HandLoad(calibrated=False)
    light.feed(touch_at(np.full(100, 3.0)), 1.0)
    hard.feed(touch_at(np.full(100, 60.0)), 1.0)
    assert light.weighed_ns == hard.weighed_ns > 0.0


def test_any_chunking_gives_the_same_and_a_lifted_hand_does_nothing(touch_at: Touching) -> None:
    force_n = 10.0 + np.sin(np.arange(1000) / 20.0) * 9.0
    whole, parts = HandLoad(calibrated=True), HandLoad(calibrated=True)
    whole.feed(touch_at(force_n), 1.0)
    for first in range(0, 1000, 250):
        parts.feed(touch_at(force_n).cut(first, first + 250), 1.0)
    parts.feed(touch_at(np.zeros(500)), 3.0)
    assert parts.weighed_ns == pytest.approx(whole.weighed_ns)


def test_no_technique_weighs_more_than_a_hold_and_all_are_known() -> None:
    assert set(TECHNIQUE_WEIGHTS) - {"friction"} <= set(TECHNIQUES)
    assert all(weight_of(name) < weight_of("hold") for name in TECHNIQUES if name != "hold")


def test_a_rest_is_asked_for_when_much_came_just_now_and_the_day_ends_with_its_budget() -> None:
    assert rest_prompt(0.2 * BUDGET_S, 0.2 * BUDGET_S) == ""
    assert rest_prompt(0.9 * BUDGET_S, 0.1 * BUDGET_S) == ""
    assert "Rest your hands" in rest_prompt(0.4 * BUDGET_S, 0.3 * BUDGET_S)
    assert "Enough for today" in rest_prompt(BUDGET_S, 0.0)
    assert is_spent(BUDGET_S)
    assert not is_spent(0.99 * BUDGET_S)
