"""A hand that rests beside the working one: seen as a hand of its own, and kept out of what the other does."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock

PAD = builtin_pad("sole16")
RATE_HZ = 100.0
Array = NDArray[np.float64]
SOUND = (False,) * 16


def touch_of(tiles_n: Array, left_out: tuple[bool, ...] = SOUND) -> TouchBlock:
    noise = 0.02 * np.random.default_rng(5).standard_normal(tiles_n.shape)
    return TouchStage(PAD, RATE_HZ).feed(ForceBlock(np.arange(len(tiles_n)) / RATE_HZ, tiles_n + noise, 0, left_out))


def kneading(seconds: float, peak_n: float = 12.0, valley_n: float = 2.0) -> Array:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return valley_n + (peak_n - valley_n) * np.sin(np.pi * time_s) ** 2


def resting(seconds: float, start_s: float, stop_s: float, force_n: float = 6.0) -> Array:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    up, down = (np.clip(way / 0.6, 0.0, 1.0) for way in (time_s - start_s, stop_s - time_s))
    return force_n * np.minimum(up, down)


def during(touch: TouchBlock, start_s: float, stop_s: float) -> TouchBlock:
    return touch.between(start_s, stop_s)


def test_a_hand_that_comes_to_rest_is_no_part_of_the_kneading(pressed: Pressed) -> None:
    work, rest = kneading(16.0), resting(16.0, 4.0, 12.0)
    touch = touch_of(pressed(work, 200.0, 50.0) + pressed(rest, 60.0, 55.0))
    both = during(touch, 6.0, 11.0)
    assert np.median(both.resting_n) == pytest.approx(6.0, rel=0.06)
    assert np.abs(np.median(both.second_x_mm) - 60.0) < 4.0
    assert np.abs(both.working_n - work[600:1100] * 0.97).max() < 0.8
    firm = both.working_n > 5.0
    assert np.hypot(both.x_mm - 200.0, both.y_mm - 50.0)[firm].max() < 2.0


def test_it_is_gone_again_once_it_leaves(pressed: Pressed) -> None:
    touch = touch_of(pressed(kneading(16.0), 200.0, 50.0) + pressed(resting(16.0, 4.0, 12.0), 60.0, 55.0))
    for alone in (during(touch, 0.0, 3.9), during(touch, 13.0, 16.0)):
        assert (alone.resting_n == 0.0).all()
        assert np.isnan(alone.second_x_mm).all()


def test_while_the_working_hand_is_off_the_foot_the_resting_one_is_no_touch(pressed: Pressed) -> None:
    work = kneading(12.0, valley_n=0.0)
    work[700:900] = 0.0
    touch = touch_of(pressed(work, 200.0, 50.0) + pressed(resting(12.0, 2.0, 11.0), 60.0, 55.0))
    assert not during(touch, 7.1, 8.9).touching.any()
    assert during(touch, 9.4, 9.6).touching.all()


def test_a_still_hand_that_came_first_rests_once_the_other_works(pressed: Pressed) -> None:
    work = kneading(12.0, valley_n=0.0)
    work[:300] = 0.0
    touch = touch_of(pressed(work, 200.0, 50.0) + pressed(resting(12.0, 0.5, 11.5), 60.0, 55.0))
    late = during(touch, 6.0, 10.0)
    assert np.abs(np.median(late.second_x_mm) - 60.0) < 4.0
    assert np.median(late.resting_n) == pytest.approx(6.0, rel=0.08)


def test_a_moving_hand_works_and_the_still_one_rests_whichever_is_stronger(pressed: Pressed) -> None:
    n = 1400
    turn = 2.0 * np.pi * np.arange(n) / RATE_HZ
    circling = pressed(np.full(n, 5.0), 190.0 + 11.0 * np.cos(turn), 50.0 + 11.0 * np.sin(turn))
    touch = touch_of(circling + pressed(resting(14.0, 3.0, 12.0, force_n=9.0), 60.0, 55.0))
    both = during(touch, 6.0, 11.0)
    assert np.median(both.resting_n) == pytest.approx(9.0, rel=0.06)
    assert np.median(both.contact_n) == pytest.approx(5.0, rel=0.08)
    assert np.ptp(both.x_mm) == pytest.approx(22.0, abs=4.0)


def test_two_thumbs_that_both_work_are_two_contacts_and_nobody_rests(pressed: Pressed) -> None:
    one, other = kneading(10.0, 12.0, 1.0), kneading(10.5, 10.0, 1.0)[50:]
    touch = touch_of(pressed(one, 200.0, 50.0) + pressed(other, 100.0, 50.0))
    late = during(touch, 5.0, 9.0)
    places = np.sort([np.median(late.x_mm), np.median(late.second_x_mm)])
    np.testing.assert_allclose(places, [100.0, 200.0], atol=5.0)
    assert np.median(late.contact_n + late.second_n) == pytest.approx(np.median((one + other)[500:900]), rel=0.08)
    assert np.mean(late.resting_n > 0.0) < 0.3


@pytest.mark.parametrize("seed", range(6))
def test_one_hand_alone_is_never_two(pressed: Pressed, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 1500
    x, y = (np.interp(np.arange(n), np.linspace(0, n, 9), rng.uniform(*span, 9)) for span in ((50, 230), (35, 65)))
    force = np.interp(np.arange(n), np.linspace(0, n, 40), rng.uniform(1.0, 18.0, 40))
    gains = 1.0 + rng.uniform(-0.1, 0.1, 16)
    touch = touch_of(pressed(force, x, y) * gains)
    assert (touch.second_n == 0.0).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [("mth1", "mth3"), ("mth2", "mth4"), ("mth3", "mth5"), ("toes_2_3", "mth1"), ("arch_medial_mid", "met5_base")],
)
def test_two_thumbs_two_tiles_apart_are_two(pressed: Pressed, one: str, other: str) -> None:
    (ax, ay), (bx, by) = (PAD.positions_mm[PAD.names.index(name)] for name in (one, other))
    gains = 1.0 + np.random.default_rng(2).uniform(-0.1, 0.1, 16)
    left, right = kneading(10.0, 12.0, 1.0), kneading(10.5, 10.0, 1.0)[50:]
    touch = touch_of((pressed(left, ax, ay) + pressed(right, bx, by)) * gains)
    late = during(touch, 5.0, 9.0)
    assert np.mean(late.second_n > 0.0) > 0.95
    found = np.array([[np.median(x), np.median(y)] for x, y in _places(late)])
    apart = np.hypot(*(found[:, None] - np.array([[ax, ay], [bx, by]])[None]).transpose(2, 0, 1))
    assert min(apart[0, 0] + apart[1, 1], apart[0, 1] + apart[1, 0]) < 2 * 10.0
    both = (left + right)[500:900]
    assert np.median(late.contact_n + late.second_n) == pytest.approx(np.median(both), rel=0.12)


def _places(touch: TouchBlock) -> list[tuple[Array, Array]]:
    there = touch.second_n > 0.0
    return [(touch.x_mm[there], touch.y_mm[there]), (touch.second_x_mm[there], touch.second_y_mm[there])]


def test_no_force_is_made_up_on_a_dead_tile_between_a_thumb_and_a_palm(pressed: Pressed) -> None:
    dead = PAD.names.index("heel_anterior")
    work = kneading(14.0, 18.0, 0.5)
    true_n = pressed(work, 126.0, 70.0) + pressed(resting(14.0, 3.0, 13.0, force_n=3.0), 20.0, 50.0)
    tiles_n = true_n.copy()
    tiles_n[:, dead] = 0.0
    touch = touch_of(tiles_n, tuple(index == dead for index in range(16)))
    pressing = true_n.sum(axis=1) > 2.0
    assert (touch.total_n[pressing] <= 1.3 * true_n.sum(axis=1)[pressing]).mean() > 0.99
    assert np.median(during(touch, 6.0, 12.0).resting_n) == pytest.approx(3.0, rel=0.25)


def test_presses_that_alternate_across_the_foot_are_two_hands_that_work(pressed: Pressed) -> None:
    turns = np.arange(1600) / RATE_HZ * 40.0 / 60.0
    one, other = 0.6 + 11.4 * np.sin(np.pi * turns) ** 2, 0.6 + 11.4 * np.cos(np.pi * turns) ** 2
    gains = 1.0 + np.random.default_rng(3).uniform(-0.05, 0.05, 16)
    touch = touch_of((pressed(one, 185.0, 27.0) + pressed(other, 185.0, 67.0)) * gains)
    late = during(touch, 5.0, 16.0)
    assert late.second_works.mean() > 0.95
    (ax, ay), (bx, by) = ((np.nanmedian(x), np.nanmedian(y)) for x, y in _places(late))
    assert sorted([ay, by]) == pytest.approx([27.0, 67.0], abs=3.0)
    assert [ax, bx] == pytest.approx([185.0, 185.0], abs=3.0)
    assert np.quantile(late.contact_n, 0.95) == pytest.approx(12.0, rel=0.12)
    assert np.quantile(late.second_n, 0.95) == pytest.approx(12.0, rel=0.12)
