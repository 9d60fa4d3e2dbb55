"""The bonded layer's transfer by its own limits and differential equation, and contacts placed by it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import j1

from thumbwalk.pad import LayerLaw, builtin_pad
from thumbwalk.touch.bonded import bonded_transfer
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.response import LayerResponse

PAD = builtin_pad("sole16")
BONDED = replace(PAD, layer_law="bonded")
WAVES = np.linspace(1e-3, 40.0, 20_001)


def test_long_waves_come_through_whole_and_short_ones_not_at_all() -> None:
    through = bonded_transfer(np.array([[0.0, 1e-4], [30.0, 1e6]]))
    assert through[0] == pytest.approx([1.0, 1.0], abs=1e-7)
    assert through[1] == pytest.approx([0.0, 0.0], abs=1e-10)
    deep = np.array([15.0])
    assert bonded_transfer(deep) == pytest.approx(2.0 * (1.0 + deep) * np.exp(-deep), rel=1e-6)


@pytest.mark.parametrize("a", [0.3, 1.0, 2.5])
def test_it_is_what_a_layer_does_that_keeps_its_volume_and_sticks(a: float) -> None:
    z = np.linspace(0.0, a, 4001)
    d = -a * np.cosh(a) / (np.cosh(a) + a * np.sinh(a))
    down = z * np.cosh(z) - np.sinh(z) + d * z * np.sinh(z)
    first = np.gradient(down, z, edge_order=2)
    second = np.gradient(first, z)
    third = np.gradient(second, z)
    assert abs(first[0]) < 1e-5, "nothing slides at the plate"
    assert abs(second[-3] + down[-3]) < 0.02, "no shear at the face"
    stress = 3.0 * first - third
    assert stress[5] / stress[-6] == pytest.approx(float(bonded_transfer(np.array([a]))[0]), rel=0.02)


def test_a_point_load_is_more_peaked_than_boussinesqs() -> None:
    through = bonded_transfer(WAVES)
    assert np.trapezoid(through * WAVES, WAVES) / 3.0 == pytest.approx(1.571, abs=0.001)
    radii = np.linspace(0.3, 1.0, 71)
    within = [radius * np.trapezoid(through * j1(WAVES * radius), WAVES) for radius in radii]
    assert np.interp(0.5, within, radii) == pytest.approx(0.57, abs=0.01)


def test_tiles_get_all_of_a_press_in_the_middle_and_the_pressed_one_more_than_in_a_half_space() -> None:
    place = np.array([161.7]), np.array([50.0])
    bonded, half_space = (LayerResponse(pad, 10.0, 6.0).fraction(*place)[0] for pad in (BONDED, PAD))
    assert bonded.sum() == pytest.approx(1.0, abs=0.02)
    assert bonded.max() > half_space.max() + 0.03
    np.testing.assert_array_equal(LayerResponse(PAD, 10.0, 6.0, law="bonded").fraction(*place)[0], bonded)


def test_a_press_through_a_bonded_layer_is_found_by_whoever_knows_its_law() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.uniform(60.0, 230.0, 80), rng.uniform(35.0, 65.0, 80)
    tiles_n = 10.0 * LayerResponse(BONDED, 10.0, 7.0).fraction(x, y)

    def off_mm(law: LayerLaw) -> float:
        fit = Localiser(replace(PAD, layer_law=law), gain_error=0.05, noise_n=0.03).fit(tiles_n)
        return float(np.sqrt(np.mean((fit.x_mm - x) ** 2 + (fit.y_mm - y) ** 2)))

    bonded_mm, other_mm = off_mm("bonded"), off_mm("half-space")
    assert bonded_mm < 1.0
    assert other_mm > 3.0 * bonded_mm
