"""A sitting opens a rig, keeps it open and holds practices on it: on a board of bytes, and on the real firmware."""

from __future__ import annotations

import json
import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.session.living import Boards, until
from tests.session.sitters import LONG, SHORT, STEPS, Learner, ended, place, stand, streams
from tests.session.streams import PAD

from thumbwalk.errors import DeviceNotFound
from thumbwalk.link.wire import Scans
from thumbwalk.rig.opening import OpenRig, open_virtual
from thumbwalk.session.guesses import Guess
from thumbwalk.session.recording import open_recording
from thumbwalk.session.screen.preview import NO_RIG
from thumbwalk.session.sitting import Sitting
from thumbwalk.session.sitting_state import SittingState
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec


def firmware() -> AbstractContextManager[OpenRig]:
    return open_virtual(FootSpec())


@pytest.mark.slow
def test_on_the_firmware_a_drill_runs_to_its_end_is_kept_and_shows_its_result_over_the_living_foot(
    sitting: Sitting, learner: Learner
) -> None:
    sitting.connect(firmware, "left").result()
    assert (sitting.state.stage, sitting.state.virtual, sitting.pad.foot) == ("open", True, "left")
    sitting.practise(SHORT).result()
    assert sitting.hand is not None
    sitting.hand.press(140.0, 40.0, 9.0)
    until(lambda: sitting.snapshot().result is not None and not sitting.state.practising)
    over = sitting.snapshot()
    assert over.result is not None
    assert over.reviews[0].presses_n.max() > 4.0
    until(lambda: sitting.snapshot().touch.contact_n > 4.0)
    folder = ended(sitting)
    assert json.loads((folder / "score.json").read_text())["drill"] == "short"
    assert (folder / "practice.twr").stat().st_size > 1000
    until(lambda: bool(learner.kept))
    assert learner.kept == [("short", folder, False)]


@pytest.mark.slow
def test_on_the_firmware_a_tare_is_kept_for_the_board_and_a_hand_on_the_foot_is_said(
    sitting: Sitting, tmp_path: Path
) -> None:
    sitting.connect(firmware, None).result()
    sitting.tare().result()
    assert sitting.state.said.startswith("Tared")
    assert Calibration.load(tmp_path / f"{sitting.board_id}.toml").n_taxels == 16
    assert sitting.hand is not None
    sitting.hand.press(140.0, 40.0, 12.0)
    until(lambda: sitting.snapshot().touch.contact_n > 5.0)
    sitting.tare().result()
    assert "take hands and loads off" in sitting.state.trouble
    assert sitting.state.stage == "open"


def test_without_a_rig_nothing_is_shown_nothing_is_asked_of_anybody_and_that_is_said(sitting: Sitting) -> None:
    now = sitting.snapshot()
    assert (now.stream.connected, now.stream.message, now.drill, now.result) == (False, NO_RIG, None, None)
    assert sitting.hand is None
    assert (sitting.board_id, sitting.state, sitting.pad.n_taxels) == ("", SittingState(), 16)
    sitting.pause()
    sitting.resume()
    sitting.end().result()
    assert (sitting.guess(5.0), sitting.weighing("g", quick=True)) == (None, None)
    assert sitting.state == SittingState()
    sitting.practise(SHORT).result()
    assert sitting.state.trouble == "no rig is open; connect one in the room Rig"
    assert not sitting.state.busy
    assert sitting.snapshot().stream.message == sitting.state.trouble
    sitting.tare().result()
    assert "no rig is open" in sitting.state.trouble


