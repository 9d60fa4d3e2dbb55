"""What a report tells is what a replay gives, cut into the sets that were asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.report.conftest import PRACTICE
from tests.session.streams import PAD

from thumbwalk.errors import RecordingError
from thumbwalk.report.told_session import ToldSession, told_session
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.calibration import Calibration


def test_its_scores_are_the_replay_s(told: ToldSession) -> None:
    (drill,) = told.drills
    assert drill.result == replayed(open_recording(PRACTICE)).result()
    assert [one.score for one in drill.sets] == list(drill.result.sets)
    assert told.created == open_recording(PRACTICE).created
    assert told.calibrated
    assert told.warnings == ()


def test_each_set_has_the_touch_of_its_own_time_and_what_was_asked(told: ToldSession) -> None:
    (drill,) = told.drills
    assert [one.number for one in drill.sets] == [1, 2]
    for one in drill.sets:
        assert 0.0 <= one.touch.time_s[0] < 0.02
        assert one.touch.time_s[-1] == pytest.approx(one.asked.duration_s, abs=0.02)
        assert one.guide.band_n is not None
        assert one.cap_n is not None
        assert one.guide.band_n[1] is not None
        assert one.guide.band_n[1] == pytest.approx(0.9 * one.cap_n)
    kneaded = drill.sets[1]
    peak = kneaded.score.metric("peak_force_n")
    assert peak is not None
    assert peak.value is not None
    assert peak.value < kneaded.touch.working_n.max() < 1.5 * peak.value
    assert kneaded.guide.peaks
    assert kneaded.guide.target_mm is not None
    assert np.median(kneaded.touch.x_mm[kneaded.touch.touching]) == pytest.approx(kneaded.guide.target_mm[0], abs=8.0)


def test_a_recording_without_a_scan_has_nothing_to_report(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.twr", PAD, Calibration.generic(16)):
        pass
    with pytest.raises(RecordingError, match="no scan is in it, so that there is nothing to report"):
        told_session(tmp_path / "a.twr")
