"""Several contacts fitted together: where, how hard, and each moment by itself."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.search import Search
from thumbwalk.touch.several import Guess, fit_several

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
