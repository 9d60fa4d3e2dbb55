"""A hand that rests beside the working one: seen as a hand of its own, and kept out of what the other does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.fit import Fit
from thumbwalk.touch.hands import Hands
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.past import Moments, Past
from thumbwalk.touch.roles import Hand
from thumbwalk.touch.search import Found
from thumbwalk.touch.several import SeveralFit
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


@pytest.mark.parametrize("dead", [None, "met5_base"])
def test_a_hand_that_rubs_on_the_spot_works_beside_a_palm_that_came_first(pressed: Pressed, dead: str | None) -> None:
    rubs = np.sin(2.0 * np.pi * 2.0 * np.arange(1500) / RATE_HZ)
    work = resting(15.0, 6.0, 15.0, 10.0)
    tiles_n = pressed(work, 58.0 + 6.0 * rubs, 62.0) + pressed(resting(15.0, 1.0, 14.8, 5.5), 220.0, 73.0)
    left_out = tuple(name == dead for name in PAD.names)
    late = during(touch_of(np.where(left_out, 0.0, tiles_n), left_out), 13.2, 14.2)
    assert np.abs(np.median(late.second_x_mm) - 220.0) < 4.0
    assert np.median(late.resting_n) == pytest.approx(5.5, rel=0.1)
    assert np.median(late.contact_n) == pytest.approx(10.0, rel=0.1)
    assert not late.second_works.any()


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


# -- block by block, with fits made by hand

LOCALISER = Localiser(PAD)
NONE = np.zeros(16, np.bool_)
BLIND = np.arange(16) == 4
WORKER, RESTER = Hand(200.0, 50.0, 8.0, 0.4, rests=False), Hand(60.0, 55.0, 6.0, 0.4, rests=True, known=True)


def following(*hands: Hand) -> Hands:
    """Hands that are there."""
    following = Hands(LOCALISER)
    following.several, following._pasts = hands, [Past() for _ in hands]
    return following


def fits(
    *forces_n: float, n: int = 20, places: tuple[tuple[float, float], ...] = (), misfit: float = 1.0
) -> SeveralFit:
    """A block of contacts that stay and press evenly, by default where the worker and the rester are."""
    k = len(forces_n)
    x, y = zip(*(places or ((200.0, 50.0), (60.0, 55.0), (130.0, 50.0))[:k]), strict=True)
    column = np.ones((n, k))
    return SeveralFit(
        column * x, column * y, 0.6 * column, column * forces_n, column, np.full(n, misfit), np.zeros((n, k, 16))
    )  # fmt: skip


def blocks_until_gone(hands: Hands, fit: SeveralFit, tiles_n: Array, most: int = 20) -> int | None:
    """In which block of the same there are no several hands any more; None if they stay."""
    for number in range(1, most + 1):
        hands.observe_several(tiles_n, fit, NONE)
        if not hands.several:
            return number
    return None


@pytest.fixture(scope="module")
def two_n(pressed: Pressed) -> Array:
    """Tiles (20, 16) under two thumbs."""
    return pressed(np.full(20, 8.0), 200.0, 50.0) + pressed(np.full(20, 6.0), 60.0, 55.0)


@pytest.mark.parametrize(("force_n", "gone"), [(0.34, 2), (0.36, None)])
def test_a_resting_hand_is_gone_after_two_blocks_without_force(two_n: Array, force_n: float, gone: int | None) -> None:
    assert blocks_until_gone(following(WORKER, RESTER), fits(8.0, force_n), two_n) == gone


def test_a_resting_hand_that_comes_back_in_time_is_not_gone(two_n: Array) -> None:
    hands = following(WORKER, RESTER)
    for force_n in (0.0, 6.0, 0.0, 6.0, 0.0):
        hands.observe_several(two_n, fits(8.0, force_n), NONE)
    assert len(hands.several) == 2
    assert hands.several[1].idle == 1


def test_a_working_hand_is_gone_after_three_seconds_without_a_newton_and_with_both_lifted_sooner(two_n: Array) -> None:
    both = WORKER, replace(RESTER, rests=False, known=False)
    assert blocks_until_gone(following(*both), fits(8.0, 1.0), two_n) == 15
    assert blocks_until_gone(following(*both), fits(8.0, 1.1), two_n) is None
    assert blocks_until_gone(following(*both), fits(0.9, 0.9), two_n) == 8
    assert blocks_until_gone(following(WORKER, RESTER), fits(0.0, 6.0), two_n) is None, "the only one that works stays"


@pytest.mark.parametrize(("apart_mm", "gone"), [(14.0, 3), (16.0, None)])
def test_two_working_hands_in_one_place_are_one_after_three_blocks(
    two_n: Array, apart_mm: float, gone: int | None
) -> None:
    both = following(WORKER, replace(RESTER, rests=False, known=False))
    fit = fits(8.0, 6.0, places=((120.0, 50.0), (120.0, 50.0 + apart_mm)))
    assert blocks_until_gone(both, fit, two_n) == gone
    apart = following(WORKER, replace(RESTER, rests=False, known=False))
    for one in (fit, fit, fits(8.0, 6.0), fit, fit):
        apart.observe_several(two_n, one, NONE)
    assert len(apart.several) == 2, "on end, that is"


@pytest.mark.parametrize(("spare", "gone"), [(2.9, 6), (3.1, None)])
def test_one_contact_is_enough_that_costs_hardly_more_than_two_for_six_blocks(
    pressed: Pressed, spare: float, gone: int | None
) -> None:
    tiles_n = pressed(np.full(20, 9.0), 150.0, 50.0) * np.linspace(0.9, 1.1, 16)
    cost = float(LOCALISER.fit(tiles_n[:1]).misfit[0])
    both = following(WORKER, replace(RESTER, rests=False, known=False))
    assert blocks_until_gone(both, fits(5.0, 4.0, misfit=cost - spare), tiles_n) == gone
    resting = following(WORKER, RESTER)
    assert blocks_until_gone(resting, fits(5.0, 4.0, misfit=cost - spare), tiles_n) is None


@pytest.mark.parametrize(("misfit", "gone"), [(59.0, None), (61.0, 5)])
def test_hands_that_are_nowhere_to_be_found_are_looked_for_anew_after_a_second(
    two_n: Array, misfit: float, gone: int | None
) -> None:
    hands = following(WORKER, RESTER)
    assert blocks_until_gone(hands, fits(8.0, 6.0, misfit=misfit), two_n, most=7) == gone
    for _ in range(4):
        hands.observe_several(two_n, fits(8.0, 6.0, misfit=61.0), NONE)
    assert not hands.several or gone is None


def test_a_block_without_moments_counts_as_no_force_and_nothing_fitted_badly(two_n: Array) -> None:
    hands = following(WORKER, RESTER)
    hands.observe_several(two_n[:0], fits(8.0, 6.0, n=0), NONE)
    assert [one.idle for one in hands.several] == [1, 1]
    assert [one.force_n for one in hands.several] == [0.0, 3.0]


def test_what_rests_is_followed_by_three_tenths_of_the_way_and_half_of_the_force() -> None:
    hands = following(WORKER, RESTER)
    fit = fits(8.0, 8.0, places=((200.0, 50.0), (70.0, 45.0)))
    after = hands._after(RESTER, fit, 1)
    assert (after.x_mm, after.y_mm, after.spread, after.force_n) == pytest.approx((63.0, 52.0, 0.46, 7.0))
    faint = hands._after(replace(RESTER, idle=1), fits(8.0, 0.9), 1)
    assert (faint.x_mm, faint.y_mm, faint.force_n, faint.idle) == pytest.approx((60.0, 55.0, 3.45, 0))
    new = replace(RESTER, known=False)
    assert (hands._after(new, fit, 1).x_mm, hands._after(new, fit, 1).y_mm) == (70.0, 45.0), "at once while it is new"
    assert hands._after(new, fits(8.0, 0.9, places=((0.0, 0.0), (90.0, 9.0))), 1).x_mm == 60.0, "if it is firm"
    way, force = np.column_stack((np.zeros(20), np.arange(20.0))), np.full((20, 2), 8.0)
    force[15:, 1] = 0.9
    last = hands._after(new, replace(fit, x_mm=60.0 + way, y_mm=50.0 + 2.0 * way, force_n=force), 1)
    assert (last.x_mm, last.y_mm) == (74.0, 78.0), "where it was firm last"


def test_what_works_is_where_it_was_firm_last() -> None:
    fit = fits(8.0, 6.0)
    x, force = fit.x_mm.copy(), fit.force_n.copy()
    x[:, 0] = np.arange(20.0)
    force[12:, 0] = 0.9
    after = following(WORKER, RESTER)._after(replace(WORKER, idle=4), replace(fit, x_mm=x, force_n=force), 0)
    assert (after.x_mm, after.idle) == (11.0, 0)
    assert after.force_n == pytest.approx(force[:, 0].mean())


@pytest.mark.parametrize(("away_mm", "idle"), [(14.0, 5), (16.0, 0)])
def test_what_works_is_not_looked_for_on_what_rests(away_mm: float, idle: int) -> None:
    """Of a hand that is lifted a fit has what the resting one's force leaves, right beside that."""
    fit = fits(2.0, 10.0, places=((60.0 + away_mm, 55.0), (60.0, 55.0)))
    after = following(WORKER, RESTER)._after(replace(WORKER, idle=4), fit, 0)
    assert after.idle == idle
    assert after.x_mm == (WORKER.x_mm if idle else 60.0 + away_mm)
    two = following(WORKER, replace(RESTER, rests=False))
    assert two._after(WORKER, fit, 0).x_mm == 60.0 + away_mm, "two that work may be near each other"


