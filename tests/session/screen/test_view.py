"""A snapshot tells how things stand now: nothing of it is left from before."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from tests.app import scenes
from tests.drilled import run_of, sole_of, touch_of
from tests.played import LESSON, played

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.screen.snapshot import Snapshot, StreamState
from thumbwalk.session.screen.view import Newest, ScreenView
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.hand import demonstrate

PAD, _ = sole_of("right")
KNEADING = Drill("k", "K", "", 1.0, 2.0, (DrillSet("knead", "a", 6.0, zone="heel", rate_per_min=60, force_n=10.0),))
STREAM = StreamState(True, "V", 1000.0, 0, 0, 0, 0, "")


def pipe(*left_out: str) -> Pipeline:
    """A pipeline that leaves these tiles out, which is all that is asked of it."""
    return SimpleNamespace(left_out=left_out)  # type: ignore[return-value]


def newest(time_s: float, force_n: float = 0.0) -> Newest:
    return Newest(time_s, round(time_s * 1e6), np.full(16, force_n / 16))


def free_view(touch: TouchBlock, *left_out: str) -> ScreenView:
    """What is shown of free practice, all of whose touch came at once."""
    view = ScreenView(PAD, packaged_caps())
    view.begin(100.0)
    view.take(touch, None, pipe(*left_out))
    return view


def test_before_the_first_scan_everything_is_empty() -> None:
    first = scenes.Following(None).seen[0]
    assert (first.time_s, first.touch.touching, first.touch.total_n) == (0.0, False, 0.0)
    assert first.touch.left_out == (False,) * 16
    assert first.drill is not None
    assert first.drill.guide is None
    assert first.drill.phase.kind == "count-in"
    assert first.result is None


def test_free_practice_has_no_drill_and_never_a_result() -> None:
    free = scenes.quiet()
    assert (free.drill, free.result, free.band_n) == (None, None, None)
    assert scenes.link_lost(drill=False).result is None


def test_a_comfort_limit_is_told_where_the_thumb_is_and_only_while_it_is_there() -> None:
    pressed = scenes.over_pressure()
    lifted = scenes.followed("heavy").first(lambda one: one.time_s > pressed.time_s and not one.touch.touching)
    assert (pressed.touch.cap_n, pressed.touch.over_cap) == (12.0, True)
    assert scenes.followed("heavy").first(lambda one: one.time_s > 20.0 and one.touch.over_cap).touch.cap_n == 25.0
    # the coach looks ten times a second
    gone = scenes.followed("heavy").first(lambda one: one.time_s > lifted.time_s + 0.1)
    assert not lifted.touch.over_cap
    assert (gone.touch.touching, gone.touch.cap_n, gone.touch.over_cap) == (False, None, False)


def test_a_pace_ends_a_few_seconds_after_the_hand() -> None:
    stops = scenes.Following("expert")
    stops.at(19.0)
    stops.release()
    gone = stops.first(lambda one: one.time_s > 19.0 and scenes.drill_of(one).cadence_per_min is None)
    assert 20.0 < gone.time_s < 23.0


def test_a_pace_does_not_outlive_its_set() -> None:
    kneading = scenes.drill_of(scenes.in_drill(25.9))
    assert kneading.cadence_per_min is not None
    assert scenes.drill_of(scenes.in_drill(27.0)).cadence_per_min is None


def test_what_the_coach_says_follows_a_new_set_within_a_tenth_of_a_second() -> None:
    first, second = (scenes.drill_of(scenes.in_drill(time_s)) for time_s in (10.9, 11.2))
    assert first.guide is not None
    assert second.guide is not None
    assert first.guide.target_mm != second.guide.target_mm
    assert second.verdict.reason in ("", "good"), "a word stands for a second"


def test_a_fault_is_named_and_stays() -> None:
    broken = scenes.followed("expert", open=("mth1",))
    faulty = broken.first(lambda one: any(one.touch.left_out))
    assert [name for name, out in zip(scenes.PAD.names, faulty.touch.left_out, strict=True) if out] == ["mth1"]
    assert broken.at(faulty.time_s + 1.0).touch.left_out == faulty.touch.left_out


def test_a_snapshot_is_numbered_anew_and_the_one_before_stays_as_it_was() -> None:
    hand = scenes.followed("expert")
    early = hand.at(8.4)
    strip_n = early.touch.strip_n.copy()
    hand.at(20.6)
    numbers = [one.sequence for one in hand.seen]
    assert numbers == sorted(set(numbers))
    np.testing.assert_array_equal(early.touch.strip_n, strip_n)


def test_the_end_has_the_score_that_the_practice_has() -> None:
    end: Snapshot = scenes.finished()
    assert end.result is not None
    assert len(end.result.sets) == 3
    assert scenes.drill_of(end).set is None
    assert scenes.drill_of(end).phase.kind == "done"


def test_a_stream_that_ends_early_is_judged_as_far_as_it_came() -> None:
    lost, end = scenes.link_lost(), scenes.finished()
    assert lost.result is not None
    assert end.result is not None
    assert (lost.stream.connected, lost.stream.message) == (False, scenes.PLUG_IN)
    assert (lost.result.complete, end.result.complete) == (False, True)
    assert lost.result.sets[-1].score is None


def test_of_a_block_the_newest_row_is_shown() -> None:
    touch = played(LESSON).between(2.0, 2.35)
    now = free_view(touch).snapshot(newest(2.4, 8.0), STREAM, None, over=False).touch
    assert (now.contact_n, now.x_mm, now.y_mm) == (touch.contact_n[-1], touch.x_mm[-1], touch.y_mm[-1])
    assert now.touching == touch.touching[-1]
    assert now.total_n == pytest.approx(8.0)
    assert len(set(touch.contact_n.tolist())) == len(touch), "rows that can be told apart"
    assert (now.strip_time_s[-1], now.strip_n[-1]) == (2.4, pytest.approx(8.0))
    np.testing.assert_array_equal(now.strip_n[:-1], touch.total_n)


def test_free_practice_has_the_comfort_limit_of_its_place_by_the_newest_row() -> None:
    touch = played(LESSON).between(2.0, 2.35)
    shown = free_view(touch, "mth1").snapshot(newest(2.4, 8.0), STREAM, None, over=False)
    assert shown.touch.cap_n == packaged_caps().at("heel")
    assert [name for name, out in zip(PAD.names, shown.touch.left_out, strict=True) if out] == ["mth1"]
    unknown = StreamState(True, "V", 1000.0, 0, 0, 0, 0, "", calibrated=False)
    assert free_view(touch).snapshot(newest(2.4, 8.0), unknown, None, over=False).touch.cap_n is None


def test_the_coach_looks_again_after_a_tenth_of_a_second_and_not_before() -> None:
    touch, view = played(LESSON).between(2.0, 2.4), ScreenView(PAD, packaged_caps())
    view.begin(100.0)
    told = []
    for row in range(len(touch)):
        view.take(touch.cut(row, row + 1), None, pipe(*(["mth1"] if row else [])))
        told.append(any(view.snapshot(newest(2.0), STREAM, None, over=False).touch.left_out))
    assert told.index(True) in (10, 11)


def test_a_drill_is_shown_as_it_stands_and_another_begins_with_nothing_of_it() -> None:
    touch = TouchBlock.joined(touch_of(demonstrate(KNEADING, PAD, "expert", 1), "right"))
    run, view = run_of(KNEADING), ScreenView(PAD, packaged_caps())
    view.begin(100.0)
    view.enter(run)
    for at in range(0, 500, 10):
        block = touch.cut(at, at + 10)
        run.feed(block)
        view.take(block, run, pipe())
        view.follow(run)
    now = view.snapshot(newest(5.0), STREAM, run, over=False)
    state = now.drill
    assert state is not None
    last = run.last_stroke()
    assert last is not None
    assert state.last_peak_n == last.peak_n
    assert state.last_onset_s == pytest.approx(last.onset_s - 1.0), "the set began at one second"
    assert state.begins_s == 1.0
    assert state.phase_left_s == pytest.approx(7.0 - float(touch.time_s[499]), abs=0.02)
    assert state.cadence_per_min == pytest.approx(60.0, rel=0.1)
    assert (state.guide_n[0, 0], state.guide_n[-1, 0]) == (1.0, 7.0), "as far as the set goes"
    assert (state.stand, now.result, now.reviews) == ("", None, ())
    over = view.snapshot(newest(5.0), STREAM, run, over=True)
    assert over.result == run.result()
    assert len(over.reviews) == 0, "its only set is not over"
    other = run_of(KNEADING)
    view.enter(other)
    fresh = view.snapshot(newest(5.0), STREAM, other, over=False).drill
    assert fresh is not None
    assert (fresh.last_peak_n, fresh.guide, fresh.cadence_per_min) == (None, None, None)


def test_the_guide_reaches_four_seconds_ahead_and_six_back() -> None:
    long = Drill("k", "K", "", 1.0, 2.0, (DrillSet("hold", "a", 60.0, zone="heel", force_n=10.0),))
    run, view = run_of(long), ScreenView(PAD, packaged_caps())
    touch = TouchBlock.joined(touch_of(demonstrate(long, PAD, "expert", 1), "right")).between(0.0, 20.0)
    run.feed(touch)
    view.enter(run)
    view.take(touch, run, pipe())
    view.follow(run)
    state = view.snapshot(newest(20.0), STREAM, run, over=False).drill
    assert state is not None
    assert float(state.guide_n[0, 0]) == pytest.approx(float(touch.time_s[-1]) - 6.0, abs=0.05)
    assert float(state.guide_n[-1, 0]) == pytest.approx(float(touch.time_s[-1]) + 4.0, abs=0.05)


def test_a_second_hand_is_shown_while_it_works() -> None:
    touch = played(LESSON).between(2.0, 2.35)
    n = len(touch)
    where = {"second_x_mm": np.linspace(60.0, 70.0, n), "second_y_mm": np.full(n, 30.0)}
    working = replace(touch, second_works=np.ones(n, np.bool_), **where)
    now = free_view(working).snapshot(newest(2.4), STREAM, None, over=False).touch
    assert now.second_mm == (70.0, 30.0)
    np.testing.assert_array_equal(now.second_trail_mm[:, 0], where["second_x_mm"])
    resting = replace(working, second_works=np.arange(n) < n - 1)
    then = free_view(resting).snapshot(newest(2.4), STREAM, None, over=False).touch
    assert (then.second_mm, len(then.second_trail_mm)) == (None, 0)
