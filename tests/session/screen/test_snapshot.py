"""What a snapshot's parts say of themselves: the stream's state, a press over its cap, the band to press in."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from tests.app import scenes
from tests.app.asked_scenes import in_set
from tests.session.streams import FIRST_STEPS, HELLO, PAD

from thumbwalk.coach.drill.drill import Feedback
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.link.wire import Tally
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.snapshot import NEAR_CAP, Snapshot, StreamState
from thumbwalk.signal.calibration import Calibration

TALLY = Tally(bad_frames=1, lost_frames=2, overruns=3, dropped=4)


def quiet(*, drill: bool) -> Snapshot:
    practice = Practice(PAD, Calibration.generic(16))
    practice.take(HELLO)
    if drill:
        practice.begin(FIRST_STEPS)
    return practice.snapshot(TALLY, connected=True)


def test_a_stream_is_told_with_who_sends_it_how_fast_and_what_was_lost() -> None:
    state = StreamState.of(HELLO, TALLY, connected=True)
    assert state == StreamState(
        connected=True, identity="V", rate_hz=1000.0, bad_frames=1, lost_frames=2, overruns=3, dropped=4, message=""
    )
    assert quiet(drill=False).stream == state


def test_a_rig_without_a_name_goes_by_its_board_and_before_its_hello_by_nothing() -> None:
    assert StreamState.of(replace(HELLO, name=""), TALLY, connected=True).identity == "virtual"
    gone = StreamState.of(None, Tally(), connected=False, message="plug it in")
    assert (gone.identity, gone.rate_hz, gone.connected, gone.message) == ("", 0.0, False, "plug it in")


@pytest.mark.parametrize(
    ("touching", "cap_n", "contact_n", "over"),
    [
        (True, 15.0, 15.1, True),
        (True, 15.0, 15.0, False),
        (False, 15.0, 20.0, False),
        (True, None, 50.0, False),
    ],
)
def test_a_press_is_over_its_cap_only_while_it_is_there(
    touching: bool, cap_n: float | None, contact_n: float, over: bool
) -> None:
    touch = replace(quiet(drill=False).touch, touching=touching, cap_n=cap_n, contact_n=contact_n)
    assert touch.over_cap is over


def test_the_band_is_that_of_the_guide_and_none_where_no_force_is_asked_for() -> None:
    practice = Practice(PAD, Calibration.generic(16))
    practice.begin(FIRST_STEPS)
    state = practice.snapshot(TALLY, connected=True)
    assert state.band_n is None
    assert state.drill is not None
    guide = DrillRun(FIRST_STEPS, PAD).guide()
    assert guide is not None
    shown = replace(state, drill=replace(state.drill, guide=guide))
    assert shown.band_n == pytest.approx((7.2, 10.8))  # from six to nine tenths of the medial arch's cap
    unasked = replace(state, drill=replace(state.drill, guide=replace(guide, band_n=None)))
    assert unasked.band_n is None
    assert quiet(drill=False).band_n is None


def test_before_any_touch_there_is_no_place_and_no_force() -> None:
    touch = quiet(drill=True).touch
    assert np.isnan([touch.x_mm, touch.y_mm]).all()
    assert (touch.total_n, touch.contact_n, touch.touching, touch.over_cap) == (0.0, 0.0, False, False)
    assert touch.force_n.shape == (16,)
    assert touch.trail_mm.shape == (0, 2)


@pytest.mark.parametrize(
    ("feedback", "guess", "hidden"),
    [("live", False, False), ("blind", False, True), ("live", True, True), ("after", False, False)],
)
def test_the_force_is_hidden_in_a_set_that_is_blind_or_to_be_guessed(
    feedback: Feedback, guess: bool, hidden: bool
) -> None:
    now = scenes.in_drill(20.6)
    state = scenes.drill_of(now)
    assert state.set is not None
    asked = replace(now, drill=replace(state, set=replace(state.set, feedback=feedback, guess=guess)))
    assert asked.hides_force is hidden
    assert scenes.drill_of(asked).phase.kind == "set"
    rest = replace(state, phase=replace(state.phase, kind="rest"))
    assert not replace(asked, drill=replace(rest, set=scenes.drill_of(asked).set)).hides_force


@pytest.mark.parametrize(
    ("touching", "cap_n", "contact_n", "near"),
    [
        (True, 20.0, 20.0, True),
        (True, 20.0, NEAR_CAP * 20.0, True),
        (True, 20.0, NEAR_CAP * 20.0 - 0.1, False),
        (True, 20.0, 20.1, False),
        (False, 20.0, 19.0, False),
        (True, None, 19.0, False),
    ],
)
def test_a_press_is_near_its_cap_and_not_over_it(
    touching: bool, cap_n: float | None, contact_n: float, near: bool
) -> None:
    touch = replace(quiet(drill=False).touch, touching=touching, cap_n=cap_n, contact_n=contact_n)
    assert touch.near_cap is near


def turned(snapshot: Snapshot, **changes: object) -> tuple[float, float] | None:
    """Where the hand is sent when the drill's state is changed so."""
    assert snapshot.drill is not None
    return replace(snapshot, drill=replace(snapshot.drill, **changes)).toward_mm  # type: ignore[arg-type]


