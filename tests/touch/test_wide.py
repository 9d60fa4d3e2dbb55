"""A palm is one wide contact; two thumbs, and one, are none."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.search import Search
from thumbwalk.touch.wide import _costs, _disc
from thumbwalk.virtual.sole import Sole

Array = NDArray[np.float64]
PAD = builtin_pad()
NONE = np.zeros(PAD.n_taxels, np.bool_)


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(Localiser(PAD))


def pressed(places: Array, force_n: float) -> Array:
    """Tiles (1, n_taxels) under discs of 5 mm at some places (n, 2), which share a force."""
    each = np.full(len(places), force_n / len(places))
    tiles = Sole(PAD).tile_forces(places[:, 0], places[:, 1], each, np.full(len(places), 5.0))
    return np.asarray(tiles.sum(axis=0)[None])


def palm(x_mm: float, y_mm: float, along_mm: float, across_mm: float) -> Array:
    """Places (n, 2) all over an ellipse."""
    grid = np.linspace(-1.0, 1.0, 9)
    unit = np.array([(a, b) for a in grid for b in grid if a * a + b * b <= 1.0])
    return np.asarray(np.array([x_mm, y_mm]) + unit * [along_mm, across_mm])


@pytest.mark.parametrize(("along_mm", "across_mm"), [(34.0, 22.0), (24.0, 24.0), (20.0, 30.0)])
def test_a_palm_costs_no_more_than_two_thumbs_would(search: Search, along_mm: float, across_mm: float) -> None:
    tiles = pressed(palm(125.0, 48.0, along_mm, across_mm), 25.0)
    assert search.wide(tiles, NONE) < 3.0 * max(search.pair(tiles, NONE).cost, 3.0)


@pytest.mark.parametrize("apart", [(40.0, 0.0), (0.0, 40.0), (60.0, 0.0)])
def test_two_thumbs_are_no_palm(search: Search, apart: tuple[float, float]) -> None:
    middle, half = np.array([140.0, 48.0]), np.array(apart) / 2.0
    tiles = pressed(np.stack([middle - half, middle + half]), 20.0)
    assert search.wide(tiles, NONE) > 3.0 * max(search.pair(tiles, NONE).cost, 3.0)


def test_a_tile_that_is_left_out_tells_nothing_of_a_palm(search: Search) -> None:
    tiles = pressed(palm(125.0, 48.0, 34.0, 22.0), 25.0)
    out = np.array([name == "midfoot_central" for name in PAD.names])
    believed = search.wide(tiles, out)
    tiles[:, out] = 40.0
    assert search.wide(tiles, out) == believed
    assert search.wide(tiles, NONE) > 10.0 * believed


def test_a_wide_contact_s_cost_is_what_the_best_force_leaves() -> None:
    shares, root_w = np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]), np.array([[2.0, 1.0, 1.0], [1.0, 1.0, 1.0]])
    tiles = np.array([[3.0, 5.0, 1.0], [-1.0, -1.0, 4.0]])
    expected = []
    for one in shares:
        left = 0.0
        for row, weight in zip(tiles, root_w, strict=True):
            forces, *_ = np.linalg.lstsq((one * weight)[:, None], row * weight)
            left += float(np.sum((row * weight - max(forces[0], 0.0) * one * weight) ** 2))
        expected.append(left)
    np.testing.assert_allclose(_costs(shares, tiles * root_w, root_w), expected)


def test_a_disc_is_a_centre_and_two_even_rings() -> None:
    disc = _disc()
    assert np.hypot(*disc.T) == pytest.approx([0.0] + [0.5] * 6 + [0.9] * 12)
    assert disc.mean(axis=0) == pytest.approx([0.0, 0.0], abs=1e-12)
    for ring in (disc[1:7], disc[7:]):
        angle = np.unwrap(np.arctan2(ring[:, 1], ring[:, 0]))
        assert np.diff(angle) == pytest.approx(2.0 * np.pi / len(ring))


@pytest.mark.parametrize("ellipse", [(131.0, 46.0, 22.0, 20.0), (119.0, 51.0, 30.0, 16.0), (125.0, 48.0, 38.0, 26.0)])
def test_one_wide_contact_of_its_own_kind_costs_next_to_nothing(search: Search, ellipse: tuple[float, ...]) -> None:
    wide = search._wide
    tiles = 25.0 * wide._of(np.array([ellipse]))
    begun = _costs(wide._shares, tiles * (root_w := Localiser(PAD).root_weights(tiles, NONE)), root_w).min()
    assert wide.cost(tiles, NONE) < 0.1 * begun
    assert wide.cost(np.repeat(tiles, 3, axis=0), NONE) == pytest.approx(wide.cost(tiles, NONE)), "it is the mean"


@pytest.mark.parametrize(("half_mm", "fits"), [(8.0, False), (16.0, True), (38.0, True), (50.0, False)])
def test_it_is_as_broad_as_a_knuckle_to_a_palm_and_no_thumb(search: Search, half_mm: float, fits: bool) -> None:
    wide = search._wide
    tiles = 25.0 * wide._of(np.array([[125.0, 48.0, half_mm, min(half_mm, 30.0)]]))
    assert (wide.cost(tiles, NONE) < 9.0) == fits, "what a palm may cost"
