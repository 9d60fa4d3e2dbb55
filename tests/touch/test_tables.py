"""The tabulated response: it is the layer's own, and its slopes are those that differences give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.touch.response import LayerResponse
from thumbwalk.touch.tables import ResponseTables, inset_mm, tables_of

PAD = builtin_pad("sole16")
TABLES = ResponseTables(PAD)
OUTLINE = PAD.outline_mm
assert OUTLINE is not None


@pytest.mark.parametrize(("spread", "part", "radius_mm"), [(0.0, 0.9, 5.0), (0.5, 1.15, 8.0), (1.0, 1.5, 12.0)])
def test_at_the_family_s_members_the_shares_are_the_layer_s(spread: float, part: float, radius_mm: float) -> None:
    assert PAD.layer_mm is not None
    layer = LayerResponse(PAD, part * PAD.layer_mm, radius_mm)
    x, y = np.meshgrid(np.arange(40.0, 250.0, 17.0), np.arange(20.0, 80.0, 13.0))
    x, y = x.ravel(), y.ravel()
    shares = TABLES.at(x, y, np.full(len(x), spread))[:, 0, :-1]
    np.testing.assert_allclose(shares, layer.fraction(x, y), atol=0.012)  # its grid's step is 2 mm, the layer's 1 mm


@given(st.floats(20.0, 265.0), st.floats(0.0, 100.0), st.floats(0.02, 0.98))
@settings(max_examples=80)
def test_slopes_are_what_small_differences_give(x: float, y: float, spread: float) -> None:
    # inside one patch of the 2 mm grid, where the table is a polynomial
    x, y = (2.0 * np.floor(place / 2.0) + 1.0 for place in (x, y))
    step = 1e-4

    def shares(dx: float = 0.0, dy: float = 0.0, ds: float = 0.0) -> Any:
        return TABLES.at(np.array([x + dx]), np.array([y + dy]), np.array([spread + ds]))[0, 0]

    found = TABLES.at(np.array([x]), np.array([y]), np.array([spread]))[0]
    for row, moved in ((1, {"dx": step}), (2, {"dy": step}), (3, {"ds": step})):
        ahead, behind = shares(**moved), shares(**{key: -value for key, value in moved.items()})
        np.testing.assert_allclose(found[row], (ahead - behind) / (2 * step), atol=1e-6)


def test_places_beyond_the_margin_read_as_on_its_border() -> None:
    far = TABLES.at(np.array([-500.0, 900.0]), np.array([-500.0, 900.0]), np.array([0.5, 0.5]))
    assert np.isfinite(far).all()
    assert np.abs(far[:, 0, :-1]).max() < 0.05, "far from every tile next to nothing reaches one"
    assert (far[:, 0, -1] < 0.0).all(), "and it is outside"


def test_the_inset_is_the_distance_to_the_outline_positive_inside() -> None:
    square = Pad("square", "N", PAD.taxels, layer_mm=10.0, outline=((0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (0.0, 40.0)))
    x, y = np.array([30.0, 5.0, 70.0, 63.0]), np.array([20.0, 38.0, 44.0])
    inset = inset_mm(square, x, y)
    assert inset[0, 0] == pytest.approx(20.0)
    assert inset[1, 0] == pytest.approx(5.0)
    assert inset[0, 1] == pytest.approx(2.0)
    assert inset[2, 0] == pytest.approx(-10.0)
    assert inset[3, 2] == pytest.approx(-5.0), "to the corner it is the hypotenuse"


def test_the_tables_last_column_is_the_inset() -> None:
    x, y = np.array([100.0, 150.0]), np.array([48.0, 52.0])
    inset = np.diag(inset_mm(PAD, x, y))
    np.testing.assert_allclose(TABLES.at(x, y, np.array([0.2, 0.8]))[:, 0, -1], inset, atol=0.3)


def test_a_layout_without_an_outline_has_no_response() -> None:
    with pytest.raises(LayoutError):
        ResponseTables(Pad("bare", "N", PAD.taxels))


def test_between_the_family_s_members_a_share_is_on_the_parabola_through_them() -> None:
    place = np.array([100.0]), np.array([50.0])
    narrow, middle, wide = (TABLES.at(*place, np.array([spread]))[0, 0] for spread in (0.0, 0.5, 1.0))
    for s in (0.25, 0.8):
        # Lagrange's weights of 0, 1/2 and 1
        weights = 2.0 * (s - 0.5) * (s - 1.0), -4.0 * s * (s - 1.0), 2.0 * s * (s - 0.5)
        mixed = weights[0] * narrow + weights[1] * middle + weights[2] * wide
        np.testing.assert_allclose(TABLES.at(*place, np.array([s]))[0, 0], mixed, atol=1e-12)


def test_an_inset_is_told_by_the_nearest_point_of_an_edge_and_not_by_its_line() -> None:
    outline = ((0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (30.0, 10.0), (0.0, 40.0))
    notched = Pad("notched", "N", PAD.taxels, layer_mm=10.0, outline=outline)
    inset = inset_mm(notched, np.array([30.0, 10.0, -3.0]), np.array([30.0, 5.0, -4.0]))
    assert inset[0, 0] == pytest.approx(-20.0 / np.sqrt(2.0)), "within the notch"
    assert inset[0, 1] == pytest.approx(5.0)
    assert inset[1, 1] == pytest.approx(5.0)
    assert inset[2, 2] == pytest.approx(-5.0)


def test_both_feet_and_a_law_that_is_not_said_share_their_tables_and_another_law_has_its_own() -> None:
    shared = tables_of(replace(PAD, foot="left", layer_law="half-space"))
    assert tables_of(replace(PAD, foot="right", layer_law=None)) is shared
    bonded = tables_of(replace(PAD, layer_law="bonded"))
    assert bonded is not shared
    at = np.array([100.0]), np.array([50.0]), np.array([0.5])
    assert np.array_equal(shared.at(*at), ResponseTables(replace(PAD, layer_law=None)).at(*at))
    assert np.array_equal(bonded.at(*at), ResponseTables(replace(PAD, layer_law="bonded")).at(*at))
    assert tables_of(replace(PAD, layer_law=None)) is shared, "either law is kept beside the other"
