"""The test of two presses on made touch: presses to the bell, answers by taps, and what does not count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.strength.feel_run import FeelRun
from thumbwalk.coach.strength.staircase import Staircase

Touching = Callable[..., Any]
Part = tuple[float, float]
"""Newtons, seconds."""

FREE: Part = (0.0, 0.4)


def at(run: FeelRun) -> tuple[str, int, int]:
    """The step, the pair and the press of it."""
    return run.step, *run.number


def trace(*parts: Part) -> Any:
    return np.concatenate([np.full(round(seconds * 100), force_n) for force_n, seconds in parts])


def tapped(times: int) -> list[Part]:
    return [part for _ in range(times) for part in ((3.0, 0.2), (0.0, 0.3))] + [(0.0, 1.2)]


def pair_of(staircase: Staircase, over: float = 1.0) -> list[Part]:
    return [(over * staircase.pair.first_n, 1.6), FREE, (over * staircase.pair.second_n, 1.6), FREE]


def test_presses_are_measured_and_one_tap_is_the_first_and_two_the_second(touch_at: Touching) -> None:
    guided, run = Staircase(7), FeelRun(7, 2)
    first, parts = guided.pair, [FREE, *pair_of(guided, 1.04), *tapped(1)]
    guided.answer(1)
    second = guided.pair
    parts += [*pair_of(guided, 0.95), *tapped(2)]
    run.feed(touch_at(trace(*parts)))
    found = run.result()
    assert run.step == "over"
    assert [one.said for one in found.pairs] == [1, 2]
    pressed = [(one.first_n, one.second_n) for one in found.pairs]
    wanted = [(1.04 * first.first_n, 1.04 * first.second_n), (0.95 * second.first_n, 0.95 * second.second_n)]
    assert np.ravel(pressed) == pytest.approx(np.ravel(wanted))
    assert not found.done, "of two pairs there is no figure"
    assert found.to_json()["jnd"] is None


def test_it_is_the_same_in_any_chunks(touch_at: Touching) -> None:
    guided = Staircase(2)
    touch = touch_at(trace(FREE, *pair_of(guided), *tapped(2)))
    whole, cut = FeelRun(2, 1), FeelRun(2, 1)
    whole.feed(touch)
    for first in range(0, len(touch), 7):
        cut.feed(touch.cut(first, first + 7))
    assert whole.result() == cut.result()
    assert whole.step == cut.step == "over"


def test_the_bell_rings_just_below_what_is_guided_and_a_press_that_is_let_go_comes_again(touch_at: Touching) -> None:
    guided, run = Staircase(3), FeelRun(3)
    force_n = guided.pair.first_n
    run.feed(touch_at(trace(FREE, (0.85 * force_n, 3.0))))
    assert at(run) == ("press", 1, 1)
    run.feed(touch_at(trace((0.95 * force_n, 0.5))))
    assert at(run) == ("hold", 1, 1)
    run.feed(touch_at(trace(FREE)))
    assert at(run) == ("press", 1, 1)
    assert run.notes == ["Let go too early: stay until the second bell. Once more."]
    run.feed(touch_at(trace((force_n, 1.2))))
    assert at(run)[0] == "let go"
    run.feed(touch_at(trace(FREE)))
    assert at(run) == ("press", 1, 2)


def test_a_press_is_no_answer_and_waiting_is_told(touch_at: Touching) -> None:
    guided, run = Staircase(3), FeelRun(3)
    run.feed(touch_at(trace(*pair_of(guided), (3.0, 1.5), FREE, (0.0, 3.0))))
    assert run.step == "answer"
    assert run.notes == ["That was no tap: tap once for the first, twice for the second."]
    assert run.waited_s == pytest.approx(3.4)
    run.feed(touch_at(trace(*tapped(2))))
    assert [one.said for one in run.result().pairs] == [2]
