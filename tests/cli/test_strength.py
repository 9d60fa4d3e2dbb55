"""Tests of strength from the command line: whole on the virtual rig, on a made one where newtons are a guess."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from tests.cued_board import PICO, CuedBoard
from tests.session.streams import HELLO

from thumbwalk.cli import strength as command
from thumbwalk.cli.main import run
from thumbwalk.coach.strength.hand_load import BUDGET_S
from thumbwalk.coach.strength.protocol import strength_test
from thumbwalk.errors import LinkLost
from thumbwalk.interrupts import Noted
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.learner.history import History
from thumbwalk.places import learners_dir
from thumbwalk.rig.opening import OpenRig
from thumbwalk.virtual.strong_hand import VIRTUAL_PEAK_N, strong_presses

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def history() -> History:
    return LearnerFolder(learners_dir(), "me").history()


def document(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def with_board(monkeypatch: pytest.MonkeyPatch, board: CuedBoard, module: ModuleType = command) -> None:
    @contextmanager
    def opened(*_: Any, **__: Any) -> Iterator[OpenRig]:
        yield OpenRig(board)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "opened", opened)


def strong(name: str, peak_n: float = VIRTUAL_PEAK_N, *, calibrated: bool = True) -> CuedBoard:
    return CuedBoard(strong_presses(strength_test(name), peak_n), "heel", HELLO if calibrated else PICO)


def test_on_the_virtual_rig_a_peak_is_pressed_kept_and_then_the_norm_of_what_is_in_parts_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["strength", "peak", "--virtual", "--json"]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["done"]
    assert found["figures"]["best_n"] == pytest.approx(VIRTUAL_PEAK_N, rel=0.15)
    assert found["load_s"] > 0.0
    assert said.err.count("As hard as you can, growing over a second") == 3
    assert "Rest 30 s" in said.err
    assert history().peaks_n("right", virtual=True) == [found["peak_n"]]
    assert history().peaks_n("right") == [], "a virtual hand is nobody's"
    assert history().load_s(datetime.now().astimezone().date()) == 0.0
    assert run(["strength", "control", "--virtual", "--json"]) == 0
    control = document(capsys)
    assert control["own_peak_n"] == found["peak_n"]
    assert control["figures"]["cv_15"] < 0.1


def test_a_real_hand_is_known_by_its_peak_and_left_and_right_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_board(monkeypatch, strong("peak", 50.0))
    assert run(["strength", "peak", "--side", "left"]) == 0
    assert "Peak press, left hand" in capsys.readouterr().out
    assert history().peaks_n("left") == [pytest.approx(50.0, rel=0.05)]
    assert history().peaks_n("right") == []
    with_board(monkeypatch, strong("peak", 53.0))
    assert run(["strength", "peak", "--side", "left"]) == 0
    before_n, now_n = history().peaks_n("left")
    more = 100.0 * (now_n / before_n - 1.0)
    assert more == pytest.approx(6.0, abs=1.5)
    assert f"As the last time ({more:+.0f} %): two tries differ by up to 16 %." in capsys.readouterr().out
    with_board(monkeypatch, strong("endurance", 53.0))
    assert run(["strength", "endurance", "--side", "left", "--json"]) == 0
    assert document(capsys)["figures"]["endurance_s"] == pytest.approx(60.0, rel=0.2)
    assert run(["strength", "endurance"]) == 2
    assert "not known for this hand" in capsys.readouterr().err


def test_much_more_than_the_last_time_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for peak_n in (30.0, 40.0):
        with_board(monkeypatch, strong("peak", peak_n))
        assert run(["strength", "peak"]) == 0
    assert "More than the last time: +33 %." in capsys.readouterr().out


def test_on_a_rig_that_is_not_calibrated_a_peak_is_in_no_newtons(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_board(monkeypatch, strong("peak", calibrated=False))
    assert run(["strength", "peak"]) == 0
    said = capsys.readouterr()
    assert "a peak is in no newtons" in said.err
    assert "This rig is not calibrated: a peak is in no newtons." in said.out
    assert history().peaks_n("right") == []
    with_board(monkeypatch, strong("control", calibrated=False))
    LearnerFolder(learners_dir(), "me").add(
        "strength", NOON, {"test": "peak", "side": "right", "done": True, "peak_n": 40.0}
    )
    assert run(["strength", "control"]) == 2
    assert "newtons of a rig that is not calibrated are a guess" in capsys.readouterr().err


def test_a_hand_that_hurts_or_has_done_its_day_is_not_tested(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("strength", "learning", "pain"):
        monkeypatch.setattr(f"thumbwalk.cli.{name}.now", lambda: NOON)
    with_board(monkeypatch, strong("peak"))
    LearnerFolder(learners_dir(), "Ben").add("practice", NOON, {"load_s": BUDGET_S})
    assert run(["strength", "peak", "--learner", "Ben"]) == 2
    assert "Your thumbs did their day" in capsys.readouterr().err
    assert run(["pain", "thumb"]) == 0
    assert run(["strength", "peak"]) == 2
    assert "your hands asked for rest: pain in the thumb" in capsys.readouterr().err
    assert history().of("strength") == []


def test_who_stops_in_the_middle_keeps_what_was_pressed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C as a signal is noted, at a time of the stream's own: when the second press is over."""
    notes, board = list[Noted](), strong("peak")

    @contextmanager
    def noted() -> Iterator[Noted]:
        notes.append(Noted())
        yield notes[-1]

    read = board.read

    def until_the_third() -> bytes:
        if board._at_ms > 1000 * strength_test("peak").presses[2].start_s:
            notes[-1].number = 2
        return read()

    monkeypatch.setattr(command, "noted", noted)
    monkeypatch.setattr(board, "read", until_the_third)
    with_board(monkeypatch, board)
    assert run(["strength", "peak"]) == 130
    assert "not done; 2 presses are kept" in capsys.readouterr().out
    (entry,) = history().of("strength")
    assert not entry.switch("done")
    assert [press["peak_n"] for press in entry.facts["presses"]] == pytest.approx([40.0, 40.0], rel=0.1)
    assert history().peaks_n("right") == []
    assert board.sent[-1] == "stop"


