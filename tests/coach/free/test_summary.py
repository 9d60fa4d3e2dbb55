"""What was done freely, told by name, time, force, pace, place and evenness."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.played import HANDS, LESSON, PAD, part, played

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.free.summary import FreeSummary, free_summary
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.play import Part


def summed(*parts: Part, calibrated: bool = True) -> FreeSummary:
    return free_summary(played(parts), PAD, packaged_targets(), packaged_drills(), calibrated=calibrated)


def test_each_technique_is_told_with_its_time_and_measures() -> None:
    done = summed(*LESSON)
    knead, walk, hold = (
        next(one for one in done.techniques if one.technique == name) for name in ("knead", "walk", "hold")
    )
    assert len(done.techniques) == 3
    assert [one.seconds for one in done.techniques] == sorted((one.seconds for one in done.techniques), reverse=True)
    assert knead.seconds == pytest.approx(11.0, abs=1.5)
    assert knead.rate_per_min == pytest.approx(45.0, rel=0.05)
    assert walk.rate_per_min == pytest.approx(90.0, rel=0.05)
    assert hold.rate_per_min is None
    assert knead.force_n == pytest.approx(12.0, rel=0.15)
    assert hold.strokes == 1
    assert knead.strokes == pytest.approx(8, abs=1)
    assert done.touched_s <= done.duration_s
    assert sum(one.seconds for one in done.zones) == pytest.approx(done.touched_s, rel=0.02)
    assert done.covered is not None
    assert 0.05 < done.covered < 0.5


def test_the_best_minute_is_even_the_worst_is_not_and_the_drill_is_of_what_was_uneven() -> None:
    even = part("knead", 55.0, 12.0, (0.20, 0.50), 45.0)
    uneven = replace(even, habits=replace(HANDS, stroke_cv=0.4), change_s=8.0)
    done = summed(even, uneven)
    assert done.best is not None
    assert done.worst is not None
    assert (done.best.start_s, done.worst.start_s) == (0.0, 60.0)
    assert done.drill is not None
    assert done.drill.technique == "knead"
    (knead,) = done.techniques
    assert knead.uneven == "force_cv"


def test_one_minute_is_the_best_and_none_is_the_worst() -> None:
    done = summed(part("knead", 20.0, 12.0, (0.20, 0.50), 45.0))
    assert done.best is not None
    assert done.worst is None


def test_newtons_that_are_a_guess_are_not_told() -> None:
    done = summed(*LESSON, calibrated=False)
    assert not done.calibrated
    assert all(one.force_n is None for one in done.techniques)


def test_nobody_is_nothing_done_and_no_drill() -> None:
    touch = played(LESSON)
    for nothing in (TouchBlock.joined([]), touch.between(0.0, 0.5)):
        done = free_summary(nothing, PAD, packaged_targets(), packaged_drills())
        assert (done.techniques, done.best, done.worst, done.drill, done.touched_s) == ((), None, None, None, 0.0)
        json.dumps(done.to_json(), allow_nan=False)


def test_the_document_is_plain_and_its_version_is_told() -> None:
    document = json.loads(json.dumps(summed(*LESSON).to_json(), allow_nan=False))
    assert document["version"] == 1
    assert document["best"] in document["minutes"]
    assert np.isclose(sum(one["seconds"] for one in document["techniques"]) + document["unsure_s"],
                      document["touched_s"], rtol=0.3)  # fmt: skip
