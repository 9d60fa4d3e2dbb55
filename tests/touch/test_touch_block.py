"""Touch as arrays: cut, joined, and without the resting hand."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.touch.touch_block import TouchBlock

FIELDS = tuple(TouchBlock.__dataclass_fields__)


def block(
    n: int, *, start_s: float = 0.0, rate_hz: float = 100.0, total_n: float = 5.0, resting_n: float = 0.0
) -> TouchBlock:
    columns = {name: np.full(n, float(i)) for i, name in enumerate(FIELDS)}
    columns["time_s"] = start_s + np.arange(n) / rate_hz
    columns["total_n"], columns["resting_n"] = np.full(n, total_n), np.full(n, resting_n)
    marks = {"touching": np.ones(n, np.bool_), "second_works": np.zeros(n, np.bool_), "piece": np.zeros(n, np.int64)}
    return TouchBlock(**columns | marks)


@pytest.mark.parametrize(("total_n", "resting_n", "working_n"), [(5.0, 2.0, 3.0), (5.0, 0.0, 5.0), (5.0, 6.0, 0.0)])
def test_the_working_hand_has_what_the_resting_one_leaves_and_never_less_than_nothing(
    total_n: float, resting_n: float, working_n: float
) -> None:
    assert block(3, total_n=total_n, resting_n=resting_n).working_n.tolist() == [working_n] * 3


@pytest.mark.parametrize(("rate_hz", "start_s"), [(100.0, 0.0), (62.5, 0.0), (100.0, 86_400.0)])
def test_the_step_is_that_of_the_grid_however_late_it_is(rate_hz: float, start_s: float) -> None:
    assert block(400, rate_hz=rate_hz, start_s=start_s).step_s == 1.0 / rate_hz


def test_one_sample_or_none_has_the_usual_step() -> None:
    assert block(1).step_s == block(0).step_s == 0.01
    assert block(2, rate_hz=50.0).step_s == 0.02


def test_a_gap_between_pieces_is_no_step() -> None:
    joined = TouchBlock.joined([block(40), block(40, start_s=9.0)])
    assert joined.step_s == 0.01


def test_between_takes_the_first_moment_and_leaves_the_last() -> None:
    part = block(100).between(0.10, 0.20)
    assert part.time_s[0] == pytest.approx(0.10)
    assert len(part) == 10
    assert len(block(100).between(5.0, 6.0)) == 0


def test_what_was_cut_and_joined_is_what_it_was_in_every_column() -> None:
    whole = block(50)
    again = TouchBlock.joined([whole.cut(0, 17), whole.cut(17, 17), whole.cut(17, 50)])
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))


def test_no_block_at_all_is_an_empty_one_of_the_same_kinds() -> None:
    nothing, one = TouchBlock.joined([]), block(1)
    assert len(nothing) == 0
    for name in FIELDS:
        assert getattr(nothing, name).dtype == getattr(one, name).dtype
        assert getattr(nothing, name).shape == (0,)
