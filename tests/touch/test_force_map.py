"""The force map's picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.touch.force_map import ForceMap

PAD = builtin_pad("sole16")


def test_equal_forces_give_an_even_picture_inside_and_nothing_outside() -> None:
    force_map = ForceMap(PAD)
    picture = force_map.image(np.full(16, 3.0))
    assert picture.dtype == np.float32
    assert picture.shape == force_map.inside.shape
    np.testing.assert_allclose(picture[force_map.inside], 3.0, rtol=1e-5)
    assert (picture[~force_map.inside] == 0.0).all()


@pytest.mark.parametrize("taxel", range(16))
def test_the_picture_peaks_at_the_tile_that_is_pressed(taxel: int) -> None:
    force_map = ForceMap(PAD)
    force_n = np.zeros(16)
    force_n[taxel] = 10.0
    picture = force_map.image(force_n)
    x0, y0, width, height = force_map.rect_mm
    i, j = np.unravel_index(int(picture.argmax()), picture.shape)
    peak = np.array([x0 + (i + 0.5) * width / picture.shape[0], y0 + (j + 0.5) * height / picture.shape[1]])
    distance = np.hypot(*(PAD.positions_mm - peak).T)
    assert distance.argmin() == taxel
    assert 5.0 < picture.max() <= 10.0


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
