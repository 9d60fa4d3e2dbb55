"""The search for one more contact: pairs in closed form, then the fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import nnls
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.fit import SPREAD, SPREAD_SIGMA
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.search import Found, Search, _pair_gain
from thumbwalk.touch.several import Guess, fit_several

PAD = builtin_pad("sole16")
SOUND = np.zeros(16, dtype=np.bool_)
LOCALISER = Localiser(PAD)


def test_the_gain_of_a_pair_is_that_of_the_least_squares_with_no_negative_force() -> None:
    rng = np.random.default_rng(2)
    shares, force = rng.random((6, 16)), rng.random(16)
    gain = _pair_gain(shares @ shares.T, shares @ force)
    for i in range(6):
        for j in range(i):
            _, rest = nnls(shares[[i, j]].T, force)
            assert gain[i, j] == pytest.approx(force @ force - rest**2, rel=1e-6)


def test_two_contacts_are_found_where_they_are(pressed: Pressed) -> None:
    tiles_n = pressed(np.full(4, 9.0), 200.0, 50.0) + pressed(np.full(4, 5.0), 60.0, 55.0)
    found = Search(LOCALISER).pair(tiles_n, SOUND)
    order = np.argsort(found.x_mm)
    assert found.x_mm[order] == pytest.approx([60.0, 200.0], abs=4.0)
    assert found.y_mm[order] == pytest.approx([55.0, 50.0], abs=4.0)
    assert found.force_n[order] == pytest.approx([5.0, 9.0], rel=0.1)


def test_a_third_is_found_beside_two_that_are_there(pressed: Pressed) -> None:
    there = pressed(np.full(4, 9.0), 200.0, 50.0) + pressed(np.full(4, 5.0), 60.0, 55.0)
    tiles_n = there + pressed(np.full(4, 6.0), 130.0, 65.0)
    guesses = [Guess(x, y, 5.0, SPREAD, SPREAD_SIGMA) for x, y in ((200.0, 50.0), (60.0, 55.0))]
    present = fit_several(LOCALISER, there, SOUND, guesses)
    found = Search(LOCALISER).one_more(tiles_n, SOUND, present)
    assert (found.x_mm[2], found.y_mm[2]) == pytest.approx((130.0, 65.0), abs=5.0)
    assert found.force_n[2] == pytest.approx(6.0, rel=0.15)


def test_the_gap_is_to_the_nearest_other_contact() -> None:
    one = np.ones(3)
    found = Found(0.0, np.array([0.0, 30.0, 100.0]), np.array([0.0, 40.0, 0.0]), one, one)
    assert found.gap_mm(0) == 50.0
    assert found.gap_mm(2) == pytest.approx(np.hypot(70.0, 40.0))


def test_one_more_is_sought_two_centimetres_and_more_from_those_that_are_there(pressed: Pressed) -> None:
    firm, light = pressed(np.full(2, 12.0), 200.0, 50.0), pressed(np.full(2, 4.0), 60.0, 55.0)
    (guess,) = (Guess(200.0, 50.0, 5.0, SPREAD, SPREAD_SIGMA),)
    present = fit_several(LOCALISER, firm, SOUND, [guess])
    # as if nothing of it were explained yet: its own place would explain most
    unexplained = replace(present, model_n=0.2 * present.model_n)
    found = Search(LOCALISER).one_more(firm + light, SOUND, unexplained)
    assert (found.x_mm[0], found.x_mm[1]) == pytest.approx((200.0, 60.0), abs=5.0)
    assert found.force_n == pytest.approx([12.0, 4.0], rel=0.12)


def test_a_pair_is_two_places_two_centimetres_apart(pressed: Pressed) -> None:
    found = Search(LOCALISER)
    away = np.hypot(found._x[:, None] - found._x, found._y[:, None] - found._y)
    np.testing.assert_array_equal(found._apart, away >= 20.0)
    assert found._x.min() > 0.0
    inset = LOCALISER.tables_at(found._x, found._y, np.full(len(found._x), SPREAD))[:, 0, -1]
    assert inset.min() > 4.0
    assert inset.min() < 8.0, "and they reach as far"
    nearest = np.sort(away, axis=1)[:, 1]
    assert nearest == pytest.approx(12.0)


def test_a_left_out_tile_counts_for_nothing_in_a_search(pressed: Pressed) -> None:
    tiles_n = pressed(np.full(2, 9.0), 200.0, 50.0) + pressed(np.full(2, 5.0), 60.0, 55.0)
    out, search = np.arange(16) == 9, Search(LOCALISER)
    stuck = tiles_n.copy()
    stuck[:, 9] = 40.0
    for one, other in ((search.pair(tiles_n, out), search.pair(stuck, out)),):
        np.testing.assert_array_equal(one.x_mm, other.x_mm)
        assert one.cost == other.cost
    present = fit_several(LOCALISER, tiles_n, out, [Guess(200.0, 50.0, 5.0, SPREAD, SPREAD_SIGMA)])
    assert search.one_more(tiles_n, out, present).cost == search.one_more(stuck, out, present).cost
