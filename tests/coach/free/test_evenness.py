"""Evenness is what the score makes of the scatters alone."""

from __future__ import annotations

import math

import pytest

from thumbwalk.coach.free.evenness import evenness_of
from thumbwalk.coach.targets.bands import Band, bands_in
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.technique.catalog import TECHNIQUES

BANDS = {"force_cv": Band(None, 0.1, 2.0), "rhythm_cv": Band(None, 0.1), "peak_force_n": Band(8.0, 20.0, 2.0)}


def test_within_the_bands_it_is_a_hundred_whatever_the_force() -> None:
    found = evenness_of({"force_cv": 0.1, "rhythm_cv": 0.02, "peak_force_n": 90.0}, BANDS)
    assert found is not None
    assert found.value == pytest.approx(100.0)


def test_a_miss_costs_by_its_weight_and_the_worst_is_named() -> None:
    # half of a limit above it: a credit of 1 / e, of a weight of 2 in 3
    found = evenness_of({"force_cv": 0.15, "rhythm_cv": 0.05}, BANDS)
    assert found is not None
    assert found.value == pytest.approx(100.0 * math.exp(-2.0 / 3.0))
    assert found.worst == "force_cv"


def test_without_a_scatter_it_is_not_known() -> None:
    assert evenness_of({"force_cv": None, "peak_force_n": 12.0}, BANDS) is None
    assert evenness_of({"force_cv": 0.1}, {"force_cv": Band(None, 0.1, 0.0)}) is None


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_has_a_scatter_to_be_told_by(technique: str) -> None:
    names = ("force_cv", "steadiness_cv", "evenness_cv", "rhythm_cv")
    assert evenness_of(dict.fromkeys(names, 0.01), bands_in(packaged_targets(), technique)) is not None
