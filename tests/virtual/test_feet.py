"""Practice feet of all sizes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, Taxel, builtin_pad, parse_pad
from thumbwalk.virtual.feet import foot_length_mm, foot_of_size, layout_text

PAD = builtin_pad("sole16")


def area_of(pad: Pad) -> float:
    outline = pad.outline_mm
    assert outline is not None
    x, y = outline.T
    return float(abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2)


def test_sizes_are_paris_points_about_the_reference_foot() -> None:
    assert foot_length_mm(42) == pytest.approx(265.0)
    assert foot_length_mm(43) - foot_length_mm(42) == pytest.approx(20 / 3)
    assert foot_of_size(PAD, 42) is PAD


@given(st.floats(35.0, 48.0))
def test_length_areas_and_outline_grow_together(size: float) -> None:
    foot = foot_of_size(PAD, size)
    scale = foot_length_mm(size) / 265.0
    assert foot.length_mm == pytest.approx(foot_length_mm(size), abs=1e-3)
    np.testing.assert_allclose(foot.positions_mm, PAD.positions_mm * scale, atol=1e-3)
    np.testing.assert_allclose(foot.areas_mm2, PAD.areas_mm2 * scale**2, atol=1e-3)
    assert area_of(foot) == pytest.approx(area_of(PAD) * scale**2, rel=1e-4)
    assert foot.layer_mm == PAD.layer_mm
    assert foot.names == PAD.names


def test_a_scaled_foot_is_a_layout_file_of_its_own() -> None:
    foot = foot_of_size(PAD, 37, "left")
    assert parse_pad(foot.text, "a scaled foot") == foot
    assert (foot.name, foot.foot) == ("sole16-37", "left")
    assert parse_pad(layout_text(PAD), "the reference foot") == PAD
    bonded = replace(PAD, layer_law="bonded")
    assert parse_pad(layout_text(bonded), "a cast foot") == bonded
    assert foot_of_size(bonded, 37).layer_law == "bonded"


def test_what_a_layout_does_not_say_is_not_made_up() -> None:
    bare = replace(PAD, taxels=(Taxel("one"),), breadth_mm=None, foot=None)
    foot = foot_of_size(bare, 40)
    assert foot.taxels == (Taxel("one"),)
    assert foot.breadth_mm is None
    assert parse_pad(foot.text, "a bare foot") == foot


def test_sizes_that_no_foot_has_and_mats_are_refused() -> None:
    for size in (34.9, 48.1, float("nan")):
        with pytest.raises(LayoutError, match="from 35 to 48"):
            foot_of_size(PAD, size)
    with pytest.raises(LayoutError, match="is no sole"):
        foot_of_size(replace(PAD, outline=None), 40)