def found(gap_mm: float = 60.0, force_n: float = 5.0, cost: float = 4.0) -> Found:
    return Found(cost, np.array([100.0, 100.0 + gap_mm]), np.full(2, 50.0), np.array([8.0, force_n]), np.full(2, 0.4))


@pytest.mark.parametrize(
    ("one", "before", "blind", "convinces"),
    [
        (found(), 20.0, False, True),
        (found(force_n=0.9), 20.0, False, False),
        (found(force_n=1.1), 20.0, False, True),
        (found(cost=10.2), 20.0, False, False),
        (found(cost=9.8), 20.0, False, True),
        (found(cost=4.0), 13.8, False, False),
        (found(cost=4.0), 14.2, False, True),
        (found(cost=4.0), 23.8, True, False),
        (found(cost=4.0), 24.2, True, True),
        (found(gap_mm=34.0, cost=8.0), 20.0, False, False),
        (found(gap_mm=36.0, cost=8.0), 20.0, False, True),
        (found(gap_mm=25.0, cost=4.0), 20.0, False, True),
        (found(gap_mm=23.0, cost=4.0), 20.0, False, False),
        (found(gap_mm=25.0, cost=4.0), 17.0, False, False),
        (found(gap_mm=25.0, cost=5.2), 20.0, False, False),
        (found(gap_mm=25.0, cost=4.0), 40.0, True, False),
    ],
)
def test_one_more_contact_must_be_firm_apart_and_explain_much(
    one: Found, before: float, blind: bool, convinces: bool
) -> None:
    assert Hands(LOCALISER)._convinces(one, 1, before, BLIND if blind else NONE) == convinces


