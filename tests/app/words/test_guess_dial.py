"""A guess is dialled or typed, waits for whoever thinks, and is told to who does not guess."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.app import scenes

from thumbwalk.app.actions import Actions
from thumbwalk.app.words.guess_dial import GuessDial
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.session.screen.snapshot import Snapshot


def asking(left_s: float = 4.0) -> Snapshot:
    rest = scenes.in_drill(12.2)
    return replace(rest, asks_guess=True, drill=replace(scenes.drill_of(rest), revealed_n=9.2, phase_left_s=left_s))


@pytest.fixture
def asked() -> list[Any]:
    return []


@pytest.fixture
def dial(asked: list[Any]) -> GuessDial:
    made = GuessDial()
    made.use(
        Actions(pause=lambda: asked.append("pause"), resume=lambda: asked.append("resume"), guess=asked.append), "N"
    )
    made.follow(asking())
    return made


def test_steps_are_taken_typed_signs_replace_them_and_it_is_said_in_newtons(dial: GuessDial, asked: list[Any]) -> None:
    assert dial.text().force == "10 N"
    dial.step(2)
    assert dial.text().force == "12 N"
    for sign in "8..5":
        dial.type(sign)
    assert dial.text().force == "8.5 N"
    dial.erase()
    dial.erase()
    assert dial.value == 8.0
    dial.confirm()
    assert asked == ["pause", 8.0, "resume"], "the clock stands while somebody thinks, and goes on with the answer"


@pytest.mark.parametrize(("unit", "shown", "said_n"), [("g", "1100 g", 10.787), ("kg", "1.10 kg", 10.787)])
def test_steps_are_those_of_the_unit(asked: list[Any], unit: ForceUnit, shown: str, said_n: float) -> None:
    dial = GuessDial()
    dial.use(Actions(guess=asked.append), unit)
    dial.follow(asking())
    dial.step(1)
    assert dial.text().force == shown
    dial.confirm()
    assert asked == [pytest.approx(said_n, abs=0.01)]


def test_no_force_is_below_nothing_or_above_what_is_taken(dial: GuessDial, asked: list[Any]) -> None:
    dial.step(-99)
    assert dial.value == 0.0
    dial.step(9999)
    assert dial.value == 500.0
    for sign in "99999999":
        dial.type(sign)
    dial.confirm()
    assert asked[-2] == 500.0


def test_who_does_not_begin_to_answer_is_told_before_the_next_set(dial: GuessDial, asked: list[Any]) -> None:
    dial.follow(asking(2.1))
    assert asked == []
    dial.follow(asking(1.9))
    assert asked == [None]
    dial.follow(replace(asking(1.8), asks_guess=False))
    assert not dial.is_open


def test_behind_the_last_set_nothing_hurries(dial: GuessDial, asked: list[Any]) -> None:
    done = scenes.drill_of(scenes.finished())
    dial.follow(replace(asking(0.0), drill=replace(done, revealed_n=9.2, phase_left_s=0.0)))
    assert asked == []
    assert dial.is_open


def test_where_nobody_takes_a_guess_none_is_asked_for() -> None:
    dial = GuessDial()
    dial.follow(asking())
    assert not dial.is_open
