"""A virtual plate's maker weighs it by anybody's procedure: gains are found, and it is the same each time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.weighed import as_made

SPEC = FootSpec(layout="plate4", seed=5)


@pytest.mark.parametrize("seed", range(4))
def test_the_maker_finds_each_gain_to_half_a_percent(seed: int) -> None:
    spec = replace(SPEC, seed=seed)
    made = as_made(spec)
    gains = np.array([cell.n_per_code for cell in made.cells]) * spec.build_plate().codes_per_n
    np.testing.assert_allclose(gains, 1.0, atol=0.005)
    assert made.is_measured
    assert made.knows_rest


def test_it_is_made_before_anything_is_broken_or_pressed() -> None:
    made = as_made(SPEC)
    assert as_made(replace(SPEC, dead=("toe_medial",), drill="first-steps", warms_k=10.0)) == made
    assert PlateCalibration.from_text(made.to_text(), "made") == made
