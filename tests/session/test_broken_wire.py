"""A wire that breaks in the middle of a set never raises its score, live and replayed alike."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.link.wire import Scans
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec

from .streams import FIRST_STEPS, HELLO, PAD

Counts = NDArray[np.uint16]


@cache
def sound() -> Counts:
    foot = FootSpec(drill="first-steps", hand="beginner", seed=4).build()
    counts: Counts = foot.counts(np.arange(42_000, dtype=np.float64) * 1e-3)
    return counts


@cache
def undisturbed() -> DrillScore:
    return practised(sound(), 500)


def broken(code: int, first_ms: int, stop_ms: int, taxel: str) -> Counts:
    counts = sound().copy()
    counts[first_ms:stop_ms, PAD.names.index(taxel)] = code
    return counts


def practised(counts: Counts, rows: int, *, stored: bool = False) -> DrillScore:
    practice = Practice(PAD, Calibration.generic(PAD.n_taxels), stored=stored)
    practice.take(HELLO)
    practice.begin(FIRST_STEPS)
    for at in range(0, len(counts), rows):
        part = counts[at : at + rows]
        practice.take(Scans((np.arange(at, at + len(part), dtype=np.int64)) * 1000, part))
        if practice.finished and not stored:
            break
    practice.finish()
    score = practice.result()
    assert score is not None
    return score


@pytest.mark.parametrize("code", [2500, 4095])
def test_a_taxel_that_sticks_in_a_set_raises_no_score_and_the_replay_says_the_same(code: int) -> None:
    counts = broken(code, 17_000, 25_000, "mth2")
    live = practised(counts, 500)
    first, third = (undisturbed().sets[at].score for at in (0, 2))
    without = practised(broken(0, 0, len(counts), "mth2"), 2000).sets[1].score
    assert [one.score for one in live.sets] == pytest.approx([first, without, third], abs=0.2)
    assert practised(counts, 20) == live
    assert practised(counts, len(counts), stored=True) == live


def test_a_set_is_judged_by_the_touch_that_hindsight_gives_to_the_bit() -> None:
    """The taxel sticks beside the thumb and across the end of a set, and is found in the rest behind it."""
    counts = broken(2500, 24_500, 30_500, "heel_anterior")
    back = Practice(PAD, Calibration.generic(PAD.n_taxels), stored=True, hindsight=True)
    back.take(HELLO)
    back.begin(FIRST_STEPS)
    back.take(Scans(np.arange(len(counts), dtype=np.int64) * 1000, counts))
    back.finish()
    told = back.result()
    assert told is not None
    assert practised(counts, 2000).sets[:2] == told.sets[:2]


def test_a_fault_that_is_found_after_the_drill_changes_no_score_that_was_told() -> None:
    counts = broken(2500, 47_000 - 1, 47_000, "mth2")
    assert practised(counts, 20) == practised(counts, len(counts), stored=True)


@pytest.mark.parametrize(
    ("code", "since_ms", "stop_ms"),
    [(2500, 37_000, 41_000), (13, 38_600, 42_000), (2500, 39_900, 41_000), (4095, 40_600, 42_000)],
)
def test_a_wire_that_breaks_in_a_drill_s_last_seconds_does_not_count(code: int, since_ms: int, stop_ms: int) -> None:
    """Beside the thumb: the score is as without that taxel, live and stored, whether the stream goes on or not."""
    counts = broken(code, since_ms, 42_000, "mth2")[:stop_ms]
    live = practised(counts, 100)
    assert live.sets[2].score == pytest.approx(undisturbed().sets[2].score, abs=0.3)
    assert live.sets[2].reason == ""
    assert practised(counts[:41_100], len(counts), stored=True) == live


@pytest.mark.parametrize(
    ("code", "taxel", "index", "since_ms"), [(0, "forefoot_central", 0, 7000), (2500, "heel_medial", 1, 20_000)]
)
def test_a_sensor_that_fails_under_the_thumb_costs_its_owner_nothing(
    code: int, taxel: str, index: int, since_ms: int
) -> None:
    counts = broken(code, since_ms, 42_000, taxel)
    live = practised(counts, 500)
    one = live.sets[index]
    assert (one.score, one.done, one.stars) == (None, True, 0)
    assert one.reason.startswith(f"not enough data: sensor {taxel} failed under the thumb")
    others = [(now.score, then.score) for now, then in zip(live.sets, undisturbed().sets, strict=True)]
    assert [now for at, (now, _) in enumerate(others) if at != index] == pytest.approx(
        [then for at, (_, then) in enumerate(others) if at != index], abs=1.5
    )
    assert live.stars == 0
    assert practised(counts, len(counts), stored=True) == live


def test_a_sensor_that_fails_beside_the_thumb_or_shortly_before_the_end_leaves_the_set_judged() -> None:
    for taxel, since_ms in (("heel_anterior", 20_000), ("heel_medial", 25_700)):
        one = practised(broken(2500, since_ms, 42_000, taxel), 500).sets[1]
        assert one.score == pytest.approx(undisturbed().sets[1].score, abs=4.0)


def test_a_sensor_that_was_out_before_the_set_leaves_it_judged() -> None:
    counts = broken(2500, 12_000, 42_000, "heel_medial")
    assert practised(counts, 500).sets[1].score is not None
