"""Pacing: everything in its time, whatever clock asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.person.pacing import SOFTER, Happening, Pacing
from thumbwalk.coach.person.routines_file import Question, Routine, RoutineCue, routine_named

SHORT = Routine(
    *("short", "Short", 30.0, (), "Rest.", "Wring."),
    (RoutineCue(0, "glide", "Up"), RoutineCue(10, "hold", "Stay"), RoutineCue(20, "knead", "Press")),
    (Question(4, "More?"),),
)


def test_cues_come_at_their_times_and_each_change_chimes_five_seconds_before() -> None:
    pacing, said = Pacing(SHORT), list[Happening]()
    for second in range(31):
        said += pacing.until(float(second))
    assert said == [
        Happening(0, "cue", "Up", "glide"),
        Happening(4, "ask", "More?"),
        Happening(5, "chime", "Stay", "hold"),
        Happening(10, "cue", "Stay", "hold"),
        Happening(15, "chime", "Press", "knead"),
        Happening(20, "cue", "Press", "knead"),
        Happening(30, "end", "Rest."),
    ]
    assert pacing.finished
    assert pacing.done_s == 30.0
    assert pacing.next_s is None


@given(st.lists(st.floats(0.0, 700.0), min_size=1, max_size=40).map(sorted))
def test_a_clock_that_asks_seldom_still_hears_what_is_to_be_done_now_and_nothing_twice(times_s: list[float]) -> None:
    pacing, cues, routine = Pacing(routine_named("ten-minutes")), list[Happening](), routine_named("ten-minutes")
    ends = 0
    for now_s in times_s:
        for one in pacing.until(now_s):
            cues += [one] if one.kind == "cue" else []
            ends += one.kind == "end"
        if now_s < routine.duration_s:
            assert cues[-1].words == pacing.cue_at(now_s).words
    assert len({one.at_s for one in cues}) == len(cues)
    assert ends == (times_s[-1] >= routine.duration_s)


def test_less_softens_what_comes_and_not_what_was() -> None:
    pacing = Pacing(SHORT)
    assert SOFTER not in pacing.until(0.0)[0].words
    pacing.less()
    later = [one for one in pacing.until(10.0) if one.kind == "cue"]
    assert [one.words for one in later] == [f"Stay. {SOFTER}"]


def test_stop_ends_it_with_resting_hands_and_says_how_long_it_was() -> None:
    pacing = Pacing(SHORT)
    pacing.until(12.0)
    assert [one.kind for one in pacing.stop(13.5)] == ["end"]
    assert pacing.finished
    assert pacing.done_s == pytest.approx(13.5)
    assert pacing.until(30.0) == []
