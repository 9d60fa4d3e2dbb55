"""Points stand at the moments at which they were lost, add up to what was taken off, and are placed nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.drilled import drilled

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.score.judge import points_in_time, score_technique
from thumbwalk.coach.score.lost_when import LIMIT, CostSpan
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.pad import Pad
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
Found = dict[str, tuple[CostSpan, ...]]
REST = np.zeros(100)


def lost(touch: TouchBlock, pad: Pad, technique: str, bands: dict[str, Band], **asked: Any) -> tuple[Score, Found]:
    """A set of all of a touch, and when its points were lost."""
    task = Task(window_s=(0.0, len(touch) / 100), **asked)
    score = score_technique(touch, pad, technique, bands, packaged_caps(), task)
    return score, points_in_time(touch, pad, score, packaged_caps(), task)


def times_of(spans: tuple[CostSpan, ...]) -> list[float]:
    """When they begin and end, one behind the other, to a hundredth of a second."""
    return [round(at_s, 2) for one in spans for at_s in (one.start_s, one.end_s)]


def held(*levels: tuple[float, float]) -> NDArray[np.float64]:
    """Force in steps of (seconds, newtons)."""
    return np.concatenate([np.full(round(100 * seconds), force_n) for seconds, force_n in levels])


@pytest.mark.parametrize(
    ("name", "hand"),
    [
        ("first-steps", "heavy"),
        ("walk-1", "beginner"),
        ("glide-1", "beginner"),
        ("circles-1", "flat"),
        ("friction-1", "rushing"),
        ("tap-1", "beginner"),
    ],
)
def test_what_is_placed_adds_up_to_what_the_score_took_off_and_lies_in_the_set(name: str, hand: Any) -> None:
    run = drilled(packaged_drills()[name], hand)
    some = 0
    for index, score in enumerate(run.result().sets):
        begins_s, ends_s = run.task(index).window_s or (0.0, 0.0)
        found = points_in_time(run.judged()[index], run.pad, score, run.document.caps, run.task(index), run.rules)
        cost = {one.name: one.points for one in score.metrics if one.points > 0.0}
        undone = {one.name for one in score.metrics if one.value is None}
        assert found.keys() == cost.keys()
        for measure, spans in found.items():
            some += bool(spans)
            assert spans or measure in undone | {"coverage"}
            assert not spans or sum(one.points for one in spans) == pytest.approx(cost[measure])
            assert all(begins_s <= one.start_s < one.end_s <= ends_s + 0.011 for one in spans)
    assert some > 2


def test_a_force_stands_at_the_stretches_that_were_beyond_its_band_each_by_how_far_and_how_long(
    pad: Pad, touch_at: Make
) -> None:
    force_n = held((1, 0), (2, 12), (1, 17), (2, 12), (1, 22), (2, 12), (1, 4), (1, 0))
    _, found = lost(touch_at(force_n), pad, "hold", {"force_n": Band(5.0, 10.0)})
    # all eight seconds are over it, in one stretch; the second that was too light is none
    assert times_of(found["force_n"]) == [1.0, 9.0]
    mild, found = lost(touch_at(force_n), pad, "hold", {"force_n": Band(5.0, 12.5)})
    weak, strong = found["force_n"]
    assert times_of((weak, strong)) == [3.0, 4.0, 6.0, 7.0]
    assert strong.points / weak.points == pytest.approx(9.5 / 4.5)
    assert weak.points + strong.points == pytest.approx(100.0 - (mild.score or 0.0))


def test_presses_that_were_too_hard_are_marked_and_the_light_ones_between_them_are_not(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    peaks_n = [18.0, 18.0, 9.0, 18.0, 20.0, 9.0, 18.0]
    touch = touch_at(np.concatenate([REST, kneading(peaks_n), REST]))
    _, found = lost(touch, pad, "knead", {"peak_force_n": Band(10.0, 14.0)})
    middles = [0.5 * (one.start_s + one.end_s) for one in found["peak_force_n"]]
    assert middles == pytest.approx([1 + 4 / 3 * (0.5 + n) for n in (0, 1, 3, 4, 6)], abs=0.35)
    by_press = [one.points for one in found["peak_force_n"]]
    assert by_press[3] == max(by_press)


def test_beats_that_came_too_soon_are_marked(pad: Pad, touch_at: Make, kneading: Make) -> None:
    slow, fast = kneading([14.0] * 3, 1.2), kneading([14.0] * 6, 0.6)
    touch = touch_at(np.concatenate([REST, slow, fast, REST]))
    score, found = lost(touch, pad, "knead", {"rate_per_min": Band(40.0, 60.0)})
    assert (score.metric("rate_per_min") or score.metrics[0]).value == pytest.approx(100.0, rel=0.05)
    assert min(one.start_s for one in found["rate_per_min"]) > 1.0 + 3 * 1.2 - 0.7
    assert len(found["rate_per_min"]) >= 5


def test_presses_that_stand_out_of_an_uneven_row_are_marked(pad: Pad, touch_at: Make, kneading: Make) -> None:
    peaks_n = [10.0, 10.5, 16.0, 9.6, 10.0, 15.0, 10.4, 5.0, 9.8, 10.0]
    touch = touch_at(np.concatenate([REST, kneading(peaks_n), REST]))
    _, found = lost(touch, pad, "knead", {"force_cv": Band(None, 0.01)})
    out = sorted(found["force_cv"], key=lambda one: -one.points)[:3]
    assert sorted(int((0.5 * (one.start_s + one.end_s) - 1.0) // (4 / 3)) for one in out) == [2, 5, 7]


def test_a_break_a_place_beside_and_a_hold_let_go_too_soon_are_marked(pad: Pad, touch_at: Make) -> None:
    force_n = held((2, 10), (3, 0), (3, 10), (1, 0), (6, 10))
    _, found = lost(touch_at(force_n), pad, "hold", {"flow": Band(0.9, None), "hold_s": Band(5.0, None)})
    assert times_of(found["flow"]) == [2.0, 5.0]
    first, second = found["hold_s"]
    assert (first.start_s, second.start_s) == (0.0, 5.0)
    assert first.points / second.points == pytest.approx(3.0 / 2.0, rel=0.02)
    x_mm = np.where(np.arange(1000) < 700, 60.0, 120.0)
    _, found = lost(touch_at(np.full(1000, 10.0), x_mm), pad, "hold", {"coverage": Band(0.9, None)}, zone="heel")
    assert times_of(found["coverage"]) == [7.0, 10.0]


def test_over_pressure_that_capped_a_score_stands_where_it_was(pad: Pad, touch_at: Make) -> None:
    cap_n = packaged_caps().cap_n["heel"]
    force_n = held((1, 10), (1, 1.1 * cap_n), (2, 10), (1, 1.5 * cap_n), (1, 10))
    score, found = lost(touch_at(force_n), pad, "knead", {"flow": Band(0.5, None)})
    assert sum(cap.points for cap in score.caps) > 0.0
    (span,) = found[LIMIT]
    assert times_of((span,)) == [4.0, 5.0]
    assert span.points == pytest.approx(sum(cap.points for cap in score.caps))


Turn = tuple[float, float, float]


def circled(touch_at: Make, turns: list[Turn], *, flat: int | None = None, back: int | None = None) -> TouchBlock:
    """Circles of (seconds, radius in mm, newtons) about a place, from second 1 on; one may be flat, one go back."""
    x, y, force_n = [REST], [REST], [REST]
    for number, (seconds, radius_mm, newtons) in enumerate(turns):
        angle = 2 * np.pi * np.arange(round(100 * seconds)) / round(100 * seconds)
        x.append(radius_mm * np.cos(angle))
        y.append((0.2 if number == flat else 1.0) * (-1.0 if number == back else 1.0) * radius_mm * np.sin(angle))
        # in the midst of a turn, wherever it is said to begin
        force_n.append(np.where(np.abs(angle - 1.2 * np.pi) < 0.5 * np.pi, newtons, 7.5))
    touch: TouchBlock = touch_at(
        np.concatenate([*force_n, REST]), 120.0 + np.concatenate([*x, REST]), np.r_[*y, REST] + 45.0
    )
    return touch


def middles(spans: tuple[CostSpan, ...]) -> list[float]:
    """When the dearest moments were, half of their points and more, to a second."""
    most = max(one.points for one in spans)
    return [round(0.5 * (one.start_s + one.end_s), 1) for one in spans if one.points > 0.5 * most]


def test_circles_that_came_too_late_are_marked_and_no_others(pad: Pad, touch_at: Make) -> None:
    turns = [(1.0, 11.0, 8.0)] * 3 + [(1.8, 11.0, 8.0)] * 4 + [(1.0, 11.0, 8.0)]
    _, found = lost(circled(touch_at, turns), pad, "circles", {"rate_per_min": Band(50.0, 70.0)})
    spans = found["rate_per_min"]
    assert min(one.start_s for one in spans) == pytest.approx(4.0, abs=0.5)
    assert max(one.end_s for one in spans) == pytest.approx(11.2, abs=0.7)
    beats_s = (1.0, 0.97, 1.03, 1.0, 1.6, 0.7, 1.6, 0.98, 1.04, 0.95, 1.02)
    uneven = [(one, 11.0, 8.0) for one in beats_s]
    _, found = lost(circled(touch_at, uneven), pad, "circles", {"rhythm_cv": Band(None, 0.02)})
    assert middles(found["rhythm_cv"]) == pytest.approx([5.9, 8.2], abs=0.3)


def test_circles_that_were_too_small_or_too_large_are_marked(pad: Pad, touch_at: Make) -> None:
    small = [(1.0, 11.0, 8.0)] * 3 + [(1.0, 4.0, 8.0)] * 3 + [(1.0, 11.0, 8.0)] * 2
    _, found = lost(circled(touch_at, small), pad, "circles", {"radius_mm": Band(10.0, 15.0)})
    assert middles(found["radius_mm"]) == pytest.approx([4.5, 5.5, 6.5], abs=0.4)
    large = [(1.0, 11.0, 8.0)] * 3 + [(1.0, 19.0, 8.0)] * 3 + [(1.0, 11.0, 8.0)] * 2
    _, found = lost(circled(touch_at, large), pad, "circles", {"radius_mm": Band(8.0, 12.0)})
    assert middles(found["radius_mm"]) == pytest.approx([4.5, 5.5, 6.5], abs=0.4)


def test_a_circle_that_was_flat_pressed_harder_or_went_back_is_marked(pad: Pad, touch_at: Make) -> None:
    even = [(1.0, 11.0, 8.0)] * 8
    _, found = lost(circled(touch_at, even, flat=5), pad, "circles", {"roundness": Band(0.95, None)})
    assert middles(found["roundness"]) == [pytest.approx(6.5, abs=0.5)]
    swung = [(1.0, 11.0, one) for one in (8.0, 8.5, 14.0, 7.5, 8.2, 14.0, 15.0, 8.4)]
    _, found = lost(circled(touch_at, swung), pad, "circles", {"force_cv": Band(None, 0.05)})
    assert middles(found["force_cv"]) == pytest.approx([3.5, 6.5, 7.5], abs=0.5)
    touch = circled(touch_at, even)
    score, found = lost(touch, pad, "circles", {"flow": Band(0.1, None)}, turn="y_to_x")
    assert score.metric("forward") is not None
    spans = found["forward"]
    assert (spans[0].start_s, spans[-1].end_s) == pytest.approx((1.0, 9.0), abs=0.1), "every one went the other way"
    score, found = lost(touch, pad, "circles", {"flow": Band(0.1, None)}, turn="x_to_y")
    assert "forward" not in found


def swept(touch_at: Make, seconds: list[float], newtons: list[float]) -> TouchBlock:
    """Glides of 120 mm along the foot, each in so many seconds, a second apart."""
    x = [np.linspace(60.0, 180.0, round(100 * one)) for one in seconds]
    rest, at = np.zeros(100), np.full(100, 60.0)
    force_n = [np.full(len(one), n) for one, n in zip(x, newtons, strict=True)]
    touch: TouchBlock = touch_at(
        np.concatenate([rest, *(part for one in force_n for part in (one, rest))]),
        np.concatenate([at, *(part for one in x for part in (one, at))]),
    )
    return touch


def test_a_glide_that_went_too_fast_is_marked_and_one_that_was_pressed_otherwise(pad: Pad, touch_at: Make) -> None:
    touch = swept(touch_at, [2.0, 1.0, 1.0, 1.0, 2.0, 2.0, 1.0], [6.0, 9.5, 6.2, 10.0, 5.8, 6.3, 6.1])
    _, found = lost(touch, pad, "glide", {"speed_mm_s": Band(30.0, 100.0)})
    # they begin at seconds 1, 4, 6, 8, 10, 13 and 16
    assert times_of(found["speed_mm_s"]) == pytest.approx([4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 16.0, 17.0], abs=0.05)
    _, found = lost(touch, pad, "glide", {"force_cv": Band(None, 0.05)})
    assert middles(found["force_cv"]) == pytest.approx([4.5, 8.5], abs=0.05)


def test_strokes_to_and_fro_that_were_too_long_too_slow_or_too_hard_are_marked(pad: Pad, touch_at: Make) -> None:
    time_s = np.arange(0.0, 10.0, 0.01)
    late = (time_s >= 4.0) & (time_s < 9.0)
    length_mm = np.where(late, 24.0, 12.0)
    force_n = np.where((time_s >= 1.0) & (time_s < 9.5), 8.0, 0.0)
    touch = touch_at(force_n, 120.0 + 0.5 * length_mm * np.sin(4 * np.pi * time_s))
    _, found = lost(touch, pad, "friction", {"stroke_mm": Band(6.0, 20.0)})
    assert min(one.start_s for one in found["stroke_mm"]) > 3.6
    slow = np.cumsum(np.where(late, 1.0, 2.0)) * 0.01
    touch = touch_at(force_n, 120.0 + 6.0 * np.sin(2 * np.pi * slow))
    _, found = lost(touch, pad, "friction", {"rate_per_min": Band(110.0, 180.0)})
    assert min(one.start_s for one in found["rate_per_min"]) > 3.4
    wave_n = np.where(force_n > 0.0, force_n + 0.3 * np.sin(2 * np.pi * time_s / 3.3), 0.0)
    hard = np.where((time_s > 5.9) & (time_s < 7.4), 14.0, wave_n)
    touch = touch_at(hard, 120.0 + 6.0 * np.sin(4 * np.pi * time_s))
    _, found = lost(touch, pad, "friction", {"force_cv": Band(None, 0.01)})
    assert all(5.4 < one < 7.9 for one in middles(found["force_cv"]))


def test_bites_that_were_too_long_or_went_back_and_blows_that_stayed_are_marked(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    force_n = kneading([8.0] * 12, 0.8, kept=0.35)
    steps = np.r_[0.0, np.full(5, 6.0), np.full(6, 14.0)]
    at_mm = 60.0 + np.cumsum(steps)[np.arange(len(force_n)) // 80]
    touch = touch_at(force_n, at_mm, 50.0)
    _, found = lost(touch, pad, "walk", {"bite_mm": Band(4.0, 8.0)})
    assert min(one.start_s for one in found["bite_mm"]) == pytest.approx(5.5 * 0.8, abs=0.2)
    back = np.r_[0.0, np.full(5, 6.0), np.full(3, -6.0), np.full(3, 6.0)]
    at_mm = 60.0 + np.cumsum(back)[np.arange(len(force_n)) // 80]
    line = np.array([[60.0, 50.0], [120.0, 50.0]])
    _, found = lost(touch_at(force_n, at_mm, 50.0), pad, "walk", {"forward": Band(0.9, None)}, path_mm=line)
    spans = found["forward"]
    assert len(spans) == 3
    assert (spans[0].start_s, spans[-1].end_s) == pytest.approx((5.5 * 0.8, 8.5 * 0.8), abs=0.2)
    blow, stay, rest = np.full(8, 3.0), np.full(26, 3.0), np.zeros(30)
    force_n = np.concatenate([REST, *([blow, rest] * 4), *([stay, rest] * 6)])
    _, found = lost(touch_at(force_n), pad, "tap", {"contact_s": Band(None, 0.15)})
    assert len(found["contact_s"]) == 6
    assert found["contact_s"][0].start_s == pytest.approx(1.0 + 4 * 0.38, abs=0.02)


@pytest.mark.parametrize(("technique", "flowing"), [("hold", True), ("knead", False)])
def test_a_force_that_had_sunk_is_marked_in_the_last_third(
    pad: Pad, touch_at: Make, kneading: Make, technique: str, flowing: bool
) -> None:
    levels = (28.0, 12.0), (4.0, 8.5), (8.0, 7.0)
    force_n = held(*levels) if flowing else np.concatenate([kneading([n] * round(s), 1.0) for s, n in levels])
    score, found = lost(touch_at(force_n), pad, technique, {"force_trend": Band(-0.2, None)})
    assert score.metrics[0].points > 0.0
    spans = found["force_trend"]
    assert spans[0].start_s == pytest.approx(28.0, abs=0.6)
    assert spans[-1].end_s == pytest.approx(40.0, abs=0.6)


@pytest.mark.parametrize(
    ("name", "hand", "drill"),
    [
        ("balance", "uneven", "two-knead"),
        ("phase_error", "rushing", "two-walk"),
        ("phase_error", "beginner", "two-circles"),
    ],
)
def test_of_two_hands_the_weaker_ones_presses_and_the_beats_out_of_step_are_marked(
    name: str, hand: Any, drill: str
) -> None:
    run = drilled(packaged_drills()[drill], hand)
    for index, score in enumerate(run.result().sets):
        found = points_in_time(run.judged()[index], run.pad, score, run.document.caps, run.task(index), run.rules)
        cost = score.metric(name)
        assert cost is not None
        assert sum(one.points for one in found[name]) == pytest.approx(cost.points)
        begins_s, ends_s = run.task(index).window_s or (0.0, 0.0)
        assert all(begins_s <= one.start_s < one.end_s <= ends_s for one in found[name])
        assert len(found[name]) > 3
        # a press or a beat each, never the whole set
        assert max(one.end_s - one.start_s for one in found[name]) < 3.0


def test_what_nobody_did_has_no_moment_and_neither_has_a_line_that_was_not_reached(pad: Pad, touch_at: Make) -> None:
    _, found = lost(touch_at(REST), pad, "knead", {"peak_force_n": Band(8.0, 20.0), "force_cv": Band(None, 0.15)})
    assert found == {"peak_force_n": (), "force_cv": ()}
    line = np.array([[60.0, 50.0], [160.0, 50.0]])
    touch = touch_at(np.full(400, 8.0), np.linspace(60.0, 105.0, 400), 50.0)
    _, found = lost(touch, pad, "glide", {"coverage": Band(0.9, None)}, path_mm=line)
    assert found == {"coverage": ()}
