"""The words judged: hands are told what is wrong with them, and what is missed is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thumbwalk.validate.words_told import HANDS, REASONS, WordFigures, WordTold, drill_of, told_in, word_told
from thumbwalk.virtual.habits import FAULTS


def test_every_fault_is_looked_at_and_every_technique_has_an_expert() -> None:
    assert {hand for hands in HANDS.values() for hand in hands} == {"expert", *FAULTS}
    assert set(REASONS) == set(FAULTS)
    assert all("expert" in hands for hands in HANDS.values())


def test_a_heavy_hand_is_told_so_and_an_expert_is_good() -> None:
    heavy, expert = (word_told("tap", hand, [5]) for hand in ("heavy", "expert"))
    assert (heavy.named, heavy.good) == (1.0, 0.0)
    assert (expert.good, expert.named) == (1.0, 0.0)
    assert expert.speaks > 0.5


def test_times_are_those_of_the_sets() -> None:
    drill = drill_of("tap", 2)
    assert sum(told_in(drill, "light", 2).values()) == pytest.approx(drill.sets[0].duration_s)
    assert (len(drill.sets), drill.sets[0].feedback) == (1, "live")


def test_what_is_missed_is_said() -> None:
    fault, expert = WordTold("heavy", "tap", 0.9, 0.9, 0.02, ""), WordTold("expert", "tap", 0.9, 0.0, 0.95, "")
    assert WordFigures.of([fault, expert]) == WordFigures(0.9, 0.02, 0.95)
    assert WordFigures.of([fault, expert]).not_met == []
    bad = WordFigures.of([replace(fault, named=0.7, good=0.1), replace(expert, good=0.8)])
    assert len(bad.not_met) == 3
    assert WordFigures.of([fault, replace(fault, named=0.7), expert]).named == pytest.approx(0.8)
