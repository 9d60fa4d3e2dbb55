"""Advice by how a measure missed: the right side of it, and nothing about the person."""

from __future__ import annotations

import pytest

from thumbwalk.coach.score.advice import GOOD, advice
from thumbwalk.coach.targets.bands import Band


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("peak_force_n", 4.0, "Let each press sink in deeper before you let go."),
        ("peak_force_n", 30.0, "Make each press lighter: stop where it gives."),
        ("force_n", 4.0, "Press a little deeper, from the body and not from the thumb."),
        ("rate_per_min", 4.0, "Pick up the pace a little."),
        ("rate_per_min", 30.0, "Slow down and let each press arrive."),
        ("radius_mm", 30.0, "Make the circles smaller."),
    ],
)
def test_too_little_and_too_much_have_sentences_of_their_own(name: str, value: float, sentence: str) -> None:
    assert advice(name, value, Band(8.0, 20.0)) == sentence


@pytest.mark.parametrize("value", [8.0, 14.0, 20.0])
def test_in_the_band_and_on_its_borders_it_is_good(value: float) -> None:
    assert advice("peak_force_n", value, Band(8.0, 20.0)) == GOOD


def test_an_open_end_can_t_be_missed() -> None:
    assert advice("rhythm_cv", 0.01, Band(None, 0.1)) == GOOD
    assert advice("rhythm_cv", 0.2, Band(None, 0.1)) != GOOD
    assert advice("flow", 1.0, Band(0.9, None)) == GOOD
    assert advice("flow", 0.5, Band(0.9, None)) != GOOD


def test_what_could_not_be_measured_asks_for_more_of_it() -> None:
    assert "keep going" in advice("rhythm_cv", None, Band(None, 0.1))


def test_a_measure_without_a_sentence_is_still_told_which_way() -> None:
    assert advice("sparkle", 1.0, Band(2.0, 3.0)) == "Aim for more of it."
    assert advice("sparkle", 4.0, Band(2.0, 3.0)) == "Aim for less of it."
