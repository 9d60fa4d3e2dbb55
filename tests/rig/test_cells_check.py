"""Cells under a plate, judged by one weight on each corner: a rigid plate by its moments, and each fault in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.rig.cells_check import CheckedCell, check_cells

NAMES = ("heel_medial", "heel_lateral", "toe_medial", "toe_lateral")
CORNERS_MM = np.array([[-40.0, 0.0], [40.0, 0.0], [-40.0, 200.0], [40.0, 200.0]])
CODES_PER_N = 43_800.0


def pressed(
    weight_n: float = 10.0, inward: float = 0.1, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Codes at rest and with a weight near each corner, so far towards the middle, in parts of the way."""
    rng = np.random.default_rng(seed)
    places = CORNERS_MM + inward * (CORNERS_MM.mean(axis=0) - CORNERS_MM)
    # a rigid plate on four springs: plane by least squares
    plane = np.column_stack([np.ones(4), CORNERS_MM - CORNERS_MM.mean(axis=0)])
    at = np.column_stack([np.ones(4), places - CORNERS_MM.mean(axis=0)])
    shares = at @ np.linalg.inv(plane.T @ plane) @ plane.T
    # the twist that a plane leaves free goes to the nearest corner of a stiff plate
    shares += 0.2 * (1.0 - inward) * (np.eye(4) - shares)
    rest = rng.normal(0.0, 215_000.0, 4)
    gains = CODES_PER_N * rng.normal(1.0, 0.01, 4)
    return rest, rest + weight_n * shares * gains + rng.normal(0.0, 20.0, (4, 4))


def faults(rest: NDArray[np.float64], corners: NDArray[np.float64]) -> list[str]:
    return [one.fault for one in check_cells(NAMES, rest, corners)]


@given(weight_n=st.floats(2.0, 40.0), inward=st.floats(0.0, 0.2), seed=st.integers(0, 999))
@settings(max_examples=100, deadline=None)
def test_a_plate_that_is_well_is_well(weight_n: float, inward: float, seed: int) -> None:
    assert check_cells(NAMES, *pressed(weight_n, inward, seed)) == tuple(CheckedCell(name, "ok") for name in NAMES)


@pytest.mark.parametrize("cell", range(4))
@pytest.mark.parametrize("seed", range(5))
def test_a_cell_that_is_upside_down_is_named_and_no_other(cell: int, seed: int) -> None:
    rest, corners = pressed(seed=seed)
    sign = np.ones(4)
    sign[cell] = -1.0
    found = check_cells(NAMES, rest * sign, corners * sign)
    assert [one.fault for one in found] == ["upside-down" if one == cell else "ok" for one in range(4)]
    assert "turn it over" in found[cell].note


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)])
def test_two_that_are_swapped_are_named_with_each_other(pair: tuple[int, int]) -> None:
    rest, corners = pressed()
    order = np.arange(4)
    order[list(pair)] = pair[::-1]
    found = check_cells(NAMES, rest[order], corners[:, order])
    assert [one.fault for one in found] == ["swapped" if one in pair else "ok" for one in range(4)]
    for one, other in (pair, pair[::-1]):
        assert NAMES[other] in found[one].note


@pytest.mark.parametrize("cell", range(4))
def test_a_cell_that_touches_the_frame_is_named_with_what_is_missing(cell: int) -> None:
    rest, corners = pressed()
    corners[cell] = rest + 0.7 * (corners[cell] - rest)
    found = check_cells(NAMES, rest, corners)
    assert [one.fault for one in found] == ["held" if one == cell else "ok" for one in range(4)]
    assert float(str(found[cell].note).split(" %")[0]) == pytest.approx(30.0, abs=2.0)


@pytest.mark.parametrize("cell", range(4))
def test_a_cell_that_nothing_moves_is_silent(cell: int) -> None:
    rest, corners = pressed()
    corners[:, cell] = rest[cell]
    assert check_cells(NAMES, rest, corners)[cell].fault == "silent"


def test_a_weight_in_the_middle_tells_nothing_and_no_cell_is_blamed() -> None:
    rest, corners = pressed(inward=1.0)
    assert faults(rest, corners) == ["unclear"] * 4
    assert faults(rest, np.tile(rest, (4, 1))) == ["silent"] * 4


def test_a_weight_that_was_put_on_the_wrong_corner_twice_is_unclear_and_not_swapped() -> None:
    rest, corners = pressed()
    corners[2] = corners[0]
    found = check_cells(NAMES, rest, corners)
    assert found[2].fault == "unclear"
    assert replace(found[0], note="").fault == "ok"
