"""Work: the samples and columns that measures are taken of, joined over runs, never across gaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.ways import SECOND_WAYS
from thumbwalk.technique.work import StrokeTable, Work

Make = Callable[..., Any]


def stroke(start_s: float, end_s: float, *, peak_n: float = 10.0, valley_n: float = 1.0, piece: int = 0) -> Stroke:
    middle_s = (start_s + end_s) / 2
    return Stroke(start_s, start_s + 0.1, middle_s, end_s, peak_n, valley_n, 0.3, 100.0, 50.0, 1.0, piece)


def test_columns_keep_their_strokes_and_number_their_runs() -> None:
    runs = [[stroke(0.0, 1.0), stroke(1.5, 2.0, peak_n=6.0)], [stroke(9.0, 9.5)]]
    table = StrokeTable.of(runs)
    assert len(table) == 3
    assert table.start_s.tolist() == [0.0, 1.5, 9.0]
    assert table.onset_s.tolist() == [0.1, 1.6, 9.1]
    assert table.end_s.tolist() == [1.0, 2.0, 9.5]
    assert table.peak_n.tolist() == [10.0, 6.0, 10.0]
    assert table.run.tolist() == [0, 0, 1]
    assert len(StrokeTable.of([])) == 0


def test_intervals_and_valleys_reach_neither_over_a_run_nor_over_a_gap() -> None:
    runs = [
        [stroke(0.0, 0.5), stroke(1.0, 1.5, peak_n=14.0, valley_n=3.0), stroke(3.0, 3.5, piece=1)],
        [stroke(9.0, 9.5, piece=1)],
    ]
    table = StrokeTable.of(runs)
    assert table.linked.tolist() == [True, False, False]
    assert table.intervals_s.tolist() == pytest.approx([1.0])
    assert table.valleys.tolist() == pytest.approx([3.0 / 12.0])


def test_a_run_s_samples_are_from_its_first_touch_to_its_last_both_included(touch_of: Make) -> None:
    touch = touch_of(np.full(1000, 8.0))
    work = Work.of(touch, [[stroke(1.0, 1.5), stroke(2.0, 3.0)], [], [stroke(6.0, 6.5)]])
    assert work.touch.time_s[[0, 200, 201, -1]].tolist() == pytest.approx([1.0, 3.0, 6.0, 6.5])
    assert len(work.touch) == 201 + 51
    assert np.bincount(work.run).tolist() == [201, 51]
    assert work.step_s == 0.01


def test_touches_end_at_lifts_runs_and_gaps_and_chatter_is_none(touch_of: Make) -> None:
    force = np.full(700, 8.0)
    force[100:110] = 0.0  # a lift
    force[380:395] = 0.0
    force[385:390] = 2.0  # chatter
    touch = touch_of(force, piece=np.repeat([0, 1], [250, 450]))
    work = Work.of(touch, [[stroke(0.0, 3.79)], [stroke(3.8, 6.99)]])
    assert [(span.start, span.stop) for span in work.touches] == [(0, 100), (110, 250), (250, 380), (395, 700)]


def test_a_touch_of_a_fifth_of_the_longest_still_counts(touch_of: Make) -> None:
    force = np.concatenate([np.full(100, 8.0), np.zeros(20), np.full(20, 8.0), np.zeros(20), np.full(19, 8.0)])
    work = Work.of(touch_of(force), [[stroke(0.0, 1.78)]])
    assert [span.stop - span.start for span in work.touches] == [100, 20]


def test_without_a_touch_there_is_none(touch_of: Make) -> None:
    assert Work.of(touch_of(np.zeros(100)), [[stroke(0.0, 0.5)]]).touches == []


def test_the_touches_of_at_least_so_much_force_are_told_too(touch_of: Make) -> None:
    force = np.r_[np.full(50, 8.0), np.full(50, 2.0), np.full(50, 8.0)]
    work = Work.of(touch_of(force), [[stroke(0.0, 1.49)]])
    assert [(span.start, span.stop) for span in work.touches_above(2.0)] == [(0, 150)]
    assert [(span.start, span.stop) for span in work.touches_above(2.1)] == [(0, 50), (100, 150)]


def test_works_of_two_hands_are_one_whose_runs_are_numbered_on(touch_of: Make) -> None:
    touch = touch_of(np.full(1000, 8.0))
    one = Work.of(touch, [[stroke(0.0, 0.5), stroke(0.6, 1.0)], [stroke(3.0, 3.5)]], SECOND_WAYS)
    other, empty = Work.of(touch, [[stroke(5.0, 5.5)]]), Work.of(touch, [])
    both = Work.joined([one, empty, other])
    assert both.ways is SECOND_WAYS
    assert both.strokes.run.tolist() == [0, 0, 1, 2]
    assert np.unique(both.run).tolist() == [0, 1, 2]
    assert len(both.touch) == len(both.run) == len(one.touch) + len(other.touch)
    assert len(both.strokes.intervals_s) == 1
    assert Work.joined([one]) is one
