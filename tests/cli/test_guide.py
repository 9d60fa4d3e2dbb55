"""The routine on a real foot: every cue in its time by a clock of the test's own, and words of thanks that are kept."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import pytest

from thumbwalk.cli import guide as command
from thumbwalk.cli.huge import huge
from thumbwalk.cli.main import run
from thumbwalk.cli.typed_lines import TypedLines
from thumbwalk.coach.person.pacing import SOFTER, Happening, Pacing
from thumbwalk.coach.person.routines_file import routine_named
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.places import learners_dir
from thumbwalk.technique.catalog import TECHNIQUES


class Typist:
    """Time that passes only while it is waited for, lines that are typed in the midst of it, and answers."""

    def __init__(self, answers: list[str | None], meanwhile: dict[float, str] | None = None) -> None:
        self.now_s, self.answers, self.meanwhile = 0.0, list(answers), dict(meanwhile or {})

    def clock(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> str | None:
        until_s = self.now_s + seconds
        first_s = min((at for at in self.meanwhile if at <= until_s), default=None)
        self.now_s = until_s if first_s is None else max(first_s, self.now_s)
        return None if first_s is None else self.meanwhile.pop(first_s)

    def read(self) -> str | None:
        return self.answers.pop(0) if self.answers else None


class Seen(command.Screen):
    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.seen: list[tuple[float, Happening]] = []
        self._clock = clock

    def show(self, one: Happening, foot: str) -> None:
        self.seen.append((self._clock(), one))
        super().show(one, foot)


def test_every_cue_of_ten_minutes_is_shown_when_it_is_due() -> None:
    typist = Typist([])
    screen = Seen(typist.clock)
    command.paced(Pacing(routine_named("ten-minutes")), "right", typist.wait, screen, typist.clock)
    assert [at_s for at_s, _ in screen.seen] == [one.at_s for _, one in screen.seen]
    cues = [one.at_s for _, one in screen.seen if one.kind == "cue"]
    assert cues == [cue.at_s for cue in routine_named("ten-minutes").cues]
    assert [at_s + 5.0 for at_s, one in screen.seen if one.kind == "chime"] == cues[1:]
    assert screen.seen[-1][1].kind == "end"
    assert typist.now_s == 600.0


def test_less_softens_later_cues_and_stop_ends_with_resting_hands() -> None:
    typist = Typist([], {70.0: "Less", 150.0: "something else", 200.0: "stop"})
    pacing = Pacing(routine_named("ten-minutes"))
    screen = Seen(typist.clock)
    command.paced(pacing, "right", typist.wait, screen, typist.clock)
    cues = [one for _, one in screen.seen if one.kind == "cue"]
    assert [SOFTER in one.words for one in cues] == [one.at_s > 70.0 for one in cues]
    assert screen.seen[-1][1].kind == "end"
    assert pacing.done_s == typist.now_s == 200.0


def guided(monkeypatch: pytest.MonkeyPatch, typist: Typist, *options: str) -> int:
    monkeypatch.setattr(command, "TypedLines", lambda: typist)
    monkeypatch.setattr(command, "clock", typist.clock)
    monkeypatch.setattr("builtins.input", lambda: "yes")
    return run(["guide", *options])


def kept() -> list[Any]:
    return LearnerFolder(learners_dir(), "me").history().of("guide")


def test_both_feet_then_their_comfort_and_a_word_which_are_kept_and_shown_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: list[str | None] = ["", "", "11", "ten", "9", "8", "Heaven\x1b[2J"]
    assert guided(monkeypatch, Typist(answers), "--receiver", "Mum") == 0
    said = capsys.readouterr()
    assert said.err.count(huge("glide", "#")[0].strip()) + said.err.count(huge("glide", "\u2588")[0].strip()) == 4
    assert "'ten' is no whole number from 0 to 10" in said.err
    assert 'Mum, comfort 9, relaxation 8: "Heaven[2J"' in said.out
    (entry,) = kept()
    assert entry.facts | {"routine": "ten-minutes", "done_s": 1200.0, "whole": True, "comfort": 9} == entry.facts
    assert "score" not in entry.facts
    assert guided(monkeypatch, Typist(["", "10", "10", "Again!"]), "--receiver", "Mum", "--feet", "left", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["word"], document["feet"]) == ("Again!", "left")
    assert [one["word"] for one in document["earlier"]] == ["Heaven[2J"]


def test_a_routine_that_was_stopped_is_kept_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    assert guided(monkeypatch, Typist(["", "", "", ""], {100.0: "stop"})) == 0
    (entry,) = kept()
    assert (entry.facts["done_s"], entry.facts["whole"], entry.facts["comfort"]) == (100.0, False, None)


def test_who_does_not_begin_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert guided(monkeypatch, Typist(["stop"])) == 0
    assert guided(monkeypatch, Typist([None])) == 0
    assert kept() == []


def test_a_routine_that_there_is_not_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guide", "nope"]) == 2
    assert capsys.readouterr().err == "thumbwalk: no routine 'nope'; there are: ten-minutes\n"
    assert not learners_dir().exists()


def test_huge_letters_are_five_even_rows_and_every_technique_can_be_drawn() -> None:
    for name in (*TECHNIQUES, "rest"):
        rows = huge(name, "#")
        assert len(rows) == 5
        assert len({len(row) for row in rows}) == 1, name
        assert set("".join(rows)) <= {"#", " "}
        assert len(rows[0]) >= 3 * len(name), "no letter was left out"
    assert huge("il", "#") == ["###  #    ", " #   #    ", " #   #    ", " #   #    ", "###  #####"]


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe can't be waited for there")
def test_lines_are_given_once_each_with_the_last_that_has_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    out, into = os.pipe()
    with os.fdopen(out) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        typed = TypedLines()
        assert typed.wait(0.0) is None
        os.write(into, b"less\r\nst\xc3\xb6p\nend")
        assert [typed.wait(60.0), typed.read()] == ["less", "stöp"]
        os.close(into)
        assert [typed.read(), typed.read()] == ["end", None]
        assert typed.wait(0.01) is None
