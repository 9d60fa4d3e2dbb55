"""A snapshot tells how things stand now: nothing of it is left from before."""

from __future__ import annotations

import numpy as np
from tests.app import scenes

from thumbwalk.session.screen.snapshot import Snapshot


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
