"""Two thumbs at work at once: one segment of two hands, with what each of them does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import analyse
from thumbwalk.technique.measures import Measures
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.two_hands import (
    HandsAtWork,
    _of_one,
    floor_of_one,
    measures_together,
    pattern_of,
    spells_of,
    turns_apart,
    without,
)
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
PAD = builtin_pad()
Array = NDArray[np.float64]
RATE_HZ = 100.0
TIME_S = np.arange(0.0, 24.0, 1.0 / RATE_HZ)
WORK = (TIME_S >= 2.0) & (TIME_S < 22.0)


def beside(touch_of: Make, first_n: Array, second_n: Array, places: tuple[tuple[Array, Array], ...]) -> TouchBlock:
    """A touch of two working hands: contact forces (n,) and their places."""
    (ax, ay), (bx, by) = places
    touch: TouchBlock = touch_of(first_n + second_n, x_mm=ax, y_mm=ay)
    works = second_n > 0.0
    nowhere = np.nan
    return replace(
        touch, contact_n=np.where(touch.touching, first_n, 0.0), second_n=np.where(works, second_n, 0.0),
        second_x_mm=np.where(works, bx, nowhere), second_y_mm=np.where(works, by, nowhere), second_works=works,
    )  # fmt: skip


def kneading(touch_of: Make, lag: float, second: float = 12.0) -> TouchBlock:
    """Presses of 12 N, 40 a minute, by two hands 40 mm apart across the foot, ``lag`` periods apart."""
    turns = TIME_S * 40.0 / 60.0
    one, other = (np.where(WORK, 0.6 + 11.4 * np.sin(np.pi * (turns + shift)) ** 2, 0.0) for shift in (0.0, -lag))
    across = (
        (np.full(len(TIME_S), 185.0), np.full(len(TIME_S), 67.0)),
        (np.full(len(TIME_S), 185.0), np.full(len(TIME_S), 27.0)),
    )
    return beside(touch_of, one, other * second / 12.0, across)


def scored(touch: TouchBlock) -> Score:
    return score_technique(touch, PAD, "knead", bands_in(packaged_targets(), "knead"), packaged_caps())


def test_presses_that_interleave_are_alternate_kneading(touch_of: Make) -> None:
    touch = kneading(touch_of, 0.5)
    analysis = analyse(touch, PAD)
    (segment,), (measures,), (hands,) = analysis.segments, analysis.measures, analysis.by_hand
    assert (segment.technique, segment.unsure, segment.hands, segment.pattern) == ("knead", False, 2, "alternate")
    assert measures["strokes"] == pytest.approx(27, abs=2)
    assert measures["rate_per_min"] == pytest.approx(40.0, rel=0.02)
    assert measures["peak_force_n"] == pytest.approx(12.0, rel=0.02)
    assert measures["phase"] == pytest.approx(0.5, abs=0.03)
    assert measures["balance"] == pytest.approx(1.0, abs=0.02)
    # On a tie the medial hand is first.
    assert [hand["y_mm"] for hand in hands] == pytest.approx([27.0, 67.0])


def test_presses_at_the_same_time_are_together(touch_of: Make) -> None:
    analysis = analyse(kneading(touch_of, 0.0), PAD)
    assert [one.pattern for one in analysis.segments] == ["together"]
    phase = analysis.measures[0]["phase"]
    assert isinstance(phase, float)
    assert min(phase, 1.0 - phase) < 0.05


def test_the_weaker_hand_shows_in_the_balance_and_in_the_score(touch_of: Make) -> None:
    uneven = kneading(touch_of, 0.5, second=7.0)
    assert analyse(uneven, PAD).measures[0]["balance"] == pytest.approx(7.0 / 12.0, abs=0.03)
    names = {one.name: one for one in scored(uneven).metrics}
    assert names["balance"].credit < 1.0
    assert "weaker hand" in names["balance"].advice


def test_one_hand_is_not_asked_for_balance(touch_of: Make, presses: Make) -> None:
    touch = touch_of(np.concatenate([np.zeros(100), presses([14.0] * 9, 4 / 3, kept=0.1), np.zeros(100)]))
    assert [one.hands for one in analyse(touch, PAD).segments] == [1]
    assert "balance" not in {one.name for one in scored(touch).metrics}


def test_mirrored_circles_go_together_and_each_hand_has_its_own_direction(touch_of: Make) -> None:
    angle = 2.0 * np.pi * TIME_S * 0.9
    force = np.where(WORK, 9.0, 0.0)
    left = 180.0 + 11.0 * np.cos(angle), 66.0 + 11.0 * np.sin(angle)
    right = 180.0 + 11.0 * np.cos(angle), 26.0 - 11.0 * np.sin(angle)
    analysis = analyse(beside(touch_of, force, force, (left, right)), PAD)
    (segment,), (measures,), (hands,) = analysis.segments, analysis.measures, analysis.by_hand
    assert (segment.technique, segment.hands, segment.pattern) == ("circles", 2, "together")
    assert measures["radius_mm"] == pytest.approx(11.0, rel=0.05)
    assert measures["direction"] is None
    assert {hand["direction"] for hand in hands} == {"x_to_y", "y_to_x"}


def test_hands_that_do_different_things_are_unsure(touch_of: Make) -> None:
    pressing = np.where(WORK, 0.6 + 11.4 * np.sin(np.pi * TIME_S) ** 2, 0.0)
    place = np.full(len(TIME_S), 185.0), np.full(len(TIME_S), 67.0)
    angle = 2.0 * np.pi * TIME_S * 0.9
    circling = 100.0 + 11.0 * np.cos(angle), 45.0 + 11.0 * np.sin(angle)
    touch = beside(touch_of, pressing, np.where(WORK, 9.0, 0.0), (place, circling))
    assert all(one.unsure for one in analyse(touch, PAD).segments)


def strokes_at(*onsets_s: float) -> tuple[Stroke, ...]:
    return tuple(Stroke(t, t, t, t + 0.4, 10.0, 0.0, 0.3, 100.0, 50.0, 1.0, 0) for t in onsets_s)


def at_work(touch_of: Make, first: tuple[Stroke, ...], second: tuple[Stroke, ...]) -> HandsAtWork:
    touch = touch_of(np.full(10, 5.0))
    return HandsAtWork((touch, touch), (first, second))


@pytest.mark.parametrize(
    ("first", "second", "phase"),
    [
        ((0.0, 1.0, 2.0, 3.0), (0.25, 1.25, 2.25), 0.25),
        ((0.0, 1.0, 2.0, 3.0), (0.9, 2.1), 0.0),
        ((0.0, 1.0, 2.0, 9.0), (0.25, 1.25, 5.0), 0.25),
        ((0.0, 1.0, 2.0, 3.4), (0.25, 1.25, 2.35), 0.25),
        ((1.0, 2.0), (0.5, 1.75, 2.6), 0.75),
        ((1.0, 2.0), (0.5, 2.6), None),
        ((1.0,), (0.5, 1.5), None),
        ((1.0, 2.0), (), None),
    ],
    ids=["a quarter", "about none", "a break is no period", "nor is a longer beat", "only inside", "outside", *"12"],
)  # fmt: skip
def test_a_phase_is_the_lag_in_parts_of_the_first_hand_s_own_beat(
    touch_of: Make, first: tuple[float, ...], second: tuple[float, ...], phase: float | None
) -> None:
    found = at_work(touch_of, strokes_at(*first), strokes_at(*second)).phase
    if phase == 0.0:
        assert found is not None
        assert min(found, 1.0 - found) == pytest.approx(0.0, abs=1e-9)
    else:
        assert found == (None if phase is None else pytest.approx(phase))


def circling_at(touch_of: Make, lag: float, mirrored: bool = False) -> HandsAtWork:
    """Two even circles, the second one ``lag`` turns on, or that much of a mirror image of the first."""
    angle = 2.0 * np.pi * np.arange(400) / 100.0
    other = angle + 2.0 * np.pi * lag
    hands = [(angle, 1.0), (other, -1.0 if mirrored else 1.0)]
    touches = [
        touch_of(np.full(400, 8.0), x_mm=100.0 + 9.0 * np.cos(one), y_mm=50.0 + sign * 9.0 * np.sin(one))
        for one, sign in hands
    ]
    return HandsAtWork((touches[0], touches[1]), ((), ()))


@pytest.mark.parametrize(
    ("lag", "mirrored", "told", "pattern"),
    [
        (0.0, False, 0.0, "together"),
        (0.24, False, 0.24, "together"),
        (0.26, False, 0.26, "alternate"),
        (0.5, False, 0.5, "alternate"),
        (0.8, False, 0.2, "together"),
        (0.0, True, 0.0, "together"),
        (0.5, True, 0.0, "together"),
        (0.1, True, 0.1, "together"),
    ],
)
def test_circles_are_apart_by_their_angles_and_a_mirror_image_either_way_is_in_step(
    touch_of: Make, lag: float, mirrored: bool, told: float, pattern: str
) -> None:
    hands = circling_at(touch_of, lag, mirrored)
    assert hands.turn_lag == pytest.approx(told, abs=1e-9)
    assert pattern_of("circles", hands) == (pattern, hands.turn_lag)


@pytest.mark.parametrize("mirrored", [False, True])
def test_turn_by_turn_it_is_told_how_far_apart_the_hands_were(touch_of: Make, mirrored: bool) -> None:
    """In step for five turns, then three turns 0.2 apart, in step again; one hand began a turn later."""
    n, begins = 1100, 100
    angle = 2.0 * np.pi * np.arange(n) / 100.0
    apart = np.where((np.arange(n) >= 500) & (np.arange(n) < 800), 0.2, 0.0)
    other = angle + 2.0 * np.pi * apart
    force = np.full(n, 8.0)
    first = touch_of(force, x_mm=100.0 + 9.0 * np.cos(angle), y_mm=50.0 + 9.0 * np.sin(angle))
    sign = -1.0 if mirrored else 1.0
    second = touch_of(force, x_mm=100.0 + 9.0 * np.cos(other), y_mm=50.0 + sign * 9.0 * np.sin(other))
    stroke = strokes_at(0.0)[0]
    works = [
        Work.of(touch, [[replace(stroke, start_s=start_s, end_s=float(touch.time_s[-1]))]])
        for touch, start_s in ((first, 0.0), (second, float(second.time_s[begins])))
    ]
    found, are_mirrored = turns_apart(works[0], works[1])
    assert are_mirrored == mirrored
    assert found.start_s[0] >= second.time_s[0]
    out = found.values > 0.1
    time_s = first.time_s
    assert found.start_s[out].min() == pytest.approx(time_s[500], abs=0.5)
    assert found.end_s[out].max() == pytest.approx(time_s[800], abs=0.5)
    whole = (found.start_s > time_s[500]) & (found.end_s < time_s[800])
    assert found.values[whole] == pytest.approx(np.full(int(whole.sum()), found.values[whole].max()), abs=0.02)
    assert 2 <= int(out.sum()) <= 4
    assert len(found) >= 9


@pytest.mark.parametrize(("lag", "pattern"), [(0.24, "together"), (0.26, "alternate"), (0.76, "together")])
def test_presses_alternate_from_a_quarter_of_a_beat_on(touch_of: Make, lag: float, pattern: str) -> None:
    hands = at_work(touch_of, strokes_at(0.0, 1.0, 2.0), strokes_at(lag, 1.0 + lag))
    assert hands.phase == pytest.approx(lag)
    assert pattern_of("knead", hands) == (pattern, hands.phase)
    assert pattern_of("knead", at_work(touch_of, strokes_at(1.0), ())) == ("together", None)


@pytest.mark.parametrize(
    ("second_mm", "turned"),
    [((89.0, 60.0), True), ((91.0, 60.0), False), ((91.0, 40.0), True), ((111.0, 40.0), False), ((109.0, 40.0), True)],
    ids=["nearer the heel", "side by side", "side by side, medial", "nearer the toes", "a tie"],
)
def test_the_hand_nearer_the_heel_is_first_and_of_two_side_by_side_the_medial_one(
    touch_of: Make, second_mm: tuple[float, float], turned: bool
) -> None:
    force = np.full(20, 5.0)
    one, other = touch_of(force), touch_of(force, x_mm=second_mm[0], y_mm=second_mm[1])
    first, second = strokes_at(0.0), strokes_at(0.5)
    ordered = HandsAtWork((one, other), (first, second)).ordered()
    assert (ordered.touches[0] is other) == turned
    assert ordered.strokes == ((second, first) if turned else (first, second))


@pytest.mark.filterwarnings("error")
def test_a_hand_whose_place_is_never_told_stays_where_it_is(touch_of: Make) -> None:
    one = touch_of(np.full(20, 5.0))
    lost = replace(one, x_mm=np.full(20, np.nan), y_mm=np.full(20, np.nan))
    hands = HandsAtWork((one, lost), (strokes_at(0.0), strokes_at(0.5)))
    assert hands.ordered() is hands


def test_no_stroke_of_one_hand_is_smaller_than_an_eighth_of_how_hard_it_presses() -> None:
    assert floor_of_one(np.linspace(0.0, 20.0, 101)) == pytest.approx(0.12 * 18.0)
    assert floor_of_one(np.linspace(0.0, 2.0, 101)) == 0.3


def test_one_of_two_hands_touches_from_its_own_threshold_to_its_own(touch_of: Make) -> None:
    light = np.array([0.3, 0.69, 0.71, 0.41, 0.39, 0.69, 0.0])
    strong = np.r_[np.full(60, 20.0), 1.5, 1.43, 2.39, 2.41, 1.45, 1.43]  # 2.4 N are an eighth, 1.44 six tenths of it
    for force, expected in ((light, [0, 0, 1, 1, 0, 0, 0]), (strong, [1] * 60 + [1, 0, 0, 1, 1, 0])):
        hand = _of_one(touch_of(force), force, np.full(len(force), 90.0), np.full(len(force), 40.0))
        assert hand.touching.tolist() == [bool(one) for one in expected]
        np.testing.assert_array_equal(hand.contact_n, np.where(expected, force, 0.0))
        np.testing.assert_array_equal(hand.x_mm, np.where(expected, 90.0, np.nan))
        assert not hand.resting_n.any()


def test_where_nobody_says_how_sure_a_place_is_it_is_to_a_millimetre(touch_of: Make) -> None:
    touch = replace(touch_of(np.full(4, 5.0)), sigma_mm=np.array([2.5, np.nan, 2.5, np.nan]))
    hand = _of_one(touch, np.array([5.0, 5.0, 0.0, 0.0]), touch.x_mm, touch.y_mm)
    np.testing.assert_array_equal(hand.sigma_mm, [2.5, 1.0, np.nan, np.nan])


def second_hand(touch_of: Make, begin: int, stop: int, force_n: float = 5.0, n: int = 1600) -> TouchBlock:
    works = (np.arange(n) >= begin) & (np.arange(n) < stop)
    second: Array = np.where(works, force_n, 0.0)
    touch: TouchBlock = replace(touch_of(np.full(n, 8.0)), second_n=second, second_works=works)
    return touch


@pytest.mark.parametrize(("lasts", "force_n", "spells"), [(149, 5.0, 0), (150, 5.0, 1), (300, 1.4, 0), (300, 1.5, 1)])
def test_a_spell_of_two_hands_lasts_a_second_and_a_half_and_is_firm_somewhere(
    touch_of: Make, lasts: int, force_n: float, spells: int
) -> None:
    assert len(spells_of(second_hand(touch_of, 600, 600 + lasts, force_n))) == spells


def test_a_spell_reaches_back_to_where_the_second_hand_may_have_come(touch_of: Make) -> None:
    (spell,) = spells_of(second_hand(touch_of, 600, 900))
    assert (spell.first, spell.stop) == (250, 900)
    assert [len(hand) for hand in spell.hands] == [650, 650]
    lifted = replace(second_hand(touch_of, 600, 900), touching=np.arange(1600) > 400)
    assert spells_of(lifted)[0].first == 401, "not over a lift"
    gap = replace(second_hand(touch_of, 600, 900), piece=(np.arange(1600) >= 500).astype(np.int64))
    assert spells_of(gap)[0].first == 500, "nor over a gap"
    begun = second_hand(touch_of, 200, 500)
    assert spells_of(begun)[0].first == 0


def test_before_two_are_told_apart_a_lone_contact_is_the_hand_that_it_is_near(touch_of: Make) -> None:
    """As a fit of one contact has it: on the stronger thumb, now this one, now that."""
    touch = kneading(touch_of, 0.5)
    lone = (touch.time_s < 5.0) & touch.touching
    jumps = lone & (touch.second_n > touch.contact_n)
    stronger = {
        name: np.where(jumps, getattr(touch, f"second_{name}"), getattr(touch, name)) for name in ("x_mm", "y_mm")
    }
    fitted = replace(
        touch,
        contact_n=np.where(lone, np.maximum(touch.contact_n, touch.second_n), touch.contact_n),
        second_n=np.where(lone, 0.0, touch.second_n),
        second_x_mm=np.where(lone, np.nan, touch.second_x_mm),
        second_y_mm=np.where(lone, np.nan, touch.second_y_mm),
        second_works=touch.second_works & ~lone,
        **stronger,
    )
    (true,), (told,) = spells_of(touch), spells_of(fitted)
    assert (told.first, told.stop) == (true.first, true.stop)
    for hand, as_it_was in zip(told.hands, true.hands, strict=True):
        assert set(hand.y_mm[hand.touching]) == set(as_it_was.y_mm[as_it_was.touching])
        # what is too little to be told from a misfit is left out
        assert np.abs(hand.total_n - as_it_was.total_n).max() < 2.6
    assert [m["strokes"] for m in analyse(fitted, PAD).measures] == [m["strokes"] for m in analyse(touch, PAD).measures]


@pytest.mark.parametrize(("gap", "spells"), [(149, [(250, 1100)]), (150, [(250, 800), (800, 1250)])])
def test_a_second_hand_that_lifts_for_a_second_and_a_half_ends_the_spell(
    touch_of: Make, gap: int, spells: list[tuple[int, int]]
) -> None:
    one, other = second_hand(touch_of, 600, 800), second_hand(touch_of, 800 + gap, 1100 if gap < 150 else 1250)
    both = replace(one, second_n=one.second_n + other.second_n, second_works=one.second_works | other.second_works)
    assert [(spell.first, spell.stop) for spell in spells_of(both)] == spells


def test_in_the_spells_of_two_nobody_touches_alone(touch_of: Make) -> None:
    touch = replace(second_hand(touch_of, 600, 900), resting_n=np.full(1600, 2.0))
    alone = without(touch, spells_of(touch))
    inside = (np.arange(1600) >= 250) & (np.arange(1600) < 900)
    np.testing.assert_array_equal(alone.touching, ~inside)
    np.testing.assert_array_equal(alone.total_n, np.where(inside, 2.0, 8.0))
    np.testing.assert_array_equal(alone.contact_n, np.where(inside, 0.0, 8.0))
    np.testing.assert_array_equal(np.isnan(alone.x_mm), inside)


def test_what_is_told_of_both_hands_is_the_middle_the_sum_or_what_they_share(touch_of: Make) -> None:
    touch = touch_of(np.r_[np.zeros(10), np.full(10, 6.0)])
    one: Measures = {
        "strokes": 4, "force_n": 1.0, "peak_force_n": 8.0, "rhythm_cv": 0.1, "direction": "x_to_y", "heading_deg": 10.0,
    }  # fmt: skip
    other = one | {"strokes": 5, "peak_force_n": 10.0, "rhythm_cv": None, "direction": "y_to_x", "heading_deg": 40.0}
    both = measures_together((one, other), touch, 0.4)
    assert both["strokes"] == 9
    assert both["force_n"] == 6.0
    assert both["peak_force_n"] == 9.0
    assert both["rhythm_cv"] == 0.1, "of the hand that has it"
    assert both["direction"] is None
    assert both["heading_deg"] == 10.0
    assert both["balance"] == pytest.approx(0.8)
    assert both["phase"] == 0.4
    assert measures_together((one, one), touch, None)["direction"] == "x_to_y"
    assert measures_together((one, other | {"peak_force_n": None}), touch, None)["balance"] is None
    assert measures_together((one, other), touch_of(np.zeros(20)), None)["force_n"] is None


@pytest.mark.parametrize(
    ("phase", "error"), [(None, None), (0.5, 0.0), (0.4, 0.1), (0.6, 0.1), (0.1, 0.1), (0.9, 0.1), (0.25, 0.25)]
)
def test_a_phase_is_even_midway_or_in_step(touch_of: Make, phase: float | None, error: float | None) -> None:
    both = measures_together(({"strokes": 1}, {"strokes": 1}), touch_of(np.zeros(5)), phase)
    assert both["phase_error"] == (None if error is None else pytest.approx(error))
