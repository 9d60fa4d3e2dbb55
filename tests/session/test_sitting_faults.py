"""What goes wrong in a sitting is said, nothing of a practice is lost by it, and the foot lives on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.session.living import Boards, until
from tests.session.sitters import LONG, SHORT, Learner, ended, stand, streams

from thumbwalk.session.sitting import Sitting


def test_a_drill_for_the_other_foot_and_a_learner_who_may_not_are_said_and_the_foot_lives_on(
    opened: Sitting, learner: Learner, tmp_path: Path
) -> None:
    opened.practise(replace(SHORT, foot="left")).result()
    assert "is for the left foot" in opened.state.trouble
    assert streams(opened)
    learner.refuses = "your hands asked for rest"
    opened.practise(SHORT).result()
    assert (opened.state.trouble, opened.state.practising) == (learner.refuses, False)
    assert streams(opened), "the foot is alive behind a refusal"
    learner.refuses = ""
    opened.plan(SHORT)
    assert opened.state.trouble == ""
    assert not (tmp_path / "sessions").exists()


def test_what_can_not_be_kept_is_said_and_the_sitting_goes_on(
    opened: Sitting, learner: Learner, tmp_path: Path
) -> None:
    learner.fails = "the disk is full"
    opened.practise(None).result()
    until(lambda: opened.snapshot().time_s > 0.1)
    opened.end().result()
    assert opened.state.trouble == "the disk is full"
    learner.fails = ""
    opened.practise(LONG).result()
    assert opened.state.trouble == ""
    until(lambda: opened.snapshot().time_s > 1.0)
    folder = next((tmp_path / "sessions").glob("*_long"))
    (folder / "score.json").mkdir()
    opened.end().result()
    assert "score.json: can't be written" in opened.state.trouble
    opened.practise(LONG).result()
    until(lambda: opened.snapshot().time_s > 1.0)
    (tmp_path / "sessions" / "2026-03-01_180000_long-2" / "practice.twr").unlink()
    opened.end().result()
    assert "practice.twr" in opened.state.trouble
    assert streams(opened)


def test_a_folder_that_can_not_be_made_is_said_and_the_foot_lives_on(opened: Sitting, tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file")
    opened.practise(SHORT).result()
    assert "can't make the folder" in opened.state.trouble
    assert not opened.state.practising
    assert streams(opened)


def test_the_virtual_rig_that_is_gone_is_said_and_no_longer_open(opened: Sitting, boards: Boards) -> None:
    boards.newest.is_gone = True
    opened.practise(SHORT).result()
    assert (opened.state.stage, opened.hand) == ("failed", None)
    assert "went away" in opened.state.trouble
    opened.connect(boards.door, None).result()
    assert streams(opened)


def test_a_board_that_comes_back_in_the_midst_of_a_drill_is_opened_anew_when_that_ends(sitting: Sitting) -> None:
    boards = Boards(hand=False)
    sitting.connect(boards.door, "left").result()
    sitting.practise(LONG).result()
    until(lambda: sitting.snapshot().time_s > 1.0)
    boards.newest.is_gone = True
    until(lambda: len(boards.opened) == 2)
    until(lambda: stand(sitting) == "set")
    sitting.end().result()
    ended(sitting)
    assert (len(boards.opened), boards.left) == (3, 1)
    assert [one.is_closed for one in boards.opened] == [True, True, False]
    assert (sitting.pad.foot, sitting.state.trouble) == ("left", "")
    assert streams(sitting)
