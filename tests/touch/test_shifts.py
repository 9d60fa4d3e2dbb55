"""Baselines that shift in the middle of a table, told from hands that rest and from weights that lie there."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.cli.main import run
from thumbwalk.pad import builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.touch.shifts import _away, _first_without, _groups, _onset, baseline_shifts
from thumbwalk.touch.windows import Windows

PAD = builtin_pad()
RATE_HZ = 200.0
Array = NDArray[np.float64]
SOUND = np.zeros(16, dtype=np.bool_)
TIME_S = np.arange(0.0, 50.0, 1.0 / RATE_HZ)


def worked(pressed: Pressed) -> Array:
    """Five times eight seconds of kneading somewhere else, with two seconds off between."""
    force_n = np.where(TIME_S % 10.0 < 8.0, 12.0 * np.sin(np.pi * TIME_S) ** 2, 0.0)
    places = [(200.0, 50.0), (110.0, 55.0), (70.0, 50.0), (170.0, 60.0), (190.0, 40.0)]
    x_mm, y_mm = (np.array(one)[(TIME_S // 10.0).astype(int)] for one in zip(*places, strict=True))
    return pressed(force_n, x_mm, y_mm) + 0.02 * np.random.default_rng(4).standard_normal((len(TIME_S), 16))


def test_a_sound_table_has_none(pressed: Pressed) -> None:
    assert baseline_shifts(PAD, TIME_S, worked(pressed), SOUND) == ()


@pytest.mark.parametrize("taxel", ["mth4", "heel_medial", "hallux"])
def test_one_taxels_step_is_found_where_it_is_and_taken_off(pressed: Pressed, taxel: str) -> None:
    tiles_n, index = worked(pressed), PAD.names.index(taxel)
    tiles_n[TIME_S >= 13.3, index] += 2.0
    (shift,) = baseline_shifts(PAD, TIME_S, tiles_n, SOUND)
    assert shift.start_s == pytest.approx(13.3, abs=0.02)
    assert shift.end_s == np.inf
    assert shift.offset_n[index] == pytest.approx(2.0, abs=0.05)
    assert np.abs(np.delete(shift.offset_n, index)).max() < 0.05


def test_a_step_of_all_taxels_that_ends_is_found_from_end_to_end(pressed: Pressed) -> None:
    tiles_n = worked(pressed)
    tiles_n[(TIME_S >= 13.3) & (TIME_S < 43.0)] += 0.3
    (shift,) = baseline_shifts(PAD, TIME_S, tiles_n, SOUND)
    assert shift.start_s == pytest.approx(13.3, abs=0.02)
    assert shift.end_s == pytest.approx(43.0, abs=0.3)
    assert shift.offset_n == pytest.approx(np.full(16, 0.3), abs=0.03)


def test_a_hand_that_rests_is_no_shift(pressed: Pressed) -> None:
    up, down = (np.clip(way / 0.4, 0.0, 1.0) for way in (TIME_S - 13.0, 43.0 - TIME_S))
    resting = pressed(6.0 * np.minimum(up, down), 60.0, 50.0)
    assert baseline_shifts(PAD, TIME_S, worked(pressed) + resting, SOUND) == ()


def test_what_lies_there_from_the_start_is_a_weight(pressed: Pressed) -> None:
    assert baseline_shifts(PAD, TIME_S, worked(pressed) + 0.3, SOUND) == ()


def test_a_long_hold_is_no_shift(pressed: Pressed) -> None:
    held = pressed(np.where((TIME_S > 8.5) & (TIME_S < 48.0), 10.0, 0.0), 200.0, 50.0)
    noise = 0.02 * np.random.default_rng(4).standard_normal(held.shape)
    assert baseline_shifts(PAD, TIME_S, held + noise, SOUND) == ()


def strokes_in(tiles_n: Array, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Strokes that analyse counts, what it leaves out and what it warns of."""
    path = folder / "worked.csv"
    header = ",".join(["time_s", *PAD.names])
    np.savetxt(path, np.column_stack((TIME_S, tiles_n)), delimiter=",", header=header, comments="", fmt="%.9g")
    capsys.readouterr()
    assert run(["analyse", str(path), "--json"]) == 0
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    strokes = sum(segment["measures"]["strokes"] for segment in document["segments"])
    return strokes, " ".join(one["reason"] for one in document["left_out"]), printed.err


