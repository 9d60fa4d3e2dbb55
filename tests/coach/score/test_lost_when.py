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


@pytest.mark.parametrize(("name", "hand"), [("first-steps", "heavy"), ("walk-1", "beginner"), ("glide-1", "beginner")])
def test_what_is_placed_adds_up_to_what_the_score_took_off_and_lies_in_the_set(name: str, hand: Any) -> None:
    run = drilled(packaged_drills()[name], hand)
    some = 0
    for index, score in enumerate(run.result().sets):
        begins_s, ends_s = run.task(index).window_s or (0.0, 0.0)
        found = points_in_time(run.judged()[index], run.pad, score, run.document.caps, run.task(index), run.rules)
        cost = {one.name: one.points for one in score.metrics if one.points > 0.0}
        assert found.keys() == cost.keys()
        for measure, spans in found.items():
            some += bool(spans)
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


def test_what_is_true_of_the_whole_alone_and_what_nobody_did_has_no_moment(pad: Pad, touch_at: Make) -> None:
    run = drilled(packaged_drills()["circles-1"], "flat")
    score = run.result().sets[0]
    found = points_in_time(run.judged()[0], run.pad, score, run.document.caps, run.task(0), run.rules)
    assert score.metrics[0].name == "roundness"
    assert found["roundness"] == ()
    _, found = lost(touch_at(REST), pad, "knead", {"peak_force_n": Band(8.0, 20.0), "force_cv": Band(None, 0.15)})
    assert found == {"peak_force_n": (), "force_cv": ()}