def test_a_rig_opens_for_the_foot_that_is_asked_for_and_another_takes_its_place(
    sitting: Sitting, boards: Boards
) -> None:
    sitting.connect(boards.door, "left").result()
    assert sitting.state == SittingState("open", virtual=True, calibrated=True)
    assert (sitting.pad.foot, sitting.board_id) == ("left", "i")
    assert sitting.hand is boards.newest
    assert streams(sitting)
    sitting.connect(boards.door, None).result()
    assert (len(boards.opened), boards.left, boards.opened[0].is_closed) == (2, 1, True)
    assert sitting.pad.foot == PAD.foot
    assert sitting.hand is boards.newest
    sitting.close()
    assert (boards.left, sitting.state, sitting.board_id) == (2, SittingState(virtual=True, calibrated=True), "")
    assert not sitting.snapshot().stream.connected


def test_a_board_without_a_hand_is_not_calibrated_until_it_is(sitting: Sitting, tmp_path: Path) -> None:
    boards = Boards(hand=False)
    sitting.connect(boards.door, None).result()
    assert (sitting.state.virtual, sitting.state.calibrated, sitting.hand) == (False, False, None)
    boards.newest.codes = np.full(16, 21, np.uint16)
    sitting.tare().result()
    assert sitting.state.said == "Tared: the untouched foot is zero."
    assert not sitting.state.calibrated, "a zero is no scale"
    zero = Calibration.load(tmp_path / "i.toml")
    assert [one.tare_counts for one in zero.channels] == [21] * 16
    measured = replace(zero, channels=tuple(replace(one, curve=one.curve.scaled(1.2)) for one in zero.channels))
    sitting.calibrate(measured, "Calibrated: 16 tiles measured.").result()
    assert (sitting.state.said, sitting.state.calibrated) == ("Calibrated: 16 tiles measured.", True)
    assert Calibration.load(tmp_path / "i.toml").channels == measured.channels
    assert streams(sitting)


def test_what_is_asked_is_told_at_once_and_done_behind_what_was_asked_before(sitting: Sitting, boards: Boards) -> None:
    may_open = threading.Event()

    def slow() -> AbstractContextManager[OpenRig]:
        may_open.wait(20.0)
        return boards.door()

    def shut() -> AbstractContextManager[OpenRig]:
        raise DeviceNotFound("no rig is plugged in")

    sitting.connect(shut, None).result()
    assert sitting.state == SittingState("failed", trouble="no rig is plugged in")
    opening = sitting.connect(slow, None)
    assert sitting.state == SittingState("opening")
    practising = sitting.practise(LONG)
    assert (sitting.state.busy, sitting.state.is_ready, opening.done()) == ("starting", False, False)
    may_open.set()
    practising.result()
    assert (sitting.state.stage, sitting.state.practising, sitting.state.busy) == ("open", True, "")
    taring = sitting.tare()
    assert sitting.state.busy in ("taring", "")
    taring.result()
    assert (sitting.state.practising, sitting.state.busy) == (False, "")


def test_a_drill_waits_runs_to_its_end_is_kept_and_shows_its_result_over_the_living_foot(
    opened: Sitting, learner: Learner, tmp_path: Path
) -> None:
    opened.plan(SHORT)
    until(lambda: stand(opened) == "ready")
    assert learner.asked[-1]
    assert not (tmp_path / "sessions").exists()
    assert opened.hand is not None
    opened.hand.press(*place(12), 9.0)
    opened.practise(SHORT).result()
    folder = ended(opened)
    assert folder.name == "2026-03-01_180000_short"
    assert learner.held == [f"takes {folder.name}", f"leaves {folder.name}"]
    assert learner.kept == [("short", folder, False)]
    over = opened.snapshot()
    assert over.result is not None
    assert stand(opened) == "done"
    assert over.reviews[0].presses_n.max() > 4.0
    assert streams(opened)
    # the newest scan is shown before anything is made of it
    until(lambda: opened.snapshot().touch.contact_n > 4.0)
    assert opened.snapshot().result == over.result
    assert json.loads((folder / "score.json").read_text())["drill"] == "short"
    assert open_recording(folder / "practice.twr").created == "2026-03-01T18:00:00+00:00"
    assert any(isinstance(one, Scans) for one in learner.heard)
    opened.keep_picture(b"png")
    opened.close()
    assert (folder / "window.png").read_bytes() == b"png"
    assert opened.state.stage == "none"
    assert opened.snapshot().result == over.result, "it stays to be read"
    assert not opened.snapshot().stream.connected


