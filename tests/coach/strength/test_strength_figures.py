"""What a figure is of: which presses count, and which names are newtons."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.coach.strength.protocol import TEST_NAMES, strength_test
from thumbwalk.coach.strength.strength_figures import Done, MeasuredPress, is_force


def done(name: str, peaks_n: list[float | None]) -> Done:
    presses = [MeasuredPress(0.0, None, peak_n, peak_n, 0.01) for peak_n in peaks_n]
    forces = [np.append(np.zeros(10), np.full(100, peak_n or 0.0)) for peak_n in peaks_n]
    return Done(strength_test(name), presses, forces, 0.01, 40.0)


@pytest.mark.parametrize("name", TEST_NAMES)
def test_names_of_forces_are_told_from_those_of_ratios_and_times(name: str) -> None:
    figures = done(name, [30.0] * len(strength_test(name).presses)).figures()
    assert figures
    ratios = {key for key in figures if not is_force(key)}
    assert all(
        key.startswith(("fatigue", "steadiness_kept", "critical_share", "endurance_s", "cv_", "error_", "rise_"))
        for key in ratios
    )
    assert all(key.endswith("peaks_per_s") for key in ratios if key.startswith("rise_"))


def test_a_fatigue_index_with_a_press_missing_is_none() -> None:
    assert done("repeaters", [30.0, 30.0, 30.0, 20.0, 20.0, 20.0]).figures()["fatigue_index"] == pytest.approx(1 / 3)
    assert done("repeaters", [30.0, None, 30.0, 20.0, 20.0, 20.0, 20.0]).figures()["fatigue_index"] is None


def test_a_presss_share_decides_where_it_counts() -> None:
    presses = [MeasuredPress(0.0, 0.15, 6.0, 6.0, 0.02), MeasuredPress(0.0, 0.30, 15.0, 15.0, 0.04)]
    figures = Done(strength_test("control"), presses, [np.zeros(1)] * 2, 0.01, 40.0).figures()
    assert figures == {"cv_15": 0.02, "error_15": 0.0, "cv_30": 0.04, "error_30": pytest.approx(0.25)}
