"""What a snapshot's parts say of themselves: the stream's state, a press over its cap, the band to press in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.app import scenes
from tests.session.streams import FIRST_STEPS, HELLO, PAD

from thumbwalk.coach.drill.drill import Feedback
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.link.wire import Tally
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.snapshot import Snapshot, StreamState
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