def test_the_hand_is_sent_to_a_point_beside_which_it_is_while_the_set_is_on_and_it_touches() -> None:
    beside = in_set("points-right", 0, 3.0, off_mm=(-30.0, 0.0), reason="place")
    state = beside.drill
    assert state is not None
    assert state.guide is not None
    (point,) = state.guide.figures
    assert beside.toward_mm == point.centre_mm
    assert turned(beside, stand="paused") is None
    assert turned(beside, phase=replace(state.phase, kind="rest")) is None
    assert turned(beside, guide=None) is None
    assert turned(beside, guide=replace(state.guide, figures=(point, point))) is None, "two hands are not told apart"
    assert turned(beside, guide=replace(state.guide, figures=())) == state.guide.target_mm
    assert replace(beside, touch=replace(beside.touch, touching=False)).toward_mm is None
    assert replace(beside, touch=replace(beside.touch, x_mm=np.nan)).toward_mm is None
    assert replace(beside, touch=replace(beside.touch, y_mm=np.nan)).toward_mm is None
    right = in_set("points-right", 0, 3.0, reason="good")
    assert turned(right, guide=replace(state.guide, figures=())) is None


def test_a_hold_beside_its_ring_is_sent_back_where_feedback_is_given() -> None:
    beside = in_set("points-right", 0, 3.0, off_mm=(-30.0, 0.0))
    assert beside.drill is not None
    task, guide = beside.drill.set, beside.drill.guide
    assert task is not None
    assert guide is not None
    (point,) = guide.figures
    for feedback, told in (("live", True), ("bandwidth", True), ("blind", False), ("after", False)):
        found = turned(beside, set=replace(task, feedback=cast("Feedback", feedback)))
        assert found == (point.centre_mm if told else None), feedback
    assert turned(beside, set=replace(task, technique="knead")) is None
    assert turned(beside, set=None) is None
    assert turned(beside, guide=replace(guide, figures=(replace(point, kind="circle"),))) is None
    edge = in_set("points-right", 0, 3.0)
    x_mm, y_mm = point.centre_mm
    for off_mm, sent in ((point.size_mm - 0.01, False), (point.size_mm + 0.01, True)):
        there = replace(edge, touch=replace(edge.touch, x_mm=x_mm, y_mm=y_mm + off_mm))
        assert (there.toward_mm is not None) is sent
        there = replace(edge, touch=replace(edge.touch, x_mm=x_mm - off_mm, y_mm=y_mm))
        assert (there.toward_mm is not None) is sent
