"""A file against a drill: judged from when it is said to have begun, and by newtons only where they are newtons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.one_tile import one_tile_table

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.score.judge import NOT_CALIBRATED
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.link.losses import Losses
from thumbwalk.session.against import DID_NOT_WAIT, scored_against, scored_as
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


def walked(touched: Touched, rest_s: float = 0.0) -> Touched:
    """Bites of 4 N from 1 s on for 12 s, a second each, and nothing for so long behind them."""
    bite = 4.0 * (0.4 + 0.6 * np.sin(np.pi * np.arange(100) / 100) ** 2)
    force = np.concatenate([np.zeros(100), *[bite] * 12, np.zeros(100 + round(100 * rest_s))])
    n, touching = len(force), force > 0.5
    x = np.where(touching, 80.0 + 6.0 * np.clip((np.arange(n) - 100) // 100, 0, 11), np.nan)
    old = touched.touch.cut(0, 1)
    columns = {name: np.repeat(getattr(old, name), n) for name in old.__dataclass_fields__}
    columns |= {"time_s": np.arange(n) / 100, "total_n": force, "contact_n": np.where(touching, force, 0.0)}
    columns |= {"x_mm": x, "y_mm": np.where(touching, 50.0, np.nan), "touching": touching}
    return replace(touched, touch=type(old)(**columns))


STEPS = DrillDocument.of(
    Drill("d", "D", "", 1.0, 0.0, (DrillSet("walk", "Walk", 10.0, force_n=8.0, level=1, step=True),)),
    packaged_targets(),
    packaged_caps(),
)


def test_a_hand_that_did_not_wait_is_judged_without_waiting_and_that_is_said(touched: Touched) -> None:
    found = scored_against(walked(touched), STEPS, words=True)
    (one,) = found.score.sets
    force = one.metric("peak_force_n")
    assert force is not None
    assert force.value == pytest.approx(4.0, abs=0.1)
    assert (found.note, found.score.complete) == (DID_NOT_WAIT, True)
    assert {row["reason"] for row in found.words()} >= {"too_light"}


def test_what_is_told_stands_at_the_times_of_the_file(touched: Touched) -> None:
    early, late = (scored_against(touched, DOCUMENT, start_s, words=True).words() for start_s in (-2.0, 2.0))
    assert late[0]["time_s"] >= 2.0
    assert early[0]["time_s"] < 1.0
    pressed = next(row for row in late if row["reason"] not in ("", "press"))
    assert 3.0 < pressed["time_s"] < 9.0


def test_a_file_that_has_the_time_is_waited_in(touched: Touched) -> None:
    found = scored_against(walked(touched, rest_s=120.0), STEPS)
    assert (found.note, found.score.complete) == ("", True)
    (one,) = found.score.sets
    flow = one.metric("flow")
    assert flow is not None
    assert flow.value is not None
    assert flow.value < 0.5, "the wait ended after 30 s, and then nobody pressed"


def test_a_set_that_the_file_does_not_reach_says_why(touched: Touched) -> None:
    (early,) = scored_against(touched, DOCUMENT, 16.0).score.sets
    assert (early.score, early.done, early.reason) == (None, False, "the file ends before this set does")
    (waited,) = scored_against(walked(touched), STEPS, 6.0).score.sets
    assert waited.reason.startswith("the drill waited ")
    assert waited.to_json()["reason"] == waited.reason


@pytest.mark.parametrize(
    ("gap_s", "window_s", "lost_s", "of_s"),
    [
        ((4.0, 4.2), None, 0.2, 6.0),
        ((4.0, 4.2), (3.0, 13.0), 0.2, 10.0),
        ((8.9, 9.1), (3.0, 9.0), 0.1, 6.0),
        ((15.0, 15.5), None, 0.5, 20.0),
        ((15.0, 15.5), (3.0, 9.0), 0.0, 6.0),
    ],
)
def test_what_is_missing_counts_of_the_window_or_of_the_work_or_of_the_file_whichever_lost_more(
    touched: Touched, gap_s: tuple[float, float], window_s: tuple[float, float] | None, lost_s: float, of_s: float
) -> None:
    losses = Losses()
    losses.take_gap(*gap_s)
    score = scored_as(
        replace(touched, losses=losses), "hold", packaged_targets()["hold"], packaged_caps(), Task(window_s=window_s)
    )
    assert score.lost_s == pytest.approx(lost_s)
    assert score.lost_share == pytest.approx(lost_s / of_s, rel=0.02)
