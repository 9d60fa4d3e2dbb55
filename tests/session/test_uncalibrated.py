"""Newtons that are a guess: said, and neither asked for nor scored, live and replayed alike."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.session.streams import FIRST_STEPS, HELLO, PAD, streamed

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.judge import NOT_CALIBRATED
from thumbwalk.link.tally import Tally
from thumbwalk.link.wire import FrameType, HostFrame, WireDecoder
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import read_recording, replayed
from thumbwalk.signal.calibration import Calibration

PICO = replace(HELLO, board="pico")
GENERIC = Calibration.generic(16)
TWO_SETS = streamed((1.0,), 26_500)
"""To a little behind the second set's end; the third is judged as not done."""
MEASURED = replace(GENERIC, channels=(replace(GENERIC.channels[0], residual=0.01), *GENERIC.channels[1:]))


def practised(path: Path, calibration: Calibration, board: str, score_version: int | None = None) -> Practice:
    """The virtual rig's first steps as another board's, followed and recorded at once."""
    practice = Practice(PAD, calibration)
    practice.take(replace(HELLO, board=board))
    document = FIRST_STEPS if score_version is None else replace(FIRST_STEPS, score_version=score_version)
    practice.begin(document)
    data = TWO_SETS.replace(b'"board": "virtual"', json.dumps({"board": board})[1:-1].encode())
    first, *frames = data.split(b"\0")
    assert b"board" in first
    with RecordingWriter(path, PAD, calibration) as writer:
        for frame in practice.opening():
            writer.host(frame)
        for event in WireDecoder().feed(b"\0".join(frames)):
            practice.take(event)
        writer.raw(b"\0".join(frames))
    practice.finish()
    return practice


def result_of(practice: Practice) -> DrillScore:
    result = practice.result()
    assert result is not None
    return result


def scored(result: DrillScore) -> set[str]:
    return {metric.name for one in result.sets for metric in one.metrics}


def test_of_a_rig_that_is_not_calibrated_no_newton_is_scored_and_all_else_is(tmp_path: Path) -> None:
    result = result_of(practised(tmp_path / "a.twr", GENERIC, "pico"))
    whole = result_of(practised(tmp_path / "b.twr", MEASURED, "pico"))
    assert scored(whole) - scored(result) == {"force_n", "peak_force_n"}
    assert {"rhythm_cv", "off_point_mm", "force_cv", "steadiness_cv", "release"} <= scored(result)
    reasons = {(one.name, one.reason) for part in result.sets for one in part.not_scored}
    assert reasons >= {("force_n", NOT_CALIBRATED), ("peak_force_n", NOT_CALIBRATED)}
    written = json.dumps(result.to_json())
    assert '"reason": "not calibrated"' in written
    assert not any(one.reason == NOT_CALIBRATED for part in whole.sets for one in part.not_scored)


def test_over_pressure_by_a_guess_caps_nothing(tmp_path: Path) -> None:
    caps = replace(FIRST_STEPS.caps, cap_n=dict.fromkeys(FIRST_STEPS.caps.cap_n, 1.0))
    results = []
    for calibration in (GENERIC, MEASURED):
        practice = Practice(PAD, calibration)
        practice.take(PICO)
        practice.begin(replace(FIRST_STEPS, caps=caps))
        for event in WireDecoder().feed(TWO_SETS.partition(b"\0")[2]):
            practice.take(event)
        practice.finish()
        results.append(result_of(practice))
    assert [any(one.caps for one in result.sets) for result in results] == [False, True]


@pytest.mark.parametrize(("calibration", "board"), [(GENERIC, "pico"), (MEASURED, "pico"), (GENERIC, "virtual")])
def test_a_replay_says_what_the_live_practice_said(tmp_path: Path, calibration: Calibration, board: str) -> None:
    live = practised(tmp_path / "a.twr", calibration, board)
    again = replayed(open_recording(tmp_path / "a.twr"))
    assert again.calibrated == live.calibrated == (calibration is MEASURED or board == "virtual")
    assert result_of(again) == result_of(live)
    touched = read_recording(tmp_path / "a.twr")
    assert touched.calibrated == live.calibrated
    assert any("newtons are a guess" in line for line in touched.warnings) == (not live.calibrated)


def test_a_drill_from_before_is_scored_by_the_rules_of_its_day(tmp_path: Path) -> None:
    old = result_of(practised(tmp_path / "a.twr", GENERIC, "pico", score_version=1))
    assert {"force_n", "peak_force_n"} <= scored(old)
    assert result_of(replayed(open_recording(tmp_path / "a.twr"))) == old


def test_the_screen_asks_for_no_newtons_that_are_a_guess(tmp_path: Path) -> None:
    for calibration in (GENERIC, MEASURED):
        practice = practised(tmp_path / f"{calibration is MEASURED}.twr", calibration, "pico")
        now = practice.snapshot(Tally(), connected=True)
        assert now.stream.calibrated == (calibration is MEASURED)
    practice = Practice(PAD, GENERIC)
    practice.take(PICO)
    practice.begin(FIRST_STEPS)
    assert practice.run is not None
    guide = practice.run.guide()
    assert guide is not None
    assert guide.band_n is None
    assert guide.target_mm is not None
    assert len(practice.run.guide_force(10.0)) == 0


def test_the_recording_carries_what_it_is_told_by(tmp_path: Path) -> None:
    practised(tmp_path / "a.twr", MEASURED, "pico")
    events = open_recording(tmp_path / "a.twr").events()
    texts = [one.payload for one in events if isinstance(one, HostFrame) and one.kind is FrameType.CALIBRATION]
    assert Calibration.from_text(texts[0], "it").is_measured
