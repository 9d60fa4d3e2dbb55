"""What fits are told of several hands, and for how long it holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.beforehand import Beforehand
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.past import Past, Seen
from thumbwalk.touch.roles import Hand

Array = NDArray[np.float64]
LOCALISER = Localiser(builtin_pad("sole16"))
WORKER, RESTER = Hand(200.0, 50.0, 8.0, 0.4, rests=False), Hand(60.0, 55.0, 6.0, 0.4, rests=True, known=True)
NO_N = np.zeros((3, 16))


def told_of(*hands: Hand, pasts: tuple[Past, ...] | None = None) -> Beforehand:
    told = Beforehand(LOCALISER)
    told.take(hands, [Past() for _ in hands] if pasts is None else pasts)
    return told


def of_five_blocks() -> Past:
    past = Past()
    for _ in range(5):
        past.add(Seen(60.0, 55.0, np.full(20, 6.0)))
    return past


@pytest.mark.parametrize(
    ("idle", "moved_mm", "near", "alone", "sigma_mm"),
    [
        (0, 0.0, False, True, 1000.0),
        (0, 1.0, True, True, 4.0),
        (0, 3.0, True, True, 6.0),
        (0, 9.0, True, True, 10.0),
        (2, 0.0, True, True, 20.0),
        (9, 0.0, True, True, 50.0),
        (0, 9.0, True, False, 10.0),
        (2, 0.0, True, False, 20.0),
        (9, 0.0, False, False, 40.0),
    ],
)
def test_how_far_a_working_hand_is_thought_to_get(
    idle: int, moved_mm: float, near: bool, alone: bool, sigma_mm: float
) -> None:
    beside = RESTER if alone else replace(RESTER, rests=False, known=False)
    told, pasts = told_of(replace(WORKER, idle=idle), beside), [Past(), Past()]
    for x_mm in (100.0, 200.0 - moved_mm, 200.0):
        pasts[0].add(Seen(x_mm, 50.0, np.full(20, 8.0)))
    work, rest = told.guesses(pasts, NO_N, (0.4, 0.2), near=near)
    assert work.place_sigma_mm == sigma_mm
    assert (work.start_mm is not None) == (alone and (idle > 0 or not near))
    if alone:
        assert (rest.place_sigma_mm, rest.force_n, rest.force_sigma_n) == (3.0, 6.0, 3.0)


def test_a_light_resting_hand_s_force_is_known_to_half_a_newton_and_a_new_one_s_not_at_all() -> None:
    told = told_of(WORKER, replace(RESTER, force_n=0.6))
    _, light = told.guesses([Past(), Past()], NO_N, (0.4, 0.2), near=False)
    assert light.force_sigma_n == 0.5
    told, pasts = told_of(WORKER, replace(RESTER, known=False)), [Past(), Past()]
    _, new = told.guesses(pasts, NO_N, (0.4, 0.2), near=False)
    assert (new.place_sigma_mm, new.force_n, new.force_sigma_n) == (10.0, 0.0, 100.0)
    pasts[1] = of_five_blocks()
    told.take((WORKER, replace(RESTER, known=False)), pasts)
    assert told.guesses(pasts, NO_N, (0.4, 0.2), near=False)[1].place_sigma_mm == 3.0


def test_the_search_for_work_begins_where_what_rests_leaves_force(pressed: Pressed) -> None:
    shares = LOCALISER.shares_at(np.array([60.0]), np.array([55.0]), np.array([0.4]))
    work = pressed(np.full(3, 8.0), 200.0, 50.0)
    begin = told_of(WORKER, RESTER).beside_resting(work + 6.0 * shares)
    np.testing.assert_allclose(begin, LOCALISER.centre_of_pressure(work), atol=1.0)
    alone = told_of(WORKER, RESTER).beside_resting(work)
    np.testing.assert_allclose(alone, LOCALISER.centre_of_pressure(work), atol=0.5)


def holds(now: Hand, *, near: bool = False, beside: Hand = WORKER) -> bool:
    """Whether what was told of a worker and a resting hand holds of that one ``now``."""
    pasts = Past(), of_five_blocks()
    told = told_of(WORKER, RESTER, pasts=pasts)
    return told.holds((beside, now), pasts, near=near)


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (replace(RESTER, x_mm=60.9), True),
        (replace(RESTER, x_mm=60.8, y_mm=55.8), False),
        (replace(RESTER, force_n=7.1), True),
        (replace(RESTER, force_n=4.7), False),
        (replace(RESTER, spread=0.49), True),
        (replace(RESTER, spread=0.29), False),
        (replace(RESTER, idle=1), True),
        (replace(RESTER, rests=False), False),
    ],
)
def test_what_is_told_of_a_resting_hand_holds_until_it_is_elsewhere_or_presses_otherwise(now: Hand, same: bool) -> None:
    assert holds(now) == same


def test_of_a_hand_that_works_alone_nothing_is_told_that_could_be_wrong() -> None:
    assert holds(RESTER, beside=replace(WORKER, x_mm=90.0, idle=3))


def test_beside_a_left_out_tile_hands_are_told_of_with_every_block() -> None:
    assert not holds(RESTER, near=True)


def test_a_hand_that_has_just_been_found_is_told_of_loosely_until_it_is_no_news() -> None:
    new = replace(RESTER, known=False)
    told = told_of(WORKER, new)
    pasts = [Past(), Past()]
    assert told.holds((WORKER, replace(new, x_mm=64.9, force_n=2.0)), pasts, near=False)
    assert not told.holds((WORKER, replace(new, x_mm=65.1)), pasts, near=False)
    assert not told.holds((WORKER, new), [Past(), of_five_blocks()], near=False)


def test_two_that_work_are_told_of_anew_when_they_moved_or_were_lifted_for_long_or_came_down_again() -> None:
    two = WORKER, replace(RESTER, rests=False)
    told, pasts = told_of(*two), [Past(), Past()]
    assert told.holds((replace(WORKER, x_mm=WORKER.x_mm + 4.9), two[1]), pasts, near=False)
    assert not told.holds((replace(WORKER, x_mm=WORKER.x_mm + 5.1), two[1]), pasts, near=False)
    assert told.holds((WORKER, replace(two[1], idle=1)), pasts, near=False)
    assert not told.holds((WORKER, replace(two[1], idle=2)), pasts, near=False)
    lifted = told_of(WORKER, replace(two[1], idle=3))
    for idle, same in ((0, False), (1, False), (2, True), (5, True), (6, False), (9, False)):
        assert lifted.holds((WORKER, replace(two[1], idle=idle)), pasts, near=False) == same


def test_of_two_near_each_other_less_holds() -> None:
    beside, pasts = replace(RESTER, x_mm=WORKER.x_mm - 44.0, y_mm=WORKER.y_mm, rests=False), [Past(), Past()]
    for by_mm, near, far in ((1.9, True, True), (2.1, False, True), (4.9, False, True), (5.1, False, False)):
        moved = replace(WORKER, x_mm=WORKER.x_mm + by_mm)
        assert told_of(WORKER, beside).holds((moved, beside), pasts, near=False) == near
        farther = replace(beside, x_mm=WORKER.x_mm - 46.0)
        assert told_of(WORKER, farther).holds((moved, farther), pasts, near=False) == far


def test_one_hand_is_not_told_as_two() -> None:
    told = told_of(WORKER, RESTER)
    assert not told.holds((WORKER,), [Past()], near=False)
    told.take((WORKER,), [Past()])
    assert told.holds((WORKER,), [Past()], near=False)