def test_a_picture_that_is_taken_while_the_next_drill_runs_is_that_drills(opened: Sitting) -> None:
    opened.practise(SHORT).result()
    first = ended(opened)
    opened.practise(LONG).result()
    until(lambda: opened.snapshot().time_s > 1.0)
    opened.keep_picture(b"second")
    opened.end().result()
    second = ended(opened, first)
    assert (second.name, (second / "window.png").read_bytes()) == ("2026-03-01_180000_long", b"second")
    assert not (first / "window.png").exists()


def test_a_pause_stands_still_while_the_foot_lives_and_two_practices_have_a_folder_each(opened: Sitting) -> None:
    opened.practise(LONG).result()
    until(lambda: stand(opened) == "set")
    opened.pause()
    until(lambda: stand(opened) == "paused")
    stood, since_s = opened.snapshot().drill, opened.snapshot().time_s
    until(lambda: opened.snapshot().time_s > since_s + 3.0)
    stands = opened.snapshot().drill
    assert stood is not None
    assert stands is not None
    assert stands.phase_left_s == pytest.approx(stood.phase_left_s, abs=0.05)
    opened.resume()
    until(lambda: stand(opened) == "set")
    opened.end().result()
    first = ended(opened)
    opened.practise(SHORT).result()
    assert opened.state.folder is None, "what was kept before is no longer the newest"
    assert opened.snapshot().result is None
    ended(opened, first)


def test_a_drill_that_is_begun_in_the_midst_of_another_ends_and_keeps_that(opened: Sitting, learner: Learner) -> None:
    opened.practise(LONG).result()
    until(lambda: opened.snapshot().time_s > 1.0)
    opened.practise(SHORT).result()
    until(lambda: len(learner.kept) == 2)
    assert [one[0] for one in learner.kept] == ["long", "short"]


def test_another_drill_that_is_chosen_in_the_midst_of_one_waits_and_what_was_done_is_kept(opened: Sitting) -> None:
    opened.practise(LONG).result()
    until(lambda: opened.snapshot().time_s > 0.6)
    opened.end()
    opened.plan(STEPS)
    ended(opened)
    until(lambda: stand(opened) == "ready")
    now = opened.snapshot()
    assert now.result is None
    assert now.drill is not None
    assert now.drill.drill.name == STEPS.name
    opened.plan(None)
    assert opened.snapshot().drill is None


def test_a_count_in_that_is_left_early_keeps_nothing(opened: Sitting, learner: Learner, tmp_path: Path) -> None:
    opened.practise(replace(SHORT, count_in_s=600.0)).result()
    until(lambda: opened.snapshot().time_s > 0.1)
    opened.end().result()
    assert opened.snapshot().result is None
    until(lambda: stand(opened) == "ready")
    assert not (tmp_path / "sessions").exists()
    assert (opened.state.folder, learner.kept, opened.state.practising) == (None, [], False)
    assert learner.held[-1].startswith("leaves")
    assert streams(opened)


def test_between_two_sessions_the_rig_is_not_told_as_gone(opened: Sitting) -> None:
    until(lambda: opened.snapshot().time_s > 0.1)
    seen: list[bool] = []
    stop, is_over = threading.Event(), threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.append(opened.snapshot().stream.connected)
        is_over.set()

    threading.Thread(target=look).start()
    folder = None
    for _ in range(3):
        opened.practise(SHORT).result()
        folder = ended(opened, folder)
    stop.set()
    assert is_over.wait(10.0)
    assert all(seen)


