"""What was done and what is asked for, in what a hand can feel."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.coach.score.advice import GOOD
from thumbwalk.coach.score.facts import Done, fact
from thumbwalk.coach.targets.bands import Band

PEAKS = np.array([6.0, 6.0, 8.0, 12.0, 14.0, 14.0, 14.0, 16.0, 18.0, 20.0, 20.0])
KNEADED = Done("knead", PEAKS, np.full(10, 1.2), zone="heel", toward=" toward the heel")


def test_scatter_is_told_as_from_where_to_where_and_where_to_keep() -> None:
    # the median is 14 N: 15 % about it are 11.9 to 16.1
    assert fact("force_cv", 0.36, Band(None, 0.15), KNEADED) == (
        "Your presses ran from 6 to 20 N; keep them within 12 to 16."
    )


def test_a_small_scatter_is_not_rounded_to_what_was_asked() -> None:
    # the median is 8 N: 7 to 9 as whole newtons, which would look like what is asked for
    close = Done("circles", np.array([7.1, 7.2, 7.3, 8.0, 8.7, 9.2, 9.4]))
    assert fact("force_cv", 0.12, Band(None, 0.08), close) == (
        "Your circles ran from 7.2 to 9.3 N; keep them within 7.4 to 8.6."
    )


@pytest.mark.parametrize(
    ("name", "value", "band", "says"),
    [
        ("peak_force_n", 25.0, Band(8, 20), "Your presses were 25 N; keep them within 8 to 20 N."),
        ("peak_force_n", 20.3, Band(8, 20), "Your presses were 20.30 N; keep them within 8 to 20 N."),
        ("rate_per_min", 75.0, Band(30, 60), "Your pace was 75 a minute; keep it within 30 to 60."),
        ("release", 0.4, Band(None, 0.25), "You kept 40 % of the force between presses; keep it under 25 %."),
        ("flow", 0.5, Band(0.9), "50 % of the time went to breaks: keep going, with fewer and shorter ones."),
        ("coverage", 0.3, Band(0.9), "30 % of the touch was in the heel; keep it at 90 % or more."),
        ("off_point_mm", 14.0, Band(None, 8), "You pressed 14 mm from the point toward the heel; keep it under 8 mm."),
        ("force_cv", 0.1, Band(None, 0.15), GOOD),
        ("force_cv", None, Band(None, 0.15), "There was too little to judge this by: keep going for the whole set."),
    ],
)
def test_a_miss_is_told_by_its_value_and_its_band(name: str, value: float | None, band: Band, says: str) -> None:
    assert fact(name, value, band, KNEADED) == says
