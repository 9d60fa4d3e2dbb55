"""Numbers and bands as the screen says them."""

from __future__ import annotations

import pytest

from thumbwalk.coach.feedback.amounts import force_span, number, shown_force, span


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
