"""A contact beside a taxel that is left out, followed from step to step."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.blind import Blind, Steps, _best, borne_out
from thumbwalk.touch.fit import Known
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.whereabouts import Whereabouts

Array = NDArray[np.float64]
PAD = builtin_pad("sole16")
LOCALISER = Localiser(PAD)
OUT = np.arange(16) == 4
X_MM, Y_MM = PAD.positions_mm[4]


def blind() -> Blind:
    return Blind(LOCALISER, OUT, 0.37, 0.5)


def test_what_a_left_out_tile_hides_is_bounded_by_the_least_that_its_neighbours_bear_out() -> None:
    # of 4 2 1 0.5 N the first is left out: tiles from 0.6 N on are asked, and show a half and all of it
    models, out = np.array([[[4.0, 2.0, 1.0, 0.5]]]), np.array([True, False, False, False])
    shown = np.array([[9.0, 1.0, 1.0, 0.0]])
    for misfit, part in ((10.0, 1.15 * 0.5), (25.0, 1.15 * 0.5), (50.0, 0.5 * 1.15 * 0.5)):
        bounded, parts = borne_out(shown, models, out, np.array([misfit]))
        np.testing.assert_allclose(bounded, [[[4.0 * part, 2.0, 1.0, 0.5]]])
        np.testing.assert_allclose(parts, [[(4.0 * part + 3.5) / 7.5]])
    whole, _ = borne_out(np.array([[0.0, 2.0, 0.9, 0.0]]), models, out, np.ones(1))
    np.testing.assert_allclose(whole, models), "nine tenths, an eighth more than that for errors, are all"
    none, parts = borne_out(np.array([[0.0, -1.0, 1.0, 0.0]]), models, out, np.ones(1))
    np.testing.assert_allclose(none[0, 0, 0], 0.0)


def test_a_neighbour_bears_a_contact_out_by_what_the_others_leave_of_its_force() -> None:
    models = np.array([[[4.0, 2.0, 0.0], [0.0, 1.0, 3.0]]])
    bounded, parts = borne_out(np.array([[0.0, 2.0, 3.0]]), models, np.array([True, False, False]), np.ones(1))
    # 1 N of the second tile's 2 N is the second contact's: a half of the first one's 2 N is left
    np.testing.assert_allclose(bounded[0, 0], [4.0 * 1.15 * 0.5, 2.0, 0.0])
    np.testing.assert_allclose(parts, [[(2.3 + 2.0) / 6.0, 1.0]])


def test_far_from_what_is_left_out_a_contact_is_fitted_by_the_forces_alone(pressed: Pressed) -> None:
    far = X_MM + 80.0 if X_MM < 130.0 else X_MM - 80.0
    tiles_n = pressed(np.full(30, 8.0), far, 50.0)
    fit, steps = blind().fit(tiles_n, np.ones(30, np.bool_), Whereabouts.at_rate(100.0))
    alone = LOCALISER.fit(tiles_n, Known(OUT, aside=True))
    np.testing.assert_array_equal(fit.x_mm, alone.x_mm)
    assert steps.stops == [0, 10, 20, 30]
    assert [one.here_mm is not None for one in steps.where] == [False, True, True, True]


def test_over_the_left_out_tile_each_step_is_told_where_the_contact_was_before_it(pressed: Pressed) -> None:
    """A light press from rest, whose neighbours would as well have it elsewhere, is where the hand was."""
    tiles_n = pressed(np.full(40, 9.0), X_MM, Y_MM)
    tiles_n[:, 4] = 0.0
    free, _ = blind().fit(tiles_n, np.ones(40, np.bool_), Whereabouts(10, 10))
    there = Whereabouts(10, 10)
    there.take(10, (float(X_MM), float(Y_MM)))
    told, steps = blind().fit(tiles_n, np.ones(40, np.bool_), there)
    away = [np.hypot(one.x_mm - X_MM, one.y_mm - Y_MM)[:10].mean() for one in (free, told)]
    assert away[1] < min(away[0] + 0.1, 6.0)
    assert told.model_n[:, 4].min() > 1.0
    assert steps.where[-1].here_mm == pytest.approx((X_MM, Y_MM), abs=6.0)


def test_a_step_s_place_is_of_its_last_moment_and_none_without_a_contact(pressed: Pressed) -> None:
    fitted = np.ones(25, np.bool_)
    fitted[8:12] = False
    tiles_n = pressed(np.full(21, 8.0), 200.0, 50.0)
    _, steps = blind().fit(tiles_n, fitted, Whereabouts(10, 4))
    assert steps.stops == [0, 4, 14, 24, 25]
    fitted[13] = False
    _, steps = blind().fit(tiles_n[:20], fitted, Whereabouts(10, 4))
    assert steps.where[1].here_mm is not None
    assert steps.where[2].here_mm is None
    assert steps.where[2].near_mm == steps.where[1].near_mm


def test_what_is_known_after_some_moments_is_what_their_last_whole_step_left() -> None:
    first, second = Whereabouts(10, 4), Whereabouts(10, 10, (1.0, 2.0))
    steps = Steps([0, 4], [first, second])
    assert (steps.at(3).room, steps.at(3).near_mm) == (1, None)
    assert (steps.at(9).room, steps.at(9).near_mm) == (5, (1.0, 2.0))
    assert second.room == 10, "and what is kept of the steps stays as it was"


def test_of_two_ways_the_nearer_one_counts_unless_the_other_explains_much_more() -> None:
    near, far = (100.0, 50.0, 9.0, 12.0, 5.0), (160.0, 50.0, 9.0, 8.0, 5.0)
    nowhere, there = Whereabouts(10, 10), Whereabouts(10, 10, (104.0, 50.0), 12.0)
    assert _best([near, far], nowhere) == ((160.0, 50.0), False)
    # 9 mm2 of its own and 144 of the way: a seventeenth of the 4 mm between them
    place, is_far = _best([far, near], there)
    assert place == pytest.approx((100.0 + 4.0 * 9.0 / 153.0, 50.0))
    assert not is_far
    costly = (*near[:3], 60.0, 5.0)
    assert _best([far, costly], there)[1]
    assert not _best([costly, far], there)[1], "from the left-out tile no way is gone far"
    assert _best([(*near[:4], 0.9), far], there)[0] is None
    assert _best([near, (*far[:4], 0.9)], nowhere)[0] is None


def test_a_palm_that_comes_beside_a_thumb_is_not_one_contact_on_the_silent_tile_between_them(pressed: Pressed) -> None:
    index = PAD.names.index("heel_anterior")
    palm_n = np.linspace(0.0, 1.4, 20)
    true_n = pressed(np.full(20, 5.0), 126.0, 70.0) + pressed(palm_n, 20.0, 50.0)
    tiles_n, out = true_n.copy(), np.arange(16) == index
    tiles_n[:, index] = 0.0
    where = Whereabouts(10, 10)
    where.take(10, (126.0, 70.0))
    fit, steps = Blind(LOCALISER, out, 0.37, 0.5).fit(tiles_n, np.ones(20, np.bool_), where)
    assert np.hypot(fit.x_mm - 126.0, fit.y_mm - 70.0).max() < 15.0
    assert fit.model_n.sum(axis=1).max() < 1.3 * true_n.sum(axis=1).max()
    assert steps.where[-1].near_mm == pytest.approx((126.0, 70.0), abs=15.0)
