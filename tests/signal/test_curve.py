"""A sensor's curve: through its points, monotone, and the same both ways."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from thumbwalk.errors import CalibrationError
from thumbwalk.signal.curve import GENERIC_CONDUCTANCE_US, GENERIC_FORCE_N, OPEN_BELOW_N, SensorCurve

REAL = Path(__file__).parents[1] / "data" / "fsr_static_curve" / "resistance_vs_force.csv"


def real_sensor() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    table = np.loadtxt(REAL, delimiter=",", skiprows=1)
    return table[:, 0], 1000.0 / table[:, 1]


@st.composite
def curves(draw: st.DrawFn) -> SensorCurve:
    steps = st.lists(st.floats(0.05, 2.0), min_size=1, max_size=7)
    rises = np.cumsum([draw(st.floats(-2.0, 0.0)), *draw(steps)])
    slopes = draw(st.lists(st.floats(0.2, 2.0), min_size=len(rises) - 1, max_size=len(rises) - 1))
    logs = np.cumsum([3.0, *(slope * step for slope, step in zip(slopes, np.diff(rises), strict=True))])
    return SensorCurve(tuple(np.exp(rises).tolist()), tuple(np.exp(logs).tolist()))


def test_the_curve_goes_through_its_points() -> None:
    curve = SensorCurve.generic()
    np.testing.assert_allclose(curve.conductance_of(GENERIC_FORCE_N), GENERIC_CONDUCTANCE_US, rtol=1e-12)
    np.testing.assert_allclose(curve.force_of(GENERIC_CONDUCTANCE_US), GENERIC_FORCE_N, rtol=1e-12)


@given(curves())
def test_between_its_points_it_is_the_pchip_in_logs(curve: SensorCurve) -> None:
    reference = PchipInterpolator(np.log(curve.force_n), np.log(curve.conductance_us))
    forces = np.geomspace(max(curve.force_n[0], OPEN_BELOW_N * 1.001), curve.force_n[-1], 60)
    np.testing.assert_allclose(np.log(curve.conductance_of(forces)), reference(np.log(forces)), atol=1e-9)


@given(curves())
def test_force_and_conductance_are_inverse_to_each_other_beyond_the_points_too(curve: SensorCurve) -> None:
    forces = np.geomspace(OPEN_BELOW_N * 1.01, curve.ceiling_n * 0.999, 100)
    conductance = curve.conductance_of(forces)
    assert (np.diff(conductance) > 0).all()
    np.testing.assert_allclose(curve.force_of(conductance), forces, rtol=1e-6)


def test_no_force_is_read_of_an_open_sensor_and_none_above_the_ceiling() -> None:
    curve = SensorCurve.generic()
    assert curve.conductance_of(0.049) == 0.0
    assert curve.force_of(0.0) == 0.0
    assert curve.force_of(curve.conductance_of(0.0501) * 0.9) == 0.0
    assert curve.force_of(1e9) == curve.ceiling_n == 100.0


def test_a_value_does_not_depend_on_what_it_is_fed_with() -> None:
    curve = SensorCurve.generic()
    forces = np.linspace(0.0, 120.0, 101)
    whole = curve.conductance_of(forces)
    assert [float(curve.conductance_of(force)) for force in forces] == whole.tolist()
    assert (curve.conductance_of(np.repeat(forces, 2)[::2]) == whole).all()


@pytest.mark.parametrize(
    ("force", "conductance", "says"),
    [
        ((1.0,), (2.0,), "at least 2"),
        ((1.0, 2.0), (2.0,), "2 forces but 1"),
        ((0.0, 2.0), (1.0, 2.0), "must be more than 0"),
        ((1.0, 2.0), (1.0, float("nan")), "must be more than 0"),
        ((2.0, 1.0), (1.0, 2.0), "does not rise"),
        ((1.0, 2.0, 3.0), (1.0, 2.0, 2.0), "point 3 does not rise"),
    ],
)
def test_points_that_make_no_curve_are_refused(
    force: tuple[float, ...], conductance: tuple[float, ...], says: str
) -> None:
    with pytest.raises(CalibrationError, match=says):
        SensorCurve(force, conductance)


def test_one_power_law_misses_a_real_sensor_where_the_curve_does_not() -> None:
    force, conductance = real_sensor()
    slope, offset = np.polyfit(np.log(conductance), np.log(force), 1)
    power = np.abs(np.exp(offset + slope * np.log(conductance)) / force - 1)
    assert np.median(power) > 0.2
    assert power.max() > 1.0

    # every other point makes the curve, the ones between judge it; the flat top above 60 N is beyond the rig's use
    rising = np.flatnonzero(np.diff(conductance, prepend=0.0) > 0)
    force, conductance = force[rising], conductance[rising]
    curve = SensorCurve(tuple(force[::2].tolist()), tuple(conductance[::2].tolist()))
    judged = force <= 60
    curved = np.abs(curve.force_of(conductance) / force - 1)[judged]
    assert np.median(curved) < 0.05
    assert curved.max() < 0.25
