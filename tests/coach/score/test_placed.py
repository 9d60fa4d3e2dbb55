"""Where the work was done beside where it was asked for, of one hand and of two, against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from thumbwalk.coach.score.placed import off_point_mm, placed, toward, unplaced
from thumbwalk.coach.score.task import ANYWHERE, Task
from thumbwalk.pad import Pad, Taxel
from thumbwalk.technique.measures import Measures
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.stroke import Stroke
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
TWO = Task(target_mm=(100.0, 30.0), second_mm=(100.0, 70.0), pattern="together")


def press(x_mm: float, y_mm: float, press_s: float = 1.0) -> Stroke:
    return Stroke(0.0, 0.1, 0.5, 1.0, 10.0, 0.0, press_s, x_mm, y_mm, 1.0, 0)


def of_two(*hands: list[Stroke]) -> list[Segment]:
    """Of a segment only the places and forces of both hands' touches are looked at."""
    touches = tuple(
        SimpleNamespace(
            x_mm=np.array([one.x_mm for one in hand]),
            y_mm=np.array([one.y_mm for one in hand]),
            contact_n=np.array([one.press_s for one in hand]),
        )
        for hand in hands
    )
    return [cast(Segment, SimpleNamespace(at_work=SimpleNamespace(touches=touches)))]


def off_of(meant: list[Segment], runs: list[list[Stroke]], task: Task = TWO) -> Any:
    return placed(TouchBlock.joined([]), meant, runs, task)["off_point_mm"]


def test_long_strokes_count_more_and_those_without_a_place_not_at_all() -> None:
    strokes = [press(103.0, 34.0), press(100.0, 30.0, 3.0), press(np.nan, np.nan)]
    assert off_point_mm(strokes, (100.0, 30.0)) == pytest.approx(5.0 / 4.0)
    assert off_point_mm(strokes[2:], (100.0, 30.0)) is None


@pytest.mark.parametrize("turned", [False, True])
def test_each_of_two_hands_is_held_against_the_place_that_it_is_nearer_to(turned: bool) -> None:
    hands = [press(106.0, 30.0)], [press(100.0, 72.0), press(100.0, 76.0)]
    assert off_of(of_two(*(hands[::-1] if turned else hands)), []) == pytest.approx((6.0 + 4.0) / 2.0)


def test_which_contact_is_whose_may_change_on_the_way() -> None:
    swapped = [press(100.0, 30.0), press(100.0, 70.0)], [press(100.0, 70.0), press(100.0, 30.0)]
    assert off_of(of_two(*swapped), []) == pytest.approx(0.0)


def test_both_hands_at_one_place_are_far_from_the_other() -> None:
    assert off_of(of_two([press(100.0, 30.0)], [press(100.0, 30.0)]), []) == pytest.approx(20.0)


def test_one_hand_alone_is_held_against_the_nearer_place() -> None:
    alone = [cast(Segment, SimpleNamespace(at_work=None))]
    assert off_of(alone, [[press(100.0, 67.0)]]) == pytest.approx(3.0)
    assert off_of(alone, [[press(100.0, 67.0)]], ANYWHERE) is None


def test_of_two_ways_the_mean_is_covered_and_either_hand_may_do_it(touch_at: Make) -> None:
    n = 400
    inner, outer = (np.array([[60.0, y], [160.0, y]]) for y in (30.0, 70.0))
    task = Task(path_mm=inner, second_path_mm=outer, pattern="alternate")
    alone = touch_at(np.full(n, 8.0), x_mm=np.linspace(60.0, 160.0, n), y_mm=30.0)
    both = replace(
        alone, second_works=np.ones(n, np.bool_), second_x_mm=np.linspace(60.0, 105.0, n), second_y_mm=np.full(n, 70.0)
    )
    # places every 5 mm, 21 of them; half of the way and the 10 mm that a thumb reaches are 12
    assert placed(alone, [], [], task)["coverage"] == pytest.approx(0.5)
    assert placed(both, [], [], task)["coverage"] == pytest.approx((1.0 + 12 / 21) / 2.0)
    assert placed(both, [], [], replace(task, second_path_mm=None, path_mm=outer))["coverage"] == 0.0, "of one hand"


def test_the_way_from_the_point_is_told_by_the_sole() -> None:
    here: Measures = {"x_mm": 110.0, "y_mm": 45.0}
    assert toward(here, (100.0, 50.0)) == " toward the toes"
    assert toward(here, (108.0, 50.0)) == " toward the inner side"
    assert (toward(here, None), toward({"x_mm": None, "y_mm": None}, (1.0, 1.0))) == ("", "")


def test_what_a_layout_can_not_tell_of_two_places_is_said(pad: Pad) -> None:
    assert unplaced(pad, TWO) == {}
    behind = unplaced(pad, replace(TWO, second_mm=(20.0, 50.0)))
    assert "35 mm" in behind["off_point_mm"], "one of the two is enough"
    nowhere = replace(pad, name="blind", taxels=tuple(Taxel(taxel.name) for taxel in pad.taxels), outline=None)
    both = replace(TWO, path_mm=np.zeros((2, 2)))
    assert unplaced(nowhere, both).keys() == {"off_point_mm", "coverage"}
