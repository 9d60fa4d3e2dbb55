"""The screen's memory holds the last seconds at every moment, through every turn of its buffer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.session.screen.recent_touch import STRIP_S, TRAIL_S, RecentTouch
from thumbwalk.touch.touch_block import TouchBlock

RATE_HZ = 100.0
FIELDS = TouchBlock.joined([])


def touch(first: int, n: int) -> TouchBlock:
    """Samples that all differ; every fifth is in the air."""
    number = np.arange(first, first + n)
    values: dict[str, NDArray[np.generic]] = {}
    for name in TouchBlock.__dataclass_fields__:
        kind = getattr(FIELDS, name)
        values[name] = np.zeros((n, *kind.shape[1:]), kind.dtype)
    x_mm = np.where(number % 5 == 4, np.nan, 100.0 + number % 50)
    values |= {"time_s": number / RATE_HZ, "total_n": number * 0.5, "x_mm": x_mm, "y_mm": x_mm - 50.0}
    return TouchBlock(**values)  # type: ignore[arg-type]  # every field by its own kind, above


@given(sizes=st.lists(st.integers(1, 900), min_size=1, max_size=30))
def test_the_strip_is_the_last_seconds_whatever_the_blocks(sizes: list[int]) -> None:
    recent, end = RecentTouch(RATE_HZ), 0
    for size in sizes:
        recent.take(touch(end, size))
        end += size
        time_s, force_n = recent.strip((end - 1) / RATE_HZ, 0.0)
        # a block longer than the strip is kept as far as the strip goes
        expected = np.arange(max(0, end - round(STRIP_S * RATE_HZ)), end)
        np.testing.assert_array_equal(time_s, expected / RATE_HZ)
        np.testing.assert_array_equal(force_n, expected * 0.5)


def test_the_strip_does_not_empty_when_its_buffer_turns() -> None:
    """Block by block, as a stream comes, through four turns."""
    recent = RecentTouch(RATE_HZ)
    lengths = []
    for number in range(6400):
        recent.take(touch(number, 1))
        lengths.append(len(recent.strip(number / RATE_HZ, 0.0)[0]))
    assert lengths[:800] == list(range(1, 801))
    assert set(lengths[800:]) == {800}


def test_what_a_screen_holds_does_not_change_while_the_stream_goes_on() -> None:
    recent = RecentTouch(RATE_HZ)
    recent.take(touch(0, 700))
    held = recent.strip(6.99, 0.0)[1], recent.trail()
    before = [one.copy() for one in held]
    for number in range(700, 4000, 25):
        recent.take(touch(number, 25))
    for one, was in zip(held, before, strict=True):
        np.testing.assert_array_equal(one, was)


def test_the_newest_sample_is_the_strips_last_point() -> None:
    recent = RecentTouch(RATE_HZ)
    recent.take(touch(0, 10))
    time_s, force_n = recent.strip(0.123, 7.5)
    assert (time_s[-1], force_n[-1], len(time_s)) == (0.123, 7.5, 11)
    assert len(recent.strip(0.09, 7.5)[0]) == 10


def test_the_trail_is_the_last_moment_without_the_lifts() -> None:
    recent = RecentTouch(RATE_HZ)
    recent.take(touch(0, 500))
    trail = recent.trail()
    assert len(trail) == pytest.approx(0.8 * TRAIL_S * RATE_HZ)
    assert np.isfinite(trail).all()
    assert trail[-1, 0] == 100.0 + 498 % 50


def test_before_any_touch_there_is_nothing() -> None:
    recent = RecentTouch(RATE_HZ)
    assert len(recent.strip(0.0, 0.0)[0]) == 0
    assert recent.trail().shape == (0, 2)


def test_a_newest_sample_that_is_in_the_strip_already_is_no_second_point() -> None:
    recent = RecentTouch(RATE_HZ)
    recent.take(touch(0, 50))
    time_s, total_n = recent.strip(0.49, 99.0)
    assert (len(time_s), total_n[-1]) == (50, 24.5)
    time_s, total_n = recent.strip(0.495, 99.0)
    assert (len(time_s), time_s[-1], total_n[-1]) == (51, 0.495, 99.0)
