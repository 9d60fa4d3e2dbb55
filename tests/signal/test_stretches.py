"""What can't be believed for a while only: stuck, dead and noisy stretches, and single spikes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad, parse_pad
from thumbwalk.signal.stretches import Shift, Stretch, mark, table_stretches, take_off

PAD = builtin_pad()
Array = NDArray[np.float64]


def worked(seconds: float = 20.0, rate_hz: float = 200.0) -> tuple[Array, Array]:
    """A hand that presses one taxel after the other, with noise on all of them."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    force_n = 0.02 * np.random.default_rng(3).standard_normal((len(time_s), 16))
    force_n[:, 5] += 8.0 * np.sin(np.pi * time_s) ** 2
    force_n[:, 6] += 3.0 * np.sin(np.pi * time_s) ** 2
    return time_s, force_n


def said(time_s: Array, force_n: Array, pad: Any = PAD) -> list[tuple[str, str, float, float]]:
    return [
        (pad.names[one.index], one.reason.split(":")[0], round(one.start_s, 1), round(one.end_s, 1))
        for one in table_stretches(pad, time_s, force_n)
    ]


def test_a_sound_table_has_none() -> None:
    assert said(*worked()) == []


def test_a_taxel_that_sticks_for_a_while_is_stuck_for_that_while() -> None:
    time_s, force_n = worked()
    force_n[1000:2400, 5] = 3.3
    assert said(time_s, force_n) == [(PAD.names[5], "stuck", 5.0, 12.0)]


def test_a_taxel_that_falls_silent_is_dead_from_then_on() -> None:
    time_s, force_n = worked()
    force_n[2000:, 5] = 0.0
    assert said(time_s, force_n) == [(PAD.names[5], "dead", 10.0, 20.0)]


def test_a_noisy_while_is_noisy() -> None:
    time_s, force_n = worked()
    force_n[1000:2000, 9] += np.random.default_rng(1).standard_normal(1000)
    found = [one for one in said(time_s, force_n) if one[1]]  # its tails may be spikes besides
    assert found == [(PAD.names[9], "noisy", 5.0, 10.0)]


def test_noise_until_the_end_is_noise_to_the_last_sample() -> None:
    time_s, force_n = worked(20.3)
    force_n[3000:, 9] += np.random.default_rng(1).standard_normal(len(time_s) - 3000)
    found = [one for one in table_stretches(PAD, time_s, force_n) if one.reason]
    assert [(one.index, one.end_s) for one in found] == [(9, time_s[-1])]


def test_a_spike_of_one_sample_is_no_force_and_no_fault() -> None:
    time_s, force_n = worked()
    force_n[777, 3] = 40.0
    (spike,) = table_stretches(PAD, time_s, force_n)
    assert (spike.index, spike.start_s, spike.end_s, spike.reason) == (3, time_s[777], time_s[777], "")
    mark([spike], time_s, force_n)
    assert np.argwhere(np.isnan(force_n)).tolist() == [[777, 3]]


def test_what_cuts_all_off_at_nought_leaves_nobody_dead() -> None:
    time_s, force_n = worked()
    assert said(time_s, np.maximum(force_n - 0.1, 0.0)) == []


def test_a_hard_press_at_the_top_of_the_range_is_not_stuck() -> None:
    time_s, force_n = worked()
    press_n = 20.0 * np.clip((2.5 - np.abs(time_s - 6.5)) / 0.02, 0.0, 1.0)  # four samples up, and down
    force_n[:, 5] = np.minimum(force_n[:, 5] + press_n, 15.0)
    force_n[:, 6] += 0.08 * press_n
    assert said(time_s, force_n) == []


@pytest.mark.parametrize("value_n", [255.0, 40.0, 8.2, -20.0, -0.5])
@pytest.mark.parametrize("lasts_s", [2.0, 3.0, 4.0])
def test_a_taxel_that_jumps_to_the_top_or_below_its_rest_is_stuck(value_n: float, lasts_s: float) -> None:
    time_s, force_n = worked()
    force_n[1000 : 1000 + round(200 * lasts_s), 9] = value_n
    assert said(time_s, force_n) == [(PAD.names[9], "stuck", 5.0, round(5.0 + lasts_s, 1))]


