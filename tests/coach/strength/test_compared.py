"""What is said of a figure beside the last one's: nothing below what two tries differ by."""

from __future__ import annotations

import pytest

from thumbwalk.coach.strength.compared import MAIN_FIGURES, compared, within_of


@pytest.mark.parametrize(
    ("test", "value", "said"),
    [
        ("peak", 53.0, "As the last time (+6 %): two tries differ by up to 16 %."),
        ("peak", 60.0, "More than the last time: +20 %."),
        ("critical", 70.0, "As the last time (+40 %): two tries differ by up to 58 %."),
        ("endurance", 35.0, "Less than the last time: −30 %."),
    ],
)
def test_a_change_is_told_beyond_what_two_tries_differ_by(test: str, value: float, said: str) -> None:
    assert compared(test, value, 50.0) == said


def test_each_main_figure_has_its_unit() -> None:
    assert MAIN_FIGURES["rise"].said(181.4) == "181 N/s"
    assert MAIN_FIGURES["rise"].said(181.4, "kg") == "18.50 kg/s"
    assert MAIN_FIGURES["peak"].said(46.2, "g") == "4710 g"
    assert MAIN_FIGURES["endurance"].said(61.0, "g") == "61 s"
    assert within_of("rise") == 0.20
