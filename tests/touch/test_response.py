"""The layer's response against the integral it stands for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.touch.response import LayerResponse, TileGrid, _smooth_size


@pytest.fixture(scope="module")
def pad() -> Pad:
    return builtin_pad("sole16")


@pytest.fixture(scope="module")
def grid(pad: Pad) -> TileGrid:
    return TileGrid(pad)


def brute_force_shares(pad: Pad, x_mm: float, y_mm: float, layer_mm: float, radius_mm: float) -> NDArray[np.float64]:
    """Boussinesq's stress of 2000 points of a disc, summed over half-millimetre cells of the Voronoi tiles."""
    step = 0.5
    px, py = np.meshgrid(np.arange(-2, 268, step), np.arange(-2, 103, step), indexing="ij")
    inside = pad.contains(px, py)
    px, py = px[inside], py[inside]
    owner = np.argmin([(px - cx) ** 2 + (py - cy) ** 2 for cx, cy in pad.positions_mm], axis=0)
    k = np.arange(200)
    r, angle = radius_mm * np.sqrt((k + 0.5) / len(k)), 2.399963 * k
    stress = np.zeros(len(px))
    for dx, dy in zip(r * np.cos(angle), r * np.sin(angle), strict=True):
        r2 = (px - x_mm - dx) ** 2 + (py - y_mm - dy) ** 2
        stress += 1.5 / np.pi * layer_mm**3 * (r2 + layer_mm**2) ** -2.5
    return np.asarray(np.bincount(owner, stress, minlength=pad.n_taxels) * step**2 / len(k))


@pytest.mark.parametrize(
    ("place_mm", "layer_mm", "radius_mm"),
    [
        ((161.0, 51.0), 10.0, 6.0),
        ((190.4, 45.7), 10.0, 0.1),
        ((96.5, 60.2), 15.0, 12.0),
        ((243.3, 10.8), 9.0, 8.0),
    ],
)
def test_shares_are_the_stress_integrated_over_disc_and_tile(
    pad: Pad, grid: TileGrid, place_mm: tuple[float, float], layer_mm: float, radius_mm: float
) -> None:
    x_mm, y_mm = place_mm
    response = LayerResponse(pad, layer_mm, radius_mm, grid)
    shares = response.fraction(np.array([x_mm]), np.array([y_mm]))[0]
    np.testing.assert_allclose(shares, brute_force_shares(pad, x_mm, y_mm, layer_mm, radius_mm), atol=0.004)


def test_tiles_share_out_the_outline_among_them(pad: Pad, grid: TileGrid) -> None:
    areas = grid.covers.sum(axis=(1, 2)) * grid.pitch_mm**2
    np.testing.assert_allclose(areas, pad.areas_mm2, rtol=0.01)


def test_all_the_force_is_caught_in_the_middle_and_half_of_it_on_the_rim(pad: Pad, grid: TileGrid) -> None:
    response = LayerResponse(pad, 10.0, 6.0, grid)
    caught = response.fraction(np.array([160.0, 160.0]), np.array([50.0, pad.breadth_at(160.0)[1]])).sum(axis=1)
    assert caught[0] > 0.98
    assert 0.4 < caught[1] < 0.6


def test_a_place_far_off_the_foot_counts_as_on_the_border_of_the_table(pad: Pad, grid: TileGrid) -> None:
    response = LayerResponse(pad, grid=grid)
    far = response.fraction(np.array([1e6, -1e6]), np.array([1e6, -1e6]))
    assert np.isfinite(far).all()
    assert (far.sum(axis=1) < 0.1).all()


def test_what_a_layout_lacks_is_named(pad: Pad) -> None:
    with pytest.raises(LayoutError, match="no outline_mm"):
        TileGrid(replace(pad, outline=None))
    with pytest.raises(LayoutError, match="no layer_mm"):
        LayerResponse(replace(pad, layer_mm=None))
    nowhere = tuple(replace(taxel, x_mm=None, y_mm=None) for taxel in pad.taxels)
    with pytest.raises(LayoutError, match="no x_mm and y_mm"):
        TileGrid(replace(pad, taxels=nowhere))


@pytest.fixture(scope="module")
def square() -> TileGrid:
    """Two taxels in a square of 60 by 40 mm, whose border is at 30 mm."""
    outline = ((0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (0.0, 40.0))
    return TileGrid(
        Pad("square", "N", (Taxel("a", 15.0, 20.0), Taxel("b", 45.0, 20.0)), layer_mm=10.0, outline=outline)
    )


def test_a_cell_on_a_border_is_shared_by_its_points(square: TileGrid) -> None:
    assert (square.x_mm[0], square.x_mm[-1], square.y_mm[0], square.y_mm[-1]) == (-20.0, 80.0, -20.0, 60.0)
    row = square.covers[:, :, 40]
    # of three points a side two columns are the first one's, whose is what is as near to both
    np.testing.assert_allclose(row[:, 20 + 30], [2.0 / 3.0, 1.0 / 3.0])
    np.testing.assert_allclose(row[:, 20 + 29], [1.0, 0.0])
    np.testing.assert_allclose(row[:, 20 + 31], [0.0, 1.0])
    assert row.sum(axis=0)[[19, 81]].tolist() == [0.0, 0.0]


def test_a_share_between_two_places_is_theirs_by_nearness(square: TileGrid) -> None:
    response = LayerResponse(square.pad, 10.0, 6.0, square)
    table = response.shares[50:52, 40:42]
    mixed = 0.75 * (0.6 * table[0, 0] + 0.4 * table[0, 1]) + 0.25 * (0.6 * table[1, 0] + 0.4 * table[1, 1])
    np.testing.assert_allclose(response.fraction(np.array([30.25]), np.array([20.4]))[0], mixed, rtol=1e-12)
    on = response.fraction(np.array([30.0, 31.0]), np.array([20.0, 21.0]))
    np.testing.assert_allclose(on, [table[0, 0], table[1, 1]], rtol=1e-12)


def test_more_places_than_are_looked_up_at_once_are_the_same(square: TileGrid) -> None:
    response = LayerResponse(square.pad, 10.0, 6.0, square)
    x = np.linspace(0.0, 60.0, 2050)
    whole = response.fraction(x, 20.0 + 0.0 * x)
    for at in (0, 2047, 2048, 2049):
        np.testing.assert_array_equal(whole[at], response.fraction(x[at : at + 1], np.array([20.0]))[0])


@pytest.mark.parametrize(
    ("least", "size"), [(1, 2), (7, 8), (8, 8), (11, 12), (13, 16), (31, 32), (33, 36), (242, 250)]
)
def test_a_fast_length_is_even_and_has_no_factor_over_five(least: int, size: int) -> None:
    assert _smooth_size(least) == size
