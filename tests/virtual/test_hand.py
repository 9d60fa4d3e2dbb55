"""Scripted hands play a drill as they should, and a mouse's hand gets where it is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.targets.points import places_along
from thumbwalk.errors import DrillError
from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.habits import FAULTS
from thumbwalk.virtual.hand import (
    HandKind,
    HandPath,
    MousePress,
    PathHand,
    contact_radius_mm,
    demonstrate,
    demonstrate_both,
)

PAD = builtin_pad("sole16")
DRILL = Drill(
    name="two",
    title="Two",
    description="A hold and some kneading.",
    count_in_s=2.0,
    rest_s=2.0,
    sets=(
        DrillSet("hold", "Hold", 8.0, x_mm=160.0, y_mm=45.0, force_n=12.0),
        DrillSet("knead", "Knead", 12.0, x_mm=60.0, y_mm=50.0, force_n=14.0, rate_per_min=45.0),
    ),
)


def during(path: HandPath, start_s: float, end_s: float) -> HandPath:
    part = slice(*np.searchsorted(path.time_s, [start_s, end_s]))
    return HandPath(path.time_s[part], path.x_mm[part], path.y_mm[part], path.force_n[part], path.radius_mm[part])


@pytest.mark.parametrize("kind", get_args(HandKind))
def test_every_hand_presses_in_the_sets_only_and_fills_the_drill(kind: HandKind) -> None:
    path = demonstrate(DRILL, PAD, kind, seed=4)
    assert path.duration_s == DRILL.duration_s == 24.0
    for start_s, end_s in ((0.0, 2.0), (10.0, 12.0)):
        assert not during(path, start_s, end_s).force_n.any()
    for start_s, end_s in ((2.0, 10.0), (12.0, 24.0)):
        assert during(path, start_s, end_s).force_n.max() > 2.0
    assert path.force_n.min() >= 0.0
    assert PAD.contains(path.x_mm, path.y_mm)[path.force_n > 0.0].all()


def test_the_same_seed_gives_the_same_path_and_another_does_not() -> None:
    one, again, other = (demonstrate(DRILL, PAD, "beginner", seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.force_n, again.force_n)
    assert (one.force_n != other.force_n).any()


def test_an_expert_is_on_the_point_at_the_force_and_steady() -> None:
    path = during(demonstrate(DRILL, PAD, "expert", seed=5), 3.0, 9.0)
    assert path.force_n.mean() == pytest.approx(12.0, rel=0.08)
    assert path.force_n.std() / path.force_n.mean() < 0.06
    assert np.hypot(path.x_mm - 160.0, path.y_mm - 45.0).max() < 7.0


@pytest.mark.parametrize(("technique", "peak_n"), [("circles", 10.0), ("walk", 10.0), ("glide", 5.0), ("tap", 4.0)])
def test_techniques_that_move_are_played_at_their_usual_force(technique: str, peak_n: float) -> None:
    one = Drill("one", "One", "One.", 0.0, sets=(DrillSet(technique, "It", 10.0, x_mm=150.0, y_mm=45.0),))
    path = demonstrate(one, PAD, "expert", seed=2)
    assert np.quantile(path.force_n, 0.98) == pytest.approx(peak_n, rel=0.25)


def test_each_fault_shows() -> None:
    held = {kind: during(demonstrate(DRILL, PAD, kind, seed=6), 3.5, 6.0).force_n for kind in get_args(HandKind)}
    assert held["heavy"].mean() > 1.8 * held["expert"].mean()
    assert held["light"].mean() < 0.5 * held["expert"].mean()
    assert held["uneven"].std() / held["uneven"].mean() > 3 * held["expert"].std() / held["expert"].mean()
    onsets = {}
    for kind in ("expert", "rushing"):
        knead = during(demonstrate(DRILL, PAD, kind, seed=6), 12.0, 24.0).force_n
        above = knead > 0.6 * np.quantile(knead, 0.95)
        onsets[kind] = int((above[1:] & ~above[:-1]).sum())
    assert onsets["rushing"] > 1.5 * onsets["expert"]


def test_a_set_that_no_hand_can_play_is_refused() -> None:
    for drill_set, why in (
        (DrillSet("pinch", "Pinch", 5.0, x_mm=60.0, y_mm=50.0), "no virtual hand plays 'pinch'"),
        (DrillSet("hold", "Nowhere", 5.0), "names no zone, point or place"),
    ):
        with pytest.raises(DrillError, match=why):
            demonstrate(Drill("bad", "Bad", "Bad.", sets=(drill_set,)), PAD, "expert")
    with pytest.raises(DrillError, match="no virtual hand 'octopus'"):
        demonstrate(DRILL, PAD, "octopus")  # type: ignore[arg-type]


def test_the_hands_are_those_that_have_habits() -> None:
    assert {"expert", "beginner", *FAULTS} == set(get_args(HandKind))


def test_a_path_is_followed_between_its_moments_and_over_at_its_end() -> None:
    up = np.array([0.0, 1.0])
    hand = PathHand(HandPath(up, up * 10, up * 20, up * 8, np.array([5.0, 7.0])))
    x, y, force, radius = hand.at(np.array([0.5, 1.5]))
    assert (x[0], y[0], force[0], radius[0]) == (5.0, 10.0, 4.0, 6.0)
    assert force[1] == 0.0


def test_a_mouse_press_ramps_up_in_twenty_milliseconds_where_it_is_wanted() -> None:
    mouse = MousePress()
    time_s = np.arange(100) / 1000.0
    assert not mouse.at(time_s)[2].any()
    mouse.press(100.0, 40.0, 10.0)
    x, y, force, radius = mouse.at(time_s + 0.1)
    assert (x == 100.0).all()
    assert (y == 40.0).all()
    assert 0.0 < force[0] < 1.0
    np.testing.assert_allclose(force[20:], 10.0, rtol=0.011)
    assert 5.0 <= radius[-1] <= 12.0
    mouse.press(110.0, 40.0, 10.0)
    dragged = mouse.at(time_s + 0.2)
    assert dragged[0][0] < 101.0
    assert dragged[0][-1] == 110.0
    mouse.release()
    assert mouse.at(time_s + 0.3)[2][-1] == 0.0


def test_a_mouse_that_is_let_go_and_pressed_elsewhere_does_not_slide_there() -> None:
    mouse = MousePress()
    mouse.press(50.0, 50.0, 5.0)
    mouse.at(np.array([0.1]))
    mouse.release()
    mouse.at(np.array([0.2]))
    mouse.press(200.0, 50.0, 5.0)
    assert mouse.at(np.array([0.201]))[0][0] == 200.0


def test_contact_grows_with_force_between_five_and_twelve_millimetres() -> None:
    radius = contact_radius_mm(np.array([0.0, 5.0, 20.0, 500.0]))
    assert (np.diff(radius) > 0).all()
    assert radius[0] == 5.0
    assert radius[-1] == 12.0


def one_set(technique: str, seconds: float = 20.0, **keys: Any) -> Drill:
    return Drill("one", "One", "One.", 0.0, sets=(DrillSet(technique, "It", seconds, level=1, **keys),))


def test_a_walk_goes_along_its_line_and_back_along_it_from_the_other_end() -> None:
    way = DrillSet("walk", "", 1.0, line="A").path_mm(PAD)
    assert way is not None
    for direction, sign in (("forward", 1.0), ("back", -1.0)):
        path = demonstrate(one_set("walk", line="A", direction=direction, rate_per_min=90.0), PAD, "expert", seed=3)
        on = path.force_n > 2.0
        spots = np.column_stack([path.x_mm[on], path.y_mm[on]])[::50]
        off = np.min(np.hypot(*(spots[:, None] - places_along(way, 1.0)).transpose(2, 0, 1)), axis=1)
        assert np.quantile(off, 0.95) < 5.0
        steps = np.diff(path.x_mm[on][::200])
        assert np.median(sign * steps) > 0.0


def test_circles_turn_the_way_they_are_asked_for() -> None:
    for direction, sign in (("forward", 1.0), ("back", -1.0)):
        drill = one_set("circles", place=(0.2, 0.5), direction=direction, rate_per_min=50.0)
        path = during(demonstrate(drill, PAD, "expert", seed=3), 1.0, 19.0)
        x, y = path.x_mm - path.x_mm.mean(), path.y_mm - path.y_mm.mean()
        assert np.hypot(x, y).mean() == pytest.approx(11.0, abs=1.5)
        assert sign * float(np.sum(x[:-1] * np.diff(y) - y[:-1] * np.diff(x))) > 0.0


def test_force_and_pace_follow_their_courses() -> None:
    ramp = demonstrate(one_set("hold", place=(0.2, 0.5), force_n=Course((9.0, 15.0), "ramp")), PAD, "expert", seed=3)
    assert during(ramp, 2.0, 4.0).force_n.mean() == pytest.approx(9.9, rel=0.1)
    assert during(ramp, 16.0, 18.0).force_n.mean() == pytest.approx(14.1, rel=0.1)
    stairs = one_set("knead", 40.0, place=(0.2, 0.5), rate_per_min=Course((30.0, 60.0)))
    path = demonstrate(stairs, PAD, "expert", seed=3)
    presses = []
    for start_s in (0.0, 20.0):
        force = during(path, start_s, start_s + 20.0).force_n
        above = force > 0.5 * force.max()
        presses.append(int((above[1:] & ~above[:-1]).sum()))
    assert presses == pytest.approx([10, 20], abs=2)


def test_a_hold_that_comes_again_is_let_go_between() -> None:
    path = demonstrate(one_set("hold", 40.0, place=(0.2, 0.5), on_s=12.0, off_s=1.0), PAD, "expert", seed=3)
    on = path.force_n > 0.5
    assert int((on[1:] & ~on[:-1]).sum()) == 3
    assert on.mean() > 0.85


def test_without_rests_contact_is_kept_from_set_to_set() -> None:
    sets = (
        DrillSet("knead", "Heel", 6.0, place=(0.2, 0.5), rate_per_min=45.0),
        DrillSet("hold", "Ball", 6.0, place=(0.7, 0.5)),
    )
    kept, rested = (
        during(demonstrate(Drill("two", "", "", 0.0, rest_s, sets), PAD, "expert", seed=3), 1.0, 11.0 + rest_s)
        for rest_s in (0.0, 3.0)
    )
    assert kept.force_n[4700:5600].min() >= 1.0
    assert np.abs(np.diff(kept.x_mm)).max() < 1.0, "it slides, and does not leap"
    assert not rested.force_n[5200:7800].any()


def test_a_drill_that_waits_has_a_hand_that_stays_away_for_a_while_behind_it() -> None:
    drill = one_set("walk", line="C", rate_per_min=70.0)
    waits = replace(drill, sets=(replace(drill.sets[0], step=True),))
    path = demonstrate(waits, PAD, "expert", seed=3)
    assert path.duration_s > drill.duration_s + 60.0
    assert not during(path, drill.duration_s + 0.01, path.duration_s).force_n.any()


def test_the_second_thumb_keeps_the_firsts_rhythm_half_a_beat_behind_where_they_alternate() -> None:
    one = DrillSet(
        "knead", "Both", 20.0, place=(0.46, 0.20), second=(0.46, 0.75), pattern="alternate", force_n=9.0,
        rate_per_min=40.0, level=1,
    )  # fmt: skip
    path, second = demonstrate_both(Drill("two", "", "", 0.0, 0.0, (one,)), PAD, "expert", seed=3)
    assert second is not None
    lag = np.argmax(np.correlate(second.force_n, path.force_n, "full")) - (len(path.force_n) - 1)
    assert lag / 1000.0 == pytest.approx(0.5 * 1.5, abs=0.1)
    assert second.force_n.max() < path.force_n.max()
    assert float(np.median(second.y_mm[second.force_n > 1.0])) == pytest.approx(PAD.place(0.46, 0.75)[1], abs=6.0)
    alone, nobody = demonstrate_both(DRILL, PAD, "expert", seed=3)
    assert nobody is None
    assert np.array_equal(alone.force_n, demonstrate(DRILL, PAD, "expert", seed=3).force_n)
