"""The stages in order: what waits to be worked on at once is what it would have been alone."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.pad import rig_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec

RATE_HZ = 1000.0


def pipeline_of(**named: bool) -> Pipeline:
    return Pipeline.of_rig(rig_pad(), Calibration.generic(16), RATE_HZ, **named)  # type: ignore[arg-type]


def times_and_counts(seconds: int = 35) -> tuple[np.ndarray, np.ndarray]:
    """A drill's beginning with a gap in it, and a taxel that sticks at one code from 20 s on."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    codes = FootSpec(drill="first-steps", seed=2).build().counts(time_s).astype(np.uint16)
    codes[20_000:, 7] = 2500
    there = (time_s < 12.0) | (time_s >= 12.7)
    return time_s[there], codes[there]


def fed(pipeline: Pipeline, rows: int) -> list[TouchBlock]:
    time_s, codes = times_and_counts()
    blocks: list[TouchBlock] = []
    for at in range(0, len(codes), rows):
        blocks += pipeline.feed(time_s[at : at + rows], codes[at : at + rows])
    return blocks + pipeline.finish()


@pytest.mark.parametrize("rows", [512, 5_003])
def test_what_is_stored_is_gathered_and_no_sample_is_another_by_that(rows: int) -> None:
    gathered, alone = (pipeline_of(stored=True, hindsight=True) for _ in range(2))
    alone._gathered_s = 0.0
    few, many = fed(gathered, rows), fed(alone, rows)
    assert len(few) < len(many) / 2
    assert gathered.left_out == alone.left_out
    assert gathered.left_out
    one, other = TouchBlock.joined(few), TouchBlock.joined(many)
    assert len(set(one.piece.tolist())) == 2
    for name in TouchBlock.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("hindsight", [False, True])
def test_nothing_waits_where_somebody_does(*, hindsight: bool) -> None:
    newtons: list[ForceBlock] = []
    pipeline = pipeline_of(hindsight=hindsight)
    pipeline.tell(newtons.append)
    time_s, codes = times_and_counts(8)
    for at in range(0, len(codes), 20):
        n_before = len(newtons)
        touches = pipeline.feed(time_s[at : at + 20], codes[at : at + 20])
        assert [len(one.time_s) for one in touches] == [len(one.time_s) for one in newtons[n_before:]]
    assert len(newtons) > 100
