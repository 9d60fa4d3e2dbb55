"""Held-out hands are what their kind says, and the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.pad import Taxel, builtin_pad
from thumbwalk.validate.draw import RANGES, TECHNIQUES, drawn_place
from thumbwalk.validate.judged_session import analysed
from thumbwalk.validate.kinds import KINDS, HeldOut, Kind, held_out, sensed_session
from thumbwalk.virtual.feet import foot_of_size
from thumbwalk.virtual.truth import Measure

SEED = 7


@pytest.fixture(scope="module")
def sessions() -> dict[Kind, HeldOut]:
    return {kind: held_out(kind, SEED) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_has_all_techniques_once_inside_the_sole(kind: Kind, sessions: dict[Kind, HeldOut]) -> None:
    one = sessions[kind]
    assert sorted(part.technique for part in one.session.truth.parts) == sorted(TECHNIQUES)
    path = one.session.path
    pressed = path.force_n > 0.0
    assert one.session.pad.contains(path.x_mm[pressed], path.y_mm[pressed]).mean() > 0.97
    assert (np.diff(one.time_s) > 0.0).all()
    assert one.values.shape == (len(one.time_s), 16)


def test_the_same_seed_gives_the_same_table_and_another_does_not(sessions: dict[Kind, HeldOut]) -> None:
    again, other = held_out("people", SEED), held_out("people", SEED + 1)
    np.testing.assert_array_equal(sessions["people"].values, again.values)
    assert sessions["people"].to_json() == again.to_json()
    assert other.to_json() != again.to_json()


def test_designed_hands_lift_and_people_slide(sessions: dict[Kind, HeldOut]) -> None:
    for kind in ("designed", "hard"):
        truth = sessions[kind].session.truth
        assert not truth.slides
        assert not truth.resting
        waits = [b.start_s - a.end_s for a, b in zip(truth.parts[:-1], truth.parts[1:], strict=True)]
        assert min(waits) > 1.5
    people = sessions["people"].session
    assert len(people.truth.slides) == len(people.truth.parts) - 1 == 6
    for start_s, end_s in people.truth.slides:
        rows = slice(*np.searchsorted(people.path.time_s, [start_s, end_s]))
        assert 1.0 <= people.path.force_n[rows].min() <= people.path.force_n[rows].max() <= 3.0


def test_a_hard_foot_is_hard_and_people_have_what_goes_wrong(sessions: dict[Kind, HeldOut]) -> None:
    hard, people = sessions["hard"], sessions["people"]
    assert hard.errors.rate_hz == 1000.0
    assert hard.errors.gain == 0.1
    assert 12.0 <= (hard.built.layer_mm or 0.0) <= 15.0
    assert 8.0 <= hard.session.path.radius_mm.min() <= hard.session.path.radius_mm.max() <= 12.0
    errors = people.errors
    assert (errors.drift_n_per_min, errors.missing, len(errors.dead)) == (0.1, 0.001, 1)
    (resting,) = people.session.truth.resting
    assert 10.0 <= resting.end_s - resting.start_s <= 20.0
    path = people.session.path
    rows = slice(*np.searchsorted(path.time_s, [resting.start_s, resting.end_s]))
    pressed = path.force_n[rows] > 0.0
    away = np.hypot(path.x_mm[rows][pressed] - resting.x_mm, path.y_mm[rows][pressed] - resting.y_mm)
    assert away.min() > 30.0


def test_the_truth_lies_in_what_was_drawn(sessions: dict[Kind, HeldOut]) -> None:
    def within(value: Measure, limits: tuple[float, float], slack: float) -> bool:
        return isinstance(value, float) and limits[0] * (1 - slack) <= value <= limits[1] * (1 + slack)

    parts = {part.technique: part.measures for part in sessions["designed"].session.truth.parts}
    assert within(parts["circles"]["radius_mm"], RANGES["circles"]["size_mm"], 0.1)
    assert within(parts["circles"]["rate_per_min"], RANGES["circles"]["rate"], 0.1)
    assert within(parts["walk"]["bite_mm"], RANGES["walk"]["size_mm"], 0.1)
    assert within(parts["glide"]["speed_mm_s"], RANGES["glide"]["speed_mm_s"], 0.1)
    assert within(parts["tap"]["rate_per_min"], RANGES["tap"]["rate"], 0.1)
    assert within(parts["hold"]["contact_force_n"], RANGES["hold"]["force_n"], 0.1)


def test_a_hand_with_a_fault_does_the_same_tasks_with_it(sessions: dict[Kind, HeldOut]) -> None:
    faulty = held_out("designed", SEED, hand="clinging")
    sound = sessions["designed"]
    assert faulty.errors == sound.errors
    assert [one.technique for one in faulty.session.truth.parts] == [one.technique for one in sound.session.truth.parts]
    release = [
        next(one.measures["release"] for one in session.session.truth.parts if one.technique == "knead")
        for session in (sound, faulty)
    ]
    assert isinstance(release[0], float)
    assert release[0] < 0.3
    assert release[1] == pytest.approx(0.5, abs=0.1)


def test_small_and_large_feet_have_room_for_everything() -> None:
    for size in (35.0, 48.0):
        pad = foot_of_size(builtin_pad(), size)
        assert len(held_out("people", SEED, pad).session.truth.parts) == len(TECHNIQUES)


def test_places_keep_their_margin_and_stay_off_the_back_of_the_heel() -> None:
    pad, rng = builtin_pad(), np.random.default_rng(1)
    way = np.array([[-20.0, 0.0], [20.0, 0.0]])
    for _ in range(20):
        x, y = drawn_place(pad, way, rng, margin_mm=8.0)
        assert x - 20.0 > 35.0
        about = np.linspace(0.0, 2 * np.pi, 9)
        for end in (-20.0, 20.0):
            assert pad.contains(x + end + 7.9 * np.cos(about), y + 7.9 * np.sin(about)).all()


def test_a_foot_as_built_is_bonded_though_nobody_says_so_and_has_sensors_that_remember_and_grow_warm(
    sessions: dict[Kind, HeldOut],
) -> None:
    one = sessions["built"]
    assert one.session.pad == builtin_pad()
    assert one.built.layer_law == "bonded"
    assert (one.errors.hysteresis, one.errors.creep) == (0.1, 0.03)
    assert 0.0 <= one.errors.warms_k <= 8.0
    assert one.to_json()["sensors"]["layer_law"] == "bonded"
    assert sessions["hard"].to_json()["sensors"]["layer_law"] == "half-space"
    assert sensed_session("built", [], np.random.default_rng(1), 1).session.pad == one.session.pad


def test_a_circles_radius_is_right_on_a_foot_of_eu_46() -> None:
    for seed in (1, 4):
        one = held_out("designed", seed, foot_of_size(builtin_pad(), 46.0, "left"))
        _, analysis = analysed(one.session.pad, one.time_s, one.values)
        (true,) = (part.measures["radius_mm"] for part in one.session.truth.parts if part.technique == "circles")
        found = [
            measures["radius_mm"]
            for segment, measures in zip(analysis.segments, analysis.measures, strict=True)
            if segment.technique == "circles"
        ]
        assert found == [pytest.approx(true, rel=0.04)]


def test_a_pad_without_positions_has_rhythm_and_force_and_nothing_of_a_place() -> None:
    one = held_out("designed", 3)
    pad = one.session.pad
    bare = replace(pad, taxels=tuple(Taxel(name) for name in pad.names), outline=None, layer_mm=None)
    _, analysis = analysed(bare, one.time_s, one.values)
    parts = {part.start_s: part for part in one.session.truth.parts}
    told = list(zip(analysis.segments, analysis.measures, strict=True))
    assert len(told) == len(parts)
    for segment, measures in told:
        part = parts[min(parts, key=lambda start_s: abs(start_s - segment.start_s))]
        assert measures["peak_force_n"] == pytest.approx(part.measures["peak_force_n"], rel=0.06)
        assert not {"x_mm", "y_mm", "advance_mm", "bite_mm", "length_mm", "radius_mm"} & {
            name for name, value in measures.items() if value is not None
        }
        if part.technique in ("knead", "walk", "tap"):
            assert measures["rate_per_min"] == pytest.approx(part.measures["rate_per_min"], rel=0.02)
        if part.technique not in ("knead", "tap"):
            assert segment.unsure, "nobody can tell motion, or that there is none, without places"
