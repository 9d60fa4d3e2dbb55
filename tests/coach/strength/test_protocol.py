"""Timelines of the tests: the repeats and rests that were asked for, one after the other without a hole."""

from __future__ import annotations

from itertools import pairwise

import pytest

from thumbwalk.coach.strength.protocol import TEST_NAMES, strength_test
from thumbwalk.errors import DrillError


@pytest.mark.parametrize("name", TEST_NAMES)
def test_cues_follow_each_other_and_the_warm_up_comes_first(name: str) -> None:
    test = strength_test(name)
    assert test.cues[0].start_s == 0.0
    assert all(one.end_s == other.start_s for one, other in pairwise(test.cues))
    assert all(cue.end_s > cue.start_s for cue in test.cues)
    kinds = [cue.kind for cue in test.cues]
    assert kinds.index("warm-up") < kinds.index("press")
    assert test.cues[-1].kind == "rest"


@pytest.mark.parametrize(
    ("name", "times", "press_s", "rest_s", "share"),
    [
        ("peak", 3, 4.0, 30.0, None),
        ("rise", 5, 2.0, 15.0, None),
        ("repeaters", 6, 7.0, 3.0, 0.6),
        ("critical", 24, 7.0, 3.0, None),
        ("endurance", 1, 180.0, None, 0.6),
        ("control", 4, 12.0, 10.0, None),
    ],
)
def test_each_has_its_repeats_and_rests(
    name: str, times: int, press_s: float, rest_s: float | None, share: float | None
) -> None:
    presses = strength_test(name).presses
    assert len(presses) == times
    assert {cue.end_s - cue.start_s for cue in presses} == {press_s}
    assert {other.start_s - one.end_s for one, other in pairwise(presses)} == ({rest_s} if rest_s else set())
    if name == "control":
        assert [cue.share for cue in presses] == [0.15, 0.15, 0.30, 0.30]
    else:
        assert {cue.share for cue in presses} == {share}
    assert strength_test(name).needs_peak == (name in ("repeaters", "endurance", "control"))


def test_a_moment_has_one_cue_and_the_end_the_last() -> None:
    test = strength_test("peak")
    for cue in test.cues:
        assert test.cue_at(cue.start_s) is cue
    assert test.cue_at(1e9) is test.cues[-1]


def test_long_rests_end_with_a_word_to_get_ready() -> None:
    test = strength_test("peak")
    before = [one.kind for one, other in pairwise(test.cues) if other.kind == "press"]
    assert before == ["ready", "ready", "ready"]


def test_a_test_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(DrillError, match="no strength test 'grip'; there are: peak, rise"):
        strength_test("grip")
