"""Touch thresholds out of a file's own noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from thumbwalk.pad import Pad, Taxel, Unit, load_pad
from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE, touch_thresholds
from thumbwalk.signal.tare import robust_baseline

DATA = Path(__file__).parents[1] / "data"


def pad(unit: Unit, n: int = 1, area_mm2: float | None = None) -> Pad:
    return Pad("some", unit, tuple(Taxel(f"t{i}", area_mm2=area_mm2) for i in range(n)))


def test_newtons_have_fixed_thresholds() -> None:
    assert touch_thresholds(pad("N"), np.zeros((5, 1))) == (0.5, 0.3)
    assert touch_thresholds(pad("kPa", area_mm2=100.0), np.zeros((5, 1))) == (0.5, 0.3)


def test_an_unloaded_real_sensor_never_reaches_its_threshold() -> None:
    table = np.loadtxt(DATA / "fsr_unloaded_noise" / "noise.csv", delimiter=",", skiprows=1)
    counts = table[:, 1:] - robust_baseline(table[:, 1:])
    on, off = touch_thresholds(pad("counts"), counts, 20.0)
    assert counts.max() < on
    assert off < on < 20


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rate_hz", [10.0, 62.5, 1000.0])
def test_white_noise_is_no_touch_and_a_press_is(seed: int, rate_hz: float) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.normal(50, 3, (round(60 * rate_hz), 4))
    rest = counts - robust_baseline(counts)
    on, _ = touch_thresholds(pad("counts", 4), rest, rate_hz)
    assert np.maximum(rest, 0).sum(axis=1).max() < on + 30  # the low quantile lies under the mean of four taxels
    counts[: len(counts) // 2, 0] += 400
    pressed = counts - robust_baseline(counts)
    on, _ = touch_thresholds(pad("counts", 4), pressed, rate_hz)
    assert 2 < on < 150


def test_a_finger_on_a_real_mat_is_told_from_its_noise() -> None:
    layout = load_pad(DATA / "iscan_finger_presses" / "layout.toml")
    table = np.loadtxt(DATA / "iscan_finger_presses" / "presses.csv", delimiter=",", skiprows=1)
    on, off = touch_thresholds(layout, table[:, 1:] - robust_baseline(table[:, 1:]), 10.0)
    assert 5 < off < on < 100  # the presses reach 800


def test_nothing_still_has_thresholds() -> None:
    assert touch_thresholds(pad("counts"), np.empty((0, 1))) == (2.0, 1.2)
    assert touch_thresholds(pad("counts"), np.zeros((3, 1))) == (2.0, 1.2)


def test_the_roughness_of_white_noise_is_what_its_standard_deviation_makes_it() -> None:
    noise = np.random.default_rng(4).normal(0.0, 3.0, 200_000)
    second = np.abs(noise[2:] - 2.0 * noise[1:-1] + noise[:-2])
    assert second.mean() / ROUGHNESS_OF_NOISE == pytest.approx(3.0, rel=0.01)
