"""The gaps in a table's time are losses like a recording's."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.session.table_gaps import gaps_of_table


def test_a_pause_is_a_gap_and_what_is_bridged_is_none() -> None:
    time_s = np.arange(0, 10, 0.01)
    kept = (time_s < 3.0) | (time_s >= 5.0)
    kept &= ~((time_s > 7.0) & (time_s < 7.2))
    losses = gaps_of_table(time_s[kept] + 100.0, np.ones((kept.sum(), 2)))
    (span,) = losses.spans
    assert span.kind == "gap"
    assert (span.from_s, span.to_s, losses.lost_s) == pytest.approx((3.0, 5.0, 2.0))
    assert (losses.places, losses.frames) == (1, 0)


def test_rows_without_a_number_are_no_samples_and_a_taxel_without_one_is_no_gap() -> None:
    time_s = np.arange(0, 10, 0.01)
    values = np.ones((len(time_s), 2))
    values[:, 1] = np.nan
    assert not gaps_of_table(time_s, values).any
    values[400:500, 0] = np.nan
    assert gaps_of_table(time_s, values).lost_s == pytest.approx(1.0)


def test_a_table_of_no_or_one_sample_has_no_gaps() -> None:
    for n in (0, 1):
        assert not gaps_of_table(np.zeros(n), np.zeros((n, 2))).any


def test_where_the_clock_was_set_nothing_is_known_to_be_missing() -> None:
    time_s = np.concatenate([np.arange(100) * 0.01, 2.99 + np.arange(100) * 0.01])
    values = np.ones((200, 2))
    assert gaps_of_table(time_s, values).lost_s == pytest.approx(1.99)
    assert not gaps_of_table(time_s, values, leaps=(100,)).any
    values[100:103] = np.nan
    assert not gaps_of_table(time_s, values, leaps=(100,)).any
    assert gaps_of_table(time_s, values, leaps=(99, 104)).any
