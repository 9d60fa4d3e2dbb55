"""The gestures, for hands without faults and with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.virtual.habits import HABITS, Habits, Task, hold, knead, smooth_noise, tremor

IDEAL = Habits(
    aim_mm=0.0, wander_mm=0.0, stroke_cv=0.0, rhythm_cv=0.0, wander_cv=0.0, tremor_cv=0.0, keep=0.0, late_s=0.0
)
TASK = Task(n=12000, force_n=14.0, rate_per_min=45.0, x_mm=60.0, y_mm=50.0)


def test_an_ideal_hold_is_flat_at_the_force_asked_for() -> None:
    gesture = hold(replace(TASK, force_n=12.0), IDEAL, np.random.default_rng(0))
    np.testing.assert_allclose(gesture.force_n[600:11000], 12.0)
    assert gesture.force_n[0] == gesture.force_n[-1] == 0.0
    np.testing.assert_allclose(gesture.x_mm, 60.0)


def test_ideal_kneading_has_the_rate_the_peaks_and_full_release() -> None:
    gesture = knead(TASK, IDEAL, np.random.default_rng(0))
    peaks = np.flatnonzero(
        (gesture.force_n[1:-1] > gesture.force_n[:-2]) & (gesture.force_n[1:-1] >= gesture.force_n[2:])
    )
    np.testing.assert_allclose(np.diff(peaks), 60_000 / 45.0, atol=2)
    np.testing.assert_allclose(gesture.force_n[peaks + 1], 14.0, rtol=1e-3)
    assert len(peaks) == 8
    assert gesture.force_n[peaks[0] : peaks[-1]].min() < 0.01
    assert gesture.x_mm.mean() == pytest.approx(60.0, abs=1.0)


def test_a_hand_that_keeps_contact_does_not_release_between_strokes() -> None:
    gesture = knead(TASK, replace(IDEAL, keep=0.3), np.random.default_rng(0))
    assert gesture.force_n[2000:9000].min() == pytest.approx(0.3 * 14.0, rel=0.01)


def test_a_hand_that_tires_sags() -> None:
    force_n = hold(TASK, replace(IDEAL, sag=0.25), np.random.default_rng(0)).force_n
    assert force_n[10_000] < 0.9 * force_n[2000]


def test_noises_have_unit_size_and_their_own_pace() -> None:
    rng = np.random.default_rng(1)
    slow, fast = smooth_noise(100_000, 0.8, rng), tremor(100_000, rng)
    assert 0.6 < slow.std() < 1.1
    assert fast.std() == pytest.approx(1.0, abs=0.1)
    spectrum = np.abs(np.fft.rfft(fast))
    assert 8.0 <= float(np.fft.rfftfreq(len(fast), 1e-3)[spectrum.argmax()]) <= 12.0


@pytest.mark.parametrize("kind", sorted(HABITS))
@pytest.mark.parametrize("n", [1, 10, 800, 3000])
def test_a_set_of_any_length_has_a_gesture_of_that_length(kind: str, n: int) -> None:
    for gesture_of in (hold, knead):
        gesture = gesture_of(replace(TASK, n=n), HABITS[kind], np.random.default_rng(2))
        assert gesture.force_n.shape == gesture.x_mm.shape == gesture.y_mm.shape == (n,)
        assert np.isfinite(gesture.force_n).all()
        assert (gesture.force_n >= 0.0).all()