@pytest.mark.parametrize("fault", ["shift", "stuck", "noisy", "palm"])
def test_none_of_them_makes_strokes_and_each_is_said(
    pressed: Pressed, tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    tiles_n = worked(pressed)
    late = TIME_S >= 9.0
    if fault == "shift":
        tiles_n[late] += 0.3
    elif fault == "stuck":
        tiles_n[late, 3] = 3.3
    elif fault == "noisy":
        tiles_n[late, 3] += np.random.default_rng(5).standard_normal(np.count_nonzero(late))
    else:
        palm = sum(pressed(np.full(1, 4.0), x, y) for x, y in ((225.0, 25.0), (225.0, 65.0), (215.0, 45.0)))
        tiles_n += palm * np.clip(np.minimum(TIME_S - 8.4, 29.6 - TIME_S) / 0.4, 0.0, 1.0)[:, None]
    strokes, left_out, warned = strokes_in(tiles_n, tmp_path, capsys)
    assert abs(strokes - 40) <= 2
    assert ("taken off" in warned) == (fault in ("shift", "palm"))
    assert (f"{fault}:" in left_out) == (fault in ("stuck", "noisy"))


def test_a_taxel_that_stuck_for_a_while_is_believed_before_and_after(pressed: Pressed) -> None:
    tiles_n = worked(pressed)
    while_s = (TIME_S >= 9.0) & (TIME_S < 25.0)
    tiles_n[while_s, 3] = 3.3
    pipeline = Pipeline.of_table(PAD, TIME_S, tiles_n)
    blocks = pipeline.signal.feed(TIME_S, tiles_n) + pipeline.signal.finish()
    out_s = np.concatenate([block.time_s[np.full(len(block.time_s), block.left_out[3])] for block in blocks])
    assert out_s[0] == pytest.approx(9.0, abs=0.02)
    assert out_s[-1] == pytest.approx(25.0, abs=0.1)  # and what the filter still feels of it
    assert not any(any(block.left_out[:3] + block.left_out[4:]) for block in blocks)
    assert list(pipeline.left_out) == ["mth1"]


def test_a_shift_ends_where_most_of_its_taxels_have_lost_half_of_it() -> None:
    force_n = np.zeros((200, 4))
    force_n[:120] = [2.0, 2.0, 0.0, 0.1]
    force_n[100:120, 0] = 0.5
    offset_n = np.array([2.0, 2.0, 0.0, 0.1])
    assert _first_without(force_n, offset_n, 50, 200) == 100
    assert _first_without(force_n, offset_n, 50, 90) == 90


def test_an_onset_within_twenty_milliseconds_is_at_once_and_a_hand_s_is_not() -> None:
    time_s = np.arange(400) / 200.0
    step, hand = np.zeros((400, 2)), np.zeros((400, 2))
    step[210:, 1] = 2.0
    hand[:, 1] = np.clip((time_s - 0.9) / 0.3, 0.0, 1.0) * 2.0
    offset_n = np.array([0.0, 2.0])
    start, at_once = _onset(time_s, step, offset_n, 100, 300)
    assert at_once
    assert abs(start - 210) <= 4
    start, at_once = _onset(time_s, hand, offset_n, 100, 300)
    assert not at_once
    assert start == pytest.approx(210, abs=2), "where it is over half of what it becomes"


def test_a_press_on_its_way_up_is_no_step_however_fast_it_comes() -> None:
    time_s = np.arange(400) / 50.0
    press = np.zeros((400, 2))
    press[:, 1] = np.clip((time_s - 4.0) * 45.0, 0.0, 10.0)
    step = np.minimum(press, 0.9)
    step[np.flatnonzero(step[:, 1])[0] :, 1] = 0.9
    offset_n = np.array([0.0, 0.9])
    assert _onset(time_s, step, offset_n, 150, 250)[1]
    assert not _onset(time_s, press, offset_n, 150, 250)[1]


def test_kneading_that_never_quite_lets_go_is_no_shift(pressed: Pressed) -> None:
    share = pressed(np.ones(1), 60.0, 52.0)[0]
    for low_n in (0.6, 0.9, 1.3):
        # somebody begins, and from the fifth press on no longer lifts
        kept = low_n * np.clip((TIME_S - 6.9) / 0.4, 0.0, 1.0)
        press = np.clip(1.5 * np.sin(2.0 * np.pi * (TIME_S - 2.0) / 1.4), 0.0, 1.0)
        force_n = np.where(TIME_S < 2.0, 0.0, kept + (11.0 - kept) * press)
        tiles_n = force_n[:, None] * share + 0.02 * np.random.default_rng(4).standard_normal((len(TIME_S), 16))
        assert baseline_shifts(PAD, TIME_S[::4], tiles_n[::4], SOUND) == ()


def windows_of(totals: list[float], other_n: float = 0.0) -> Windows:
    """Windows of a quarter of a second in which the first of two tiles shows so much."""
    mean = np.column_stack((totals, np.full(len(totals), other_n)))
    start_s = 0.25 * np.arange(float(len(totals)))
    return Windows(np.arange(len(totals)), start_s, mean, mean.sum(axis=1), np.ones(len(totals), np.bool_))


def grouped(totals: list[float]) -> list[tuple[int, list[int], int | None]]:
    """Groups of rests, every window being one that shows less than 4 N."""
    windows = windows_of(totals)
    rest = np.flatnonzero(windows.total_n < 4.0)
    shifted = set(np.flatnonzero((windows.total_n >= 0.35) & (windows.total_n < 4.0)).tolist())
    return [(before, group.tolist(), after) for before, group, after in _groups(windows, rest, shifted)]


def test_rests_that_are_alike_and_have_come_to_stay_are_a_group_with_what_was_before_and_after() -> None:
    # from window 3 to 37 are 8.5 s, with work in the middle
    totals = [0.0] * 3 + [2.0] * 15 + [9.0] * 5 + [2.0] * 15 + [0.0] * 4
    (one,) = grouped(totals)
    assert one == (2, [*range(3, 18), *range(23, 38)], 38)
    assert grouped(totals[:38]) == [(2, one[1], None)]
    assert grouped(totals[3:]) == [], "what was there from the start is a weight"


@pytest.mark.parametrize(("rests", "found"), [(14, 1), (13, 0)])
def test_it_has_come_to_stay_after_eight_seconds(rests: int, found: int) -> None:
    # the last rest begins 19 + rests windows after the first one began: 33 of them are 8.25 s
    assert len(grouped([0.0] * 3 + [2.0] * 14 + [9.0] * 5 + [2.0] * rests)) == found


@pytest.mark.parametrize(("work_n", "found"), [(4.0, 1), (2.9, 0)])
def test_without_work_of_a_newton_in_between_it_is_held(work_n: float, found: int) -> None:
    windows = windows_of([0.0] * 3 + [2.0] * 20 + [work_n] * 5 + [2.0] * 20)
    rest = np.array([*range(23), *range(28, 48)])
    groups = _groups(windows, rest, set(range(3, 48)))
    assert len(groups) == found


@pytest.mark.parametrize(("drawn_n", "groups"), [(2.45, 1), (2.55, 0)])
def test_rests_are_alike_within_a_fifth_of_a_newton_and_a_seventh_of_themselves(drawn_n: float, groups: int) -> None:
    # of 2 N that is 0.5 N; what is more parts them, and neither half stays long enough
    totals = [0.0] * 3 + [2.0] * 7 + [9.0] * 6 + [drawn_n] * 22
    assert len(grouped(totals)) == groups


def test_a_contact_besides_is_held_over_where_a_shift_is_settled() -> None:
    settled = [0.0] * 3 + [2.0] * 8 + [3.5] * 4 + [9.0] * 5 + [2.0] * 20
    (one,) = grouped(settled)
    assert one[1] == [*range(3, 11), *range(20, 40)]
    unsettled = [0.0] * 3 + [2.0] * 7 + [3.5] * 4 + [9.0] * 5 + [2.0] * 20
    assert grouped(unsettled) == []


def test_what_is_less_again_is_no_contact_besides() -> None:
    totals = [0.0] * 3 + [2.0] * 8 + [1.0] * 4 + [9.0] * 5 + [2.0] * 20
    assert grouped(totals) == []


def test_how_far_a_rest_is_off_is_told_by_the_last_two_seconds_of_its_group() -> None:
    windows = windows_of([9.0, 9.0, *[2.0] * 8, 2.5], other_n=-1.0)
    np.testing.assert_allclose(_away(windows, list(range(10)), 10), [0.5 / 0.5, 0.0])
    np.testing.assert_allclose(_away(windows, [0, 1], 10), [-6.5 / (0.2 + 0.15 * 9.0), 0.0])


@pytest.mark.parametrize(("offset_n", "at_once"), [(0.45, False), (0.55, True)])
def test_a_small_step_of_a_pattern_that_a_hand_can_make_is_none(
    pressed: Pressed, offset_n: float, at_once: bool
) -> None:
    time_s = TIME_S[::4]
    shares = pressed(np.ones(1), 60.0, 50.0)[0]
    tiles_n = worked(pressed)[::4] + offset_n / shares.max() * shares * (time_s >= 13.3)[:, None]
    assert len(baseline_shifts(PAD, time_s, tiles_n, SOUND)) == at_once


def test_its_times_are_the_table_s_own(pressed: Pressed) -> None:
    tiles_n = worked(pressed)[::4]
    tiles_n[TIME_S[::4] >= 13.3, 3] += 2.0
    (shift,) = baseline_shifts(PAD, TIME_S[::4] + 1000.0, tiles_n, SOUND)
    assert shift.start_s == pytest.approx(1013.3, abs=0.03)


@pytest.mark.parametrize(
    ("first", "second", "at_once"),
    [(0.65, 0.0, False), (0.75, 0.0, True), (0.75, 0.3, True), (0.75, 0.4, False)],
    ids=["too little", "at once", "goes on a little", "a press on its way up"],
)
def test_it_comes_at_once_by_seven_tenths_and_does_not_go_on(first: float, second: float, at_once: bool) -> None:
    time_s = np.arange(400) / 200.0
    part = np.zeros(400)
    part[210:] = first
    part[214:] += second  # twenty milliseconds later
    part[240:] = np.clip(part[239] + (np.arange(160)) / 100.0, 0.0, 1.0)
    tiles = np.column_stack((0.0 * part, 2.0 * part, 1.2 * part))
    start, found = _onset(time_s, tiles, np.array([0.0, 2.0, 1.2]), 100, 300)
    assert found == at_once
    if at_once:
        assert start == pytest.approx(210, abs=1)


def test_the_taxel_that_is_last_to_have_it_says_when(pressed: Pressed) -> None:
    time_s = np.arange(400) / 200.0
    tiles = np.zeros((400, 3))
    tiles[210:, 0], tiles[250:, 1], tiles[200:, 2] = 2.0, 1.1, 0.9
    offset_n = np.array([2.0, 1.1, 0.9])  # the third is under half of the most and is not asked
    start, at_once = _onset(time_s, tiles, offset_n, 100, 300)
    assert (start, at_once) == (250, True)
    assert _first_without(tiles[::-1], offset_n, 0, 400) == 150, "and the first two to lose it when it ends"


@pytest.mark.parametrize(("work_n", "found"), [(3.4, 0), (3.5, 1)])
def test_work_is_a_newton_above_the_highest_of_the_rests(work_n: float, found: int) -> None:
    totals = [0.0] * 3 + [2.0] * 18 + [work_n] + [2.45] + [2.0] * 20
    rest = np.array([number for number in range(len(totals)) if number != 21])
    assert len(_groups(windows_of(totals), rest, set(range(3, len(totals))))) == found