def test_of_a_rig_that_goes_away_what_was_pressed_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    board = strong("peak")
    read = board.read

    def until_the_third() -> bytes:
        if board._at_ms > 1000 * strength_test("peak").presses[2].start_s:
            raise LinkLost("made: the port is gone; plug it in again")
        return read()

    monkeypatch.setattr(board, "read", until_the_third)
    with_board(monkeypatch, board)
    assert run(["strength", "peak"]) == 1
    assert "the port is gone" in capsys.readouterr().err
    (entry,) = history().of("strength")
    assert len(entry.facts["presses"]) == 2


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["peak", "--lines"], "--lines needs the board's port"),
        (["peak", "--bits", "12"], "--bits is for a board that prints lines"),
        (["peak", "--virtual", "--lines", "--port", "P"], "--virtual and --lines exclude each other"),
        (["grip"], "'grip' is not one of"),
        (["peak", "--side", "both"], "'both' is not one of"),
        ([], "TEST"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", *arguments]) == 2
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1


def test_a_disk_that_is_full_costs_nobody_what_was_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with_board(monkeypatch, strong("peak", 50.0))
    monkeypatch.setattr("thumbwalk.learner.folder.write_whole", full)
    assert run(["strength", "peak", "--json"]) == 1
    shown, err = capsys.readouterr()
    assert json.loads(shown)["figures"]["best_n"] == pytest.approx(50.0, rel=0.05)
    assert err.splitlines()[-1].endswith("can't be written: No space left on device; make room first")
    assert err.count("No space left") == 1
