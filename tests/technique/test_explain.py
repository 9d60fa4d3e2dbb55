"""What decided on a name, and what would have decided where it is unsure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.explain import PHRASES, TOO_LITTLE, Explanation, Guess, _told, _typical, explained
from thumbwalk.technique.factors import Factor, product
from thumbwalk.technique.segments import Segment, segments_of
from thumbwalk.technique.signs import signs_of
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
REST = np.zeros(100)


def named(touch: TouchBlock) -> Segment:
    (segment,) = segments_of(strokes_of(touch), touch)
    return segment


def presses_moving(touch_of: Make, presses: Make, step_mm: float, kept: float = 0.3) -> Any:
    force = presses([10.0] * 12, 0.7, kept=kept)
    number = np.clip((np.arange(len(force)) - 100) // 70, 0, 11)
    return touch_of(force, x_mm=80 + step_mm * number)


def test_a_walk_is_told_from_kneading_by_how_far_it_moves_on(touch_of: Make, presses: Make) -> None:
    why = named(presses_moving(touch_of, presses, 7.0)).explanation
    assert (why.technique, why.runner_up, why.measure, why.unsure) == ("walk", "knead", "advance_mm", False)
    assert why.value == pytest.approx(7.0, abs=0.1)
    assert why.sentence == "walk, not knead: it moves on 7.0 mm a stroke (from 4.0)"


def test_kneading_is_told_from_a_walk_by_how_little_it_moves_on(touch_of: Make, presses: Make) -> None:
    why = named(presses_moving(touch_of, presses, 3.0)).explanation
    assert why.sentence == "knead, not walk: it moves on 3.0 mm a stroke (below 4.0)"


def test_a_walk_that_loses_contact_is_kneading_by_its_release(touch_of: Make, presses: Make) -> None:
    why = named(presses_moving(touch_of, presses, 7.0, kept=0.08)).explanation
    assert (why.technique, why.runner_up, why.measure) == ("knead", "walk", "release")
    assert why.value == pytest.approx(0.08, abs=0.02)
    assert not why.more


def test_circles_and_a_hold_are_told_apart_by_their_motion(touch_of: Make) -> None:
    angle = 2 * np.pi * np.arange(800) / 100
    at = {"x_mm": np.r_[REST, 120 + 10 * np.cos(angle), REST], "y_mm": np.r_[REST, 45 + 10 * np.sin(angle), REST]}
    turns = named(touch_of(np.r_[REST, np.full(800, 8.0), REST], **at)).explanation
    assert turns.technique == "circles"
    assert turns.measure in ("speed_mm_s", "turn_hz", "straight", "spread_mm")
    hold = named(touch_of(np.r_[REST, np.full(800, 8.0), REST])).explanation
    assert hold.technique == "hold"
    assert hold.sentence.startswith("hold, not ")


def test_too_little_says_so(touch_of: Make, presses: Make) -> None:
    segment = named(touch_of(presses([10.0], 0.2)))
    assert segment.unsure
    assert segment.explanation.sentence.startswith(f"unsure, {segment.technique} or ")


def test_what_lies_between_two_techniques_says_what_would_have_decided(touch_of: Make, presses: Make) -> None:
    segment = named(presses_moving(touch_of, presses, 4.0))
    why = segment.explanation
    assert segment.unsure
    assert {why.technique, why.runner_up} == {"walk", "knead"}
    assert why.measure == "advance_mm"
    side = "above" if why.technique == "walk" else "below"
    assert why.sentence == (
        f"unsure, {why.technique} or {why.runner_up}: it moves on 4.0 mm a stroke; "
        f"well {side} 4.0 would be {why.technique}"
    )


def test_without_places_it_says_that_motion_is_not_seen(touch_of: Make, presses: Make) -> None:
    touch = touch_of(presses([10.0] * 12, 0.7, kept=0.3), x_mm=np.nan, y_mm=np.nan)
    segment = named(touch)
    if segment.explanation.measure == "advance_mm":
        assert segment.explanation.value is None
    assert "nan" not in segment.explanation.sentence


def test_every_sign_that_a_technique_looks_at_can_be_told(touch_of: Make, presses: Make) -> None:
    touch = presses_moving(touch_of, presses, 7.0)
    signs = signs_of([strokes_of(touch)], touch)
    for technique in TECHNIQUES.values():
        for factor in technique.factors(signs):
            assert "{}" in PHRASES[factor.sign][0]


def test_the_sign_that_decided_is_on_the_side_that_it_says(touch_of: Make, presses: Make) -> None:
    rng = np.random.default_rng(5)
    for _ in range(12):
        step, kept, interval = rng.uniform(0, 10), rng.uniform(0, 0.6), rng.uniform(0.3, 1.6)
        n = round(interval * 100)
        force = presses([10.0] * 10, interval, kept=kept)
        number = np.clip((np.arange(len(force)) - 100) // n, 0, 9)
        touch = touch_of(force, x_mm=60 + step * number)
        signs = signs_of([strokes_of(touch)], touch)
        for segment in segments_of(strokes_of(touch), touch):
            why = segment.explanation
            if why.unsure or why.value is None or why.limit is None:
                continue
            assert (why.value > why.limit) == why.more
            mean = {name: float(np.mean(product(one.factors(signs)))) for name, one in TECHNIQUES.items()}
            assert mean[why.technique] >= mean[why.runner_up] - 0.05


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (Explanation("tap", "knead", True, TOO_LITTLE, None, None, more=True), "there is too little of it to tell"),
        (Explanation("hold", "glide", False, None, None, None, more=True), "by what is before and after it"),
        (Explanation("knead", "tap", True, "interval_s", float("inf"), 0.4, more=True), "a stroke stands alone"),
        (Explanation("glide", "hold", False, "net_mm_s", None, 20.0, more=True), "how it moves can't be seen"),
    ],
)
def test_what_has_no_number_is_told_without_one(why: Explanation, sentence: str) -> None:
    names = f"unsure, {why.technique} or {why.runner_up}" if why.unsure else f"{why.technique}, not {why.runner_up}"
    assert why.sentence == f"{names}: {sentence}"


@pytest.mark.parametrize(
    ("value", "says", "typical"),
    [
        ([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], 2.0),
        ([3.0, 1.0, 2.0], [5.0, 1.0, 1.0], 3.0),
        ([1.0, 2.0, np.nan], [1.0, 1.0, 1.9], 1.0),
        ([1.0, 2.0, np.nan], [1.0, 1.0, 2.1], None),
        ([4.0, 9.0], [0.0, 0.0], 4.0),
        ([np.inf, 1.0, np.inf], [1.0, 0.5, 1.0], np.inf),
    ],
)
def test_a_sign_s_typical_value_is_the_median_by_how_much_each_piece_says(
    value: list[float], says: list[float], typical: float | None
) -> None:
    assert _typical(np.array(value), np.array(says)) == typical


def factor(sign: str, fit: list[float], value: list[float], *, more: bool = True) -> Factor:
    return Factor(sign, 4.0, more, np.array(value), np.array(fit))


def guessed(asked: dict[str, list[Factor]], *, unsure: bool, weight: tuple[float, ...] = (1.0, 3.0)) -> Explanation:
    """What is said of two pieces that are taken for the first technique."""
    likeness = np.clip(np.stack([product(factors) for factors in asked.values()], axis=1), 0.02, 1.0)
    guess = Guess(slice(0, 2), likeness[:2], np.array(weight), 8, next(iter(asked)))
    return explained(guess, asked, unsure=unsure)


def test_the_sign_in_which_the_runner_up_is_worst_beside_the_name_has_decided() -> None:
    asked = {
        "walk": [factor("advance_mm", [0.9, 0.9], [5.0, 6.0]), factor("press_s", [0.9, 0.9], [1.0, 1.0])],
        "knead": [
            factor("advance_mm", [0.1, 0.2], [5.0, 6.0], more=False),
            factor("press_s", [0.05, 0.6], [1.0, 2.0], more=False),
        ],
        "tap": [factor(sign, [0.02, 0.02], [1.0, 1.0], more=False) for sign in ("touch_s", "valley")],
    }
    # mean logarithms: advance 0.25 ln 0.1 + 0.75 ln 0.2 = -1.78, press 0.25 ln 0.05 + 0.75 ln 0.6 = -1.13
    why = guessed(asked, unsure=False)
    assert (why.technique, why.runner_up, why.measure, why.limit, why.more) == (
        "walk",
        "knead",
        "advance_mm",
        4.0,
        True,
    )
    assert why.value == 6.0
    worse = guessed(asked, unsure=False, weight=(3.0, 1.0))
    assert (worse.measure, worse.value) == ("press_s", 1.0)


def test_what_no_sign_decides_is_by_what_is_about_it() -> None:
    same = [factor("advance_mm", [0.5, 0.5], [5.0, 6.0])]
    why = guessed({"walk": same, "knead": same}, unsure=False)
    assert why.measure is None
    better = [factor("advance_mm", [0.6, 0.6], [5.0, 6.0])]
    assert guessed({"walk": same, "knead": better}, unsure=False).measure is None
    assert guessed({"walk": better, "knead": same}, unsure=False).measure == "advance_mm"


@pytest.mark.parametrize(("least", "measure", "more"), [(0.79, "press_s", True), (0.81, "valley", True)])
def test_an_unsure_name_lacks_its_weakest_sign_or_else_the_other_one_would_have_to(
    least: float, measure: str, more: bool
) -> None:
    asked = {
        "walk": [factor("press_s", [least, least], [1.0, 1.0]), factor("spread_mm", [0.95, 0.95], [1.0, 1.0])],
        "knead": [factor("valley", [0.6, 0.6], [0.4, 0.4], more=False), factor("touch_s", [0.9, 0.9], [1.0, 1.0])],
    }
    why = guessed(asked, unsure=True)
    assert (why.unsure, why.measure, why.more) == (True, measure, more)


def test_a_name_is_unsure_for_want_of_evidence_where_that_is_the_least_of_all() -> None:
    sure = {"hold": [factor("press_s", [0.95, 0.95], [3.0, 3.0])], "tap": [factor("touch_s", [0.02, 0.02], [3.0, 3.0])]}
    likeness = np.array([[0.95, 0.02]] * 2)
    little = Guess(slice(0, 2), likeness, np.array([0.1, 0.1]), 1, "hold")
    assert explained(little, sure, unsure=True).measure == TOO_LITTLE
    plenty = Guess(slice(0, 2), likeness, np.array([3.0, 3.0]), 9, "hold")
    assert explained(plenty, sure, unsure=True).measure == "touch_s"


def test_every_sign_is_told_with_its_unit_and_with_the_decimals_that_mean_something() -> None:
    assert {sign: _told(sign, 1.2345) for sign in PHRASES} == {
        "press_s": "a press lasts 1.2 s",
        "touch_s": "a touch lasts 1.23 s",
        "held_s": "a press is held for 1.2 s",
        "plateau_s": "a press is kept still for 1.23 s longer than a rounded one",
        "spread_mm": "it moves by 1.2 mm within a stroke",
        "valley": "1.23 of the force stays between two strokes",
        "release": "1.23 of the force stays between two strokes",
        "interval_s": "the strokes are 1.23 s apart",
        "advance_mm": "it moves on 1.2 mm a stroke",
        "speed_mm_s": "it moves at 1 mm/s",
        "net_mm_s": "it gets on at 1 mm/s",
        "turn_hz": "it makes 1.23 turns a second",
        "flat": "its way is 1.23 as broad as long",
        "sway_hz": "it comes back 1.2 times a second",
        "straight": "its way is straight to 1.23",
    }


@pytest.mark.parametrize(("slow", "fast", "limit", "more"), [(0.1, 0.9, 0.3, False), (0.9, 0.1, 2.5, True)])
def test_of_two_conditions_on_one_sign_the_one_that_is_met_worse_is_told(
    slow: float, fast: float, limit: float, more: bool
) -> None:
    value = np.array([1.0, 1.0])
    circles = [
        Factor("turn_hz", 0.3, True, value, np.full(2, slow)),
        Factor("turn_hz", 2.5, False, value, np.full(2, fast)),
    ]
    why = guessed({"hold": [factor("press_s", [0.9, 0.9], [5.0, 5.0])], "circles": circles}, unsure=False)
    assert (why.measure, why.limit, why.more) == ("turn_hz", limit, more)
