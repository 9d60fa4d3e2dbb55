"""Contacts through time: the hand's place, a drift that is no hand, and a sole with a tile left out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.contacts import ContactFinder, Contacts, _borne_out, _several
from thumbwalk.touch.roles import Hand
from thumbwalk.touch.several import SeveralFit

PAD = builtin_pad("sole16")
RATE_HZ = 100.0
SOUND = np.zeros(16, np.bool_)
FLOOR_N = 0.3
FIELDS = tuple(Contacts.__dataclass_fields__)
Array = NDArray[np.float64]


def without(*indices: int) -> NDArray[np.bool_]:
    left_out = SOUND.copy()
    left_out[list(indices)] = True
    return left_out


def noisy(tiles_n: Array, seed: int = 3) -> Array:
    return tiles_n + 0.02 * np.random.default_rng(seed).standard_normal(tiles_n.shape)


def found_in(tiles_n: Array, left_out: NDArray[np.bool_] = SOUND, cuts: tuple[int, ...] = ()) -> Contacts:
    finder = ContactFinder(PAD, RATE_HZ)
    edges = [0, *cuts, len(tiles_n)]
    return Contacts.joined([finder.feed(tiles_n[lo:hi], left_out, FLOOR_N) for lo, hi in itertools.pairwise(edges)])


def test_moments_below_the_floor_have_no_contact(pressed: Pressed) -> None:
    found = found_in(np.concatenate([np.zeros((50, 16)), pressed(np.full(50, 8.0), 200.0, 50.0)]))
    assert found.fitted.tolist() == [False] * 50 + [True] * 50
    assert np.isnan(found.x_mm[:50]).all()
    assert (found.contact_n[:50] == 0.0).all()
    assert found.x_mm[50:] == pytest.approx(200.0, abs=1.5)
    assert found.contact_n[50:] == pytest.approx(8.0, rel=0.03)
    assert found.model_n[50:].sum(axis=1) == pytest.approx(found.force_n[50:].sum(axis=1), rel=0.03)


def test_nothing_in_is_nothing_out() -> None:
    found = ContactFinder(PAD, RATE_HZ).feed(np.zeros((0, 16)), SOUND, FLOOR_N)
    assert len(found) == 0
    assert found.force_n.shape == (0, 16)


@pytest.mark.parametrize("left_out", [SOUND, without(4)], ids=["sound", "one left out"])
def test_any_chunks_give_the_same_bits(pressed: Pressed, left_out: NDArray[np.bool_]) -> None:
    rest = 6.0 * (np.arange(1200) > 400)
    work = 6.0 + 5.0 * np.sin(np.arange(1200) / 15.0)
    tiles = noisy(pressed(work, 200.0, 50.0) + pressed(rest, 60.0, 55.0))
    whole = found_in(tiles, left_out)
    for cuts in ((1, 2, 3, 499, 500, 501), tuple(range(7, 1200, 13)), tuple(range(100, 1200, 100))):
        parts = found_in(tiles, left_out, cuts)
        for name in FIELDS:
            np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name), err_msg=name)


@pytest.mark.parametrize("chunk", [1, 19, 333])
def test_two_thumbs_that_walk_in_turn_are_the_same_bits_in_any_chunks(pressed: Pressed, chunk: int) -> None:
    time_s = np.arange(900) / RATE_HZ
    one, other = (np.maximum(6.0 + 6.0 * np.sin(4.0 * time_s + turned), 0.0) for turned in (0.0, np.pi))
    along_mm = 80.0 + 6.0 * np.floor(time_s)
    tiles = noisy(pressed(one, along_mm, 50.0) + pressed(other, along_mm + 60.0, 50.0))
    whole = found_in(tiles)
    assert whole.second_works[300:].all()
    parts = found_in(tiles, cuts=tuple(range(chunk, 900, chunk)))
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name), err_msg=name)


def test_a_drift_far_from_the_hand_is_taken_off_and_the_hand_is_not(pressed: Pressed) -> None:
    n = 6000
    drift = np.zeros((n, 16))
    far = int(np.argmin(PAD.positions_mm[:, 0]))
    drift[:, far] = 0.2 / 60.0 * np.arange(n) / RATE_HZ  # 0.2 N in a minute
    found = found_in(noisy(pressed(np.full(n, 8.0), 220.0, 45.0) + drift))
    assert np.abs(found.force_n[-300:, far].mean()) < 0.05
    assert found.contact_n[-300:].mean() == pytest.approx(8.0, rel=0.03)


def test_a_hand_that_holds_is_never_followed_as_drift(pressed: Pressed) -> None:
    found = found_in(noisy(pressed(np.full(6000, 2.0), 220.0, 45.0)))
    total = found.force_n.sum(axis=1)
    assert total[-300:].mean() == pytest.approx(total[:300].mean(), abs=0.05)


def test_a_new_piece_forgets_the_hands_but_not_the_drift(pressed: Pressed) -> None:
    finder = ContactFinder(PAD, RATE_HZ)
    drift = np.zeros(16)
    drift[int(np.argmin(PAD.positions_mm[:, 0]))] = 0.3
    both = pressed(6.0 + 5.0 * np.sin(np.arange(2990) / 15.0), 220.0, 50.0) + drift
    before = finder.feed(noisy(both), SOUND, FLOOR_N)
    finder.restart()
    after = finder.feed(noisy(both[:100]), SOUND, FLOOR_N)
    off_before, off_after = noisy(both)[-1] - before.force_n[-1], noisy(both[:100])[0] - after.force_n[0]
    np.testing.assert_allclose(off_after, off_before, atol=1e-12)
    assert off_after.max() > 0.05
    assert np.isnan(after.second_x_mm).all()


def test_a_left_out_tile_s_reading_counts_for_nothing(pressed: Pressed) -> None:
    index = 4
    tiles = pressed(np.full(200, 9.0), *PAD.positions_mm[index] + [14.0, 0.0])
    stuck = tiles.copy()
    stuck[:, index] = 37.0
    one, other = (found_in(t, without(index)) for t in (tiles, stuck))
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert (one.force_n[:, index] == 0.0).all()


def test_with_its_tile_left_out_a_press_is_found_by_its_neighbours_and_where_it_was(pressed: Pressed) -> None:
    index = 4
    x_mm, y_mm = PAD.positions_mm[index]
    # beside it, and then right over it
    x = np.concatenate([np.full(100, x_mm + 16.0), np.linspace(x_mm + 16.0, x_mm, 50), np.full(150, x_mm)])
    found = found_in(noisy(pressed(np.full(300, 12.0), x, y_mm)), without(index))
    last = slice(250, 300)
    away_mm = np.hypot(found.x_mm[last] - x_mm, found.y_mm[last] - y_mm)
    assert np.median(away_mm) < 8.0
    assert np.median(found.model_n[last, index]) > 2.0, "what the tile would have carried"
    assert found.sigma_mm[last].mean() > found.sigma_mm[50:100].mean(), "and it is known to be less sure"


def test_a_resting_hand_s_force_is_said_beside_the_working_one_s(pressed: Pressed) -> None:
    work = 6.0 + 5.0 * np.sin(np.arange(1500) / 15.0)
    rest = 6.0 * np.clip((np.arange(1500) - 400) / 60.0, 0.0, 1.0)
    found = found_in(noisy(pressed(work, 200.0, 50.0) + pressed(rest, 60.0, 55.0)))
    both = slice(800, 1500)
    assert np.median(found.second_n[both]) == pytest.approx(6.0, rel=0.15)
    assert np.median(found.second_x_mm[both]) == pytest.approx(60.0, abs=5.0)
    assert np.median(found.resting_n[both]) == pytest.approx(6.0, rel=0.1)
    assert (found.resting_n[:400] == 0.0).all()
    whole = found.model_n[both].sum(axis=1)
    np.testing.assert_allclose(np.median(whole / found.force_n[both].sum(axis=1)), 1.0, atol=0.03)


def test_what_a_left_out_tile_hides_is_bounded_by_the_least_that_its_neighbours_bear_out() -> None:
    # of 4 2 1 0.5 N the first is left out: tiles from 0.6 N on are asked, and show a half and all of it
    models, out = np.array([[[4.0, 2.0, 1.0, 0.5]]]), np.array([True, False, False, False])
    shown = np.array([[9.0, 1.0, 1.0, 0.0]])
    for misfit, part in ((10.0, 1.15 * 0.5), (25.0, 1.15 * 0.5), (50.0, 0.5 * 1.15 * 0.5)):
        bounded, parts = _borne_out(shown, models, out, np.array([misfit]))
        np.testing.assert_allclose(bounded, [[[4.0 * part, 2.0, 1.0, 0.5]]])
        np.testing.assert_allclose(parts, [[(4.0 * part + 3.5) / 7.5]])
    whole, _ = _borne_out(np.array([[0.0, 2.0, 0.9, 0.0]]), models, out, np.ones(1))
    np.testing.assert_allclose(whole, models), "nine tenths, an eighth more than that for errors, are all"
    none, parts = _borne_out(np.array([[0.0, -1.0, 1.0, 0.0]]), models, out, np.ones(1))
    np.testing.assert_allclose(none[0, 0, 0], 0.0)


def test_a_neighbour_bears_a_contact_out_by_what_the_others_leave_of_its_force() -> None:
    models = np.array([[[4.0, 2.0, 0.0], [0.0, 1.0, 3.0]]])
    bounded, parts = _borne_out(np.array([[0.0, 2.0, 3.0]]), models, np.array([True, False, False]), np.ones(1))
    # 1 N of the second tile's 2 N is the second contact's: a half of the first one's 2 N is left
    np.testing.assert_allclose(bounded[0, 0], [4.0 * 1.15 * 0.5, 2.0, 0.0])
    np.testing.assert_allclose(parts, [[(2.3 + 2.0) / 6.0, 1.0]])


def of_two(apart_mm: float, work_n: float, rests: bool, out: NDArray[np.bool_] = SOUND) -> Contacts:
    """One moment of a hand of 6 N and one beside it, each on one tile."""
    models = np.zeros((1, 2, 16))
    models[0, 0, 3], models[0, 1, 4] = work_n, 6.0
    x, y = np.array([[100.0, 100.0 + 0.6 * apart_mm]]), np.array([[40.0, 40.0 + 0.8 * apart_mm]])
    force = np.array([[work_n, 6.0]])
    fit = SeveralFit(x, y, 0.4 + 0.0 * x, force, np.array([[1.5, 2.5]]), np.ones(1), models)
    hands = Hand(100.0, 40.0, work_n, 0.4, rests=False), Hand(0.0, 0.0, 6.0, 0.4, rests=rests)
    return _several(models.sum(axis=1), fit, np.array([True]), out, hands)


@pytest.mark.parametrize(("apart_mm", "work_n", "merged"), [(34.0, 2.5, True), (36.0, 2.5, False), (34.0, 2.7, False)])
def test_weak_work_within_two_tiles_of_a_resting_hand_is_its_own_wander(
    apart_mm: float, work_n: float, merged: bool
) -> None:
    found = of_two(apart_mm, work_n, rests=True)
    assert found.resting_n[0] == pytest.approx(6.0 + work_n if merged else 6.0)
    assert (found.contact_n[0], found.second_n[0], found.sigma_mm[0]) == (work_n, 6.0, 1.5)
    assert found.second_x_mm[0] == pytest.approx(100.0 + 0.6 * apart_mm)
    assert not found.second_works[0]
    assert found.model_n[0].sum() == pytest.approx(6.0 + work_n)


def test_of_two_hands_that_work_nothing_rests_however_near_and_weak() -> None:
    found = of_two(10.0, 0.5, rests=False)
    assert found.resting_n[0] == 0.0
    assert found.second_works[0]


def test_what_a_resting_hand_would_put_on_a_left_out_tile_is_nobody_s() -> None:
    found = of_two(60.0, 3.0, rests=True, out=without(4))
    assert found.resting_n[0] == 0.0
    assert found.model_n[0, 4] == 0.0


@pytest.mark.parametrize("chunk", [1, 7, 93])
def test_beside_a_left_out_tile_any_chunks_remember_the_same_place(pressed: Pressed, chunk: int) -> None:
    x, y = PAD.positions_mm[4]
    time_s = np.arange(300) / RATE_HZ
    tiles_n = pressed(5.0 + 3.0 * np.sin(9.0 * time_s), x - 80.0 + 50.0 * time_s, y)
    out = np.arange(16) == 4
    whole = ContactFinder(PAD, RATE_HZ).feed(tiles_n, out, 0.3)
    finder = ContactFinder(PAD, RATE_HZ)
    parts = [finder.feed(tiles_n[at : at + chunk], out, 0.3) for at in range(0, len(tiles_n), chunk)]
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(Contacts.joined(parts), name), getattr(whole, name))


def test_a_contact_well_aside_of_a_left_out_tile_is_not_held_back_where_it_was(pressed: Pressed) -> None:
    # friction of 10 mm at 2 Hz, 90 mm from the tile that is left out
    x = PAD.positions_mm[4][0]
    x_mm = (x - 90.0 if x > 130.0 else x + 90.0) + 5.0 * np.sin(4.0 * np.pi * np.arange(200) / RATE_HZ)
    found = ContactFinder(PAD, RATE_HZ).feed(pressed(np.full(200, 3.0), x_mm, 50.0), np.arange(16) == 4, 0.3)
    assert np.abs(found.x_mm - x_mm).max() < 1.0


def test_in_another_unit_every_force_is_another_and_no_place_is() -> None:
    one, scaled = of_two(60.0, 3.0, rests=True), of_two(60.0, 3.0, rests=True).scaled(10.0)
    for name in FIELDS:
        by = 10.0 if name in ("force_n", "contact_n", "model_n", "second_n", "resting_n") else 1.0
        np.testing.assert_allclose(getattr(scaled, name), by * getattr(one, name))


def test_a_new_piece_begins_its_blocks_and_steps_anew() -> None:
    finder = ContactFinder(PAD, RATE_HZ)
    finder.feed(np.full((107, 16), 0.5), without(4), FLOOR_N)
    left = finder._drift.room, finder._spread.room, finder._room, finder._where.room
    assert left == (393, 393, 13, 3)
    finder.restart()
    assert (finder._drift.room, finder._spread.room, finder._room, finder._where.room) == (500, 500, 20, 10)
    assert finder._where.near_mm is None
    slow = ContactFinder(PAD, 4.0)
    assert (slow._drift.room, slow._spread.room, slow._room, slow._where.room) == (20, 20, 1, 1)