def one_contact(misfit: float, force_n: float, beyond_n: float, tile: int, rows: int = 20) -> tuple[Array, Fit]:
    """A block of one contact over a tile, and for some rows what a tile shows beyond it."""
    model = np.zeros((20, 16))
    tiles = model.copy()
    tiles[:rows, tile] = beyond_n
    x, y = (np.full(20, place) for place in PAD.positions_mm[9])
    doubt = np.where(np.arange(20) < rows, misfit, 0.0)
    return tiles, Fit(x, y, np.full(20, force_n), np.ones(20), np.ones(20), np.ones(20), doubt, np.zeros(20), model)


AWAY = np.hypot(*(PAD.positions_mm - PAD.positions_mm[9]).T)
FAR = int(np.argmin(np.where(AWAY > 35.0, AWAY, np.inf)))
NEAR = int(np.argmax(np.where(AWAY <= 35.0, AWAY, -np.inf)))


@pytest.mark.parametrize(
    ("misfit", "force_n", "beyond_n", "tile", "blind", "doubtful"),
    [
        (13.0, 8.0, 0.7, FAR, False, True),
        (11.0, 8.0, 0.7, FAR, False, False),
        (13.0, 8.0, 0.5, FAR, False, False),
        (13.0, 20.0, 0.9, FAR, False, False),
        (13.0, 20.0, 1.1, FAR, False, True),
        (13.0, 8.0, 0.7, NEAR, False, False),
        (19.0, 8.0, 0.0, FAR, False, True),
        (17.0, 8.0, 0.0, FAR, False, False),
        (24.0, 8.0, 0.7, FAR, True, False),
        (26.0, 8.0, 0.7, FAR, True, True),
        (59.0, 8.0, 0.0, FAR, True, False),
        (61.0, 8.0, 0.0, FAR, True, True),
    ],
)
def test_one_contact_is_doubtful_that_costs_much_and_leaves_force_two_tiles_away(
    misfit: float, force_n: float, beyond_n: float, tile: int, blind: bool, doubtful: bool
) -> None:
    out = np.arange(16) == next(i for i in range(16) if i not in (9, FAR, NEAR))
    tiles, fit = one_contact(misfit, force_n, beyond_n, tile)
    assert Hands(LOCALISER)._doubtful(tiles, fit, out if blind else NONE) == doubtful


