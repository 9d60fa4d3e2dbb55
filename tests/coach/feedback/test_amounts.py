"""Numbers and bands as the screen says them."""

from __future__ import annotations

import pytest

from thumbwalk.coach.feedback.amounts import number, span


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
