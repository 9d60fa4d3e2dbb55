"""Numbers and bands as the screen says them."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from thumbwalk.coach.feedback.amounts import Force, ForceUnit, force_span, in_unit, number, shown_force, span
from thumbwalk.coach.feedback.teacher import limit_fact
from thumbwalk.coach.score.facts import Done, fact
from thumbwalk.coach.score.score import Cap
from thumbwalk.coach.targets.bands import Band
from thumbwalk.language import told


@pytest.mark.parametrize(
    ("band", "unit", "shown"),
    [
        ((8.0, 18.0), "N", "8–18 N"),
        ((None, 0.25), "", "under 0.25"),
        ((4.0, None), "mm", "over 4 mm"),
        ((None, None), "N", ""),
        ((None, 0.10), "", "under 0.10"),
        ((8.0, 13.5), "N", "8–13.5 N"),
    ],
)
def test_bands_in_words(band: tuple[float | None, float | None], unit: str, shown: str) -> None:
    assert span(band, unit) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (0.123, "0.12"), (2.34, "2.3"), (12.6, "13"), (-0.04, "-0.04"), (8.0, "8")]
)
def test_numbers_in_words(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("force_n", "newtons", "grams", "kilograms"),
    [
        (0.0, "0", "0", "0.00"),
        (9.80665, "9.8", "1000", "1.00"),
        (9.96, "10", "1020", "1.02"),
        (4.9, "4.9", "500", "0.50"),
    ],
)
def test_a_force_is_told_as_a_scale_under_the_foot_would(
    force_n: float, newtons: str, grams: str, kilograms: str
) -> None:
    assert [shown_force(force_n, unit) for unit in ("N", "g", "kg")] == [newtons, grams, kilograms]


def test_a_band_is_told_in_the_unit_that_was_chosen() -> None:
    assert force_span((8.0, 18.0), "N") == "8–18 N"
    assert force_span((9.80665, 19.6133), "g") == "1000–2000 g"
    assert force_span((None, 9.80665), "kg") == "under 1.00 kg"
    assert force_span((9.80665, None), "kg") == "over 1.00 kg"
    assert force_span((None, None), "g") == ""


PEAKS_N = np.array([6.0, 8.0, 12.0, 15.0, 20.0])
SAID: list[tuple[str, ForceUnit, str]] = [
    (
        fact("peak_force_n", 6.23, Band(8.0, 18.0), Done("knead")),
        "g",
        "Your presses were 640 g; keep them within 820 to 1840 g.",
    ),
    (
        fact("force_n", 23.4, Band(None, 12.0), Done("hold")),
        "kg",
        "Your holds were 2.39 kg; keep them under 1.22 kg.",
    ),
    (
        fact("force_cv", 0.6, Band(None, 0.15), Done("knead", peaks_n=PEAKS_N)),
        "g",
        "Your presses ran from 690 to 1840 g; keep them within 1040 to 1410.",
    ),
    (limit_fact(Cap("heel", 25.0, 34.2, 60.0, 4.0)), "kg", "3.49 kg on the heel; the limit is 2.55 kg."),
]


@pytest.mark.parametrize(("sentence", "unit", "said"), SAID)
def test_a_sentence_says_its_forces_in_another_unit_and_is_kept_in_newtons(
    sentence: str, unit: ForceUnit, said: str
) -> None:
    assert in_unit(sentence, unit) == said
    assert in_unit(copy.deepcopy(sentence), unit) == said
    assert in_unit(sentence, "N") == sentence
    assert " N" in sentence
    assert unit not in sentence.split()


def test_what_has_no_force_or_was_read_from_a_file_stays_as_it_is() -> None:
    assert in_unit("Your presses were 6.2 N.", "g") == "Your presses were 6.2 N."
    seconds = fact("hold_s", 4.2, Band(6.0, None), Done("hold"))
    assert in_unit(seconds, "kg") == seconds
    assert in_unit(told("{a}; {b}", a=told("{n} more", n=Force("9", 9.0)), b="3 N"), "g") == "920 g more; 3 N"
