"""The screen's memory: the strip stays full when its buffer turns, and the trail leaves lifts out."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.session.screen.view import STRIP_S, TRAIL_S, RecentTouch
from thumbwalk.touch.touch_block import TouchBlock

RATE_HZ = 100.0
STRIP, TRAIL = round(STRIP_S * RATE_HZ), round(TRAIL_S * RATE_HZ)


def touched(first: int, n: int, *, lifted: bool = False) -> TouchBlock:
    """Sample i is at i / 100 s, weighs i newtons and lies at (i, -i)."""
    at = np.arange(first, first + n, dtype=np.float64)
    place = np.full(n, np.nan) if lifted else at
    no, nothing = np.full(n, np.nan), np.zeros(n)
    return TouchBlock(
        at / RATE_HZ,
        at,
        at,
        place,
        -place,
        no,
        no,
        no,
        nothing,
        no,
        no,
        nothing,
        ~np.isnan(place),
        np.zeros(n, np.int64),
    )


@pytest.mark.parametrize("chunk", [1, 7, 100, 799, 800, 801, 5000])
def test_the_strip_is_the_last_seconds_whatever_the_buffer_does(chunk: int) -> None:
    recent = RecentTouch(RATE_HZ)
    for first in range(0, 5000, chunk):
        n = min(chunk, 5000 - first)
        recent.take(touched(first, n))
        end = first + n
        time_s, force_n = recent.strip(0.0, 0.0)
        expected = np.arange(max(end - STRIP, 0), end)
        np.testing.assert_array_equal(force_n, expected)
        np.testing.assert_allclose(time_s, expected / RATE_HZ)


def test_the_newest_sample_is_the_strip_s_last_point_and_an_older_one_is_not() -> None:
    recent = RecentTouch(RATE_HZ)
    assert [len(part) for part in recent.strip(1.0, 5.0)] == [0, 0]
    recent.take(touched(0, 10))
    assert recent.strip(0.095, 42.0)[1].tolist() == [*range(10), 42.0]
    assert recent.strip(0.095, 42.0)[0][-1] == 0.095
    assert recent.strip(0.09, 42.0)[1].tolist() == list(range(10))


def test_the_trail_is_the_last_places_without_the_lifts() -> None:
    recent = RecentTouch(RATE_HZ)
    recent.take(touched(0, 500))
    assert recent.trail().tolist() == [[i, -i] for i in range(500 - TRAIL, 500)]
    recent.take(touched(500, 50, lifted=True))
    assert recent.trail().tolist() == [[i, -i] for i in range(550 - TRAIL, 500)]
    recent.take(touched(550, TRAIL, lifted=True))
    assert recent.trail().shape == (0, 2)


def test_a_view_in_use_is_not_written_over() -> None:
    recent = RecentTouch(RATE_HZ)
    recent.take(touched(0, 2 * STRIP))
    _, held = recent.strip(0.0, 0.0)
    before = held.copy()
    for first in range(2 * STRIP, 8 * STRIP, 50):
        recent.take(touched(first, 50))
    np.testing.assert_array_equal(held, before)
