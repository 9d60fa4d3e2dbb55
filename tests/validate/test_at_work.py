"""Hands as they really work: what is drawn is what it says, and figures come of sessions as they should."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from thumbwalk.pipeline import Pipeline
from thumbwalk.validate import at_work_hands as hands
from thumbwalk.validate.at_work import CASES, AtWork, Seen, at_work_session
from thumbwalk.validate.kinds import HeldOut, held_out
from thumbwalk.validate.mats import on_a_mat
from thumbwalk.validate.naming import NAMES
from thumbwalk.validate.plan import Plan, _sweeps


def seen(**values: list[float]) -> Seen:
    confusion = np.zeros((len(NAMES), len(NAMES)), dtype=np.int64)
    confusion[0, 0], confusion[1, 1], confusion[1, 0] = 90, 95, 5
    return Seen({name.replace("_", " "): mine for name, mine in values.items()}, confusion)


def test_figures_are_of_all_sessions_together() -> None:
    sessions = [seen(sure_and_wrong=[0.02], resting_force=[0.1] * 9), seen(sure_and_wrong=[0.0], resting_force=[0.5])]
    f1, wrong, resting = AtWork.of_case("a grip all the time", sessions)
    assert f1.value == pytest.approx((2 * 90 / 185 + 2 * 95 / 195) / 2)
    assert wrong.value == pytest.approx(0.01)
    assert wrong.met
    assert (resting.value, resting.met) == (0.1, True)
    assert not AtWork.of_case("a grip all the time", [seen(sure_and_wrong=[0.011])])[1].met


def test_what_was_missed_or_never_seen_is_not_met() -> None:
    missed = AtWork.of_case("a palm press", [seen(force=[math.inf], told_to_be_one=[0.0])])
    assert [one.met for one in missed] == [False, False]
    nothing = AtWork.of_case("a palm press", [seen()])
    assert all(math.isnan(one.value) and not one.met for one in nothing)


def test_every_case_says_what_it_is_and_asks_for_something_and_is_part_of_everything() -> None:
    assert all(case.says and case.asked for case in CASES.values())
    jobs = {name for name, _, _ in _sweeps(Plan()) if name.startswith("at work")}
    assert jobs == {f"at work, {case}" for case in CASES}


def test_a_grip_is_there_from_the_first_sample_to_the_last_and_nobody_works_near_it() -> None:
    one, on_tiles_n = hands.gripped(3)
    (grip,) = one.session.truth.resting
    assert one.values[[0, -1]].sum(axis=1) == pytest.approx(on_tiles_n, rel=0.15)
    path = one.session.path
    pressed = path.force_n > 1.0
    away = np.hypot(path.x_mm[pressed] - grip.x_mm, path.y_mm[pressed] - grip.y_mm)
    assert away.min() > 30.0


@pytest.mark.parametrize("draw", [lambda: hands.off_from_the_start(5_000_040), lambda: hands.swapped_tiles(5_000_024)])
def test_a_healthy_tile_beside_one_that_reads_too_much_is_accused_by_nobody(
    draw: Callable[[], tuple[HeldOut, tuple[str, ...]]],
) -> None:
    one, faulty = draw()
    assert set(Pipeline.of_table(one.session.pad, one.time_s, one.values).left_out) <= set(faulty)


def test_two_thumbs_press_in_turn_or_circle_forty_millimetres_apart_and_more() -> None:
    drawn = {(one := hands.two_thumbs(seed)).technique: one for seed in range(4)}
    assert set(drawn) == {"knead", "circles"}
    for one in drawn.values():
        (ax, ay), (bx, by) = ((float(p.measures["x_mm"] or 0), float(p.measures["y_mm"] or 0)) for p in one.parts)
        assert 36.0 < math.hypot(ax - bx, ay - by) < 64.0


def test_pauses_add_their_time_and_no_press() -> None:
    presses, time_s, values = hands.with_pauses(2)
    total = values.sum(axis=1)
    rises = np.count_nonzero((total[1:] > 0.5 * total.max()) & (total[:-1] <= 0.5 * total.max()))
    assert abs(rises - (presses + 2)) <= 1, "the presses that a pause is in"
    assert time_s[-1] > 18.0 + 2.0


def test_faulty_tiles_are_those_that_differ() -> None:
    for seed in (0, 1):
        one, (name,) = hands.off_from_the_start(seed)
        off = one.values - held_out("designed", seed).values
        assert {one.session.pad.names[tile] for tile in np.flatnonzero(np.abs(off).max(axis=0) > 0.0)} == {name}
    assert hands.heel_tile_dead(4).errors.dead[0].startswith("heel")


def test_all_tiles_drift_by_half_a_newton_a_minute_up_down_or_each_its_own_way() -> None:
    ways = []
    for seed in range(3):
        one, faulty = hands.drifting_tiles(seed)
        assert faulty == ()
        more = one.values - held_out("designed", seed).values
        ways.append(more[-1] / (0.5 / 60.0 * one.time_s[-1]))
    np.testing.assert_allclose(np.abs(ways), 1.0, rtol=1e-6)
    assert [len(np.unique(np.sign(way))) for way in ways] == [1, 1, 2]
    assert ways[0][0] > 0.0 > ways[1][0]


def test_tiles_that_remember_differ_from_others_by_a_tenth_of_their_load() -> None:
    for seed, lingers in ((2, False), (3, True)):
        one, faulty = hands.remembering_tiles(seed)
        assert (faulty, one.errors.lingers) == ((), lingers)
        plain = held_out("designed", seed)
        more = one.values - plain.values
        assert 0.08 < np.abs(more).max() / plain.values.max() < 0.35


def test_a_slow_ramp_and_a_palm_are_judged() -> None:
    assert at_work_session("a slow ramp", 3).values["steadiness"][0] < 0.06
    palm = at_work_session("a palm press", 3).values
    assert palm["told to be one"] == [1.0]
    assert palm["force"][0] < 0.1


def test_near_thumbs_are_thirty_millimetres_apart() -> None:
    one = hands.two_thumbs(2, 30.0)
    (ax, ay), (bx, by) = ((float(p.measures["x_mm"] or 0), float(p.measures["y_mm"] or 0)) for p in one.parts)
    assert 26.0 < math.hypot(ax - bx, ay - by) < 34.0


def test_a_hand_that_tires_presses_less_in_the_last_third_by_what_is_said() -> None:
    change, time_s, values = hands.tiring(1)
    assert -0.5 < change < -0.05
    total_n = values.sum(axis=1)
    first, last = (np.quantile(total_n[(time_s > lo) & (time_s < hi)], 0.97) for lo, hi in ((1.0, 13.0), (25.0, 37.0)))
    assert last / first - 1.0 == pytest.approx(change, abs=0.1)


def test_a_mat_has_a_thousand_noisy_cells_that_carry_what_the_hand_presses() -> None:
    one = on_a_mat(1)
    assert one.values.shape[1] == 1024
    assert np.std(one.values[:50]) == pytest.approx(0.03, rel=0.05)
    pressed_n = np.interp(one.time_s, one.session.path.time_s, one.session.path.force_n)
    assert one.values.sum(axis=1) == pytest.approx(pressed_n, rel=0.1, abs=5.0)
    hit = at_work_session("a dense mat", 1)
    assert hit.confusion is not None
    assert np.trace(hit.confusion) > 0.95 * hit.confusion.sum()
