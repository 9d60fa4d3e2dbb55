"""Growing faults: every measure that can be at fault has one, and its growth costs what it should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.validate.grown_faults import GROWN, FaultGrowth, fault_growth, grown_score, rank_correlation

_NOT_ALONE = {("friction", "force_cv"), ("friction", "rhythm_cv")}
"""What the virtual hand can't have alone there: it has no uneven strokes to and fro."""


def test_every_measure_of_every_technique_has_a_fault() -> None:
    asked = {(name, measure) for name, bands in packaged_targets().items() if name != "all" for measure in bands}
    grown = {(one.technique, one.measure) for one in GROWN}
    assert asked - grown <= _NOT_ALONE | {("tap", "off_point_mm")}
    assert len({(one.technique, one.fault) for one in GROWN}) == len(GROWN)


def test_a_fault_that_grows_costs_more_and_is_named_first() -> None:
    lifting = next(one for one in GROWN if (one.technique, one.fault) == ("tap", "heavy"))
    low, high = (grown_score(lifting, value, 3) for value in (lifting.first, lifting.last))
    assert (low.score or 0.0) > (high.score or 0.0) + 20.0
    assert high.metrics[0].name == "peak_force_n"


def test_growth_is_told_by_ranks_and_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    one = replace(GROWN[0], technique="tap", measure="peak_force_n", what="force_n", first=3.0, last=3.5)
    monkeypatch.setattr("thumbwalk.validate.grown_faults.STEPS", 2)
    told = fault_growth(one, [3])
    assert len(told.scores) == 2
    assert not told.met, "within the band nothing falls"


def test_what_is_met_is_a_falling_score_and_the_right_name() -> None:
    told = FaultGrowth("tap", "heavy", "peak_force_n", -0.97, 0.6, (90.0, 80.0))
    assert told.met
    assert not replace(told, rho=-0.9).met
    assert not replace(told, first=0.4).met


@pytest.mark.parametrize(
    ("y", "rho"), [([3.0, 2.0, 1.0], -1.0), ([1.0, 2.0, 4.0], 1.0), ([2.0, 2.0, 1.0], -0.866), ([5.0, 5.0, 5.0], 0.0)]
)
def test_ranks_are_spearmans(y: list[float], rho: float) -> None:
    assert rank_correlation(np.arange(3.0), np.array(y)) == pytest.approx(rho, abs=0.001)
