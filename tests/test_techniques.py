"""Every technique is whole: whatever one of them has in any room of the house, all of them have."""

from __future__ import annotations

import re

import numpy as np
import pytest
from tests.docs.pages import COMMANDS_PAGE, FILES_PAGE, read

from thumbwalk.coach.score.advice import advice
from thumbwalk.coach.targets.bands import Band, bands_in
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.explain import PHRASES
from thumbwalk.technique.measures import common
from thumbwalk.technique.signs import signs_of
from thumbwalk.technique.vocabulary import VOCABULARY, FaultName
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.validate.draw import RANGES, drawn_part
from thumbwalk.validate.limits import LIMITS
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.gestures import GESTURES
from thumbwalk.virtual.habits import habits_of
from thumbwalk.virtual.play import Thumb, felt, perform

NOTHING = Work.of(TouchBlock.joined([]), [])
OF_THE_TASK = {"off_point_mm", "flow", "coverage"}
TOLD_WITHOUT_A_BAND = {FaultName.DRIFTING, FaultName.TIRING}
every_technique = pytest.mark.parametrize("name", TECHNIQUES)


def own_measures(name: str) -> set[str]:
    """What a technique measures besides what every one does."""
    return set(TECHNIQUES[name].measures(NOTHING)) - set(common(NOTHING))


def test_tables_of_techniques_have_the_same_rows() -> None:
    names = set(TECHNIQUES)
    assert set(packaged_targets()) - {"all"} == names
    assert set(GESTURES) == names
    assert set(RANGES) == names
    assert {name for row in VOCABULARY.values() for name in row.of_place_in} <= names
    assert {name for limit in LIMITS for name in limit.techniques} == names


@every_technique
def test_all_that_it_measures_is_in_the_vocabulary(name: str) -> None:
    assert set(TECHNIQUES[name].measures(NOTHING)) <= set(VOCABULARY)
    assert own_measures(name)


@every_technique
def test_its_targets_ask_for_what_it_measures(name: str) -> None:
    asked = set(packaged_targets()[name])
    assert asked <= set(TECHNIQUES[name].measures(NOTHING)) | OF_THE_TASK
    assert asked & own_measures(name)
    assert "force_n" in asked or "peak_force_n" in asked


@every_technique
def test_every_end_of_its_bands_has_a_sentence_of_its_own(name: str) -> None:
    general = {advice("no such measure", value, Band(1.0, 2.0)) for value in (0.0, 3.0)}
    for measure_name, band in bands_in(packaged_targets(), name).items():
        for end, value in ((band.lo, (band.lo or 0.0) - 1.0), (band.hi, (band.hi or 0.0) + 1.0)):
            if end is not None:
                said = advice(measure_name, value, band)
                assert said.endswith("."), measure_name
                assert said not in general | {advice(measure_name, end, band)}, measure_name


@every_technique
def test_a_miss_of_its_force_and_of_its_evenness_has_a_name(name: str) -> None:
    told = {
        fault
        for one, band in packaged_targets()[name].items()
        for fault, end in ((VOCABULARY[one].fault_low, band.lo), (VOCABULARY[one].fault_high, band.hi))
        if end is not None
    }
    assert {FaultName.TOO_HARD, FaultName.TOO_LIGHT, FaultName.UNEVEN} <= told


def test_every_fault_is_told_by_something() -> None:
    told = {fault for row in VOCABULARY.values() for fault in (row.fault_low, row.fault_high)} - {None}
    assert told | TOLD_WITHOUT_A_BAND == set(FaultName)
    assert not told & TOLD_WITHOUT_A_BAND


@every_technique
def test_a_drawn_part_is_played_with_a_truth_for_all_that_is_measured(name: str) -> None:
    pad, rng = builtin_pad(), np.random.default_rng(3)
    part = drawn_part(name, pad, habits_of("expert"), rng)
    session = felt(pad, perform([part], Thumb(7.0), 3), (), built=AsBuilt(10.0), seed=3)
    (true,) = session.truth.parts
    assert true.technique == name
    assert set(true.measures) <= set(VOCABULARY)
    assert own_measures(name) - set(true.measures) <= {"rate_per_min", "rhythm_cv"}
    for one in set(packaged_targets()[name]) - OF_THE_TASK:
        assert true.measures[one] is not None, one


@every_technique
def test_a_figure_that_it_has_to_meet_is_of_its_own_measures(name: str) -> None:
    judged = {measure for limit in LIMITS if name in limit.techniques for measure in limit.measures}
    assert {"force_n", "strokes", "place_mm"} <= judged
    # a hold is its length and steadiness, which the truth knows to the last digit: its place is what can be wrong
    assert judged & own_measures(name) or name == "hold"


@every_technique
def test_every_sign_that_may_decide_on_it_has_a_phrase(name: str) -> None:
    touch = TouchBlock.joined([])
    assert {factor.sign for factor in TECHNIQUES[name].factors(signs_of([], touch))} <= set(PHRASES)


@every_technique
def test_the_pages_name_it(name: str) -> None:
    assert f"`[{name}]`" in read(FILES_PAGE)
    assert f'`"{name}"`' in read(FILES_PAGE)
    assert f"Of `{name}`" in read(COMMANDS_PAGE)


def test_the_pages_explain_every_measure_and_every_fault() -> None:
    page = read(COMMANDS_PAGE)
    assert [name for name in VOCABULARY if f"`{name}`" not in page] == []
    rows = ", ".join(re.findall(r"(?m)^\| ([a-z][^|`]*) \|", page)).split(", ")
    assert set(FaultName) - set(rows) == set()
