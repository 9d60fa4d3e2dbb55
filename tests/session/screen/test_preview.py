"""Moments without a stream: what a drill asks for first, and a screen without a rig."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.feedback.verdict import NOTHING
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.pad import builtin_pad
from thumbwalk.session.screen.preview import NO_RIG, nothing_open, previewed

PAD = builtin_pad()


def document(name: str) -> DrillDocument:
    return DrillDocument.of(packaged_drills()[name], packaged_targets(), packaged_caps())


def test_a_drill_before_its_start_shows_what_its_first_set_asks_for() -> None:
    state = previewed(document("first-steps"), PAD, calibrated=True)
    assert state.stand == "ready"
    assert (state.phase.kind, state.phase_left_s) == ("count-in", 3.0)
    assert state.set == document("first-steps").drill.sets[0]
    assert state.guide is not None
    assert state.guide.target_mm == state.set.target_mm(PAD)
    assert state.guide.band_n is not None
    assert (state.guide_n.shape, state.cadence_per_min, state.running_score) == ((0, 2), None, None)
    assert state.verdict == NOTHING


def test_of_a_guess_at_newtons_no_band_is_shown() -> None:
    state = previewed(document("first-steps"), PAD, calibrated=False)
    assert state.guide is not None
    assert state.guide.band_n is None


def test_a_drill_for_the_other_foot_is_refused() -> None:
    other = document("first-steps")
    other = replace(other, drill=replace(other.drill, foot="left"))
    with pytest.raises(DrillError, match="left foot"):
        previewed(other, replace(PAD, foot="right"), calibrated=True)


def test_without_a_rig_nothing_is_felt_and_it_is_said() -> None:
    moment = nothing_open(PAD)
    assert not moment.stream.connected
    assert moment.stream.message == NO_RIG
    assert (moment.sequence, moment.time_s, moment.device_us) == (0, 0.0, 0)
    assert (moment.drill, moment.result) == (None, None)
    stream, touch = moment.stream, moment.touch
    assert (stream.identity, stream.rate_hz) == ("", 0.0)
    assert stream.bad_frames == stream.lost_frames == stream.overruns == stream.dropped == 0
    assert (touch.total_n, touch.contact_n, touch.touching, touch.cap_n) == (0.0, 0.0, False, None)
    assert np.isnan([touch.x_mm, touch.y_mm]).all()
    np.testing.assert_array_equal(touch.force_n, np.zeros(PAD.n_taxels))
    assert touch.left_out == (False,) * PAD.n_taxels
    assert (touch.trail_mm.shape, touch.strip_time_s.shape, touch.strip_n.shape) == ((0, 2), (0,), (0,))
    assert nothing_open(PAD, "the port is another program's").stream.message == "the port is another program's"
