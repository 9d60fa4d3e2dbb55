"""Dead taxels of a table that only the fit can tell: found where a thumb stood over them, and only there."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.touch.fit import Known
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.search import Search
from thumbwalk.touch.silent import _missed, silent_taxels

PAD = builtin_pad("sole16")
NONE = np.zeros(16, dtype=np.bool_)
Array = NDArray[np.float64]


def strolled(pressed: Pressed, seed: int, noise_n: float = 0.02) -> Array:
    """A thumb that goes all over the foot, with gain errors and noise."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.linspace(40.0, 235.0, 30), np.linspace(30.0, 75.0, 10))
    tiles = pressed(np.full(300, 9.0), x.ravel(), y.ravel()) * (1.0 + rng.uniform(-0.05, 0.05, 16))
    return np.asarray(tiles + noise_n * rng.standard_normal(tiles.shape))


@pytest.mark.parametrize("taxel", ["mth3", "forefoot_central", "midfoot_central", "toes_2_3", "arch_medial_mid"])
def test_a_taxel_that_says_nothing_under_the_thumb_is_dead(pressed: Pressed, taxel: str) -> None:
    tiles, column = strolled(pressed, 1), PAD.names.index(taxel)
    tiles[:, column] = 0.02 * np.random.default_rng(9).standard_normal(len(tiles))
    found = silent_taxels(PAD, tiles, NONE)
    assert list(found) == [column]
    assert found[column].startswith("dead: ")


def test_two_of_them_are_found_one_after_the_other(pressed: Pressed) -> None:
    tiles, columns = strolled(pressed, 2), [PAD.names.index(name) for name in ("mth3", "midfoot_central")]
    tiles[:, columns] = 0.0
    assert sorted(silent_taxels(PAD, tiles, NONE)) == sorted(columns)


@pytest.mark.parametrize("seed", range(4))
def test_taxels_that_nobody_pressed_stay_in(pressed: Pressed, seed: int) -> None:
    rng = np.random.default_rng(seed)
    force_n = np.tile(np.linspace(0.0, 14.0, 50), 4)
    tiles = pressed(force_n, rng.uniform(150.0, 165.0), rng.uniform(40.0, 60.0))
    tiles += 0.02 * rng.standard_normal(tiles.shape)
    assert silent_taxels(PAD, tiles, NONE) == {}


def test_what_is_left_out_already_is_not_said_again(pressed: Pressed) -> None:
    tiles, column = strolled(pressed, 3), PAD.names.index("mth3")
    tiles[:, column] = np.nan
    assert silent_taxels(PAD, tiles, np.arange(16) == column) == {}


def test_a_layout_without_a_layer_has_no_fit_to_ask() -> None:
    assert silent_taxels(Pad("bare", "N", PAD.taxels), np.zeros((50, 16)), NONE) == {}


@pytest.mark.parametrize(("presses", "is_dead"), [(3, False), (9, True)])
def test_a_few_presses_over_a_quiet_taxel_prove_nothing(pressed: Pressed, presses: int, is_dead: bool) -> None:
    column = PAD.names.index("forefoot_central")
    x_mm, y_mm = PAD.positions_mm[column]
    # the others are pressed now and then; over the quiet one there are a few moments only
    x = np.r_[np.full(presses, x_mm), np.linspace(60.0, 110.0, 300)]
    y = np.r_[np.full(presses, y_mm), np.full(300, 50.0)]
    tiles = pressed(np.full(len(x), 9.0), x, y)
    tiles[:, column] = 0.0
    assert (column in silent_taxels(PAD, tiles, NONE)) == is_dead


def test_a_taxel_that_gives_a_third_is_weak_and_not_dead(pressed: Pressed) -> None:
    tiles, column = strolled(pressed, 1), PAD.names.index("mth3")
    tiles[:, column] *= 0.35
    assert silent_taxels(PAD, tiles, NONE) == {}


def test_fewer_than_ten_taxels_are_too_few_to_tell(pressed: Pressed) -> None:
    few = Pad("few", "N", PAD.taxels[:9], layer_mm=PAD.layer_mm, outline=PAD.outline)
    tiles = strolled(pressed, 1)[:, :9]
    tiles[:, 4] = 0.0
    assert silent_taxels(few, tiles, NONE[:9]) == {}


@pytest.mark.parametrize(("part", "is_dead"), [(0.95, True), (1.05, False)])
def test_what_reaches_a_tenth_of_what_the_others_do_is_no_suspect(pressed: Pressed, part: float, is_dead: bool) -> None:
    tiles, column = strolled(pressed, 1), PAD.names.index("mth3")
    usual = float(np.median(np.quantile(tiles, 0.995, axis=0)))
    assert 0.1 * usual > 0.5, "of lighter work half a newton is the limit"
    tiles[:, column] = part * 0.1 * usual
    assert (column in silent_taxels(PAD, tiles, NONE)) == is_dead


@pytest.mark.parametrize(("presses", "is_dead"), [(4, False), (5, True)])
def test_five_moments_prove_it(pressed: Pressed, presses: int, is_dead: bool) -> None:
    column = PAD.names.index("forefoot_central")
    x_mm, y_mm = PAD.positions_mm[column]
    x = np.r_[np.full(presses, x_mm), np.linspace(60.0, 100.0, 60)]
    y = np.r_[np.full(presses, y_mm), np.full(60, 50.0)]
    tiles = pressed(np.full(len(x), 9.0), x, y)
    tiles[:, column] = 0.0
    assert (column in silent_taxels(PAD, tiles, NONE)) == is_dead


@pytest.mark.parametrize(("shown", "moments"), [(0.19, 30), (0.21, 0)])
def test_a_fifth_of_what_it_should_show_is_something(pressed: Pressed, shown: float, moments: int) -> None:
    column, localiser = PAD.names.index("mth3"), Localiser(PAD)
    tiles = pressed(np.full(30, 8.0), *PAD.positions_mm[column])
    tiles[:, column] *= shown * localiser.fit(tiles[:1], Known(np.arange(16) == column)).model_n[0, column]
    tiles[:, column] /= pressed(np.full(1, 8.0), *PAD.positions_mm[column])[0, column]
    assert _missed(Search(localiser), localiser, tiles, NONE, column) == moments


@pytest.mark.parametrize(("force_n", "is_seen"), [(1.0, False), (8.0, True)])
def test_a_taxel_is_missed_where_its_neighbours_show_a_newton_and_the_fit_wants_force(
    pressed: Pressed, force_n: float, is_seen: bool
) -> None:
    column, localiser = PAD.names.index("mth3"), Localiser(PAD)
    tiles = pressed(np.full(30, force_n), *PAD.positions_mm[column])
    tiles[:, column] = 0.0
    search = Search(localiser)
    assert (_missed(search, localiser, tiles, NONE, column) == 30) == is_seen
    assert _missed(search, localiser, np.repeat(tiles, 30, axis=0), NONE, column) == (600 if is_seen else 0)
