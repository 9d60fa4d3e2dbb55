"""A file against a drill: judged from when it is said to have begun, and by newtons only where they are newtons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.one_tile import one_tile_table

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.score.judge import NOT_CALIBRATED
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.session.against import scored_against
from thumbwalk.session.replay import Touched, read_touch

DOCUMENT = DrillDocument.of(
    Drill("d", "D", "", 1.0, 0.0, (DrillSet("hold", "Hold", 6.0),)), packaged_targets(), packaged_caps()
)


@pytest.fixture(scope="module")
def touched(tmp_path_factory: pytest.TempPathFactory) -> Touched:
    """From 3 to 9 s a hold of 12 N on one tile."""
    path = tmp_path_factory.mktemp("table") / "hold.csv"
    return read_touch(one_tile_table(path, since_s=3.0, until_s=9.0, force_n=12.0, duration_s=20.0))


def test_a_drill_is_judged_from_when_it_began(touched: Touched) -> None:
    flows = []
    for start_s in (2.0, 5.0):
        flow = scored_against(touched, DOCUMENT, start_s).score.sets[0].metric("flow")
        assert flow is not None
        flows.append(flow.value)
    # the set is from 3 to 9 s, then from 6 to 12 s
    assert flows == pytest.approx([1.0, 0.5], abs=0.02)


def test_a_drill_that_the_file_does_not_reach_is_not_done(touched: Touched) -> None:
    result = scored_against(touched, DOCUMENT, 16.0).score
    assert (result.score, result.complete, result.sets[0].done) == (None, False, False)


def test_newtons_that_are_a_guess_are_not_scored(touched: Touched) -> None:
    (one,) = scored_against(replace(touched, calibrated=False), DOCUMENT, 2.0).score.sets
    assert {row.name for row in one.not_scored if row.reason == NOT_CALIBRATED} >= {"force_n"}
    assert one.errors == ()
    (known,) = scored_against(touched, DOCUMENT, 2.0).score.sets
    assert known.metric("force_n") is not None