def test_sensors_that_jump_to_the_top_together_are_all_stuck() -> None:
    time_s, force_n = worked()
    force_n[1000:1500, [2, 5, 9]] = 255.0
    assert [one[:2] for one in said(time_s, force_n)] == [(PAD.names[i], "stuck") for i in (2, 5, 9)]


def test_a_gap_is_nobodys_fault() -> None:
    time_s, force_n = worked()
    held = np.delete(force_n, np.s_[1000:1700], axis=0)
    held[999:1001] = held[999]
    assert said(np.delete(time_s, np.s_[1000:1700]), held) == []


@pytest.mark.parametrize("change", ['unit = "counts"', "no layer", "slow"])
def test_where_nothing_can_be_filled_in_or_told_all_stay_in(change: str) -> None:
    time_s, force_n = worked()
    force_n[1000:2400, 5] = 3.3
    pad, rows = PAD, slice(None)
    if change == "slow":
        rows = slice(None, None, 20)
    else:
        tiles = "".join(f'[[taxel]]\nname = "t{i}"\nx_mm = {20 * i}\ny_mm = 0\n' for i in range(16))
        pad = parse_pad(f'name = "row"\nunit = "{"counts" if "counts" in change else "N"}"\n{tiles}', "a test")
    assert said(time_s[rows], force_n[rows], pad) == []


def test_stretches_and_shifts_are_cut_as_the_rows_are() -> None:
    time_s, force_n = worked(2.0)
    stretch, shift = Stretch(4, 0.5, 1.0, "stuck"), Shift(0.7, 1.5, np.full(16, 0.25))
    whole, parts = force_n.copy(), force_n.copy()
    for rows, times in [(whole, time_s), *((parts[at : at + 33], time_s[at : at + 33]) for at in range(0, 400, 33))]:
        mark([stretch], times, rows)
        take_off([shift], times, rows)
    np.testing.assert_array_equal(whole, parts)
    assert np.isnan(whole[:, 4]).sum() == 101
    np.testing.assert_allclose((force_n - whole)[:, 0], np.where((time_s >= 0.7) & (time_s < 1.5), 0.25, 0.0))


@pytest.mark.parametrize(("rows", "is_stuck"), [(399, False), (402, True)])
def test_two_seconds_without_a_change_above_rest_are_stuck(rows: int, is_stuck: bool) -> None:
    time_s, force_n = worked()
    force_n[1000 : 1000 + rows, 5] = 2.5  # too little for a jump, which would be told sooner
    assert (said(time_s, force_n) != []) == is_stuck


@pytest.mark.parametrize(("value_n", "rows", "verdict"), [(0.25, 500, ""), (0.25, 602, "dead"), (0.4, 500, "stuck")])
def test_near_rest_it_takes_three_seconds_and_is_dead(value_n: float, rows: int, verdict: str) -> None:
    time_s, force_n = worked()
    force_n[1000 : 1000 + rows, 9] = value_n
    assert "".join(one[1] for one in said(time_s, force_n)) == verdict


@pytest.mark.parametrize(("n_alive", "verdict"), [(3, "stuck"), (2, "")])
def test_three_others_must_be_alive_while_one_is_stuck(n_alive: int, verdict: str) -> None:
    time_s, force_n = worked()
    force_n[:, 1] += 8.0 * np.sin(np.pi * time_s) ** 2
    force_n[:, n_alive + 1 :] = 0.0
    force_n[1000:2400, 0] = 3.3
    assert "".join(one[1] for one in said(time_s, force_n)) == verdict


@pytest.mark.parametrize(
    ("spike_n", "beside_n", "is_one"), [(2.9, 0.0, False), (3.2, 0.0, True), (7.9, 4.0, False), (8.3, 4.0, True)]
)
def test_a_spike_stands_out_by_three_newtons_and_twice_what_is_beside_it(
    spike_n: float, beside_n: float, is_one: bool
) -> None:
    time_s, force_n = worked()
    force_n[:, 3] = beside_n
    force_n[777, 3] = beside_n + spike_n
    assert any(one.reason == "" for one in table_stretches(PAD, time_s, force_n)) == is_one


