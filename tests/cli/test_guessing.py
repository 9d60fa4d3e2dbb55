"""Guess, then reveal, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.app import scenes

from thumbwalk.cli.guessing import Guessing
from thumbwalk.session.screen.snapshot import Snapshot


def rest_behind(was_n: float | None) -> Snapshot:
    """A moment of the rest behind the first set, whose force was to be guessed; None in the set that comes next."""
    rest = scenes.in_drill(12.2)
    return replace(rest, drill=replace(scenes.drill_of(rest), revealed_n=was_n))


def typing(*lines: str | None) -> Guessing:
    typed: Iterator[str | None] = iter(lines)
    return Guessing(lambda _seconds: next(typed))


def test_a_force_is_asked_for_once_and_told_when_it_was_guessed() -> None:
    guessing, rest = typing(None, "8", "never asked"), rest_behind(10.0)
    assert guessing.look(rest) == ["How hard was that, in newtons? Type it and press Enter."]
    assert guessing.look(rest) == []
    assert guessing.look(rest) == ["It was 10.0 N: you said 20 % too little."]
    assert guessing.look(rest) == []
    assert guessing.look(rest_behind(None)) == []
    (guess,) = guessing.guesses
    assert (guess.said_n, guess.was_n) == (8.0, 10.0)
    assert guessing.said() == ["Your guesses were 20 % too low on the whole."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9,6 N", "It was 10.0 N: you felt that."),
        ("13", "It was 10.0 N: you said 30 % too much."),
        ("hard", "That is no force: type newtons from 0 to 500, such as 9.5."),
        ("-3", "That is no force: type newtons from 0 to 500, such as 9.5."),
        ("nan", "That is no force: type newtons from 0 to 500, such as 9.5."),
    ],
)
def test_what_is_typed_is_answered(typed: str, said: str) -> None:
    guessing = typing(typed)
    guessing.look(rest_behind(10.0))
    assert guessing.look(rest_behind(10.0)) == [said]


def test_who_does_not_guess_in_time_or_can_not_type_is_told_anyway() -> None:
    late, nobody = typing(None), Guessing(None)
    late.look(rest_behind(10.0))
    assert late.look(rest_behind(None)) == ["It was 10.0 N."]
    assert late.said() == []
    assert nobody.look(rest_behind(10.0)) == ["It was 10.0 N."]
    assert nobody.look(rest_behind(10.0)) == []
    ends = typing(None)
    ends.look(rest_behind(10.0))
    assert ends.give_up() == ["It was 10.0 N."]