def test_free_practice_goes_on_until_it_is_ended_and_is_summed_up(opened: Sitting, learner: Learner) -> None:
    opened.practise(None).result()
    until(lambda: opened.snapshot().time_s > 5.0)
    assert opened.state.practising
    opened.end().result()
    folder = ended(opened)
    assert folder.name == "2026-03-01_180000_free"
    assert opened.state.free is not None
    assert opened.state.free.duration_s > 4.9
    assert learner.kept == [(None, folder, True)]
    assert (folder / "free.json").exists()
    assert not (folder / "score.json").exists()
    assert opened.snapshot().result is None
    opened.plan(SHORT)
    assert opened.state.free is None


def test_touch_is_heard_between_practices_alone_and_onsets_always(opened: Sitting) -> None:
    touches: list[TouchBlock] = []
    onsets: list[int] = []
    opened.touches.tell(touches.append)
    opened.onsets.tell(lambda: onsets.append(1))
    until(lambda: bool(touches))
    opened.practise(LONG).result()
    so_far = len(touches)
    assert opened.hand is not None
    opened.hand.press(*place(12), 9.0)
    until(lambda: bool(onsets))
    assert len(touches) == so_far
    opened.end().result()
    until(lambda: len(touches) > so_far)


def test_a_force_is_guessed_behind_a_set_that_asks_for_it(opened: Sitting) -> None:
    guessing = replace(SHORT.sets[0], duration_s=4.0, guess=True)
    opened.practise(replace(SHORT, rest_s=500.0, sets=(guessing, guessing))).result()
    assert opened.hand is not None
    opened.hand.press(*place(9), 9.0)
    assert opened.guess(5.0) is None, "the set is under way"
    told: list[Guess] = []

    def is_taken() -> bool:
        if (taken := opened.guess(5.0)) is not None:
            told.append(taken)
        return bool(told)

    until(is_taken)
    assert told[0].said_n == 5.0
    assert told[0].was_n > 2.0
    assert opened.guess(5.0) is None, "it was guessed"


def test_tiles_are_weighed_while_the_stream_goes_on(opened: Sitting) -> None:
    until(lambda: len(opened.counts.spread()) > 0)
    work = opened.weighing("g", quick=True)
    assert work is not None
    assert work.moment().unit == "g"
    assert work.moment().of == 3
    work.answer()
    assert (work.moment().said, work.moment().doing.kind) == ("The rest is taken.", "press in")
    # the virtual rig's own hand presses now
    until(lambda: opened.snapshot().touch.total_n > 4.0)
    work.answer()
    assert work.moment().said.endswith("was pressed in.")
    assert work.made("board", "2026-03-01") is None, "no tile is done"
    whole = opened.weighing("N", quick=False)
    assert whole is not None
    assert (whole.moment().unit, whole.moment().of) == ("N", 16)
    assert opened.snapshot().stream.connected


def test_the_last_sets_guess_is_waited_for_and_then_kept_with_the_learner(opened: Sitting, learner: Learner) -> None:
    assert opened.hand is not None
    opened.hand.press(*place(3), 9.0)
    guessed = replace(SHORT, sets=(replace(SHORT.sets[0], guess=True),))
    folder = None
    for said_n, kept in ((8.0, 1), (None, 2)):
        opened.practise(guessed).result()
        folder = ended(opened, folder)
        assert opened.snapshot().asks_guess
        assert len(learner.kept) == kept - 1, "what is known of the learner waits"
        guess = opened.guess(said_n)
        assert not opened.snapshot().asks_guess
        until(lambda wanted=kept: len(learner.kept) == wanted)  # type: ignore[misc]
        assert (guess is None) == (said_n is None)
    opened.practise(guessed).result()
    ended(opened, folder)
    assert opened.snapshot().asks_guess
    opened.close()
    assert len(learner.kept) == 3, "closing in the middle of the question loses nothing"
    assert len(learner.held) == 6, "every folder is let go of"