@pytest.mark.parametrize(("size_n", "others_n", "is_noisy"), [(0.4, 0.02, False), (0.7, 0.02, True), (0.7, 0.2, False)])
def test_noise_is_half_a_newton_and_five_times_the_others(size_n: float, others_n: float, is_noisy: bool) -> None:
    time_s, force_n = worked()
    rng = np.random.default_rng(1)
    force_n += others_n * rng.standard_normal(force_n.shape)
    force_n[1000:2000, 9] = size_n * rng.standard_normal(1000)
    found = [one for one in said(time_s, force_n) if one[1]]
    assert bool(found) == is_noisy


@pytest.mark.parametrize(("pause_s", "stretches"), [(1.0, 1), (3.0, 2)])
def test_noise_that_comes_back_within_two_seconds_is_the_same_noise(pause_s: float, stretches: int) -> None:
    time_s, force_n = worked()
    rng, again = np.random.default_rng(1), round(2000 + 200 * pause_s)
    for first in (1000, again):
        force_n[first : first + 1000, 9] += 0.9 * rng.standard_normal(1000)
    assert len([one for one in said(time_s, force_n) if one[1]]) == stretches


@pytest.mark.parametrize(("rate_hz", "is_judged"), [(79.0, False), (81.0, True)])
def test_a_slow_table_is_not_judged_by_its_roughness(rate_hz: float, is_judged: bool) -> None:
    time_s, force_n = worked(rate_hz=rate_hz)
    force_n[time_s > 10.0, 9] += np.random.default_rng(1).standard_normal(np.count_nonzero(time_s > 10.0))
    assert (said(time_s, force_n) != []) == is_judged


@pytest.mark.parametrize(("rate_hz", "is_judged"), [(19.0, False), (21.0, True), (40.0, True), (50.0, True)])
@pytest.mark.parametrize("value_n", [255.0, -20.0, 5.0])
def test_what_does_not_move_at_all_is_told_in_slower_tables(rate_hz: float, is_judged: bool, value_n: float) -> None:
    time_s, force_n = worked(rate_hz=rate_hz)
    force_n[(time_s > 5.0) & (time_s < 8.5), 9] = value_n
    assert [one[:2] for one in said(time_s, force_n)] == ([(PAD.names[9], "stuck")] if is_judged else [])


def test_a_pad_that_stops_as_a_whole_while_it_is_pressed_is_stuck_as_a_whole() -> None:
    time_s, force_n = worked()
    force_n[1100:1600] = 255.0
    assert [one[:2] for one in said(time_s, force_n)] == [(name, "stuck") for name in PAD.names]


@pytest.mark.parametrize("value_n", [255.0, 40.0, 12.0, -4.0, -20.0])
@pytest.mark.parametrize("lasts_s", [0.3, 0.5, 1.5, 3.0])
@pytest.mark.parametrize("taxel", [0, 9, 6])
def test_noise_on_a_sensor_at_its_stop_makes_it_no_sounder(value_n: float, lasts_s: float, taxel: int) -> None:
    time_s, force_n = worked()
    rows = slice(1000, 1000 + round(200 * lasts_s))
    force_n[rows, taxel] = value_n + 0.01 * np.random.default_rng(5).standard_normal(rows.stop - rows.start)
    (found,) = said(time_s, force_n)
    assert found[:3] == (PAD.names[taxel], "stuck", 5.0)
    assert found[3] == pytest.approx(5.0 + lasts_s, abs=0.06)


def test_a_sensor_that_jumps_and_stays_is_left_out_from_then_on() -> None:
    time_s, force_n = worked()
    force_n[1000:, 14] += 20.0
    assert said(time_s, force_n) == [(PAD.names[14], "stuck", 5.0, 20.0)]


def test_shifts_end_before_their_last_moment_and_stretches_with_it() -> None:
    time_s, force_n = np.arange(5.0), np.full((5, 2), 3.0)
    take_off([Shift(1.0, 3.0, np.array([1.0, 2.0]))], time_s, force_n)
    assert force_n.tolist() == [[3.0, 3.0], [2.0, 1.0], [2.0, 1.0], [3.0, 3.0], [3.0, 3.0]]
    mark([Stretch(0, 1.0, 3.0, "stuck")], time_s, force_n)
    assert np.isnan(force_n[:, 0]).tolist() == [False, True, True, True, False]
    assert not np.isnan(force_n[:, 1]).any()
