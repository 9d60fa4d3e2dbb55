"""Gaps that nobody explains are found, whatever the chunks; those that are told otherwise are not told twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.session.stream_gaps import StreamGaps

RATE_HZ = 100.0
TIME_US = np.concatenate((np.arange(0, 1_000_000, 10_000), np.arange(1_500_000, 2_000_000, 10_000), [2_240_000]))


def found(cuts: list[int], *, explained: int | None = None, rate_hz: float = RATE_HZ) -> list[tuple[int, int]]:
    gaps, out = StreamGaps(), []
    for part in np.split(TIME_US, sorted(set(cuts))):
        if explained is not None and explained in part:
            gaps.explain(explained)
        if len(part):
            out += gaps.feed(part, rate_hz)
    return out


@given(st.lists(st.integers(1, len(TIME_US) - 1), max_size=20))
def test_a_gap_is_from_the_first_scan_that_is_missing_to_the_next_in_any_chunks(cuts: list[int]) -> None:
    assert found(cuts) == [(1_000_000, 1_500_000)]
    assert found(cuts, explained=1_500_000) == []


@pytest.mark.parametrize(("rate_hz", "gaps"), [(12.0, 1), (5.0, 0)])
def test_a_slow_stream_has_a_gap_where_three_of_its_steps_are_missing(rate_hz: float, gaps: int) -> None:
    assert len(found([], rate_hz=rate_hz)) == gaps


def test_scans_that_come_late_are_no_gap() -> None:
    gaps = StreamGaps()
    assert gaps.feed(np.array([0, 10_000, 400_000]), RATE_HZ) == [(20_000, 400_000)]
    assert gaps.feed(np.array([20_000, 30_000]), RATE_HZ) == []
    assert gaps.feed(np.array([410_000]), RATE_HZ) == []
