"""Scores of whole sets: what is judged, what it costs, what caps it, and what is left out and why."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thumbwalk.coach.score.judge import running_score, score_technique
from thumbwalk.coach.score.rules import RULES
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.score.task import ANYWHERE, Task
from thumbwalk.coach.targets.bands import Band, bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.pad import Pad, Taxel
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
REST = np.zeros(100)
HERE = Task(zone="heel")


def score_of(
    touch: TouchBlock, pad: Pad, technique: str, bands: Mapping[str, Band] | None = None, task: Task = ANYWHERE
) -> Score:
    """By the package's bands, unless others are given, and its caps."""
    known = bands_in(packaged_targets(), technique) if bands is None and technique in TECHNIQUES else bands or {}
    return score_technique(touch, pad, technique, known, packaged_caps(), task)


def running(touch: TouchBlock, pad: Pad, technique: str, bands: Mapping[str, Band], task: Task) -> float | None:
    found = running_score(touch, pad, technique, bands, packaged_caps(), task)
    return None if found is None else found.score


def points(score: Score) -> float:
    assert score.score is not None
    return score.score


def knead_set(touch_at: Make, kneading: Make, peaks: Any = (14.0,) * 9, **how: Any) -> TouchBlock:
    touch: TouchBlock = touch_at(np.concatenate([REST, kneading(peaks, **how), REST]))
    return touch


def test_the_document_is_exact(pad: Pad, touch_at: Make, kneading: Make) -> None:
    touch = touch_at(np.concatenate([REST, kneading([26.0] * 9), REST]), 190.0, 50.0)
    document = json.loads(json.dumps(score_of(touch, pad, "knead").to_json(), allow_nan=False))
    assert document.keys() == {
        "version", "technique", "score", "stars", "metrics", "caps", "not_scored", "errors", "elsewhere",
    }  # fmt: skip
    assert (document["version"], document["technique"]) == (1, "knead")
    for metric in document["metrics"]:
        assert metric.keys() == {
            "name", "value", "unit", "band", "credit", "weight", "points_lost", "advice", "points",
        }  # fmt: skip
        assert len(metric["band"]) == 2
        assert metric["advice"].endswith(".")
    assert [cap.keys() for cap in document["caps"]] == [{"reason", "limit", "value", "max_score", "points"}]
    units = {metric["name"]: metric["unit"] for metric in document["metrics"]}
    assert units["peak_force_n"] == "N"
    assert units["rate_per_min"] == "/min"
    assert units["release"] == ""


def test_good_kneading_is_perfect(pad: Pad, touch_at: Make, kneading: Make) -> None:
    score = score_of(knead_set(touch_at, kneading), pad, "knead")
    assert score.score == pytest.approx(100.0)
    assert score.stars == 3
    assert {metric.name for metric in score.metrics} == {
        "peak_force_n", "force_cv", "rate_per_min", "rhythm_cv", "release", "flow",
    }  # fmt: skip
    assert all(metric.points_lost == pytest.approx(0.0, abs=1e-9) for metric in score.metrics)


def test_one_miss_is_scored_by_hand(pad: Pad, touch_at: Make, kneading: Make) -> None:
    # 75 presses a minute where 60 is the most: 15 outside, half the band is 15; weights 2 2 1 1 1 2
    score = score_of(knead_set(touch_at, kneading, [14.0] * 12, interval_s=0.8), pad, "knead")
    worst = score.metrics[0]
    assert worst.name == "rate_per_min"
    assert worst.value == pytest.approx(75.0, rel=0.003)
    assert score.score == pytest.approx(100 * math.exp(-1 / 9), rel=0.005)
    assert worst.points_lost == pytest.approx(100 - points(score))
    assert worst.advice == "Your pace was 75 a minute; keep it within 30 to 60."


def test_points_lost_is_what_the_score_would_gain(pad: Pad, touch_at: Make, kneading: Make) -> None:
    score = score_of(knead_set(touch_at, kneading, [4.0, 6.0] * 6, interval_s=0.8, kept=0.4), pad, "knead")
    total = sum(metric.weight for metric in score.metrics)
    for metric in score.metrics:
        mended = score.score / max(metric.credit, 0.01) ** (metric.weight / total)
        assert metric.points_lost == pytest.approx(mended - score.score, rel=1e-6, abs=1e-9)
    costs = [metric.points_lost for metric in score.metrics]
    assert costs == sorted(costs, reverse=True)


