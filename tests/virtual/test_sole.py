"""The virtual sole against the tabulated response of a disc."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.response import LayerResponse
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.sole import PlateUnder, Sole, foot_under

PAD = builtin_pad("sole16")


@pytest.mark.parametrize("radius_mm", [0.0, 6.0, 12.0])
def test_thirteen_points_stand_for_the_disc(radius_mm: float) -> None:
    x, y = np.array([60.0, 161.0, 193.0, 240.0]), np.array([40.0, 50.0, 46.0, 20.0])
    force_n = np.array([4.0, 10.0, 20.0, 1.0])
    tiles_n = Sole(PAD, AsBuilt(12.0)).tile_forces(x, y, force_n, np.full(4, radius_mm))
    shares = LayerResponse(PAD, 12.0, radius_mm).fraction(x, y)
    np.testing.assert_allclose(tiles_n / force_n[:, None], shares, atol=0.004)


def test_a_thicker_layer_spreads_a_press_over_more_tiles() -> None:
    place = np.array([161.7]), np.array([50.0]), np.array([10.0]), np.array([7.0])
    thin, thick = (Sole(PAD, AsBuilt(layer_mm)).tile_forces(*place)[0] for layer_mm in (9.0, 15.0))
    assert thin.max() > thick.max()
    assert thin.sum() == pytest.approx(thick.sum(), rel=0.03)


def test_a_lifted_thumb_presses_nothing() -> None:
    zero = np.zeros(3)
    assert not Sole(PAD).tile_forces(np.array([10.0, 150.0, 900.0]), zero, zero, np.full(3, 7.0)).any()


def test_a_bonded_layer_spreads_a_press_less() -> None:
    x, y = np.array([170.0, 150.0, 180.0]), np.array([44.0, 56.0, 50.0])
    ten = np.full(3, 10.0), np.full(3, 7.0)
    bonded, half_space = (Sole(PAD, AsBuilt(layer_law=law)).tile_forces(x, y, *ten) for law in ("bonded", "half-space"))
    assert bonded.sum() == pytest.approx(half_space.sum(), rel=0.02)
    assert (bonded.max(axis=1) > half_space.max(axis=1)).all()


def test_a_plates_cells_bear_a_presss_force_and_moments_and_two_add_up() -> None:
    pad = builtin_pad("plate4")
    plate, rng = foot_under(pad), np.random.default_rng(5)
    assert isinstance(plate, PlateUnder)
    x, y, force = rng.uniform(-20.0, 280.0, 50), rng.uniform(-10.0, 110.0, 50), rng.uniform(0.5, 30.0, 50)
    loads = plate.loads(x, y, force, np.full(50, 8.0))
    np.testing.assert_allclose(loads.sum(axis=1), force)
    np.testing.assert_allclose(loads @ pad.positions_mm, np.column_stack((force * x, force * y)))
    # of all that do so it is what springs of one stiffness bear: no part of it twists the plate
    np.testing.assert_allclose(loads @ [1.0, -1.0, -1.0, 1.0], 0.0, atol=1e-9)
    both = plate.felt(loads + plate.loads(y, x, force, np.full(50, 8.0)))
    np.testing.assert_allclose(both.sum(axis=1), 2.0 * force)
