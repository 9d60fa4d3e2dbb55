"""Feeling which press was harder, from the command line: through the whole chain of the virtual rig, and as refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from tests.cli.test_strength import with_board
from tests.cued_board import PICO, CuedBoard

from thumbwalk.cli import feel as command
from thumbwalk.cli.main import run
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.learner.history import History
from thumbwalk.places import learners_dir
from thumbwalk.virtual.feeling_hand import feeling_presses

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def history() -> History:
    return LearnerFolder(learners_dir(), "me").history()


def test_pairs_come_through_the_virtual_rig_as_the_hand_pressed_and_answered_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["feel", "--virtual", "--pairs", "2", "--seed", "1", "--json"]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    meant = feeling_presses(2, seed=1)
    pressed, taps = [one.force_n for one in meant if one.force_n > 4.0], sum(one.force_n < 4.0 for one in meant)
    assert sum(one["said"] for one in found["pairs"]) == taps
    for one, first_n, second_n in zip(found["pairs"], pressed[::2], pressed[1::2], strict=True):
        assert one["first_n"] / one["second_n"] == pytest.approx(first_n / second_n, rel=0.1)
    assert (found["done"], found["jnd"], found["virtual"]) == (False, None, True)
    assert found["load_s"] > 0.0
    assert said.err.count("Which was harder? Tap once or twice.") == 2
    assert " N" not in said.err, "no force is told"
    (entry,) = history().of("feel")
    assert entry.facts["pairs"] == found["pairs"]
    assert history().tells_apart(virtual=True) is None


def test_on_a_day_of_rest_and_on_a_rig_whose_newtons_are_a_guess_nobody_feels(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_board(monkeypatch, CuedBoard(feeling_presses(1, 0), "heel", PICO), command)
    assert run(["feel", "--pairs", "1"]) == 2
    assert "is not calibrated: how much harder a press is would be a guess" in capsys.readouterr().err
    monkeypatch.setattr("thumbwalk.cli.learning.now", lambda: NOON)
    LearnerFolder(learners_dir(), "me").add("pain", NOON, {"site": "thumb"})
    assert run(["feel"]) == 2
    assert "your hands asked for rest" in capsys.readouterr().err
    assert not history().of("feel")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [(["--pairs", "0"], "0 is not in the range 1<=x<=120"), (["--pairs", "121"], "121 is not in the range 1<=x<=120")],
)
def test_bad_input_is_one_line_and_two(arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["feel", *arguments]) == 2
    said = capsys.readouterr().err
    assert why in said or "range" in said
    assert said.count("\n") == 1