def test_no_touch_is_nothing(pad: Pad, touch_at: Make) -> None:
    for touch in (touch_at(np.zeros(500)), TouchBlock.joined([])):
        score = score_of(touch, pad, "hold", task=Task(window_s=(0.0, 5.0)))
        assert (score.score, score.stars) == (0.0, 0)
        assert all(metric.value is None or metric.name == "flow" for metric in score.metrics)
        json.dumps(score.to_json(), allow_nan=False)


def test_too_few_strokes_hide_nothing(pad: Pad, touch_at: Make, kneading: Make) -> None:
    score = score_of(knead_set(touch_at, kneading, [14.0]), pad, "knead")
    rhythm = score.metric("rhythm_cv")
    assert rhythm is not None
    assert (rhythm.value, rhythm.credit) == (None, 0.0)
    assert points(score) < 30


def test_another_technique_costs_flow(pad: Pad, touch_at: Make, kneading: Make) -> None:
    force = np.concatenate([REST, kneading([14.0] * 9), np.zeros(20), np.full(1200, 12.0), REST])
    score = score_of(touch_at(force), pad, "knead")
    flow = score.metric("flow")
    assert flow is not None
    assert flow.value == pytest.approx(0.5, abs=0.02)
    peak = score.metric("peak_force_n")
    assert peak is not None
    assert peak.value == pytest.approx(14.0, rel=0.01)


def test_what_is_all_another_technique_is_still_measured(pad: Pad, touch_at: Make, kneading: Make) -> None:
    score = score_of(knead_set(touch_at, kneading), pad, "hold")
    flow = score.metric("flow")
    assert flow is not None
    assert flow.value == pytest.approx(0.0, abs=0.05)
    assert 0.0 < points(score) < 40.0


def test_over_pressure_caps_the_score_and_says_where(pad: Pad, touch_at: Make, kneading: Make) -> None:
    # perfect but for 0.3 s at 13.2 N on the forefoot, whose cap is 12: 0.1 over, which takes 40 x 0.1 / 0.15 points
    force = np.concatenate([REST, kneading([10.0] * 9), REST])
    touch = touch_at(force, 190.0, 50.0)
    pressed = touch.contact_n.copy()
    pressed[500:530] = 13.2
    score = score_of(replace(touch, contact_n=pressed), pad, "knead")
    (cap,) = score.caps
    assert (cap.reason, cap.limit, cap.value) == ("over-pressure on the forefoot", 12.0, 13.2)
    assert cap.max_score == pytest.approx(100 - 40 * 0.1 / 0.15)
    assert (score.score, score.stars) == (cap.max_score, 1)
    assert cap.points == pytest.approx(40 * 0.1 / 0.15)
    brief = touch.contact_n.copy()
    brief[500:519] = 13.2
    assert score_of(replace(touch, contact_n=brief), pad, "knead").caps == ()


def test_a_band_ends_below_the_cap_of_the_zone_it_is_asked_in(pad: Pad, touch_at: Make) -> None:
    touch = touch_at(np.concatenate([REST, np.full(800, 12.0), REST]), *pad.place(0.47, 0.40))
    asked = score_of(touch, pad, "hold", task=Task(target_mm=pad.place(0.47, 0.40)))
    free = score_of(touch, pad, "hold")
    clipped, open_ = asked.metric("force_n"), free.metric("force_n")
    assert clipped is not None
    assert open_ is not None
    assert clipped.band == pytest.approx((7.2, 10.8))  # 60 and 90 % of the medial arch's 12 N
    assert open_.band == (8.0, 18.0)


def reasons(score: Score) -> dict[str, str]:
    return {one.name: one.reason for one in score.not_scored}


