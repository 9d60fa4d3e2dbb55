"""Days in a row survive one that is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from thumbwalk.coach.plan.streak import streak_of

TODAY = date(2026, 3, 31)


def days(*ago: int) -> list[date]:
    return [TODAY - timedelta(days=one) for one in ago]


@pytest.mark.parametrize(
    ("ago", "in_a_row", "longest"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((0, 1, 2), 3, 3),
        ((1, 2, 3), 3, 3),
        ((2, 3), 2, 2),
        ((3, 4), 0, 2),
        ((0, 1, 3, 4), 4, 4),
        ((0, 1, 4, 5, 6), 2, 3),
    ],
)
def test_a_day_off_in_between_is_no_break_and_two_are(ago: tuple[int, ...], in_a_row: int, longest: int) -> None:
    found = streak_of(days(*ago), TODAY)
    assert (found.days, found.longest, found.all_days) == (in_a_row, longest, len(ago))


def test_a_day_counts_once_in_any_order() -> None:
    assert streak_of(days(1, 0, 0, 1), TODAY).days == 2
