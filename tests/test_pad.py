"""A pad's places: in millimetres, and as parts of any sole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import LayoutError
from thumbwalk.pad import builtin_pad, load_pad, parse_pad, rig_pad


@given(st.floats(0.02, 0.98), st.floats(0.0, 1.0))
def test_a_place_in_millimetres_goes_back_to_where_it_is_on_any_sole(u: float, w: float) -> None:
    pad = builtin_pad()
    x_mm, y_mm = pad.place(u, w)
    assert pad.uw_of(x_mm, y_mm) == pytest.approx((u, w), abs=1e-9)
    assert pad.uw_of(x_mm, -500.0)[1] == 0.0
    assert pad.uw_of(x_mm, 500.0)[1] == 1.0
    assert pad.uw_of(-10.0, y_mm)[0] == 0.0


def test_how_a_layer_presses_through_is_what_its_layout_says_or_nothing() -> None:
    text = 'name = "one"\nunit = "N"\n{}[[taxel]]\nname = "a"\n'
    assert parse_pad(text.format(""), "a layout").layer_law is None
    assert parse_pad(text.format('layer_law = "bonded"\n'), "a layout").layer_law == "bonded"
    with pytest.raises(LayoutError, match='layer_law must be "half-space" or "bonded"'):
        parse_pad(text.format('layer_law = "glued"\n'), "a layout")


def test_places_of_a_grid_lie_inside_as_each_of_them_does_alone() -> None:
    pad = builtin_pad()
    x_mm, y_mm = np.linspace(-20.0, 290.0, 160), np.linspace(-20.0, 120.0, 90)
    grid = pad.contains(x_mm[:, None], y_mm[None, :])
    each = pad.contains(*(places.ravel() for places in np.meshgrid(x_mm, y_mm, indexing="ij")))
    assert np.array_equal(grid, each.reshape(grid.shape))
    assert 0.2 < grid.mean() < 0.8
    nowhere = pad.contains(np.array([np.nan, 100.0]), np.array([50.0, np.nan]))
    assert not nowhere.any()
    assert pad.contains(np.empty(0), np.empty(0)).shape == (0,)
    assert pad.contains(np.float64(100.0), np.float64(50.0)).shape == ()  # type: ignore[arg-type]  # one place alone


def test_a_rig_on_the_built_in_layout_has_its_layer_bonded_and_the_layout_alone_leaves_it_open() -> None:
    assert (builtin_pad().layer_law, rig_pad().layer_law) == (None, "bonded")
    assert replace(rig_pad(), layer_law=None, text=builtin_pad().text) == builtin_pad()
    assert parse_pad(rig_pad().text, "a recording's layout") == rig_pad()


def test_a_plate_needs_cells_that_bear_it_and_no_layer() -> None:
    text = builtin_pad("plate4").text
    assert builtin_pad("plate4").is_plate
    assert not builtin_pad("sole16").is_plate
    for before, after, said in (
        ('unit = "N"', 'unit = "counts"', "three cells or more"),
        ("x_mm = 6.0\ny_mm = 92.0", "", "three cells or more"),
        ('sensing = "plate"', 'sensing = "plate"\nlayer_mm = 10', "leave layer_mm out"),
        ('sensing = "plate"', 'sensing = "cells"', 'sensing must be "tiles" or "plate"'),
    ):
        with pytest.raises(LayoutError, match=said):
            parse_pad(text.replace(before, after), "mine")


def test_a_layout_is_named_by_its_file_or_where_it_is_built_in_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_pad(Path("plate4")) == builtin_pad("plate4")
    with pytest.raises(LayoutError, match="plate5"):
        load_pad(Path("plate5"))
    # a file of that name goes before
    (tmp_path / "plate4").write_text(builtin_pad("sole16").text, encoding="utf-8")
    assert load_pad(Path("plate4")) == builtin_pad("sole16")
