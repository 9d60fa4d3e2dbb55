"""A palm is one wide contact; two thumbs, and one, are none."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.search import Search
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
