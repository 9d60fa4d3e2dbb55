"""A set to look back at: presses where they were, by their peaks, beside what was asked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.drilled import drilled, run_of, sole_of, touch_of

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.session.screen.review import SetReview, reviews_of, thinned
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.hand import demonstrate_both


@cache
def first_steps() -> tuple[SetReview, ...]:
    """A hold and two runs of kneading, by a hand that presses too hard."""
    return reviews_of(drilled(packaged_drills()["first-steps"], "heavy"))


def test_every_set_that_was_done_is_there_in_its_order() -> None:
    assert [(one.index, one.technique) for one in first_steps()] == [(0, "hold"), (1, "knead"), (2, "knead")]
    assert reviews_of(run_of(packaged_drills()["first-steps"])) == ()


def test_what_was_asked_is_a_point_or_a_zone_with_a_band() -> None:
    hold, knead, _ = first_steps()
    assert hold.zone is None
    assert hold.target_mm is not None
    assert (knead.zone, knead.target_mm) == ("heel", None)
    assert hold.band_n == pytest.approx((7.2, 10.8), abs=0.1)


def test_a_kneads_presses_are_its_peaks_in_their_zone_and_a_holds_are_moments_of_it() -> None:
    hold, knead, _ = first_steps()
    # 12 s at 45 a minute
    assert 6 <= len(knead.presses_n) <= 11
    assert np.all(knead.places_mm[:, 0] < 90.0)
    assert knead.presses_n.max() == pytest.approx(knead.trace_n.max(), rel=0.1)
    # 8 s, four a second, less what it takes to come down
    assert 24 <= len(hold.presses_n) <= 32
    assert hold.target_mm is not None
    assert np.hypot(*(hold.places_mm - hold.target_mm).T).max() < 15.0


def test_a_press_stands_below_in_or_above_its_band() -> None:
    hold, knead, _ = first_steps()
    assert np.all(knead.aims == 1)
    for force_n, aim in zip(hold.presses_n.tolist(), hold.aims.tolist(), strict=True):
        assert hold.band_n is not None
        assert aim == (force_n > (hold.band_n[1] or 0.0)) - (force_n < (hold.band_n[0] or 0.0))
    free = SetReview(0, "", "glide", 1.0, *(np.zeros(3), np.zeros(3), np.zeros((2, 2)), np.array([0.1, 40.0])))
    assert free.aims.tolist() == [0, 0]


def test_the_way_of_the_thumb_is_of_the_sets_own_time_and_has_no_place_where_nothing_touched() -> None:
    for one in first_steps():
        assert len(one.way_s) == len(one.way_mm) == len(one.way_n)
        assert 0.0 <= one.way_s[0] <= one.way_s[-1] <= one.seconds
        assert np.diff(one.way_s).max() == pytest.approx(0.04, abs=0.011)
        assert np.array_equal(np.isnan(one.way_mm[:, 0]), one.way_n <= 0.0)
    _, knead, _ = first_steps()
    assert knead.way_n.max() == pytest.approx(knead.presses_n.max(), rel=0.05)


def test_a_stream_that_ends_with_the_last_sample_of_a_drill_has_its_last_set_as_well() -> None:
    drill = packaged_drills()["first-steps"]
    path, second = demonstrate_both(drill, sole_of("right")[0], "expert", 1)
    touch = TouchBlock.joined(touch_of(path, "right", second))
    run = run_of(drill)
    run.feed(touch.between(0.0, drill.duration_s - 0.05))
    assert run.result().sets[2].score is not None
    assert [one.index for one in reviews_of(run)] == [0, 1, 2]
    early = run_of(drill)
    early.feed(touch.between(0.0, drill.duration_s - 1.0))
    assert early.result().sets[2].score is None
    assert [one.index for one in reviews_of(early)] == [0, 1]


def test_what_a_set_cost_is_the_scores_dearest_first_and_at_times_of_the_set() -> None:
    run = drilled(packaged_drills()["first-steps"], "beginner")
    for one, score in zip(reviews_of(run), run.result().sets, strict=True):
        told = {metric.name: metric.points for metric in score.metrics if metric.points > 0.0}
        assert {cost.measure: cost.points for cost in one.costs} == told
        assert [cost.points for cost in one.costs] == sorted(told.values(), reverse=True)
        assert all(0.0 <= span.start_s < span.end_s <= one.seconds + 0.02 for cost in one.costs for span in cost.spans)
    assert reviews_of(run)[1].costs[0].reason == "uneven"


def test_a_trace_is_of_the_sets_own_time_and_thinned_without_losing_its_ends() -> None:
    for one in first_steps():
        assert 0.0 <= one.trace_s[0] <= one.trace_s[-1] <= one.seconds
        assert np.all(np.diff(one.trace_s) > 0)
    long = reviews_of(drilled(packaged_drills()["knead-1"], "expert"))[0]
    assert len(long.trace_s) <= 1700
    assert long.trace_n.max() >= long.presses_n.max() * 0.95


def test_a_long_trace_is_thinned_to_the_lowest_and_highest_of_each_stretch_in_their_order() -> None:
    time_s = np.arange(10_000) / 100.0
    force_n = np.full(10_000, 5.0)
    force_n[[1234, 7000]], force_n[[1240, 6999]] = 30.0, 0.5
    few_s, few_n = thinned(time_s, force_n)
    assert len(few_s) <= 1600
    assert np.all(np.diff(few_s) > 0.0)
    told = dict(zip(few_s.tolist(), few_n.tolist(), strict=True))
    assert {at: told.get(at) for at in (12.34, 12.40, 69.99, 70.0)} == {12.34: 30.0, 12.40: 0.5, 69.99: 0.5, 70.0: 30.0}
    assert all(told[at] == force_n[round(100 * at)] for at in told)
    same_s, same_n = thinned(time_s[:50], force_n[:50])
    assert (len(same_s), len(same_n)) == (50, 50)


def test_a_set_in_which_nothing_was_pressed_has_a_trace_and_no_press() -> None:
    drill = packaged_drills()["first-steps"]
    run = run_of(drill)
    idle = drilled(drill, "heavy").judged()[0]
    none_n, untouched = np.zeros(len(idle)), np.zeros(len(idle), np.bool_)
    for start_s in (3.0, 14.0):
        time_s = idle.time_s - idle.time_s[0] + start_s
        run.feed(replace(idle, time_s=time_s, total_n=none_n, contact_n=none_n, touching=untouched))
    hold = reviews_of(run)[0]
    assert (len(hold.presses_n), hold.places_mm.shape, hold.aims.tolist()) == (0, (0, 2), [])
    assert hold.trace_n.max() == 0.0
    assert len(hold.trace_s) > 100
