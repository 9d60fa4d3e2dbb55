"""The truth about a session against answers that are known beforehand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.habits import Habits, Task, habits_of
from thumbwalk.virtual.play import Part, Thumb, felt, perform
from thumbwalk.virtual.truth import Done, Measures, measures_of, robust_cv, touching

PAD = builtin_pad("sole16")
IDEAL = Habits(
    aim_mm=0.0, wander_mm=0.0, stroke_cv=0.0, rhythm_cv=0.0, wander_cv=0.0, tremor_cv=0.0, keep=0.2, shape_cv=0.0,
    squash=0.0, late_s=0.0,
)  # fmt: skip
TASK = Task(n=12_000, force_n=10.0, rate_per_min=60.0, x_mm=160.0, y_mm=48.0)


def true_of(technique: str, task: Task = TASK, habits: Habits = IDEAL, seed: int = 0) -> Measures:
    (part,) = felt(PAD, perform([Part(technique, task, habits)], Thumb(), seed)).truth.parts
    assert part.technique == technique
    return dict(part.measures)


def done(total_n: np.ndarray, edges: list[int], x_mm: np.ndarray | float = 100.0) -> Done:
    place = np.broadcast_to(np.asarray(x_mm, dtype=np.float64), total_n.shape)
    return Done(place, np.full(total_n.shape, 50.0), total_n, total_n, np.array(edges))


def test_touch_begins_and_ends_at_its_two_thresholds() -> None:
    force = np.array([0.0, 0.4, 0.6, 0.4, 0.31, 0.2, 0.4, 0.0])
    assert touching(force).tolist() == [False, False, True, True, True, False, False, False]


def test_robust_cv_is_that_of_normal_values_and_blind_to_an_outlier() -> None:
    values = np.random.default_rng(0).normal(10.0, 1.0, 20_000)
    assert robust_cv(values) == pytest.approx(0.1, rel=0.03)
    assert robust_cv(np.array([1.0, 1.0, 1.0, 50.0])) == 0.0
    assert robust_cv(np.empty(0)) is None


def test_made_presses_have_the_peaks_rate_and_release_that_they_were_made_with() -> None:
    press = 0.25 + 0.75 * np.sin(np.pi * np.arange(1500) / 1500) ** 2
    measures = measures_of("knead", done(8.0 * np.tile(press, 5), [0, 1500, 3000, 4500, 6000, 7500]))
    assert measures["strokes"] == 5
    assert measures["peak_force_n"] == pytest.approx(8.0, rel=1e-3)
    assert measures["force_n"] == pytest.approx(8.0 * (0.25 + 0.375), rel=1e-3)
    assert measures["rate_per_min"] == pytest.approx(40.0, rel=1e-3)
    assert measures["release"] == pytest.approx(0.25, abs=1e-3)
    assert measures["force_cv"] == pytest.approx(0.0, abs=1e-9)


def test_rhythm_is_taken_between_onsets_and_not_between_peaks() -> None:
    """Presses that rise ever more slowly: their onsets are even, their peaks are not."""
    force = np.zeros(6000)
    for index, rise in enumerate((100, 200, 300, 400, 500)):
        at = 1000 * index
        force[at : at + rise] = np.linspace(0.0, 10.0, rise, endpoint=False)
        force[at + rise : at + rise + 200] = np.linspace(10.0, 0.0, 200)
    rhythm = measures_of("knead", done(force, [0, 1000, 2000, 3000, 4000, 5000]))
    assert rhythm["rate_per_min"] == pytest.approx(60.0 / 1.02, rel=2e-3)  # 20 % of 100 ms more, each time


def test_a_hold_fades_as_it_was_made_to() -> None:
    force = np.concatenate([np.zeros(500), np.linspace(10.0, 8.0, 8000), np.zeros(500)])
    measures = measures_of("hold", done(force, []))
    assert measures["strokes"] == 1
    assert measures["hold_s"] == pytest.approx(8.0, abs=0.002)
    assert measures["drift_n_per_s"] == pytest.approx(-0.25, rel=1e-3)
    assert measures["steadiness_cv"] == pytest.approx(0.8 * 2.0 / np.sqrt(12) / 9.0, rel=1e-2)


@pytest.mark.parametrize(("turns", "direction"), [(1, "x_to_y"), (-1, "y_to_x")])
def test_ideal_circles(turns: int, direction: str) -> None:
    measures = true_of("circles", replace(TASK, size_mm=11.0, turns=turns))
    assert measures["direction"] == direction
    assert measures["radius_mm"] == pytest.approx(11.0, rel=1e-3)
    assert measures["roundness"] == pytest.approx(1.0, abs=1e-3)
    assert measures["rate_per_min"] == pytest.approx(60.0, rel=1e-3)
    assert measures["strokes"] == 11  # in 11.8 s of 12


def test_an_ideal_walk() -> None:
    measures = true_of("walk", replace(TASK, rate_per_min=90.0, size_mm=6.0, line_mm=60.0, heading_deg=180.0))
    assert measures["bite_mm"] == pytest.approx(6.0, rel=0.02)
    assert measures["rate_per_min"] == pytest.approx(90.0, rel=2e-3)
    assert measures["contact_kept"] == pytest.approx(0.35, abs=0.02)
    assert abs(float(measures["heading_deg"] or 0.0)) == pytest.approx(180.0, abs=0.5)
    assert measures["forward"] == 0.0  # it walks toward the heel
    across = true_of("walk", replace(TASK, rate_per_min=90.0, size_mm=5.0, line_mm=40.0, heading_deg=90.0))
    assert across["forward"] == 1.0  # across the foot, forward is the way it went


def test_a_sliver_of_the_way_back_to_the_next_line_is_no_bite() -> None:
    bite = 0.3 + 0.7 * np.sin(np.pi * np.arange(600) / 600) ** 2
    force, x = 8.0 * np.tile(bite, 6), 100.0 + 7.0 * np.repeat(np.arange(6), 600)
    force, x = np.append(force, 3.0), np.append(x, 100.0)
    measures = measures_of("walk", done(force, [*range(0, 3601, 600), 3601], x))
    assert measures["strokes"] == 6
    assert measures["bite_mm"] == pytest.approx(7.0)
    assert measures["forward"] == 1.0


def test_an_ideal_glide() -> None:
    measures = true_of("glide", replace(TASK, size_mm=80.0, speed_mm_s=40.0, x_mm=140.0))
    assert measures["strokes"] == 4
    assert measures["speed_mm_s"] == pytest.approx(40.0, rel=1e-3)
    assert measures["length_mm"] == pytest.approx(80.0, rel=0.03)  # the light ends of a glide do not touch
    assert measures["heading_deg"] == pytest.approx(0.0, abs=0.1)
    assert float(measures["evenness_cv"] or 0.0) < 0.05


def test_ideal_blows() -> None:
    measures = true_of("tap", replace(TASK, rate_per_min=240.0, contact_s=0.1, force_n=4.0))
    assert measures["rate_per_min"] == pytest.approx(240.0, rel=5e-3)
    assert measures["contact_s"] == pytest.approx(0.1, abs=0.012)
    assert measures["strokes"] == 47


def test_total_force_is_what_the_tiles_get_and_contact_force_what_the_hand_gives() -> None:
    measures = true_of("hold", replace(TASK, x_mm=200.0, y_mm=90.0))  # by the edge, some falls beside the tiles
    assert measures["contact_force_n"] == pytest.approx(10.0, rel=0.01)
    assert float(measures["force_n"] or 0.0) < 9.0


@pytest.mark.parametrize(
    ("fault", "technique", "measure", "rises"),
    [
        ("heavy", "knead", "peak_force_n", True),
        ("light", "knead", "peak_force_n", False),
        ("uneven", "knead", "force_cv", True),
        ("rushing", "knead", "rate_per_min", True),
        ("dragging", "walk", "rate_per_min", False),
        ("lifting", "walk", "contact_kept", False),
        ("backward", "walk", "forward", False),
        ("flat", "circles", "roundness", False),
        ("clinging", "knead", "release", True),
        ("tiring", "hold", "drift_n_per_s", False),
    ],
)
def test_a_fault_is_seen_in_the_truth(fault: str, technique: str, measure: str, rises: bool) -> None:
    task = replace(TASK, n=20_000, rate_per_min=50.0)
    faulty, sound = (true_of(technique, task, habits_of(kind), seed=3)[measure] for kind in (fault, "expert"))
    assert isinstance(faulty, float)
    assert isinstance(sound, float)
    assert (faulty > sound) == rises
    assert abs(faulty - sound) > 0.15 * abs(sound)


def test_a_hand_that_drifts_is_elsewhere_at_the_end() -> None:
    measures = [true_of("hold", TASK, habits_of(kind), seed=3) for kind in ("expert", "drifting")]
    (x, y), (far_x, far_y) = ((float(one["x_mm"] or 0), float(one["y_mm"] or 0)) for one in measures)
    assert np.hypot(far_x - x, far_y - y) == pytest.approx(12.5, abs=2.0)  # its mean place, half the way


def test_nothing_is_made_up_where_nothing_touched() -> None:
    for technique in ("hold", "knead", "circles", "walk", "glide", "tap"):
        measures = measures_of(technique, done(np.zeros(1000), [0, 500, 1000]))
        assert measures.pop("strokes") == 0
        assert set(measures.values()) == {None}
