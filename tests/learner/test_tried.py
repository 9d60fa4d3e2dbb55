"""What was tried adds up by drill, and what was done on the virtual rig counts apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from thumbwalk.errors import LearnerError
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History
from thumbwalk.learner.tried import Tried, tried

DAY = datetime(2026, 3, 1, 18, tzinfo=UTC)


def done(day: int, drill: str | None, score: float | None, *, virtual: bool = False, **more: Any) -> Entry:
    return Entry("practice", DAY + timedelta(days=day), {"drill": drill, "score": score, "virtual": virtual, **more})


HISTORY = History(
    (
        done(0, "hold-1", 71.0),
        done(1, "hold-1", 62.0),
        done(1, "warm-up", None),
        done(2, None, None),
        done(3, "hold-1", 99.0, virtual=True),
        Entry("strength", DAY, {"drill": "hold-1", "score": 5.0}),
    )
)


def test_a_drills_tries_are_counted_with_the_last_and_the_best() -> None:
    assert tried(HISTORY, virtual=False) == {
        "hold-1": Tried(2, DAY + timedelta(days=1), 62.0, 71.0),
        "warm-up": Tried(1, DAY + timedelta(days=1), None, None),
    }


def test_the_virtual_rig_counts_apart() -> None:
    assert tried(HISTORY, virtual=True) == {"hold-1": Tried(1, DAY + timedelta(days=3), 99.0, 99.0)}


def test_a_try_without_a_score_leaves_the_best_and_has_no_last() -> None:
    again = History((done(0, "a", 50.0), done(1, "a", None)))
    assert tried(again, virtual=False)["a"] == Tried(2, DAY + timedelta(days=1), None, 50.0)


@pytest.mark.parametrize(
    ("passes", "passed", "tries"),
    [
        ([True], False, (True,)),
        ([True, False, True], True, (True, False, True)),
        ([True, False, False, True], False, (False, False, True)),
        ([True, None, True], True, (True, True)),
        ([True, True, False, False, False], True, (False, False, False)),
        ([None], False, ()),
    ],
)
def test_a_drill_is_passed_by_two_of_three_tries_in_a_row_and_stays_so(
    passes: list[bool | None], passed: bool, tries: tuple[bool, ...]
) -> None:
    history = History(tuple(done(day, "a", 80.0, passed=one) for day, one in enumerate(passes)))
    found = tried(history, virtual=False)["a"]
    assert (found.passed, found.tries) == (passed, tries)


def test_whether_a_try_passed_is_true_or_false_or_open() -> None:
    with pytest.raises(LearnerError, match="passed"):
        tried(History((done(0, "a", 80.0, passed="yes"),)), virtual=False)


def test_a_score_that_can_be_none_is_refused() -> None:
    with pytest.raises(LearnerError, match="score"):
        tried(History((done(0, "a", 140.0),)), virtual=False)
