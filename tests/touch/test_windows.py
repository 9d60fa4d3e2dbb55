"""Windows of a table: what they show, which are calm, which are rests; by the rows, whatever time they span."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.windows import Windows

SOUND = np.zeros(2, dtype=np.bool_)


def test_a_table_too_short_for_two_windows_has_none() -> None:
    assert Windows.of_table(np.zeros(1), np.zeros((1, 2)), SOUND) is None
    assert Windows.of_table(np.arange(20) / 100.0, np.zeros((20, 2)), SOUND) is None


def test_a_leap_of_a_year_is_one_border_and_no_windows_of_its_own() -> None:
    time_s = np.arange(200) / 100.0
    time_s[100:] += 365.0 * 86_400.0
    windows = Windows.of_table(time_s, np.ones((200, 2)), SOUND)
    assert windows is not None
    assert windows.first.tolist() == [0, 25, 50, 75, 100, 125, 150, 175]


def test_what_is_left_out_or_missing_counts_as_no_force() -> None:
    force_n = np.full((100, 2), 3.0)
    force_n[50:, 0] = np.nan
    windows = Windows.of_table(np.arange(100) / 100.0, force_n, np.array([False, True]))
    assert windows is not None
    np.testing.assert_allclose(windows.mean_n, [[3.0, 0.0], [3.0, 0.0], [0.0, 0.0], [0.0, 0.0]])


def test_a_window_knows_its_mean_its_spread_and_whether_it_is_calm() -> None:
    time_s = np.arange(100) / 100.0
    force_n = np.zeros((100, 2))
    force_n[25:50] = [1.0, 3.0]
    force_n[50:75, 0] = 4.0 + 0.5 * np.tile([-1.0, 1.0], 13)[:25]
    windows = Windows.of(time_s, force_n, np.array([0, 25, 50, 75]))
    np.testing.assert_allclose(windows.mean_n[1], [1.0, 3.0])
    np.testing.assert_allclose(windows.total_n[[0, 1, 3]], [0.0, 4.0, 0.0])
    assert windows.calm.tolist() == [True, True, False, True]
    np.testing.assert_allclose(windows.start_s, [0.0, 0.25, 0.5, 0.75])


def test_a_rest_is_as_low_as_any_about_it_or_on_one_side_of_it() -> None:
    total = np.array([0.0] * 40 + [5.0] * 4 + [2.0] * 40)  # a palm has come down at window 44
    windows = Windows(np.arange(84), 0.25 * np.arange(84.0), total[:, None], total, np.ones(84, np.bool_))
    about, beside = windows.rests()
    assert 43 not in beside
    assert 44 not in about, "just behind the palm's coming the rests before it are lower"
    assert 44 in beside
    assert {0, 39} <= set(about)
    assert 83 in about, "ten seconds later nothing lower is in reach"


def rests_of(total: NDArray[np.float64], calm: NDArray[np.bool_] | None = None) -> tuple[list[int], list[int]]:
    """Which windows are rests, about them and beside them."""
    n = len(total)
    steady = np.ones(n, np.bool_) if calm is None else calm
    windows = Windows(np.arange(n), 0.25 * np.arange(float(n)), total[:, None], total, steady)
    about, beside = windows.rests()
    return about.tolist(), beside.tolist()


def test_a_rest_is_three_tenths_and_a_tenth_of_the_lowest_above_it_at_the_most() -> None:
    total = np.array([2.0, 2.49, 2.51, 2.0])  # 2 + 0.3 + 0.2
    assert rests_of(total)[0] == [0, 1, 3]
    below = np.array([-3.0, -2.71, -2.69, -3.0])
    assert rests_of(below)[0] == [0, 1, 3], "below nothing no part is added"
    assert rests_of(total, np.array([True, False, True, True]))[0] == [0, 3]


def test_the_lowest_within_six_seconds_counts() -> None:
    total = np.full(60, 5.0)
    total[30] = 0.0
    # six seconds are 24 windows; the end of the time is not part of it
    assert rests_of(total)[0] == [*range(7), 30, *range(55, 60)]
    assert rests_of(total)[1] == list(range(60)), "on its other side nothing is lower"


def test_noisier_taxels_are_calm_by_the_calmest_of_the_windows() -> None:
    time_s = np.arange(400) / 100.0
    noise = np.tile([0.2, -0.2], 200)
    loud = noise.copy()
    loud[200:225] *= 1.6
    windows = Windows.of(time_s, loud[:, None], np.arange(0, 400, 25))
    assert windows.calm.tolist() == [number != 8 for number in range(16)]
    quiet = 0.04 * np.tile([1.0, -1.0], 200)
    quiet[200:225] *= 2.4
    quiet[300:325] *= 2.6
    limits = Windows.of(time_s, quiet[:, None], np.arange(0, 400, 25))
    assert limits.calm.tolist() == [number != 12 for number in range(16)], "a tenth of a newton is calm in any case"
    firm = 10.0 + 0.39 * np.tile([1.0, -1.0], 200)
    firm[200:225] = 10.0 + 0.41 * np.tile([1.0, -1.0], 13)[:25]
    firm[:100] = 0.0
    assert Windows.of(time_s, firm[:, None], np.arange(0, 400, 25)).calm.tolist() == [
        number != 8 for number in range(16)
    ]


def test_a_last_sample_alone_is_no_window() -> None:
    for n, begins in ((50, [0, 25]), (51, [0, 25]), (52, [0, 25, 50])):
        windows = Windows.of_table(np.arange(n) / 100.0, np.ones((n, 2)), SOUND)
        assert windows is not None
        assert windows.first.tolist() == begins
        np.testing.assert_allclose(windows.mean_n, 1.0)
