"""The gestures, for hands without faults and with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.virtual.gestures import GESTURES, circles, glide, hold, knead, tap, walk
from thumbwalk.virtual.habits import FAULTS, Habits, Task, habits_of

IDEAL = Habits(
    aim_mm=0.0,
    wander_mm=0.0,
    stroke_cv=0.0,
    rhythm_cv=0.0,
    wander_cv=0.0,
    tremor_cv=0.0,
    keep=0.0,
    shape_cv=0.0,
    squash=0.0,
    late_s=0.0,
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


@pytest.mark.parametrize("turns", [1, -1])
def test_ideal_circles_are_round_and_turn_as_asked(turns: int) -> None:
    task = replace(TASK, rate_per_min=60.0, size_mm=12.0, turns=turns)
    gesture = circles(task, IDEAL, np.random.default_rng(0))
    pressed = gesture.force_n > 1.0
    dx, dy = gesture.x_mm[pressed] - 60.0, gesture.y_mm[pressed] - 50.0
    np.testing.assert_allclose(np.hypot(dx, dy), 12.0)
    angle = np.unwrap(np.arctan2(dy, dx))
    assert (angle[-1] - angle[0]) / (2 * np.pi * np.sum(pressed) / 1000) == pytest.approx(turns * 1.0, rel=1e-3)
    np.testing.assert_allclose(gesture.force_n[1000:10_000], 14.0)
    np.testing.assert_allclose(np.diff(gesture.edges_s), 1.0)
    np.testing.assert_allclose(gesture.sizes_mm, 12.0)


def test_an_ideal_walk_bites_forward_and_keeps_contact() -> None:
    task = replace(TASK, rate_per_min=90.0, size_mm=6.0, line_mm=60.0, heading_deg=30.0)
    gesture = walk(task, IDEAL, np.random.default_rng(0))
    peaks = np.round((gesture.edges_s[:9] + gesture.edges_s[1:10]) / 2 * 1000).astype(int)
    np.testing.assert_allclose(gesture.force_n[peaks], 14.0, rtol=1e-3)
    np.testing.assert_allclose(np.diff(gesture.x_mm[peaks]), 6.0 * np.cos(np.pi / 6), rtol=1e-6)
    np.testing.assert_allclose(np.diff(gesture.y_mm[peaks]), 6.0 * np.sin(np.pi / 6), rtol=1e-6)
    assert gesture.force_n[peaks[0] : peaks[-1]].min() == pytest.approx(0.35 * 14.0, rel=0.01)
    lifted = gesture.force_n[round(gesture.edges_s[10] * 1000) + 5 : round(gesture.edges_s[11] * 1000) - 5]
    assert not lifted.any()  # ten bites make the line


def test_ideal_glides_have_the_length_and_the_speed() -> None:
    task = replace(TASK, size_mm=80.0, speed_mm_s=40.0, heading_deg=180.0)
    gesture = glide(task, IDEAL, np.random.default_rng(0))
    assert len(gesture.sizes_mm) == 4
    pressed = slice(200, 1800)
    np.testing.assert_allclose(np.diff(gesture.x_mm[pressed]) * 1000, -40.0, rtol=1e-6)
    np.testing.assert_allclose(gesture.force_n[pressed], 14.0)
    np.testing.assert_allclose(gesture.sizes_mm, 80.0)
    assert not gesture.force_n[2000:2600].any()


def test_ideal_blows_are_short() -> None:
    gesture = tap(replace(TASK, rate_per_min=240.0, contact_s=0.1, force_n=4.0), IDEAL, np.random.default_rng(0))
    pressed = gesture.force_n > 0.0
    blows = int((pressed[1:] & ~pressed[:-1]).sum())
    assert blows == len(gesture.edges_s) - 1
    assert pressed.sum() / blows == pytest.approx(100, abs=2)
    assert gesture.force_n.max() == pytest.approx(4.0, rel=1e-3)


@pytest.mark.parametrize("kind", ["expert", "beginner", *FAULTS])
@pytest.mark.parametrize("n", [1, 10, 800, 3000])
def test_a_set_of_any_length_has_a_gesture_of_that_length(kind: str, n: int) -> None:
    for gesture_of in (played.gesture for played in GESTURES.values()):
        gesture = gesture_of(replace(TASK, n=n), habits_of(kind), np.random.default_rng(2))
        assert gesture.force_n.shape == gesture.x_mm.shape == gesture.y_mm.shape == (n,)
        assert np.isfinite(gesture.force_n).all()
        assert (gesture.force_n >= 0.0).all()


def test_a_hand_that_tires_loses_force_over_a_set_of_strokes() -> None:
    force_n = knead(TASK, replace(IDEAL, tire=0.5), np.random.default_rng(0)).force_n
    assert force_n[9000:].max() == pytest.approx(14.0 * (1 - 0.5 * 10 / 12), rel=0.05)


def test_circles_that_collapse_become_a_line() -> None:
    task = replace(TASK, rate_per_min=60.0, size_mm=12.0)
    spreads = []
    for squash in (0.0, 2.0):
        gesture = circles(task, replace(IDEAL, squash=squash), np.random.default_rng(0))
        on = gesture.force_n > 1.0
        spreads.append(np.linalg.eigvalsh(np.cov(gesture.x_mm[on], gesture.y_mm[on])))
    assert spreads[0][0] / spreads[0][1] > 0.97
    assert spreads[1][0] < 1e-6 * spreads[1][1]


def test_a_hand_that_drifts_ends_beside_its_point() -> None:
    gesture = hold(TASK, replace(IDEAL, drift_mm=25.0), np.random.default_rng(0))
    away_mm = np.hypot(gesture.x_mm - 60.0, gesture.y_mm - 50.0)
    assert away_mm[0] == 0.0
    assert away_mm[-1] == pytest.approx(25.0)


def test_some_bites_of_a_backward_walk_go_back() -> None:
    gesture = walk(replace(TASK, n=60_000, rate_per_min=90.0), replace(IDEAL, backward=0.4), np.random.default_rng(0))
    assert np.mean(gesture.sizes_mm < 0) == pytest.approx(0.4, abs=0.1)
    at = np.round((gesture.edges_s[:2] + gesture.edges_s[1:3]) / 2 * 1000).astype(int)
    assert np.diff(gesture.x_mm[at])[0] == pytest.approx(gesture.sizes_mm[0])


def test_a_hand_that_loses_contact_lifts_between_bites() -> None:
    kept = [walk(TASK, replace(IDEAL, contact=c), np.random.default_rng(0)).force_n[1000:4000].min() for c in (0.35, 0)]
    assert kept[0] > 4.0
    assert kept[1] < 0.1
