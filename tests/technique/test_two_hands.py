"""Two thumbs at work at once: one segment of two hands, with what each of them does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import analyse
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
PAD = builtin_pad()
Array = NDArray[np.float64]
RATE_HZ = 100.0
TIME_S = np.arange(0.0, 24.0, 1.0 / RATE_HZ)
WORK = (TIME_S >= 2.0) & (TIME_S < 22.0)


def beside(touch_of: Make, first_n: Array, second_n: Array, places: tuple[tuple[Array, Array], ...]) -> TouchBlock:
    """A touch of two working hands: contact forces (n,) and their places."""
    (ax, ay), (bx, by) = places
    touch: TouchBlock = touch_of(first_n + second_n, x_mm=ax, y_mm=ay)
    works = second_n > 0.0
    nowhere = np.nan
    return replace(
        touch, contact_n=np.where(touch.touching, first_n, 0.0), second_n=np.where(works, second_n, 0.0),
        second_x_mm=np.where(works, bx, nowhere), second_y_mm=np.where(works, by, nowhere), second_works=works,
    )  # fmt: skip


def kneading(touch_of: Make, lag: float, second: float = 12.0) -> TouchBlock:
    """Presses of 12 N, 40 a minute, by two hands 40 mm apart across the foot, ``lag`` periods apart."""
    turns = TIME_S * 40.0 / 60.0
    one, other = (np.where(WORK, 0.6 + 11.4 * np.sin(np.pi * (turns + shift)) ** 2, 0.0) for shift in (0.0, -lag))
    across = (
        (np.full(len(TIME_S), 185.0), np.full(len(TIME_S), 67.0)),
        (np.full(len(TIME_S), 185.0), np.full(len(TIME_S), 27.0)),
    )
    return beside(touch_of, one, other * second / 12.0, across)


def scored(touch: TouchBlock) -> Score:
    return score_technique(touch, PAD, "knead", bands_in(packaged_targets(), "knead"), packaged_caps())


def test_presses_that_interleave_are_alternate_kneading(touch_of: Make) -> None:
    touch = kneading(touch_of, 0.5)
    analysis = analyse(touch, PAD)
    (segment,), (measures,), (hands,) = analysis.segments, analysis.measures, analysis.by_hand
    assert (segment.technique, segment.unsure, segment.hands, segment.pattern) == ("knead", False, 2, "alternate")
    assert measures["strokes"] == pytest.approx(27, abs=2)
    assert measures["rate_per_min"] == pytest.approx(40.0, rel=0.02)
    assert measures["peak_force_n"] == pytest.approx(12.0, rel=0.02)
    assert measures["phase"] == pytest.approx(0.5, abs=0.03)
    assert measures["balance"] == pytest.approx(1.0, abs=0.02)
    # On a tie the medial hand is first.
    assert [hand["y_mm"] for hand in hands] == pytest.approx([27.0, 67.0])


def test_presses_at_the_same_time_are_together(touch_of: Make) -> None:
    analysis = analyse(kneading(touch_of, 0.0), PAD)
    assert [one.pattern for one in analysis.segments] == ["together"]
    phase = analysis.measures[0]["phase"]
    assert isinstance(phase, float)
    assert min(phase, 1.0 - phase) < 0.05


def test_the_weaker_hand_shows_in_the_balance_and_in_the_score(touch_of: Make) -> None:
    uneven = kneading(touch_of, 0.5, second=7.0)
    assert analyse(uneven, PAD).measures[0]["balance"] == pytest.approx(7.0 / 12.0, abs=0.03)
    names = {one.name: one for one in scored(uneven).metrics}
    assert names["balance"].credit < 1.0
    assert "weaker hand" in names["balance"].advice


def test_one_hand_is_not_asked_for_balance(touch_of: Make, presses: Make) -> None:
    touch = touch_of(np.concatenate([np.zeros(100), presses([14.0] * 9, 4 / 3, kept=0.1), np.zeros(100)]))
    assert [one.hands for one in analyse(touch, PAD).segments] == [1]
    assert "balance" not in {one.name for one in scored(touch).metrics}


def test_mirrored_circles_go_together_and_each_hand_has_its_own_direction(touch_of: Make) -> None:
    angle = 2.0 * np.pi * TIME_S * 0.9
    force = np.where(WORK, 9.0, 0.0)
    left = 180.0 + 11.0 * np.cos(angle), 66.0 + 11.0 * np.sin(angle)
    right = 180.0 + 11.0 * np.cos(angle), 26.0 - 11.0 * np.sin(angle)
    analysis = analyse(beside(touch_of, force, force, (left, right)), PAD)
    (segment,), (measures,), (hands,) = analysis.segments, analysis.measures, analysis.by_hand
    assert (segment.technique, segment.hands, segment.pattern) == ("circles", 2, "together")
    assert measures["radius_mm"] == pytest.approx(11.0, rel=0.05)
    assert measures["direction"] is None
    assert {hand["direction"] for hand in hands} == {"x_to_y", "y_to_x"}


def test_hands_that_do_different_things_are_unsure(touch_of: Make) -> None:
    pressing = np.where(WORK, 0.6 + 11.4 * np.sin(np.pi * TIME_S) ** 2, 0.0)
    place = np.full(len(TIME_S), 185.0), np.full(len(TIME_S), 67.0)
    angle = 2.0 * np.pi * TIME_S * 0.9
    circling = 100.0 + 11.0 * np.cos(angle), 45.0 + 11.0 * np.sin(angle)
    touch = beside(touch_of, pressing, np.where(WORK, 9.0, 0.0), (place, circling))
    assert all(one.unsure for one in analyse(touch, PAD).segments)
