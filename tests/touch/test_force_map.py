"""The force map's picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.touch.force_map import ForceMap
from thumbwalk.touch.response import LayerResponse

PAD = builtin_pad("sole16")


def peak_mm(force_map: ForceMap, picture: NDArray[np.float32]) -> NDArray[np.float64]:
    x0, y0, width, height = force_map.rect_mm
    i, j = np.unravel_index(int(picture.argmax()), picture.shape)
    return np.array([x0 + (i + 0.5) * width / picture.shape[0], y0 + (j + 0.5) * height / picture.shape[1]])


def holds(x_mm: NDArray[np.float64], y_mm: NDArray[np.float64], force_n: float) -> NDArray[np.float64]:
    """The tiles' forces (n, n_taxels) under a thumb at places (n,), by the layer's physics."""
    return force_n * LayerResponse(PAD, radius_mm=8.0).fraction(x_mm, y_mm)


def test_a_picture_is_nought_outside_the_sole_and_nowhere_below() -> None:
    force_map = ForceMap(PAD)
    picture = force_map.image(np.random.default_rng(3).uniform(-1.0, 9.0, 16))
    assert picture.dtype == np.float32
    assert picture.shape == force_map.inside.shape == force_map.shape
    assert (picture[~force_map.inside] == 0.0).all()
    assert picture.min() >= 0.0
    assert np.isfinite(picture).all()


def test_an_untouched_sole_is_nought_everywhere() -> None:
    assert (ForceMap(PAD).image(np.zeros(16)) == 0.0).all()
    assert (ForceMap(PAD).image(np.full(16, -0.3)) == 0.0).all()


def test_the_hottest_place_is_near_the_thumb_and_as_hot_as_its_force() -> None:
    force_map = ForceMap(PAD)
    x_mm, y_mm = (grid.ravel() for grid in np.meshgrid(np.arange(35.0, 255.0, 4.0), np.arange(5.0, 100.0, 4.0)))
    on_sole = np.all([PAD.contains(x_mm + dx, y_mm + dy) for dx, dy in ((6, 0), (-6, 0), (0, 6), (0, -6))], axis=0)
    x_mm, y_mm = x_mm[on_sole], y_mm[on_sole]
    pictures = [force_map.image(force_n) for force_n in holds(x_mm, y_mm, 10.0)]
    peaks = np.array([peak_mm(force_map, picture) for picture in pictures])
    distance = np.hypot(peaks[:, 0] - x_mm, peaks[:, 1] - y_mm)
    assert np.median(distance) < 9.0
    assert distance.max() < 32.0
    height = np.array([picture.max() for picture in pictures])
    assert 8.0 < np.median(height) <= 10.0
    assert height.max() <= 10.0


@pytest.mark.parametrize("pair", [("heel_medial", "hallux"), ("mth1", "mth5"), ("heel_anterior", "mth3")])
def test_two_contacts_stay_two(pair: tuple[str, str]) -> None:
    force_map = ForceMap(PAD)
    places = PAD.positions_mm[[PAD.names.index(name) for name in pair]]
    picture = force_map.image(holds(places[:, 0], places[:, 1], 10.0).sum(axis=0))
    x0, y0, width, height = force_map.rect_mm
    x = x0 + (np.arange(picture.shape[0]) + 0.5)[:, None] * width / picture.shape[0]
    y = y0 + (np.arange(picture.shape[1]) + 0.5)[None, :] * height / picture.shape[1]

    def hottest(place: NDArray[np.float64], within_mm: float) -> float:
        return float(picture[np.hypot(x - place[0], y - place[1]) < within_mm].max())

    assert min(hottest(place, 16.0) for place in places) > 1.2 * hottest(places.mean(axis=0), 6.0)


def test_a_thumb_that_moves_moves_the_picture_with_no_jump_at_a_border() -> None:
    force_map = ForceMap(PAD)
    x_mm = np.arange(15.0, 240.0, 1.0)
    pictures = np.array([force_map.image(force_n) for force_n in holds(x_mm, np.full(len(x_mm), 45.0), 10.0)])
    assert np.abs(np.diff(pictures, axis=0)).max() < 1.5
    # Neighbouring pixels, 4 mm apart, differ by little too: no seam is drawn between two tiles.
    inside = force_map.inside[:, 1:] & force_map.inside[:, :-1]
    assert np.abs(np.diff(pictures, axis=2))[:, inside].max() < 2.5


@given(
    forces=st.lists(st.floats(0, 40), min_size=16, max_size=16),
    times=st.floats(0.1, 5.0),
)
def test_a_force_times_as_great_gives_a_picture_times_as_hot(forces: list[float], times: float) -> None:
    force_map, force_n = ForceMap(PAD), np.array(forces)
    np.testing.assert_allclose(force_map.image(times * force_n), times * force_map.image(force_n), rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("taxel", range(16))
def test_the_picture_peaks_at_the_tile_that_is_pressed(taxel: int) -> None:
    force_map = ForceMap(PAD)
    force_n = np.zeros(16)
    force_n[taxel] = 10.0
    picture = force_map.image(force_n)
    distance = np.hypot(*(PAD.positions_mm - peak_mm(force_map, picture)).T)
    assert distance.argmin() == taxel
    assert distance.min() < 4.0
    assert 9.0 < picture.max() <= 10.0


def test_the_picture_covers_the_sole() -> None:
    x0, y0, width, height = ForceMap(PAD).rect_mm
    assert PAD.outline_mm is not None
    assert (PAD.outline_mm.min(axis=0) >= [x0, y0]).all()
    assert (PAD.outline_mm.max(axis=0) <= [x0 + width, y0 + height]).all()


def test_without_an_outline_the_box_of_the_taxels_is_shown() -> None:
    assert ForceMap(replace(PAD, outline=None)).inside.all()


def test_without_positions_there_is_no_map() -> None:
    with pytest.raises(LayoutError, match="x_mm"):
        ForceMap(Pad("two", "counts", (Taxel("a"), Taxel("b"))))


@pytest.mark.parametrize("taxels", [(Taxel("a", 5.0, 5.0),), (Taxel("a", 5.0, 5.0), Taxel("b", 5.0, 5.0))])
def test_one_taxel_or_two_in_one_place_are_drawn(taxels: tuple[Taxel, ...]) -> None:
    picture = ForceMap(Pad("few", "N", taxels)).image(np.full(len(taxels), 4.0))
    assert np.isfinite(picture).all()
    assert picture.max() > 0.0


def test_each_tile_is_a_blob_at_the_centre_of_pressure_of_its_neighbourhood() -> None:
    """The picture of three taxels in a row, 10 and 40 mm apart, worked out blob by blob."""
    x_mm, force_n = np.array([0.0, 10.0, 50.0]), np.array([6.0, 3.0, 8.0])
    force_map = ForceMap(Pad("row", "N", tuple(Taxel(str(x), x, 20.0) for x in x_mm.tolist())), pitch_mm=2.0)
    assert force_map.rect_mm == (-12.0, 8.0, 74.0, 24.0)
    assert force_map.shape == (37, 12)
    reach = np.array([[10.0, 10.0, 25.0], [10.0, 10.0, 25.0], [25.0, 25.0, 40.0]])  # each two taxels' nearest, halved
    nearness = np.exp(-0.5 * ((x_mm[:, None] - x_mm) / reach) ** 2)
    place = (nearness * force_n) @ x_mm / (nearness @ force_n)
    pixel_x, pixel_y = -11.0 + 2.0 * np.arange(37), 9.0 + 2.0 * np.arange(12)
    width = 0.5 * 10.0
    expected = sum(
        force * np.exp(-((pixel_x[:, None] - at) ** 2 + (pixel_y - 20.0) ** 2) / (2.0 * width**2))
        for force, at in zip(force_n, place, strict=True)
    )
    np.testing.assert_allclose(force_map.image(force_n), expected, rtol=1e-5)


def test_a_lone_taxel_is_a_blob_of_ten_millimetres() -> None:
    force_map = ForceMap(Pad("one", "N", (Taxel("a", 0.0, 0.0),)), pitch_mm=1.0)
    assert force_map.shape == (24, 24)
    picture = force_map.image(np.array([4.0]))
    across = -11.5 + np.arange(24)
    expected = 4.0 * np.exp(-(across[:, None] ** 2 + across**2) / 200.0)
    np.testing.assert_allclose(picture, expected, rtol=1e-5)
