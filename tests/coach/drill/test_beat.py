"""The one beat: where it lies, what is drawn of it, and what beat a hand keeps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.drill.beat import Beat
from thumbwalk.coach.targets.timeline import Timeline


def test_beats_lie_an_interval_apart_from_the_sets_beginning_on() -> None:
    beat = Beat(40.0)
    assert beat.interval_s == 1.5
    assert beat.times_s(0.0, 4.5).tolist() == [0.0, 1.5, 3.0], "the end is the next stretch's"
    assert beat.times_s(1.5, 1.6).tolist() == [1.5]
    assert beat.times_s(-3.0, 0.1).tolist() == [0.0], "there is no beat before the set"
    assert beat.times_s(0.2, 1.4).tolist() == beat.times_s(2.0, 1.0).tolist() == []


@given(st.floats(1.0, 600.0), st.lists(st.floats(0.0, 60.0), max_size=8))
def test_a_stretch_in_parts_has_the_beats_of_the_whole_once_each(rate_per_min: float, edges_s: list[float]) -> None:
    beat, edges_s = Beat(rate_per_min), [0.0, *sorted(edges_s), 60.0]
    parts = [beat.times_s(lo, hi) for lo, hi in pairwise(edges_s)]
    np.testing.assert_array_equal(np.concatenate(parts), beat.times_s(0.0, 60.0))


@given(st.floats(1.0, 600.0), st.integers(0, 200))
def test_a_press_begins_and_ends_on_the_beat_and_peaks_between_two(rate_per_min: float, number: int) -> None:
    beat = Beat(rate_per_min)
    at_s = (number + np.array([0.0, 0.25, 0.5, 0.75, 1.0])) * beat.interval_s
    np.testing.assert_allclose(beat.press_at(at_s), [0.0, 0.5, 1.0, 0.5, 0.0], atol=1e-9)
    assert beat.part_at(float(at_s[2])) == pytest.approx(0.5)


@given(st.floats(1.0, 600.0))
def test_from_one_beat_to_the_next_there_is_one_beat_however_their_times_round(rate_per_min: float) -> None:
    beat = Beat(rate_per_min)
    at_s = beat.times_s(0.0, 200.5 * beat.interval_s)
    assert len(at_s) == 201
    assert [beat.times_s(lo, hi).tolist() for lo, hi in pairwise(at_s.tolist())] == [
        [one] for one in at_s[:-1].tolist()
    ]


def test_the_part_of_a_beat_begins_again_with_each() -> None:
    assert [Beat(60.0).part_at(at_s) for at_s in (0.0, 0.75, 1.0, 2.25)] == [0.0, 0.75, 0.0, 0.25]


def test_the_beat_that_a_hand_keeps_is_told_by_the_middle_of_its_intervals() -> None:
    kept = Beat.of_onsets([0.0, 1.0, 2.0, 3.0, 9.0])
    assert kept is not None
    assert kept.rate_per_min == pytest.approx(60.0), "one long break is no pace"
    assert Beat.of_onsets([]) is Beat.of_onsets([1.0]) is Beat.of_onsets([1.0, 1.0]) is None


def test_an_uneven_beat_comes_where_its_line_has_counted_a_whole() -> None:
    beat = Beat.of_line(Timeline((0.0, 10.0, 10.0, 20.0), (30.0, 30.0, 60.0, 60.0)))
    assert beat.rate_per_min == 45.0
    assert beat.times_s(0.0, 20.0) == pytest.approx([0, 2, 4, 6, 8, *range(10, 20)], abs=0.002)
    assert beat.times_s(3.0, 11.0) == pytest.approx([4, 6, 8, 10], abs=0.002)
    assert (beat.rate_at(3.0), beat.rate_at(12.0)) == (30.0, 60.0)
    assert (beat.part_at(3.0), beat.part_at(10.25)) == pytest.approx((0.5, 0.25))
    assert beat.press_at(np.array([1.0, 2.0, 10.5])) == pytest.approx([1.0, 0.0, 1.0], abs=1e-9)


def test_a_flat_line_is_an_even_beat() -> None:
    assert Beat.of_line(Timeline((0.0, 10.0), (45.0, 45.0))) == Beat(45.0)
