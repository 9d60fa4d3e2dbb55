"""Two thumbs in a set that asks for both: which one is to press deeper, and what is said through a drill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.drilled import sole_of, touch_of

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.two_now import TwoNow
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.hand import HandPath, demonstrate_both

PAD, _ = sole_of("right")


def short(name: str) -> Drill:
    """A drill's first set, half as long."""
    drill = packaged_drills()[name]
    return replace(drill, sets=(replace(drill.sets[0], duration_s=16.0),))


@cache
def done(name: str, second_part: float = 1.0) -> TouchBlock:
    """What both thumbs do of it, the second one somewhat lighter or not at all."""
    path, second = demonstrate_both(short(name), PAD, "expert", 1)
    assert second is not None
    lighter: HandPath | None = replace(second, force_n=second.force_n * second_part) if second_part else None
    return TouchBlock.joined(touch_of(path, "right", lighter))


@pytest.fixture
def run() -> Callable[[str, TouchBlock], DrillRun]:
    def followed(name: str, touch: TouchBlock) -> DrillRun:
        made = DrillRun(DrillDocument.of(short(name), packaged_targets(), packaged_caps()), PAD)
        made.feed(touch)
        return made

    return followed


def test_the_lighter_thumb_is_called_by_the_side_that_the_learner_sees() -> None:
    touch = done("two-together", 0.6)
    right, left, unknown = (TwoNow.of(touch, PAD, foot) for foot in ("right", "left", None))
    assert right is not None
    assert left is not None
    assert unknown is not None
    assert right.lighter[0] == "Left", "the second is at the outer edge of a right foot"
    assert left.lighter[0] == "Right"
    word, forces = unknown.lighter
    assert word == "Outer thumb"
    assert forces.startswith("Inner thumb ")
    assert TwoNow.of(done("two-together", 0.0), PAD, "right") is None


TWO = TwoNow(("Right", "Left"), (9.0, 9.0), ((120.0, 30.0), (122.0, 70.0)))


@pytest.mark.parametrize(
    ("places", "word"),
    [
        (((120.0, 30.0), (122.0, 70.0)), ""),
        (((122.0, 70.0), (120.0, 30.0)), ""),  # whichever hand is whose
        (((150.0, 30.0), (122.0, 70.0)), "Right to the toes"),
        (((120.0, 32.0), (122.0, 50.0)), "Left to the inner side"),
    ],
)
def test_the_hand_that_is_farthest_from_its_place_is_told_the_way(
    places: tuple[tuple[float, float], tuple[float, float]], word: str
) -> None:
    found = TWO.astray(Task(target_mm=places[0], second_mm=places[1], pattern="together"), 17.0)
    assert ("" if found is None else found.word) == word
    assert TWO.astray(Task(pattern="together"), 17.0) is None


def test_of_two_ways_the_nearest_place_of_each_counts() -> None:
    inner, outer = (np.array([[60.0, y], [180.0, y]]) for y in (34.0, 88.0))
    found = TWO.astray(Task(path_mm=inner, second_path_mm=outer, pattern="alternate"), 0.0)
    assert found is not None
    assert (found.word, found.reason) == ("Left to the outer side", "place")


def test_two_thumbs_beside_their_places_lose_for_it_and_are_told_so(run: Callable[[str, TouchBlock], DrillRun]) -> None:
    touch = done("two-together")
    heelward = replace(touch, x_mm=touch.x_mm - 25.0, second_x_mm=touch.second_x_mm - 25.0)
    (score,) = run("two-together", heelward).result().sets
    off = score.metric("off_point_mm")
    assert off is not None
    assert off.value == pytest.approx(25.0, abs=4.0)
    assert off.credit < 0.05
    assert "place" in {one.verdict.reason for one in run("two-together", heelward).told()}


def test_a_lighter_hand_costs_balance_and_is_told_to_press_deeper(run: Callable[[str, TouchBlock], DrillRun]) -> None:
    uneven = run("two-together", done("two-together", 0.6))
    (score,) = uneven.result().sets
    metric = score.metric("balance")
    assert metric is not None
    assert metric.value == pytest.approx(0.6 * 0.95, abs=0.08)
    told = {(one.verdict.word, one.verdict.reason) for one in uneven.told()}
    assert ("Left deeper", "balance") in told
    assert "good" not in {one.verdict.reason for one in uneven.told()}


def test_an_expert_is_told_good_and_one_thumb_alone_earns_next_to_nothing(
    run: Callable[[str, TouchBlock], DrillRun],
) -> None:
    expert, alone = (run("two-together", done("two-together", part)) for part in (1.0, 0.0))
    assert "good" in {one.verdict.reason for one in expert.told()}
    assert (expert.result().score or 0.0) > 95.0
    assert (alone.result().score or 0.0) < 50.0
    (score,) = alone.result().sets
    assert {one.name: one.advice for one in score.metrics}["balance"] == "Use both thumbs at once: one alone was felt."


def test_both_thumbs_are_guided_the_second_half_a_beat_behind_where_they_alternate() -> None:
    made = DrillRun(DrillDocument.of(short("two-knead"), packaged_targets(), packaged_caps()), PAD)
    first, second = made.guide_mm(), made.guide_second_mm()
    assert first is not None
    assert second is not None
    assert second[1] - first[1] == pytest.approx(PAD.place(0.71, 0.75)[1] - PAD.place(0.71, 0.25)[1], abs=1.0)
    guide = made.guide_force(12.0)
    inside = guide[(guide[:, 0] > 6.0) & (guide[:, 0] < 11.0), 1]
    assert inside.max() == pytest.approx(9.0, abs=0.1), "sin squared and cos squared are one"
    assert inside.min() == pytest.approx(9.0, abs=0.1)
    alone = DrillRun(DrillDocument.of(packaged_drills()["knead-1"], packaged_targets(), packaged_caps()), PAD)
    assert alone.guide_second_mm() is None
