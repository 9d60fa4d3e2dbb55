"""The layer fit: how near it comes, what it does without some tiles, and that company changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.pad import Pad, Taxel, builtin_pad, rig_pad
from thumbwalk.touch.fit import SPREAD_SIGMA, Beside, Fit, Known
from thumbwalk.touch.localise import (
    Localiser,
    _at_most_n,
    _cost,
    _place_variance,
    _solved,
    _spread_variance,
    can_localise,
)
from thumbwalk.touch.response import LayerResponse, TileGrid
from thumbwalk.touch.tables import inset_mm

PAD = builtin_pad("sole16")
LOCALISER, BONDED = Localiser(PAD), Localiser(rig_pad())
GRID = TileGrid(PAD)
Array = NDArray[np.float64]


def random_places(pad: Pad, n: int, rng: np.random.Generator, inset: float) -> Array:
    """Places (n, 2) at least ``inset`` mm inside the outline, ahead of x = 35 mm."""
    x, y = np.arange(35.0, 265.0, 1.0), np.arange(0.0, 100.0, 1.0)
    i, j = np.nonzero(inset_mm(pad, x, y) >= inset + 1.0)
    chosen = rng.integers(len(i), size=n)
    return np.asarray(np.column_stack((x[i[chosen]], y[j[chosen]])) + rng.uniform(-0.5, 0.5, (n, 2)))


def pressed(places: Array, force_n: Array, layer_mm: float, radius_mm: float) -> Array:
    """True tile forces, without any sensor."""
    response = LayerResponse(PAD, layer_mm, radius_mm, GRID)
    return response.fraction(places[:, 0], places[:, 1]) * force_n[:, None]


def place_errors_mm(fit: Fit, places: Array) -> Array:
    return np.hypot(fit.x_mm - places[:, 0], fit.y_mm - places[:, 1])


def rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))


def test_a_known_press_comes_back_in_place_and_force() -> None:
    rng = np.random.default_rng(1)
    places, force_n = random_places(PAD, 400, rng, inset=6.0), rng.uniform(3.0, 20.0, 400)
    fit = LOCALISER.fit(pressed(places, force_n, layer_mm=10.0, radius_mm=7.0))
    assert rms(place_errors_mm(fit, places)) < 1.0
    assert rms(fit.force_n / force_n - 1.0) < 0.03


def test_gain_errors_and_an_unknown_layer_and_thumb_cost_a_few_millimetres() -> None:
    rng = np.random.default_rng(2)
    errors: list[Array] = []
    force_errors: list[Array] = []
    for layer_mm, radius_mm in [
        (9.0, 5.0),
        (9.0, 12.0),
        (10.0, 8.0),
        (12.0, 6.0),
        (13.5, 11.0),
        (15.0, 5.0),
        (15.0, 9.0),
    ]:
        places, force_n = random_places(PAD, 120, rng, inset=2.0), rng.uniform(3.0, 20.0, 120)
        tiles_n = pressed(places, force_n, layer_mm, radius_mm) * (1.0 + rng.uniform(-0.1, 0.1, (120, 16)))
        fit = LOCALISER.fit(tiles_n)
        errors.append(place_errors_mm(fit, places))
        force_errors.append(np.abs(fit.force_n / force_n - 1.0))
    assert np.quantile(np.concatenate(errors), 0.9) < 5.0
    assert np.median(np.concatenate(errors)) < 1.5
    assert np.median(np.concatenate(force_errors)) < 0.06


def test_it_beats_the_centre_of_pressure_by_far() -> None:
    rng = np.random.default_rng(3)
    places = random_places(PAD, 300, rng, inset=6.0)
    tiles_n = pressed(places, np.full(300, 10.0), 10.0, 6.0)
    centre = tiles_n @ PAD.positions_mm / tiles_n.sum(axis=1)[:, None]
    plain = rms(np.hypot(*(centre - places).T))
    assert rms(place_errors_mm(LOCALISER.fit(tiles_n), places)) < 0.25 * plain


def test_a_step_of_seven_millimetres_is_read_as_one() -> None:
    rng = np.random.default_rng(4)
    places = random_places(PAD, 200, rng, inset=14.0)
    gain = 1.0 + rng.uniform(-0.05, 0.05, 16)
    force_n = np.full(200, 12.0)
    before = LOCALISER.fit(pressed(places, force_n, 10.0, 6.0) * gain)
    after = LOCALISER.fit(pressed(places + np.array([7.0, 0.0]), force_n, 10.0, 6.0) * gain)
    steps = after.x_mm - before.x_mm
    assert abs(np.median(steps) - 7.0) < 0.5
    assert np.quantile(np.abs(steps - 7.0), 0.9) < 3.0


def test_sigma_tells_good_places_from_poor_ones() -> None:
    rng = np.random.default_rng(5)
    places, force_n = random_places(PAD, 600, rng, inset=0.0), rng.uniform(1.0, 20.0, 600)
    tiles_n = pressed(places, force_n, 12.0, 8.0) * (1.0 + rng.uniform(-0.1, 0.1, (600, 16)))
    fit = LOCALISER.fit(tiles_n)
    errors = place_errors_mm(fit, places)
    surest = fit.sigma_mm < np.quantile(fit.sigma_mm, 0.3)
    least_sure = fit.sigma_mm > np.quantile(fit.sigma_mm, 0.7)
    assert rms(errors[least_sure]) > 2.0 * rms(errors[surest])
    assert np.mean(errors < 2.5 * fit.sigma_mm) > 0.9


def test_misfit_tells_two_thumbs_from_one() -> None:
    one = pressed(np.array([[160.0, 50.0]]), np.array([10.0]), 10.0, 7.0)
    other = pressed(np.array([[75.0, 52.0]]), np.array([10.0]), 10.0, 7.0)
    assert LOCALISER.fit(one).misfit[0] < 5.0
    assert LOCALISER.fit(one + other).misfit[0] > 50.0


@pytest.mark.parametrize("dead", ["mth3", "forefoot_central", "midfoot_central"])
def test_a_thumb_on_a_left_out_tile_is_still_found_by_its_neighbours(dead: str) -> None:
    taxel = PAD.names.index(dead)
    rng = np.random.default_rng(6)
    places = PAD.positions_mm[taxel] + rng.uniform(-6.0, 6.0, (100, 2))
    tiles_n = pressed(places, np.full(100, 12.0), 10.0, 7.0)
    carried = tiles_n[:, taxel].copy()
    tiles_n[:, taxel] = 0.0
    left_out = np.arange(16) == taxel
    fit = LOCALISER.fit(tiles_n, Known(left_out))
    assert np.median(place_errors_mm(fit, places)) < 2.0
    assert np.median(np.abs(fit.model_n[:, taxel] / carried - 1.0)) < 0.2


@pytest.mark.parametrize("localiser", [LOCALISER, BONDED], ids=["half-space", "bonded"])
@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 2**32 - 1), st.booleans())
def test_moments_fitted_in_any_company_are_the_same_to_the_bit(
    localiser: Localiser, cuts: list[int], seed: int, blind: bool
) -> None:
    rng = np.random.default_rng(seed)
    tiles_n = rng.gamma(0.4, 4.0, (sum(cuts), 16))
    left_out = np.arange(16) == int(rng.integers(16)) if blind else None
    whole = localiser.fit(tiles_n, Known(left_out))
    parts = [localiser.fit(part, Known(left_out)) for part in np.split(tiles_n, np.cumsum(cuts)[:-1])]
    for name in Fit.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(whole, name), np.concatenate([getattr(part, name) for part in parts]))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-5.0, 60.0), min_size=16, max_size=16))
def test_any_forces_at_all_give_a_place_on_the_sole(force_n: list[float]) -> None:
    fit = LOCALISER.fit(np.array([force_n]))
    for name in Fit.__dataclass_fields__:
        assert np.isfinite(getattr(fit, name)).all(), name
    assert inset_mm(PAD, fit.x_mm, fit.y_mm)[0, 0] > -1.0
    assert fit.force_n[0] >= 0.0


def test_no_moments_give_an_empty_fit() -> None:
    assert LOCALISER.fit(np.empty((0, 16))).x_mm.shape == (0,)


def test_only_a_layout_with_positions_outline_and_layer_can_be_localised() -> None:
    assert can_localise(PAD)
    assert not can_localise(Pad("bare", "N", PAD.taxels))


def test_on_a_dense_mat_the_centre_of_pressure_is_good_enough() -> None:
    many = tuple(Taxel(f"c{i}", 10.0 + i % 15, 20.0 + i // 15, 1.0) for i in range(150))
    assert not can_localise(replace(PAD, taxels=many))


def systems(n: int, seed: int) -> tuple[Array, Array]:
    root = np.random.default_rng(seed).normal(size=(n, 3, 3))
    return root @ root.transpose(0, 2, 1) + 0.5 * np.eye(3), np.random.default_rng(seed + 1).normal(size=(n, 3))


def test_the_small_systems_are_solved_as_any_solver_does() -> None:
    matrix, right = systems(50, 3)
    damped = matrix + 1e-3 * matrix * np.eye(3)
    expected = np.linalg.solve(damped, right[:, :, None])[:, :, 0]
    np.testing.assert_allclose(np.stack(_solved(matrix, right), axis=1), expected, rtol=1e-6, atol=1e-9)


def test_variances_are_those_of_the_inverse() -> None:
    matrix, _ = systems(50, 5)
    inverse = np.linalg.inv(matrix)
    np.testing.assert_allclose(_place_variance(matrix), inverse[:, 0, 0] + inverse[:, 1, 1], rtol=1e-6)
    known = np.minimum(inverse[:, 2, 2], SPREAD_SIGMA**2)  # nobody knows less than what was known beforehand
    np.testing.assert_allclose(_spread_variance(matrix), known, rtol=1e-6)


def cost_of(force_n: Array, place: Array, known: Known) -> float:
    """The cost as the page says it, of one moment at (x, y, spread), whatever force fits best, with what is known."""
    shares = LOCALISER.shares_at(place[:1], place[1:2], place[2:])[0]
    columns, data = shares[:, None], force_n
    weight = 1.0 / np.sqrt(LOCALISER.noise_n**2 + (LOCALISER.gain_error * force_n) ** 2)
    if known.beside is not None:
        columns = np.column_stack((shares, known.beside.shares[0]))
        columns = np.vstack((columns * weight[:, None], [0.0, 1.0 / known.beside.sigma_n[0]]))
        data = np.append(data * weight, known.beside.force_n[0] / known.beside.sigma_n[0])
    else:
        columns, data = columns * weight[:, None], data * weight
    left = data - columns @ np.linalg.lstsq(columns, data)[0]
    return float(left @ left)


def prior_of(place: Array, known: Known) -> float:
    cost = float((place[2] - known.spread) ** 2 / known.spread_sigma**2)
    if known.near_mm is not None:
        cost += float(((place[:2] - np.array(known.near_mm)) ** 2).sum() / known.near_sigma_mm**2)
    return cost


@pytest.mark.parametrize("what", ["alone", "beside", "sure of the spread"])
def test_a_fit_is_the_least_of_the_cost_and_says_it(what: str) -> None:
    rng = np.random.default_rng(8)
    places = random_places(PAD, 12, rng, inset=14.0)
    tiles = pressed(places, rng.uniform(4.0, 15.0, 12), layer_mm=12.0, radius_mm=8.0)
    tiles = tiles * (1.0 + rng.uniform(-0.05, 0.05, tiles.shape))
    known = Known(spread=0.2, spread_sigma=0.1) if what == "sure of the spread" else Known()
    if what == "beside":
        shares = LOCALISER.shares_at(np.array([50.0]), np.array([50.0]), np.array([0.5]))[0]
        tiles = tiles + 5.0 * shares
        known = Known(beside=Beside.repeated(shares, 6.0, 2.0, 12))
    fit = LOCALISER.fit(tiles, known)
    for i in range(12):
        one = known if known.beside is None else Known(beside=Beside.repeated(known.beside.shares[0], 6.0, 2.0, 1))
        if what == "beside" and np.hypot(*(places[i] - 50.0)) < 60.0:
            continue  # two contacts so near to each other are not told apart
        here = np.array([fit.x_mm[i], fit.y_mm[i], fit.spread[i]])
        least = cost_of(tiles[i], here, one)
        assert fit.misfit[i] == pytest.approx(least, rel=1e-5, abs=1e-6)
        for step in ([0.4, 0, 0], [-0.4, 0, 0], [0, 0.4, 0], [0, -0.4, 0], [0, 0, 0.05], [0, 0, -0.05]):
            there = here + np.array(step)
            if 0.0 <= there[2] <= 1.0:
                assert cost_of(tiles[i], there, one) + prior_of(there, one) > least + prior_of(here, one) - 1e-3


def test_no_contact_can_have_more_force_than_its_least_pressed_tile_shows() -> None:
    shares = np.array([[0.5, 0.25, 0.19, 0.06], [0.5, 0.25, 0.19, 0.06], [0.0, 0.0, 0.0, 0.0]])
    force_n = np.array([[5.0, 1.0, 0.0, 0.0], [-5.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]])
    # a tile counts from four tenths of the largest share on: the third does not
    np.testing.assert_allclose(_at_most_n(force_n, shares), [4.0, 0.0, 0.0])


@pytest.mark.parametrize(("near_sigma_mm", "stays"), [(1.0, True), (200.0, False)])
def test_where_a_contact_was_a_moment_ago_holds_a_blind_fit_back(near_sigma_mm: float, stays: bool) -> None:
    column = PAD.names.index("forefoot_central")
    x_mm, y_mm = PAD.positions_mm[column]
    tiles = pressed(np.array([[x_mm + 15.0, y_mm]]), np.array([8.0]), 10.0, 7.0)
    out = np.arange(16) == column
    tiles[:, column] = 0.0
    near = (x_mm - 25.0, y_mm)
    fit = LOCALISER.fit(tiles, Known(out, near_mm=near, near_sigma_mm=near_sigma_mm))
    assert bool(abs(fit.x_mm[0] - near[0]) < 8.0) == stays


@pytest.mark.parametrize("what", ["alone", "beside"])
def test_a_left_out_tile_hides_no_more_than_thirty_times_what_its_neighbours_show(what: str) -> None:
    """The weights of `root_weights`, and those that a fit works with, worked out tile by tile."""
    rng = np.random.default_rng(3)
    tiles = np.vstack((rng.uniform(0.0, 8.0, (3, 16)), np.zeros((1, 16)), np.full((1, 16), 0.02)))
    out = np.zeros(16, np.bool_)
    out[[4, 9]] = True
    expected = 1.0 / np.sqrt(0.06**2 + (0.08 * tiles) ** 2)
    for tile in (4, 9):
        away = np.hypot(*(PAD.positions_mm - PAD.positions_mm[tile]).T)
        nearest = [int(one) for one in np.argsort(away)[1:6] if one not in (4, 9)]
        shown = np.maximum(tiles[:, nearest].sum(axis=1) - 0.15, 0.0)
        expected[:, tile] = 1.0 / (30.0 * shown + 0.1)
    np.testing.assert_allclose(LOCALISER.root_weights(tiles, out), expected, rtol=1e-12)
    shares = LOCALISER.shares_at(np.array([60.0]), np.array([55.0]), np.array([0.4]))[0]
    beside = Beside.repeated(shares, 5.0, 2.0, 5) if what == "beside" else None
    fit = LOCALISER.fit(tiles, Known(out, beside))
    for row in range(5):
        columns = LOCALISER.shares_at(fit.x_mm[row : row + 1], fit.y_mm[row : row + 1], fit.spread[row : row + 1]).T
        columns = columns * expected[row][:, None]
        data = np.where(out, 0.0, tiles[row]) * expected[row]
        if beside is not None:
            # of the other contact a left-out tile says nothing; its own likely force is one more line
            other = np.append(shares * expected[row] * ~out, 1.0 / 2.0)
            columns = np.column_stack((np.append(columns, 0.0), other))
            data = np.append(data, 5.0 / 2.0)
        forces, *_ = np.linalg.lstsq(columns, data)
        if (forces <= 1e-6).any():
            continue  # a force below 0 is none
        assert fit.force_n[row] == pytest.approx(forces[0], rel=1e-6)
        assert fit.misfit[row] == pytest.approx(float(np.sum((data - columns @ forces) ** 2)), rel=1e-6)
        if beside is not None:
            assert fit.beside_n[row] == pytest.approx(forces[1], rel=1e-6)


def test_company_and_a_left_out_tile_at_once_change_no_moment() -> None:
    rng = np.random.default_rng(4)
    tiles, out = rng.uniform(0.0, 8.0, (5, 16)), np.arange(16) == 9
    shares = LOCALISER.shares_at(np.array([60.0]), np.array([55.0]), np.array([0.4]))[0]
    whole = LOCALISER.fit(tiles, Known(out, Beside.repeated(shares, 5.0, 2.0, 5)))
    for row in range(5):
        alone = LOCALISER.fit(tiles[row : row + 1], Known(out, Beside.repeated(shares, 5.0, 2.0, 1)))
        for name in Fit.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(alone, name)[0], getattr(whole, name)[row])


@pytest.mark.parametrize(("inset", "near_mm"), [(3.0, None), (14.0, (150.0, 50.0))], ids=["at the rim", "near by"])
def test_the_springs_of_the_outline_and_of_where_it_was_are_part_of_the_cost(
    inset: float, near_mm: tuple[float, float] | None
) -> None:
    rng = np.random.default_rng(11)
    places = random_places(PAD, 300, rng, inset=inset)
    if near_mm is None:
        places = places[inset_mm_at(places) < 6.0][:8]
    else:
        places = places[np.hypot(*(places - near_mm).T) < 15.0][:8]
    assert len(places) == 8
    known = Known(near_mm=near_mm, near_sigma_mm=4.0)
    fit = LOCALISER.fit(pressed(places, np.full(len(places), 9.0), 11.0, 8.0), known)
    tiles = pressed(places, np.full(len(places), 9.0), 11.0, 8.0)

    def whole_cost(row: int, there: Array) -> float:
        inside = LOCALISER.tables_at(there[:1], there[1:2], there[2:])[0, 0, -1]
        rim = max(7.0 - inside, 0.0) ** 2 / 7.0**2 + max(-inside, 0.0) ** 2 / 0.7**2
        return cost_of(tiles[row], there, known) + prior_of(there, known) + float(rim)

    for row in range(len(places)):
        here = np.array([fit.x_mm[row], fit.y_mm[row], fit.spread[row]])
        least = whole_cost(row, here)
        for step in ([0.5, 0, 0], [-0.5, 0, 0], [0, 0.5, 0], [0, -0.5, 0]):
            assert whole_cost(row, here + np.array(step)) > least - 2e-3


def inset_mm_at(places: Array) -> Array:
    return LOCALISER.tables_at(places[:, 0], places[:, 1], np.full(len(places), 0.5))[:, 0, -1]


def test_a_place_beyond_the_outline_is_set_a_hair_inside_and_one_within_stays() -> None:
    x, y = np.arange(40.0, 250.0, 15.0), np.full(14, 50.0)
    low, high = np.array([PAD.breadth_at(float(one)) for one in x]).T
    for edge, way in ((low, -1.0), (high, 1.0)):
        back_x, back_y = LOCALISER.brought_inside(x, edge + way * 1.5, np.full(14, 0.5))
        np.testing.assert_allclose(inset_mm_at(np.column_stack((back_x, back_y))), 0.02, atol=0.5)
        assert (way * (back_y - edge) < 1.0).all()
    same_x, same_y = LOCALISER.brought_inside(x, y, np.full(14, 0.5))
    np.testing.assert_array_equal(same_x, x)
    np.testing.assert_array_equal(same_y, y)


def test_the_centre_of_pressure_is_of_the_tiles_that_push_alone() -> None:
    tiles = np.zeros((2, 16))
    tiles[0, [2, 7, 9]] = [3.0, 1.0, -5.0]
    x, y = LOCALISER.centre_of_pressure(tiles)
    assert np.array([x[0], y[0]]) == pytest.approx((3.0 * PAD.positions_mm[2] + PAD.positions_mm[7]) / 4.0)
    assert np.array([x[1], y[1]]) == pytest.approx(PAD.positions_mm.mean(axis=0)), "of none it is the middle"


def test_the_blind_fit_that_is_kept_is_the_cheapest_with_its_way_from_where_it_was() -> None:
    x_mm, y_mm, misfit = np.array([100.0, 130.0]), np.array([50.0, 90.0]), np.array([9.0, 2.0])
    no = np.zeros(2)
    fit = Fit(x_mm, y_mm, no, no, no, no, misfit, no, np.zeros((2, 16)))
    np.testing.assert_allclose(_cost(fit, Known()), [9.0, 2.0])
    known = Known(near_mm=(100.0, 50.0), near_sigma_mm=10.0)
    np.testing.assert_allclose(_cost(fit, known), [9.0, 2.0 + 3.0**2 + 4.0**2])


def test_a_place_is_no_less_sure_than_where_it_likely_was() -> None:
    tiles = pressed(np.array([[150.0, 50.0], [200.0, 45.0]]), np.array([2.0, 2.0]), 12.0, 9.0)
    free = LOCALISER.fit(tiles)
    assert (free.sigma_mm > 0.6).all()
    for row, place in enumerate(((150.0, 50.0), (200.0, 45.0))):
        fit = LOCALISER.fit(tiles[row : row + 1], Known(near_mm=place, near_sigma_mm=0.5))
        both = 0.5**-2 + free.sigma_mm[row] ** -2
        assert fit.sigma_mm[0] == pytest.approx(both**-0.5, rel=0.1)
