"""The layer's response against the integral it stands for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.touch.response import LayerResponse, TileGrid


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
