"""A drill that is paused, ended early or followed by another: each is judged by its own time, and by nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.verdict import NOTHING
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import Pad
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
N, STEP_US = 1500, 10_000
DRILL = Drill(
    "two",
    "Two",
    "A hold and some kneading",
    1.0,
    1.0,
    (
        DrillSet("hold", "Hold", 6.0, zone="heel", force_n=12.0),
        DrillSet("knead", "Knead", 6.0, zone="heel", force_n=14.0, rate_per_min=60.0),
    ),
)


def document_of(drill: Drill) -> DrillDocument:
    return DrillDocument.of(drill, packaged_targets(), packaged_caps())


at_leisure = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def forces(kneading: Make, hold_n: float = 12.0, peak_n: float = 14.0) -> np.ndarray[Any, Any]:
    """1 s count-in, 6 s hold, 1 s rest, 6 s kneading, and a second more."""
    presses = kneading([peak_n] * 6, interval_s=1.0)
    return np.concatenate([np.zeros(100), np.full(600, hold_n), np.zeros(100), presses, np.zeros(100)])


def with_holes(touch: TouchBlock, holes: list[int]) -> TouchBlock:
    """The touch, with another piece of even grid from each of some samples on."""
    return replace(touch, piece=np.searchsorted(np.sort(holes), np.arange(len(touch)), "right"))


def rounded(run: DrillRun) -> Any:
    """The drill's document, to as many digits as do not tell how late in a stream it was done."""
    return json.loads(json.dumps(run.result().to_json()), parse_float=lambda text: round(float(text), 7))


@given(at=st.integers(1, N - 1), lasts=st.integers(1, 400), busy_n=st.sampled_from([0.0, 5.0, 40.0]))
@at_leisure
def test_a_pause_anywhere_is_as_if_it_had_been_cut_out(
    pad: Pad, touch_at: Make, kneading: Make, at: int, lasts: int, busy_n: float
) -> None:
    force = forces(kneading)
    paused = DrillRun(document_of(DRILL), pad, tells=False)
    paused.clock.pause(at * STEP_US)
    paused.clock.resume((at + lasts) * STEP_US)
    paused.feed(touch_at(np.insert(force, [at] * lasts, busy_n)))
    plain = DrillRun(document_of(DRILL), pad, tells=False)
    plain.feed(with_holes(touch_at(force), [at]))
    assert paused.finished
    assert rounded(paused) == rounded(plain)