def walked(touch_at: Make, kneading: Make, bite_mm: float) -> TouchBlock:
    force = np.concatenate([REST, kneading([10.0] * 12, interval_s=0.7, kept=0.3), REST])
    number = np.clip((np.arange(len(force)) - 100) // 70, 0, 11)
    touch: TouchBlock = touch_at(force, 80.0 + bite_mm * number, 45.0)
    return touch


def circled(touch_at: Make, radius_mm: float) -> TouchBlock:
    angle = 2 * np.pi * np.arange(1200) / 120
    x = np.r_[REST, 120 + radius_mm * np.cos(angle), REST]
    y = np.r_[REST, 45 + radius_mm * np.sin(angle), REST]
    touch: TouchBlock = touch_at(np.r_[REST, np.full(1200, 8.0), REST], x, y)
    return touch


def dense_mat() -> Pad:
    taxels = tuple(Taxel(f"{x}_{y}", 8.0 * x, 8.0 * y, 64.0) for x in range(32) for y in range(12))
    return Pad("mat", "N", taxels)


def test_sixteen_tiles_do_not_score_a_single_bite_and_say_so(pad: Pad, touch_at: Make, kneading: Make) -> None:
    score = score_of(walked(touch_at, kneading, 7.0), pad, "walk")
    assert reasons(score)["bite_cv"] == "taxels 27 mm apart do not resolve a single bite"
    assert score.metric("bite_mm") is not None
    assert "bite_cv" not in reasons(score_of(walked(touch_at, kneading, 7.0), dense_mat(), "walk"))
    assert "bite_cv" not in reasons(score_of(walked(touch_at, kneading, 7.0), pad, "knead"))


def test_bites_that_are_too_small_for_the_layout_are_not_scored(pad: Pad, touch_at: Make, kneading: Make) -> None:
    asked = {"bite_mm": Band(2.0, 10.0), "force_cv": Band(None, 0.15)}
    score = score_of(walked(touch_at, kneading, 3.0), pad, "walk", asked)
    assert score.metric("bite_mm") is None
    assert reasons(score)["bite_mm"] == (
        "3.0 mm is too small for this layout: bites are resolved from 4.0 mm on, as the mean of a run"
    )
    assert score_of(walked(touch_at, kneading, 3.0), dense_mat(), "walk").metric("bite_mm") is not None


def test_what_is_surely_smaller_than_asked_is_scored_though_it_is_not_resolved(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    bites = [score_of(walked(touch_at, kneading, bite_mm), pad, "walk").metric("bite_mm") for bite_mm in (3.5, 2.0)]
    earned = [0.0 if one is None else one.credit for one in bites]
    # 4 to 10 mm are asked: below them w is 2 mm
    assert earned == pytest.approx([math.exp(-(0.25**2)), math.exp(-1)], abs=0.02)
    small = score_of(circled(touch_at, 4.0), pad, "circles").metric("radius_mm")
    assert small is not None
    assert small.credit < 0.4


@pytest.mark.parametrize(("radius_mm", "scored"), [(7.0, False), (11.0, True)])
def test_circles_are_scored_for_size_where_the_layout_tells_it(
    pad: Pad, touch_at: Make, radius_mm: float, scored: bool
) -> None:
    score = score_of(circled(touch_at, radius_mm), pad, "circles")
    assert (score.metric("radius_mm") is not None) == (score.metric("roundness") is not None) == scored
    assert ("radius_mm" in reasons(score)) == (not scored)
    assert score_of(circled(touch_at, radius_mm), dense_mat(), "circles").metric("radius_mm") is not None


@pytest.mark.parametrize(
    ("technique", "names"),
    [
        ("walk", {"bite_mm", "bite_cv", "forward"}),
        ("circles", {"rate_per_min", "rhythm_cv", "radius_mm", "roundness"}),
        ("glide", {"speed_mm_s"}),
        ("knead", set()),
    ],
)
def test_without_positions_nothing_that_takes_a_place_is_scored(
    pad: Pad, touch_at: Make, kneading: Make, technique: str, names: set[str]
) -> None:
    nowhere = replace(pad, name="blind", taxels=tuple(Taxel(taxel.name) for taxel in pad.taxels), outline=None)
    force = np.concatenate([REST, kneading([10.0] * 12, interval_s=0.7, kept=0.3), REST])
    score = score_of(touch_at(force, np.nan, np.nan), nowhere, technique)
    told = {name for name, reason in reasons(score).items() if reason == "layout 'blind' has no positions"}
    assert told == names
    assert not names & {metric.name for metric in score.metrics}


@pytest.mark.parametrize(("off_mm", "expected"), [(0.0, 1.0), (8.0, 1.0), (12.0, math.exp(-1))])
def test_a_hold_beside_its_point_loses(pad: Pad, touch_at: Make, off_mm: float, expected: float) -> None:
    x_mm, y_mm = pad.place(0.60, 0.42)
    touch = touch_at(np.concatenate([REST, np.full(800, 12.0), REST]), x_mm + off_mm - 1e-6, y_mm)
    metric = score_of(touch, pad, "hold", task=Task(target_mm=(x_mm, y_mm))).metric("off_point_mm")
    assert metric is not None
    assert metric.credit == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(("technique", "most_mm"), [("knead", 10.0), ("circles", 8.0), ("friction", 8.0), ("tap", 8.0)])
def test_what_stays_on_its_place_is_asked_for_it_where_a_point_is(
    pad: Pad, touch_at: Make, kneading: Make, technique: str, most_mm: float
) -> None:
    x_mm, y_mm = pad.place(0.47, 0.40)
    touch = touch_at(np.concatenate([REST, kneading((10.0,) * 9), REST]), x_mm - 30.0, y_mm)
    off = score_of(touch, pad, technique, task=Task(target_mm=(x_mm, y_mm))).metric("off_point_mm")
    assert off is not None
    assert off.band == (None, most_mm)
    assert off.value == pytest.approx(30.0, abs=0.1)
    nowhere = score_of(touch, pad, technique)
    assert nowhere.metric("off_point_mm") is None
    assert "off_point_mm" not in {one.name for one in nowhere.not_scored}


def test_circles_from_one_and_a_half_millimetres_under_their_band_are_surely_too_small(
    pad: Pad, touch_at: Make
) -> None:
    bands = bands_in(packaged_targets(), "circles")
    touch = circled(touch_at, 6.0)
    assert score_of(touch, pad, "circles").metric("radius_mm") is not None
    second = score_technique(touch, pad, "circles", bands, packaged_caps(), ANYWHERE, RULES[2])
    assert second.metric("radius_mm") is None, "of the second version from three on"


def test_the_zone_asked_for_counts(pad: Pad, touch_at: Make, kneading: Make) -> None:
    touch = knead_set(touch_at, kneading)
    heel = score_of(touch, pad, "knead", task=HERE).metric("coverage")
    toes = score_of(touch, pad, "knead", task=Task(zone="toes")).metric("coverage")
    assert heel is not None
    assert toes is not None
    assert (heel.value, toes.value) == (1.0, 0.0)


def test_what_the_layout_cannot_judge_is_said(pad: Pad, touch_at: Make) -> None:
    touch = touch_at(np.concatenate([REST, np.full(800, 12.0), REST]), 20.0, 50.0)
    behind = score_of(touch, pad, "hold", task=Task(target_mm=(20.0, 50.0)))
    assert [(one.name, "35 mm" in one.reason) for one in behind.not_scored] == [("off_point_mm", True)]
    counts = score_of(touch, replace(pad, unit="counts"), "hold")
    reasons = {one.name: one.reason for one in counts.not_scored}
    assert reasons.keys() == {"force_counts", "off_point_mm"}
    assert "counts" in reasons["force_counts"]
    assert points(counts) > 90  # steady, long enough, flowing


def test_own_bands_are_obeyed(pad: Pad, touch_at: Make, kneading: Make) -> None:
    bands = {"peak_force_n": Band(20, 30), "rate_per_min": Band(30, 60, 0.0)}
    score = score_of(knead_set(touch_at, kneading), pad, "knead", bands)
    (metric,) = score.metrics
    assert (metric.name, metric.band) == ("peak_force_n", (20, 30))


def test_an_unknown_technique_is_refused(pad: Pad) -> None:
    with pytest.raises(DrillError, match="no technique 'pinch'"):
        score_of(TouchBlock.joined([]), pad, "pinch")


def test_a_running_score_waits_for_what_is_still_growing(pad: Pad, touch_at: Make) -> None:
    touch = touch_at(np.full(200, 12.0))
    bands = {"force_n": Band(8, 18, 2.0), "hold_s": Band(5, 20), "flow": Band(0.9)}
    task = Task(window_s=(0.0, 2.0))
    assert running(touch, pad, "hold", bands, task) == pytest.approx(100.0)
    assert points(score_of(touch, pad, "hold", bands, task)) < 97
    assert running(touch_at(np.zeros(200)), pad, "hold", bands, task) is None


@given(
    peaks=st.lists(st.floats(2.0, 35.0), min_size=1, max_size=10),
    interval_s=st.floats(0.5, 2.5),
    kept=st.floats(0.0, 0.6),
    technique=st.sampled_from(["hold", "knead"]),
    zone=st.sampled_from([None, "heel", "toes"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_set_has_a_score_from_0_to_100(
    pad: Pad, touch_at: Make, kneading: Make, peaks: Any, interval_s: float, kept: float, technique: str, zone: Any
) -> None:
    touch = knead_set(touch_at, kneading, peaks, interval_s=interval_s, kept=kept)
    score = score_of(touch, pad, technique, task=Task(zone=zone))
    assert 0.0 <= points(score) <= 100.0 + 1e-9
    assert all(0.0 <= metric.credit <= 1.0 and metric.points_lost >= 0.0 for metric in score.metrics)
    json.dumps(score.to_json(), allow_nan=False)


@given(st.floats(0.0, 0.5), st.floats(0.0, 0.4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_more_unevenness_never_scores_higher(
    pad: Pad, touch_at: Make, kneading: Make, spread: float, more: float
) -> None:
    def of(part: float) -> float:
        peaks = 13.0 * (1 + part * np.array([-1, 1, -1, 1, 0, -1, 1, -1, 1]))
        return points(score_of(knead_set(touch_at, kneading, peaks), pad, "knead"))

    assert of(spread + more) <= of(spread) + 0.1


def by(name: str, score: Score) -> Any:
    metric = score.metric(name)
    assert metric is not None
    return metric


def test_the_parts_add_up_worked_out_by_hand(pad: Pad, touch_at: Make, kneading: Make) -> None:
    # 75 a minute: credit e^-1; the valley keeps 0.5 where 0.25 is the most: (0.25 / 0.125)^2 = 4, credit e^-4
    touch = knead_set(touch_at, kneading, [14.0] * 12, interval_s=0.8, kept=0.5)
    score = score_of(touch, pad, "knead")
    assert points(score) == pytest.approx(100 * math.exp(-5 / 9), rel=0.01)
    missing = 100 - points(score)
    assert by("rate_per_min", score).points == pytest.approx(missing * 1 / 5, rel=0.03)
    assert by("release", score).points == pytest.approx(missing * 4 / 5, rel=0.03)
    assert sum(one.points for one in score.metrics) == pytest.approx(missing)
    # and with over-pressure, which has a part of its own
    hard = score_of(replace(touch, contact_n=np.where(touch.touching, 27.5, 0.0)), pad, "knead")
    assert points(hard) == pytest.approx(min(points(score), 100 - 40 * 0.1 / 0.15))
    assert sum(one.points for one in hard.metrics) + hard.caps[0].points == pytest.approx(100 - points(hard))


def test_slow_blows_are_no_gaps(pad: Pad, touch_at: Make) -> None:
    blow = np.r_[3.0 * np.sin(np.pi * np.arange(12) / 12), np.zeros(88)]
    touch = touch_at(np.r_[REST, np.tile(blow, 20), REST])
    assert by("flow", score_of(touch, pad, "tap", task=Task(window_s=(1.0, 21.0)))).value == pytest.approx(1.0)
    # three blows left out are a break of 3.88 s, and longer than one and a half intervals
    holes = touch_at(np.r_[REST, np.tile(blow, 8), np.zeros(300), np.tile(blow, 9), REST])
    gone = by("flow", score_of(holes, pad, "tap", task=Task(window_s=(1.0, 21.0))))
    assert gone.value == pytest.approx(1 - 3.88 / 20, abs=0.02)


def test_a_hold_s_break_is_a_gap_from_two_seconds_on(pad: Pad, touch_at: Make) -> None:
    def flow_with(break_s: float) -> float:
        hold = np.full(600, 12.0)
        touch = touch_at(np.r_[hold, np.zeros(round(100 * break_s)), hold])
        value = by("flow", score_of(touch, pad, "hold")).value
        assert isinstance(value, float)
        return value

    assert flow_with(1.9) == pytest.approx(1.0)
    assert flow_with(2.5) == pytest.approx(12 / 14.5, abs=0.01)


@pytest.mark.parametrize(
    ("how", "metric"),
    [
        ({"bite_mm": 7.0, "interval_s": 2.0, "kept": 0.3}, "rate_per_min"),
        ({"bite_mm": 7.0, "interval_s": 0.7, "kept": 0.0}, "contact_kept"),
        ({"bite_mm": 1.0, "interval_s": 0.7, "kept": 0.4}, "bite_mm"),
    ],
)
def test_a_walk_at_fault_is_a_walk(pad: Pad, touch_at: Make, kneading: Make, how: Any, metric: str) -> None:
    n = round(100 * how["interval_s"])
    force = np.concatenate([REST, kneading([10.0] * 12, interval_s=how["interval_s"], kept=how["kept"]), REST])
    number = np.clip((np.arange(len(force)) - 100) // n, 0, 11)
    score = score_of(touch_at(force, 70.0 + how["bite_mm"] * number, 45.0), pad, "walk")
    assert (by("flow", score).value, score.elsewhere) == (pytest.approx(1.0), {})
    assert max(score.metrics, key=lambda one: one.points).name == metric


def test_kneading_in_place_of_circles_is_not_circles_and_is_told(pad: Pad, touch_at: Make, kneading: Make) -> None:
    score = score_of(knead_set(touch_at, kneading), pad, "circles")
    assert by("flow", score).value == pytest.approx(0.0, abs=0.05)
    assert score.elsewhere == {"knead": pytest.approx(11.9, abs=0.3)}
    assert by("flow", score).advice == "12 s were knead, not circles: name it, then change."


def test_a_circle_that_is_a_line_is_told_to_be_one(pad: Pad, touch_at: Make) -> None:
    angle = 2 * np.pi * np.arange(1200) / 120
    x, y = (np.r_[REST, 120 + r * np.cos(angle), REST] - 75 * (r < 2) for r in (12.0, 1.0))
    score = score_of(touch_at(np.r_[REST, np.full(1200, 8.0), REST], x, y), pad, "circles")
    roundness = by("roundness", score)
    assert roundness.value < 0.15
    assert max(score.metrics, key=lambda one: one.points).name == "roundness"
    assert points(score) < 85


def test_errors_are_told_against_the_guide(pad: Pad, touch_at: Make, kneading: Make) -> None:
    # peaks of 12 and 16 N against 12: constant +2, absolute 2, variable 2; a press each 4/3 s against 40 a minute
    touch = knead_set(touch_at, kneading, [12.0, 16.0] * 5)
    score = score_of(touch, pad, "knead", task=Task(force_n=12.0, rate_per_min=40.0))
    force, pace = score.errors
    assert (force.name, force.guide, pace.name, pace.unit) == ("peak_force_n", 12.0, "rate_per_min", "/min")
    assert (force.constant, force.absolute, force.variable) == pytest.approx((2.0, 2.0, 2.0), abs=0.1)
    assert pace.constant == pytest.approx(5.0, abs=0.5)
    assert score_of(touch, pad, "knead").errors == ()


def test_a_strict_task_takes_no_other_technique_for_this_one_at_fault(pad: Pad, touch_at: Make, kneading: Make) -> None:
    # bites that come to rest in one place: a walk that takes small bites, or kneading
    touch = touch_at(np.concatenate([REST, kneading([9.0] * 12, interval_s=0.7, kept=0.35), REST]))
    forgiven = score_of(touch, pad, "walk", task=Task(zone="heel"))
    strict = score_of(touch, pad, "walk", task=Task(zone="heel", strict=True))
    assert forgiven.elsewhere == {}
    assert set(strict.elsewhere) == {"knead"}
    assert points(strict) < points(forgiven)
