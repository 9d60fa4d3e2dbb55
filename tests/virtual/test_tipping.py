"""Loose tiles: level while the load is above the puck, held by the layer until the rim lands, then robbed by it."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.play import Resting, Thumb, felt, perform
from thumbwalk.virtual.sole import Sole
from thumbwalk.virtual.tipping import LoadResponse, borne_by_pucks, rims_mm

PAD = builtin_pad()
TIPPING, GUIDED = Sole(PAD, AsBuilt(tips=True)), Sole(PAD)
RIM_MM = np.array([16.0])


def borne(force_n: float, off_mm: float) -> float:
    return float(borne_by_pucks(np.array([[force_n, -force_n * off_mm, 0.0]]), RIM_MM)[0, 0])


def test_a_puck_bears_all_that_lies_above_it_and_light_presses_beside_it() -> None:
    assert borne(30.0, 6.0) == 30.0
    assert borne(5.0, 15.0) == 5.0, "the layer holds the tile until its rim is down"


def test_a_rim_that_is_down_takes_what_its_lever_gives_it() -> None:
    # 20 N at 12 mm turn by 120 N mm more than the puck bears, the layer holds 75 of it: 4.5 N at 10 mm beyond the puck
    assert borne(20.0, 12.0) == pytest.approx(20.0 - 45.0 / 10.0)
    assert borne(20.0, 40.0) == 0.0
    levels = [borne(force_n, 12.0) / force_n for force_n in (10.0, 14.0, 20.0, 40.0)]
    assert levels == sorted(levels, reverse=True), "the harder, the less of it"


def test_moments_are_those_of_the_stress_on_each_tile() -> None:
    response = LoadResponse(PAD, 10.0, None)
    x, y = np.array([165.0]), np.array([49.0])
    shares, by_x, by_y = np.split(response.fraction(x, y)[0], 3)
    middle = np.column_stack((by_x, by_y)) + shares[:, None] * PAD.positions_mm
    assert middle.sum(axis=0) / shares.sum() == pytest.approx([165.0, 49.0], abs=1.0), "together they balance the press"
    assert rims_mm(response) == pytest.approx(np.sqrt(PAD.areas_mm2 / np.pi), rel=0.01)


def test_only_presses_beside_a_puck_lose_force_and_only_without_flexures() -> None:
    tile = PAD.names.index("midfoot_central")
    at = PAD.positions_mm[tile] + np.array([[0.0, 0.0], [13.0, 0.0]])
    hard = at[:, 0], at[:, 1], np.full(2, 25.0), np.full(2, 7.0)
    loose, guided = TIPPING.tile_forces(*hard)[:, tile], GUIDED.tile_forces(*hard)[:, tile]
    assert loose[0] == pytest.approx(guided[0])
    assert loose[1] < guided[1] - 1.0


def test_two_contacts_on_a_tile_tip_it_less_than_one_by_one() -> None:
    tile = PAD.names.index("midfoot_central")
    (x, y), force, radius = PAD.positions_mm[tile], np.array([25.0]), np.array([7.0])
    left, right = (TIPPING.loads(np.array([x + off]), np.array([y]), force, radius) for off in (-13.0, 13.0))
    both = TIPPING.felt(left + right)[0, tile]
    assert both > TIPPING.felt(left)[0, tile] + TIPPING.felt(right)[0, tile] + 1.0


def test_the_truth_of_a_session_is_of_forces_before_a_rim_takes_any() -> None:
    resting = (Resting(0.2, 1.0, 20.0, *(PAD.positions_mm[9] + np.array([13.0, 0.0])).tolist()),)
    done = perform([], Thumb(), 1)
    guided, loose = (felt(PAD, done, resting, built=AsBuilt(tips=tips), seed=1) for tips in (False, True))
    assert loose.truth == guided.truth
    assert loose.tiles_n.shape == guided.tiles_n.shape
    assert loose.tiles_n.sum() <= guided.tiles_n.sum()