@pytest.mark.parametrize(("rows", "doubtful"), [(4, False), (5, True)])
def test_a_quarter_of_a_block_is_enough_to_doubt(rows: int, doubtful: bool) -> None:
    assert Hands(LOCALISER)._doubtful(*one_contact(13.0, 8.0, 0.7, FAR, rows), NONE) == doubtful


def test_what_a_left_out_tile_reads_is_no_doubt() -> None:
    assert not Hands(LOCALISER)._doubtful(*one_contact(26.0, 8.0, 9.0, FAR), np.arange(16) == FAR)


def test_one_more_is_there_when_it_is_found_in_the_same_place_twice_on_end() -> None:
    hands = Hands(LOCALISER)
    assert not hands._confirms(found(gap_mm=60.0))
    assert hands._confirms(found(gap_mm=79.0))
    assert not hands._confirms(found(gap_mm=79.0)), "and then it begins anew"
    hands._lost = hands._merged = hands._one_enough._sure = 2
    assert hands._confirms(found(gap_mm=60.0))
    counted = hands._lost, hands._merged, hands._one_enough._sure
    assert counted == (0, 0, 0), "what was counted of the hands of before, too"
    elsewhere = replace(found(), x_mm=np.array([10.0, 240.0]))
    assert not hands._confirms(elsewhere)
    assert not hands._confirms(found(gap_mm=60.0))
    assert hands._confirms(replace(found(), x_mm=np.array([10.0, 165.0]))), "one of them is enough"
    hands._confirms(found())
    assert not hands._confirms(Found(4.0, *(np.full(3, 100.0) for _ in range(4)))), "three are not the two"


def worked_at(*x_mm: float) -> Hands:
    """One hand that was at places along the foot, block by block."""
    hands = Hands(LOCALISER)
    for x in x_mm:
        column = np.full(20, x)
        no = 0.0 * column
        fit = Fit(column, no + 50.0, no + 8.0, no, no, no, no, no, np.zeros((20, 16)))
        assert not hands.observe_one(np.zeros((20, 16)), fit, NONE)
    return hands


def test_of_two_the_one_that_was_there_lately_works_and_the_new_one_rests() -> None:
    for x_mm, place in ((160.0, 160.0), (100.0, 100.0)):
        hands = worked_at(*[x_mm] * 6)
        work, rest = hands._told_apart(found(force_n=20.0), Past.of(hands._alone))
        assert (work.x_mm, work.rests, work.worked) == (place, False, False)
        assert (rest.rests, rest.force_n) == (True, 8.0 if x_mm == 160.0 else 20.0)


