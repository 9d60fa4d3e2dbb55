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
    without = practised(broken(0, 0, len(counts), "mth2"), 2000)
    assert [one.score for one in live.sets] == pytest.approx([one.score for one in without.sets], abs=0.2)
    assert practised(counts, 20) == live
    assert practised(counts, len(counts), stored=True) == live


def test_a_set_is_judged_by_the_touch_that_hindsight_gives_to_the_bit() -> None:
    """The taxel sticks under the thumb and across the end of a set, and is found in the rest behind it."""
    counts = broken(2500, 24_500, 30_500, "heel_lateral")
    back = Practice(PAD, Calibration.generic(PAD.n_taxels), stored=True, hindsight=True)
    back.take(HELLO)
    back.begin(FIRST_STEPS)
    back.take(Scans(np.arange(len(counts), dtype=np.int64) * 1000, counts))
    back.finish()
    told = back.result()
    assert told is not None
    assert practised(counts, 2000).sets[:2] == told.sets[:2]


def test_a_fault_that_is_found_after_the_drill_changes_no_score_that_was_told() -> None:
    counts = broken(2500, 40_500, len(sound()), "mth2")
    assert practised(counts, 20) == practised(counts, len(counts), stored=True)
