"""The vocabulary of measures: a name says its unit, and whatever a band can miss has a word."""

from __future__ import annotations

import pytest

from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.vocabulary import VOCABULARY

UNITS = {"_per_min": "/min", "_mm_s": "mm/s", "_n_per_s": "N/s", "_deg": "deg", "_mm": "mm", "_n": "N", "_s": "s"}


@pytest.mark.parametrize("name", VOCABULARY)
def test_a_measures_name_ends_in_its_unit(name: str) -> None:
    unit = next((unit for ending, unit in UNITS.items() if name.endswith(ending)), "")
    assert VOCABULARY[name].unit == unit


def test_no_two_measures_are_called_the_same_in_the_window() -> None:
    spoken = {name: row.plain for name, row in VOCABULARY.items() if row.low or row.high}
    twice = {plain for plain in spoken.values() if list(spoken.values()).count(plain) > 1}
    assert twice == set()


@pytest.mark.parametrize(
    ("technique", "name"), [(technique, name) for technique, bands in packaged_targets().items() for name in bands]
)
def test_each_end_of_a_band_has_advice_for_who_misses_it(technique: str, name: str) -> None:
    band, row = packaged_targets()[technique][name], VOCABULARY[name]
    assert (band.lo is None) or row.low
    assert (band.hi is None) or row.high


@pytest.mark.parametrize("name", [name for name, row in VOCABULARY.items() if row.of_place_in])
def test_what_is_taken_of_places_is_so_in_techniques_that_there_are(name: str) -> None:
    assert set(VOCABULARY[name].of_place_in) <= set(TECHNIQUES)


@pytest.mark.parametrize("name", VOCABULARY)
def test_a_fault_has_the_advice_of_the_end_that_it_is_missed_at(name: str) -> None:
    row = VOCABULARY[name]
    assert row.fault_low is None or row.low
    assert row.fault_high is None or row.high