def test_where_nobody_worked_lately_the_firmer_one_works() -> None:
    for force_n, x_mm in ((7.0, 100.0), (9.0, 160.0)):
        assert Hands(LOCALISER)._told_apart(found(force_n=force_n), Past())[0].x_mm == x_mm


def test_a_hand_that_comes_again_where_it_worked_is_told_from_one_that_came_to_stay() -> None:
    # it worked at 160 mm; then something has stood at 100 mm for three blocks, and 160 mm is pressed again
    hands = worked_at(*[160.0] * 4, *[100.0] * 3)
    assert hands._told_apart(found(), Past.of(hands._alone))[0].x_mm == 160.0
    moving = worked_at(*[160.0] * 4, 100.0, 94.0, 101.0, 100.0)
    assert moving._told_apart(found(), Past.of(moving._alone))[0].x_mm == 100.0, "what moves works"
    new = worked_at(*[100.0] * 8)
    assert new._told_apart(found(), Past.of(new._alone))[0].x_mm == 100.0
    near = worked_at(*[134.0] * 4, *[100.0] * 4)
    assert near._told_apart(found(gap_mm=45.0), Past.of(near._alone))[0].x_mm == 100.0, (
        "within two tiles it is the same"
    )


def test_a_hand_that_pressed_and_let_go_has_worked() -> None:
    hands = Hands(LOCALISER)
    wave = 6.0 + 5.0 * np.sin(np.arange(200) / 10.0)
    for part in np.split(wave, 10):
        hands._alone.append(Moments(np.full(20, 100.0), np.full(20, 50.0), part))
    hands._worked_mm = (100.0, 50.0)
    hands._trail.append(hands._worked_mm)
    assert hands._told_apart(found(), Past.of(hands._alone))[0].worked


def test_a_lift_forgets_where_the_hand_worked() -> None:
    hands = worked_at(160.0, 160.0)
    assert not hands._confirms(found())
    assert not hands.observe_one(np.zeros((0, 16)), Fit.none(16), NONE)
    assert not hands._confirms(found()), "and what was found before it"
    assert hands._told_apart(found(force_n=20.0), Past())[0].x_mm == 160.0, "and the firmer one of two works"


def test_two_hands_come_out_of_two_doubtful_blocks_and_a_calm_one_between_begins_anew(two_n: Array) -> None:
    one = LOCALISER.fit(two_n)
    calm = worked_at(200.0)
    assert not calm.observe_one(two_n, one, NONE)
    assert calm.observe_one(two_n, one, NONE)
    assert sorted(hand.x_mm for hand in calm.several) == pytest.approx([60.0, 200.0], abs=5.0)
    assert [hand.rests for hand in calm.several] == [False, True]
    assert len(calm._pasts) == 2
    hands = worked_at(200.0)
    assert not hands.observe_one(two_n, one, NONE)
    assert not hands.observe_one(np.zeros((20, 16)), replace(one, misfit=np.zeros(20)), NONE)
    assert not hands.observe_one(two_n, one, NONE)


def test_two_working_hands_that_went_elsewhere_are_taken_there_each_to_the_nearer_place(pressed: Pressed) -> None:
    tiles_n = pressed(np.full(20, 8.0), 190.0, 50.0) + pressed(np.full(20, 6.0), 90.0, 55.0)
    for one, other in (((180.0, 50.0), (60.0, 55.0)), ((60.0, 55.0), (180.0, 50.0))):
        both = tuple(Hand(*place, 8.0, 0.4, rests=False) for place in (one, other))
        hands = following(*both)
        assert hands._found_again(tiles_n, fits(8.0, 6.0, misfit=90.0), NONE)
        expected = [190.0, 90.0] if one[0] > 100.0 else [90.0, 190.0]
        assert [hand.x_mm for hand in hands.several] == pytest.approx(expected, abs=5.0)
    for misfit, out, again in ((17.0, NONE, False), (19.0, NONE, True), (24.0, BLIND, False), (26.0, BLIND, True)):
        assert following(*both)._found_again(tiles_n, fits(8.0, 6.0, misfit=misfit), out) == again
    assert not following(WORKER, RESTER)._found_again(tiles_n, fits(8.0, 6.0, misfit=90.0), NONE)


