"""Recognition's scorer against labellings whose score is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from thumbwalk.validate.naming import (
    NAMES,
    STEP_S,
    confusion_of,
    f1_of,
    judged_at,
    labels_at,
    macro_f1,
    sure_and_wrong,
)
from thumbwalk.virtual.truth import PartTruth, SessionTruth


@dataclass(frozen=True)
class Stretch:
    technique: str
    start_s: float
    end_s: float
    unsure: bool = False


def part(technique: str, start_s: float, end_s: float) -> PartTruth:
    return PartTruth(technique, start_s, end_s, {})


TRUTH = SessionTruth(32.0, (part("hold", 2.0, 12.0), part("knead", 14.0, 30.0)))


def test_a_perfect_labelling_scores_one() -> None:
    confusion = confusion_of(TRUTH, TRUTH.parts)
    assert macro_f1(confusion) == 1.0
    assert f1_of(confusion) == {"hold": 1.0, "knead": 1.0, "rest": 1.0}
    assert confusion.sum() == np.trace(confusion)


def test_half_of_a_technique_named_another_costs_what_it_should() -> None:
    named = (part("hold", 2.0, 12.0), part("knead", 14.0, 22.0), part("walk", 22.0, 30.0))
    confusion = confusion_of(TRUTH, named)
    knead = confusion[NAMES.index("knead")]
    right, wrong = knead[NAMES.index("knead")], knead[NAMES.index("walk")]
    assert right / (right + wrong) == pytest.approx(0.5, abs=0.01)
    scores = f1_of(confusion)
    assert scores["knead"] == pytest.approx(2 / 3, abs=0.01)  # precision 1, recall 1/2
    assert "walk" not in scores  # nobody walked
    assert macro_f1(confusion) == pytest.approx((1.0 + 2 / 3 + 1.0) / 3, abs=0.01)


def test_what_was_not_named_at_all_counts_as_rest() -> None:
    scores = f1_of(confusion_of(TRUTH, ()))
    assert scores["hold"] == scores["knead"] == 0.0
    assert 0.0 < scores["rest"] < 0.5


def test_only_what_is_wrong_and_not_marked_is_surely_wrong() -> None:
    right, wrong = (Stretch(name, 14.0, 30.0) for name in ("knead", "walk"))
    hold = Stretch("hold", 2.0, 12.0)
    assert 0.5 < sure_and_wrong(TRUTH, ()) < 1.0, "a technique that nobody named is a sure rest"
    assert sure_and_wrong(TRUTH, (hold, right)) == 0.0
    half = replace(wrong, start_s=22.0, end_s=30.0)
    sure = sure_and_wrong(TRUTH, (hold, replace(right, end_s=21.99), half))
    assert sure == pytest.approx(0.28, abs=0.03)
    assert sure_and_wrong(TRUTH, (hold, replace(right, end_s=21.99), replace(half, unsure=True))) == 0.0


def test_a_border_that_is_half_a_second_off_costs_nothing_and_a_second_does() -> None:
    near, far = ((part("hold", 2.0 + off, 12.0 - off), part("knead", 14.0, 30.0)) for off in (0.5, 1.0))
    assert macro_f1(confusion_of(TRUTH, near)) == 1.0
    assert macro_f1(confusion_of(TRUTH, far)) < 1.0


def test_nothing_is_judged_near_a_change_or_in_a_slide() -> None:
    truth = SessionTruth(30.0, (part("hold", 2.0, 12.0), part("knead", 14.0, 28.0)), slides=((12.0, 14.0),))
    time_s = np.arange(0.0, 30.0, STEP_S)
    judged = time_s[judged_at(time_s, truth)]
    for edge in (2.0, 12.0, 14.0, 28.0):
        assert np.abs(judged - edge).min() >= 0.6
    assert not ((judged > 12.0) & (judged < 14.0)).any()
    assert confusion_of(truth, truth.parts)[NAMES.index("rest")].sum() > 0


def test_stretches_are_labelled_from_their_first_touch_to_their_last() -> None:
    labels = labels_at(np.array([1.9, 2.0, 12.0, 12.1]), TRUTH.parts)
    assert [NAMES[label] for label in labels] == ["rest", "hold", "hold", "rest"]


def test_an_empty_session_has_no_score() -> None:
    assert macro_f1(confusion_of(SessionTruth(0.0, ()), ())) == 0.0


def test_a_technique_that_no_session_has_is_wrong_whatever_was_done() -> None:
    truth = SessionTruth(20.0, (PartTruth("hold", 0.0, 20.0, {}),))
    confusion = confusion_of(truth, [PartTruth("friction", 0.0, 20.0, {})])
    assert confusion.sum() > 0
    assert np.trace(confusion) == 0
