"""Several contacts fitted together: where, how hard, and each moment by itself."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import nnls
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.search import Search
from thumbwalk.touch.several import Guess, _not_negative, fit_several

LOCALISER = Localiser(builtin_pad("sole16"))
SOUND = np.zeros(16, dtype=np.bool_)
Array = NDArray[np.float64]


def two_thumbs(pressed: Pressed, apart_mm: float, n: int = 40) -> Array:
    """A thumb of 8 N and one of 6 N along the foot, at ever other places."""
    x = np.linspace(100.0, 190.0, n)
    return pressed(np.full(n, 8.0), x - apart_mm / 2, 50.0) + pressed(np.full(n, 6.0), x + apart_mm / 2, 50.0)


def about(x_mm: Array | float) -> Guess:
    return Guess(x_mm, 50.0, 12.0, 0.37, 0.3)


@pytest.mark.parametrize("apart_mm", [30.0, 40.0, 60.0])
def test_two_thumbs_are_found_each_where_and_as_hard_as_it_presses(pressed: Pressed, apart_mm: float) -> None:
    tiles_n, x = two_thumbs(pressed, apart_mm), np.linspace(100.0, 190.0, 40)
    fit = fit_several(LOCALISER, tiles_n, SOUND, [about(x - apart_mm / 2 - 5.0), about(x + apart_mm / 2 + 5.0)])
    assert np.abs(fit.x_mm - np.column_stack((x - apart_mm / 2, x + apart_mm / 2))).max() < 5.0
    assert fit.force_n[:, 0] == pytest.approx(8.0, rel=0.4)
    assert fit.force_n.sum(axis=1) == pytest.approx(14.0, rel=0.03)
    assert fit.misfit.max() < 2.0


def test_no_force_is_below_zero(pressed: Pressed) -> None:
    tiles_n = pressed(np.full(5, 9.0), np.full(5, 150.0), 50.0)
    fit = fit_several(LOCALISER, tiles_n, SOUND, [about(150.0), about(100.0)])
    assert (fit.force_n >= 0.0).all()
    assert fit.force_n[:, 0] == pytest.approx(9.0, rel=0.05)


def test_a_moment_is_the_same_to_the_bit_whatever_it_is_fitted_with(pressed: Pressed) -> None:
    tiles_n, left_out = two_thumbs(pressed, 40.0), np.arange(16) == 9
    guesses = [about(130.0), about(170.0)]
    whole = fit_several(LOCALISER, tiles_n, left_out, guesses)
    for moment in (0, 17, 39):
        one = fit_several(LOCALISER, tiles_n[moment : moment + 1], left_out, guesses)
        for name in ("x_mm", "y_mm", "spread", "force_n", "sigma_mm", "misfit", "model_n"):
            np.testing.assert_array_equal(getattr(one, name)[0], getattr(whole, name)[moment])


def test_a_search_that_knows_nothing_finds_the_pair(pressed: Pressed) -> None:
    moments = two_thumbs(pressed, 45.0)[20:22]
    found = Search(LOCALISER).pair(moments, SOUND)
    order = np.argsort(found.x_mm)
    x = np.linspace(100.0, 190.0, 40)[20:22].mean()
    np.testing.assert_allclose(found.x_mm[order], [x - 22.5, x + 22.5], atol=5.0)
    np.testing.assert_allclose(found.force_n[order], [8.0, 6.0], rtol=0.12)
    assert found.cost < 0.1 * LOCALISER.fit(moments).misfit.mean()


def test_a_fit_of_two_is_the_least_of_its_cost_with_what_is_known_and_says_it(pressed: Pressed) -> None:
    rng = np.random.default_rng(6)
    tiles_n = (two_thumbs(pressed, 60.0, 6) * (1.0 + rng.uniform(-0.05, 0.05, 16)))[1:5]
    out = np.arange(16) == 2
    guesses = [Guess(100.0, 48.0, 12.0, 0.37, 0.3), Guess(165.0, 52.0, 12.0, 0.3, 0.2, 5.0, 1.5)]
    fit = fit_several(LOCALISER, tiles_n, out, guesses, steps=12)
    root_w = LOCALISER.root_weights(tiles_n, out)

    def cost(row: int, at: Array) -> tuple[float, float, Array]:
        """Whole cost and misfit at places and spreads (2, 3), and the forces that are best there."""
        shares = LOCALISER.shares_at(at[:, 0], at[:, 1], at[:, 2])
        columns = np.vstack(((shares * root_w[row]).T, np.diag([1.0 / g.force_sigma_n for g in guesses])))
        data = np.append(np.where(out, 0.0, tiles_n[row]) * root_w[row], [g.force_n / g.force_sigma_n for g in guesses])
        forces, *_ = np.linalg.lstsq(columns, data)
        rest = data - columns @ forces
        prior = sum(
            ((one[0] - g.x_mm) ** 2 + (one[1] - g.y_mm) ** 2) / g.place_sigma_mm**2
            + (one[2] - g.spread) ** 2 / g.spread_sigma**2
            for one, g in zip(at, guesses, strict=True)
        )
        return float(rest @ rest + prior), float(rest[:16] @ rest[:16]), forces

    for row in range(4):
        here = np.stack((fit.x_mm[row], fit.y_mm[row], fit.spread[row]), axis=1)
        least, misfit, forces = cost(row, here)
        np.testing.assert_allclose(fit.force_n[row], forces, rtol=1e-5)
        assert fit.misfit[row] == pytest.approx(misfit, rel=1e-4, abs=1e-6)
        for i, (k, by) in product((0, 1), ((0, 0.6), (0, -0.6), (1, 0.6), (1, -0.6), (2, 0.05), (2, -0.05))):
            there = here.copy()
            there[i, k] += by
            if 0.0 <= there[i, 2] <= 1.0:
                assert cost(row, there)[0] > least - 2e-3


@pytest.mark.parametrize("contacts", [1, 2])
def test_forces_of_one_or_two_are_the_best_without_a_negative_one(contacts: int) -> None:
    rng = np.random.default_rng(7)
    shares, wanted = rng.random((40, 8, contacts)), rng.normal(0.0, 1.0, (40, 8, 1))
    gram, right = (np.matmul(shares.transpose(0, 2, 1), other) for other in (shares, wanted))
    found = _not_negative(gram, right[:, :, 0])
    expected = np.array([nnls(one, other)[0] for one, other in zip(shares, wanted[:, :, 0], strict=True)])
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert 0 < np.count_nonzero(expected == 0.0) < expected.size


def test_forces_are_those_of_the_least_squares_without_a_negative_one() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        shares, wanted = rng.random((8, 3)), rng.normal(0.0, 1.0, 8)
        expected, _ = nnls(shares, wanted)
        gram, right = (shares.T @ shares)[None], (shares.T @ wanted)[None]
        found = _not_negative(gram, right)[0]
        assert (found >= 0.0).all()
        if np.count_nonzero(np.linalg.solve(gram[0], right[0]) < 0.0) == 1:
            np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_contact_that_was_not_there_stands_before_the_others_without_force_or_place(pressed: Pressed) -> None:
    tiles_n = two_thumbs(pressed, 60.0, 4)
    one, both = (fit_several(LOCALISER, tiles_n, SOUND, [about(130.0)] * k) for k in (1, 2))
    more = np.array([1, 3])
    joined = one.with_none_before(both.at(more), more)
    for name in ("x_mm", "y_mm", "spread", "force_n", "sigma_mm", "model_n"):
        np.testing.assert_array_equal(getattr(joined, name)[more], getattr(both, name)[more])
        np.testing.assert_array_equal(getattr(joined, name)[[0, 2], 1], getattr(one, name)[[0, 2], 0])
        nothing = getattr(joined, name)[[0, 2], 0]
        assert (nothing == 0.0).all() if name in ("force_n", "model_n") else np.isnan(nothing).all()
    np.testing.assert_array_equal(joined.misfit, np.where([0, 1, 0, 1], both.misfit, one.misfit))


def test_a_fit_starts_where_it_is_told_and_not_farther_than_a_step_each_time(pressed: Pressed) -> None:
    tiles_n = pressed(np.full(2, 9.0), 200.0, 50.0)
    start = np.array([60.0, 90.0]), np.array([50.0, 50.0])
    guess = Guess(200.0, 50.0, 1000.0, 0.37, 0.3, start_mm=start)
    np.testing.assert_array_equal(fit_several(LOCALISER, tiles_n, SOUND, [guess], steps=0).x_mm[:, 0], start[0])
    np.testing.assert_array_equal(guess.at(np.array([1])).start_mm, ([90.0], [50.0]))
    for steps in (1, 2):
        gone = fit_several(LOCALISER, tiles_n, SOUND, [guess], steps=steps).x_mm[:, 0] - start[0]
        assert gone.max() <= 10.0 * steps + 1e-9
        assert gone.max() > 9.0 * steps
