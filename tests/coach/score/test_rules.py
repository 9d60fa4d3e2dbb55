"""The rules of each version: there are some for every one, and the first reckons as on its day."""

from __future__ import annotations

from dataclasses import replace

from thumbwalk.coach.score.rules import RULES, TODAY
from thumbwalk.coach.targets.caps import SCORE_VERSION, caps_of_version
from thumbwalk.technique.ways import FIFTH_WAYS, FIRST_WAYS, FOURTH_WAYS, SECOND_WAYS, THIRD_WAYS, WAYS


def test_every_version_up_to_today_s_has_rules_that_bear_its_number() -> None:
    assert sorted(RULES) == list(range(1, SCORE_VERSION + 1))
    assert [RULES[version].version for version in RULES] == list(RULES)
    assert TODAY is RULES[SCORE_VERSION]


def test_the_first_version_has_nothing_of_the_second() -> None:
    first = RULES[1]
    assert (first.low_width, first.gap_of_interval, first.still_gap_s) == (None, 0.0, 0.5)
    assert not any((first.held_force, first.forgives, first.long_axis, first.finished_only, first.teaches))
    assert (first.ways, TODAY.ways) == (FIRST_WAYS, WAYS)


def test_the_second_version_has_nothing_of_the_third() -> None:
    assert RULES[2] == replace(RULES[3], version=2, nearest_first=False, surely_small=1.5, ways=SECOND_WAYS)
    assert replace(THIRD_WAYS, bites_go_back=False, blows_leave_some=False) == SECOND_WAYS
    assert caps_of_version(2) == caps_of_version(3)


def test_the_third_version_has_nothing_of_the_fourth() -> None:
    assert RULES[3] == replace(RULES[4], version=3, places_of_two=False, ways=THIRD_WAYS)
    assert replace(FOURTH_WAYS, weak_bites=False) == THIRD_WAYS
    assert caps_of_version(3) == caps_of_version(4)


def test_the_fourth_version_has_nothing_of_the_fifth() -> None:
    assert RULES[4] == replace(RULES[5], version=4, ways=FOURTH_WAYS)
    assert replace(FIFTH_WAYS, slides_stop=False) == FOURTH_WAYS
    assert caps_of_version(4) == caps_of_version(5)


def test_the_fifth_version_has_nothing_of_the_sixth() -> None:
    assert RULES[5] == replace(TODAY, version=5, ways=FIFTH_WAYS)
    assert replace(WAYS, slides_apart=False) == FIFTH_WAYS
    assert caps_of_version(5) == caps_of_version(6)


def test_today_s_gaps_are_those_of_the_technique() -> None:
    assert (TODAY.low_width, TODAY.gap_of_interval, TODAY.still_gap_s) == (0.5, 1.5, 2.0)
