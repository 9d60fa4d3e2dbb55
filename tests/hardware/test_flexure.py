"""The tiles do not tip: what a flexure does under a press beside its middle, and the beams that say so."""

from __future__ import annotations

import numpy as np
import pytest

from making.flexure import Leaf, _clamped, hub_stiffness, leaves_of, press_tiles
from making.foot import sole_of
from making.measures import Measures, read_measures

MOSAIC, PRINTS = read_measures("mosaic"), read_measures("print")
MODULUS, CLEARANCE = PRINTS["modulus_mpa"], PRINTS["clearance_mm"]


def with_flexure(**values: float) -> Measures:
    return Measures(MOSAIC.source, {**MOSAIC.raw, "flexure": {**MOSAIC.table("flexure"), **values}})


def test_a_long_leaf_is_the_beam_of_the_textbooks() -> None:
    leaf = Leaf((0.0, 0.0, 0.0), 1.0, 100.0, 5.0, 1.0)
    k = _clamped(leaf, 2000.0)
    free = np.linalg.inv(k)
    assert 1.0 / k[0, 0] == pytest.approx(100.0 / (2000.0 * 5.0))
    assert free[2, 2] == pytest.approx(100.0**3 / (3 * 2000.0 * 5.0 / 12), rel=0.01)  # a cantilever's end
    assert free[1, 1] == pytest.approx(100.0**3 / (3 * 2000.0 * 125.0 / 12), rel=0.01)
    assert np.linalg.eigvalsh(k).min() > 0


def test_there_are_three_leaves_in_each_of_two_planes() -> None:
    leaves = leaves_of(MOSAIC)
    planes = {leaf.root[2] for leaf in leaves}
    assert planes == {0.0, MOSAIC["flexure", "planes_mm"]}
    assert all(sum(leaf.root[2] == z for leaf in leaves) == 3 for z in planes)


@pytest.mark.parametrize("eu", [40, 42, 46])
def test_20_newtons_at_12_mm_move_no_rim_by_its_gap(eu: int) -> None:
    assert (MOSAIC["press", "force_n"], MOSAIC["press", "off_centre_mm"]) == (20.0, 12.0)
    for press in press_tiles(sole_of("sole16", eu), MOSAIC, MODULUS, CLEARANCE):
        assert 0.05 < press.rim_mm < 0.8 * MOSAIC["tile", "rim_gap_mm"], press.name
        assert press.leaf_n < 0.06 * 20.0
        assert press.leaf_mpa < 0.5 * PRINTS["strength_mpa"]


@pytest.mark.parametrize("broken", [{"planes_mm": 3.0}, {"leaf_breadth_mm": 1.5}, {"leaf_length_mm": 20.0}])
def test_a_flexure_that_is_too_soft_would_be_found(broken: dict[str, float]) -> None:
    soft = with_flexure(**broken)
    worst = max(press.rim_mm for press in press_tiles(sole_of("sole16"), soft, MODULUS, CLEARANCE))
    assert worst > MOSAIC["tile", "rim_gap_mm"]


def test_the_leaves_are_soft_downward_and_stiff_against_tilting() -> None:
    leaves = hub_stiffness(MOSAIC, MODULUS, sensor_n_mm=0.0)
    free = np.linalg.inv(leaves + np.diag([0, 0, 1e6, 0, 0, 0]))
    assert leaves[2, 2] < 25.0  # N/mm
    assert 1.0 / free[3, 3] > 8_000  # N mm a radian
    assert 1.0 / free[4, 4] > 8_000
