"""What is told live against what was done, on sessions made by hand."""

from __future__ import annotations

import pytest

from thumbwalk.validate.live_names import LiveNames, judged_names
from thumbwalk.virtual.truth import PartTruth, SessionTruth

TRUTH = SessionTruth(30.0, (PartTruth("hold", 1.0, 9.0, {}), PartTruth("walk", 12.0, 20.0, {})))


def told(*names: tuple[float, str]) -> list[tuple[float, str]]:
    """A name every tenth of a second: each from its time on."""
    return [(at / 10.0, [name for since_s, name in names if since_s <= at / 10.0][-1]) for at in range(300)]


def test_a_name_that_stands_in_time_and_stays_is_all_right() -> None:
    found = judged_names(TRUTH, told((0.0, ""), (2.9, "hold"), (10.0, ""), (12.5, "knead"), (13.9, "walk"), (21.0, "")))
    assert (found.techniques, found.stood, found.calm, found.wrong) == (2, 2, 2, 0)
    assert found.met
    assert found.shares == (1.0, 1.0, 0.0)


def test_one_that_is_late_flickers_or_is_anothers_is_counted() -> None:
    late = judged_names(
        TRUTH, told((0.0, ""), (3.3, "hold"), (10.0, ""), (12.5, "walk"), (14.5, "knead"), (15.5, "walk"))
    )
    assert (late.stood, late.calm) == (1, 1)
    assert late.wrong == 10
    assert not late.met
    assert late.shares[2] == pytest.approx(10 / (61 + 61), rel=0.03)
    assert (late + late).shares == late.shares


def test_nothing_that_was_told_is_no_name_in_time() -> None:
    assert judged_names(TRUTH, told((0.0, ""))).stood == 0
    assert not LiveNames().met
