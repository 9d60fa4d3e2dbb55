"""Contacts through time: the hand's place, a drift that is no hand, and a sole with a tile left out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.contacts import ContactFinder, Contacts

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