def test_a_hard_press_in_a_pause_caps_nothing_though_it_would_in_a_set(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    touch = touch_at(np.insert(forces(kneading), [400] * 100, 40.0))
    paused, played = DrillRun(document_of(DRILL), pad), DrillRun(document_of(DRILL), pad)
    paused.clock.pause(4_000_000)
    paused.clock.resume(5_000_000)
    for run in (paused, played):
        run.feed(touch)
    assert paused.result().sets[0].caps == ()
    # the pause parts the hold in two of 3 s, and nothing else costs
    assert {one.name for one in paused.result().sets[0].metrics if one.credit < 1.0} == {"hold_s"}
    assert played.result().sets[0].caps != ()


def test_a_stroke_does_not_reach_over_a_pause(pad: Pad, touch_at: Make, kneading: Make) -> None:
    """Paused on the way up and gone on with on the next way up, two presses do not become a long one."""
    force = forces(kneading)
    paused = DrillRun(document_of(DRILL), pad)
    paused.clock.pause(10_300_000)
    paused.clock.resume(13_300_000)
    paused.feed(touch_at(np.insert(force, [1030] * 300, 14.0)))
    rhythm = paused.result().sets[1].metric("rhythm_cv")
    assert rhythm is not None
    assert rhythm.value == pytest.approx(0.0, abs=0.01)


@given(
    marks=st.lists(st.integers(0, N), min_size=1, max_size=7, unique=True).map(sorted),
    borders=st.lists(st.integers(1, N - 1), max_size=20),
    ends=st.booleans(),
)
@at_leisure
def test_portions_give_what_the_whole_gives_to_the_bit_however_it_is_paused(
    pad: Pad, touch_at: Make, kneading: Make, marks: list[int], borders: list[int], ends: bool
) -> None:
    """The whole gets its marks before the touch, as a stored recording does; the portions get each as it comes."""
    touch = touch_at(forces(kneading, peak_n=12.0))
    whole, live, fine = (DrillRun(document_of(DRILL), pad, DrillClock()) for _ in range(3))
    asked = {at: ("start", *["pause", "resume"] * 3)[number] for number, at in enumerate(marks)}
    if ends and len(marks) > 1:
        asked[marks[-1]] = "end"
    for at, mark in asked.items():
        getattr(whole.clock, mark)(at * STEP_US)
    whole.feed(touch)
    for lo, hi in pairwise(sorted({0, N, *borders, *marks})):
        for run in (live, fine):
            if lo in asked:
                getattr(run.clock, asked[lo])(lo * STEP_US)
        live.feed(touch.cut(lo, hi))
        for at in range(lo, hi, 7):
            fine.feed(touch.cut(at, min(at + 7, hi)))
        seen = [
            (run.running_score(), run.cadence_per_min(), run.verdict(), run.phase, run.phase_left_s, run.finished)
            for run in (live, fine)
        ]
        assert seen[0] == seen[1]
    assert json.dumps(live.result().to_json()) == json.dumps(whole.result().to_json())
    assert json.dumps(fine.result().to_json()) == json.dumps(whole.result().to_json())


@given(gap=st.integers(0, 500), cut=st.integers(1, N))
@at_leisure
def test_two_drills_in_a_stream_are_judged_as_two_streams(
    pad: Pad, touch_at: Make, kneading: Make, gap: int, cut: int
) -> None:
    """The first is ended where the second begins, maybe in its middle."""
    first_n, second_n = forces(kneading)[:cut], forces(kneading, hold_n=17.0, peak_n=9.0)
    stream = touch_at(np.concatenate([np.zeros(gap), first_n, second_n]))
    first, second = (
        DrillRun(document_of(DRILL), pad, DrillClock(gap * STEP_US), tells=False),
        DrillRun(document_of(DRILL), pad, DrillClock(), tells=False),
    )
    first.clock.end((gap + cut) * STEP_US)
    second.clock.start((gap + cut) * STEP_US)
    alone = [DrillRun(document_of(DRILL), pad, tells=False) for _ in range(2)]
    for run, touch in (
        (first, stream),
        (second, stream),
        (alone[0], touch_at(first_n)),
        (alone[1], touch_at(second_n)),
    ):
        run.feed(touch)
    assert [rounded(run) for run in (first, second)] == [rounded(run) for run in alone]
    assert first.finished
    assert second.finished


def test_a_drill_that_is_ended_is_over_and_what_comes_after_does_not_count(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    touch = touch_at(forces(kneading))
    ended, cut_short = DrillRun(document_of(DRILL), pad), DrillRun(document_of(DRILL), pad)
    cut_short.feed(touch.between(0.0, 9.0))
    ended.feed(touch.between(0.0, 8.9))
    ended.clock.end(9_000_000)
    ended.feed(touch.between(8.9, 8.95))
    waiting = ended.finished
    ended.feed(touch.between(8.95, 15.0))
    assert (waiting, ended.finished) == (False, True), "what was touched before the end may still be on its way"
    assert ended.result() == cut_short.result()
    assert ended.running_score() == cut_short.result().sets[-1].score, "its last set is judged, once and for all"
    assert (ended.phase.kind, ended.current_set(), ended.guide(), ended.verdict()) == ("done", None, None, NOTHING)


def test_in_a_pause_the_drill_stands_where_it_stood_and_says_nothing(pad: Pad, touch_at: Make, kneading: Make) -> None:
    touch = touch_at(forces(kneading, hold_n=5.0))
    run = DrillRun(document_of(DRILL), pad)
    run.feed(touch.between(0.0, 4.0))
    stood = run.phase, run.phase_left_s, run.running_score()
    ahead = run.guide_force(2.0)
    assert run.verdict().reason == "too_light"
    run.clock.pause(3_990_001)
    run.feed(touch.between(4.0, 7.5))
    assert (run.phase, run.running_score()) == (stood[0], stood[2])
    assert run.phase_left_s == pytest.approx(stood[1], abs=1e-5)
    assert run.verdict() == NOTHING
    later = run.guide_force(2.0)
    np.testing.assert_allclose(later[:, 0] - 7.49, ahead[:, 0] - 3.99, atol=1e-5)
    np.testing.assert_array_equal(later[:, 1], ahead[:, 1])
    assert run.guide_force(2.0, behind_s=3.0)[0, 0] > 7.4, "nothing that was before lies in the pause"
    run.clock.resume(7_500_000)
    run.feed(touch.between(7.5, 9.0))
    assert run.phase_left_s == pytest.approx(stood[1] - 1.49, abs=1e-5)
    gone_by = run.guide_force(2.0, behind_s=3.0)
    assert gone_by[0, 0] == pytest.approx(7.5, abs=0.03)
    assert np.all(np.diff(gone_by[:, 0]) > 0.0)
    assert run.guide_force(2.0, behind_s=0.5)[0, 0] == pytest.approx(8.5, abs=0.03)


def test_the_beat_is_that_of_the_set_under_way_or_next(pad: Pad, touch_at: Make, kneading: Make) -> None:
    run, touch = DrillRun(document_of(DRILL), pad), touch_at(forces(kneading))
    run.feed(touch.between(0.0, 5.0))
    assert run.beat() is None, "a hold has none"
    run.feed(touch.between(5.0, 7.5))
    beat = run.beat()
    assert beat is not None
    assert beat.rate_per_min == 60.0
    run.feed(touch.between(7.5, 15.0))
    assert run.beat() is None
