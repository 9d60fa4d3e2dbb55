"""Matching from the command line: on the virtual rig whole, on a made one where somebody has to say yes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.cued_board import PICO, CuedBoard
from tests.session.streams import HELLO

from thumbwalk.cli import match as command
from thumbwalk.cli.main import run
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.learner.history import Matched
from thumbwalk.link.wire import Hello
from thumbwalk.places import learners_dir
from thumbwalk.rig.opening import OpenRig
from thumbwalk.virtual.cued_hand import Press


def held(forces_n: list[float], zone: str, hello: Hello = HELLO) -> CuedBoard:
    """A rig on which each force is held for two seconds."""
    return CuedBoard([Press(2.0 + 3.0 * i, 4.0 + 3.0 * i, one, one) for i, one in enumerate(forces_n)], zone, hello)


def with_board(monkeypatch: pytest.MonkeyPatch, board: CuedBoard, answers: list[str]) -> None:
    @contextmanager
    def opened(*_: Any, **__: Any) -> Iterator[OpenRig]:
        yield OpenRig(board)  # type: ignore[arg-type]

    given = iter(answers)
    monkeypatch.setattr(command, "opened", opened)
    monkeypatch.setattr("builtins.input", lambda: next(given))


def matched(receiver: str = "Mum") -> dict[str, Matched]:
    return LearnerFolder(learners_dir(), "me").history().matched(receiver)


def test_medians_become_the_receivers_target_and_cap(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_board(monkeypatch, held([8, 14, 11, 18, 10, 17], "heel"), ["yes"])
    assert run(["match", "heel", "--receiver", "Mum", "--json"]) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["target_n"] == pytest.approx(10.0, rel=0.1)
    assert document["cap_n"] == pytest.approx(17.0, rel=0.1)
    assert matched() == {"heel": Matched("heel", document["target_n"], document["cap_n"])}
    assert matched("Dad") == {}
    assert "a blood clot" in said.err
    assert "3 of 3: press the person's heel until they say 'too much'" in said.err


@pytest.mark.parametrize(("answer", "cap_n"), [("above", 17.0), ("yes", 12.0), ("", 12.0)])
def test_a_cap_above_the_default_needs_a_second_word(
    monkeypatch: pytest.MonkeyPatch, answer: str, cap_n: float
) -> None:
    with_board(monkeypatch, held([8, 17] * 3, "forefoot"), ["yes", answer])
    assert run(["match", "forefoot", "--receiver", "Mum"]) == 0
    assert matched()["forefoot"].cap_n == pytest.approx(cap_n, rel=0.1)
    assert (matched()["forefoot"].cap_n > 12.0) == (answer == "above")


@pytest.mark.parametrize(
    ("board", "zone", "answers", "why"),
    [
        (held([9] * 6, "heel"), "heel", ["yes"], "too much must be more"),
        (held([8, 14], "heel"), "heel", ["yes"], "nobody pressed the rig for 120 s"),
        (held([8, 14], "heel"), "heel", ["no"], "not today"),
        (held([8, 14], "heel"), "ear", [], "no zone 'ear'"),
        (
            held([8, 14] * 3, "heel", PICO),
            "heel",
            ["yes"],
            "is not calibrated",
        ),
    ],
)
def test_what_makes_no_match_is_one_line_and_keeps_none(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    board: CuedBoard,
    zone: str,
    answers: list[str],
    why: str,
) -> None:
    with_board(monkeypatch, board, answers)
    assert run(["match", zone, "--receiver", "Mum"]) == 2
    assert why in capsys.readouterr().err.splitlines()[-1]
    assert matched() == {}


def test_nobody_there_to_read_the_safety_page_is_no_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise EOFError

    with_board(monkeypatch, held([8, 14] * 3, "heel"), [])
    monkeypatch.setattr("builtins.input", nobody)
    assert run(["match", "heel", "--receiver", "Mum"]) == 130
    assert not learners_dir().exists()


def test_the_virtual_rig_shows_it_and_nobodys_cap_comes_of_that(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "toes", "--receiver", "Mum", "--virtual", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["target_n"] == pytest.approx(6.0, rel=0.15)
    assert document["cap_n"] == pytest.approx(9.0, rel=0.15)
    assert matched() == {}


def test_what_was_found_is_in_the_store_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = f"sqlite:///{tmp_path}/school.sqlite3"
    with_board(monkeypatch, held([8, 14, 11, 18, 10, 17], "heel"), ["yes"])
    assert run(["match", "heel", "--receiver", "Mum", "--database", store]) == 0
    assert run(["pain", "wrist", "--database", store]) == 0
    assert capsys.readouterr().out.startswith("Mum, heel: ")
    with closing(sqlite3.connect(tmp_path / "school.sqlite3")) as db:
        assert db.execute("SELECT receiver, zone FROM comfort_caps").fetchall() == [("Mum", "heel")]
        assert db.execute("SELECT site FROM pain_notes").fetchall() == [("wrist",)]


def test_a_disk_that_is_full_costs_nobody_what_was_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, _: object) -> None:
        if "match" in path.name:
            raise OSError(28, "No space left on device")

    with_board(monkeypatch, held([8, 14, 11, 18, 10, 17], "heel"), ["yes"])
    monkeypatch.setattr("thumbwalk.learner.folder.write_whole", full)
    assert run(["match", "heel", "--receiver", "Mum"]) == 1
    shown, err = capsys.readouterr()
    assert "N is just right" in shown
    (line,) = [line for line in err.splitlines() if line.startswith("thumbwalk: ")]
    assert "can't be written: No space left on device; make room first" in line