def test_a_third_hand_is_found_in_two_blocks_that_two_do_not_explain(pressed: Pressed, two_n: Array) -> None:
    tiles_n = two_n + pressed(np.full(20, 7.0), 130.0, 65.0)
    hands = following(WORKER, RESTER)
    fit = replace(hands.fit(two_n, NONE, 0.4, 0.3), misfit=np.full(20, 61.0))
    hands.observe_several(tiles_n, fit, NONE)
    assert [hand.rests for hand in hands.several] == [False, True]
    hands.observe_several(tiles_n, fit, NONE)
    third = hands.several[-1]
    assert len(hands._pasts) == 3
    assert (third.x_mm, third.y_mm) == pytest.approx((130.0, 65.0), abs=6.0)
    assert third.rests


def test_a_new_contact_is_the_working_hand_where_that_presses_no_more(pressed: Pressed) -> None:
    rest, new = pressed(np.full(20, 6.0), 60.0, 55.0), pressed(np.full(20, 9.0), 130.0, 65.0)
    for worker_n, places in ((0.0, [130.0, 60.0]), (5.0, [200.0, 60.0, 130.0])):
        work = pressed(np.full(20, worker_n), 200.0, 50.0)
        hands, fit = following(WORKER, RESTER), fits(worker_n, 6.0, misfit=61.0)
        fit = replace(fit, model_n=np.stack([work, rest], axis=1))
        for _ in range(2):
            hands.observe_several(rest + new + work, fit, NONE)
        assert [hand.x_mm for hand in hands.several] == pytest.approx(places, abs=6.0)
        assert [hand.rests for hand in hands.several] == [False, True, True][: len(places)]


def test_what_rests_is_fitted_alone_where_it_is_enough(pressed: Pressed) -> None:
    rest = pressed(np.full(6, 6.0), 60.0, 55.0)
    tiles_n = rest + pressed(np.r_[np.zeros(3), np.full(3, 8.0)], 200.0, 50.0)
    fit = following(WORKER, RESTER).fit(tiles_n, NONE, 0.4, 0.3)
    np.testing.assert_array_equal(fit.force_n[:3, 0], 0.0)
    assert np.isnan(fit.x_mm[:3, 0]).all()
    assert fit.force_n[3:, 0] == pytest.approx(8.0, rel=0.05)
    assert fit.x_mm[3:, 0] == pytest.approx(200.0, abs=2.0)
    assert fit.force_n[:, 1] == pytest.approx(6.0, rel=0.08)


def test_a_hand_that_is_expected_rests_from_the_first_moment_on(pressed: Pressed) -> None:
    hands = Hands(LOCALISER)
    hands.expect(RESTER)
    assert [hand.rests for hand in hands.several] == [False, True]
    fit = hands.fit(pressed(np.full(4, 6.0), 60.0, 55.0), NONE, 0.4, 0.3)
    assert fit.force_n[:, 1] == pytest.approx(6.0, rel=0.05)
    assert not fit.force_n[:, 0].any()


def test_a_palm_is_no_two_hands_however_often_it_is_seen(pressed: Pressed) -> None:
    spots = [(x, y) for x in (105.0, 120.0, 135.0, 150.0) for y in (35.0, 48.0, 61.0)]
    palm = sum((pressed(np.full(20, 2.2), x, y) for x, y in spots), np.zeros((20, 16)))
    fit = LOCALISER.fit(palm)
    assert fit.misfit.min() > 18.0, "one thumb does not explain it"
    hands = Hands(LOCALISER)
    assert [hands.observe_one(palm, fit, NONE) for _ in range(4)] == [False] * 4
