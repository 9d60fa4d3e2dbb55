"""What is made anew is what a stage says that never saw the fault; any cuts give the same."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.signal.health import HINDSIGHT_S, Begun
from thumbwalk.touch.look_back import LookBack
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock

PAD = builtin_pad()
Floats = NDArray[np.float64]
N, RATE, STUCK = 900, 100.0, 4
SINCE, KNOWN = 500, 749
"""Rows from and to which the taxel sticks unknown."""


def forces() -> Floats:
    force_n = 0.02 * np.random.default_rng(3).standard_normal((N, PAD.n_taxels))
    for taxel, most_n in ((14, 9.0), (15, 3.0), (13, 2.0)):
        force_n[:, taxel] += most_n * np.maximum(np.sin(2 * np.pi * np.arange(N) / RATE), 0.0)
    return force_n


def block(force_n: Floats, lo: int, hi: int, out: bool) -> ForceBlock:
    mask = tuple(out and index == STUCK for index in range(PAD.n_taxels))
    rows = np.where(mask, 0.0, force_n[lo:hi])
    return ForceBlock(np.arange(lo, hi) / RATE, rows, 0, mask)


def told(blocks: list[TouchBlock]) -> dict[str, NDArray[Any]]:
    whole = TouchBlock.joined(blocks)
    return {field.name: getattr(whole, field.name) for field in fields(TouchBlock)}


@settings(max_examples=8, deadline=None)
@given(cuts=st.lists(st.integers(1, N - 1), max_size=12))
def test_it_is_as_if_the_fault_had_been_known_at_once(cuts: list[int]) -> None:
    force_n = forces()
    knowing = TouchStage(PAD, RATE)
    spans = ((0, SINCE, False), (SINCE, KNOWN + 1, True), (KNOWN + 1, N, True))
    right = [knowing.feed(block(force_n, *span)) for span in spans]
    force_n[SINCE : KNOWN + 1, STUCK] = 8.0
    stage, look_back = TouchStage(PAD, RATE), LookBack()
    edges = sorted({0, KNOWN + 1, *(cut for cut in cuts if cut <= KNOWN)})
    for lo, hi in pairwise(edges):
        one = block(force_n, lo, hi, out=False)
        look_back.note(stage, one)
        stage.feed(one)
    amended, anew = look_back.amended([Begun(STUCK, SINCE / RATE, KNOWN / RATE)])
    assert amended.known_s == KNOWN / RATE
    for name, values in told([amended.touch]).items():
        np.testing.assert_array_equal(values, told(right[1:2])[name], err_msg=name)
    after = anew.feed(block(force_n, KNOWN + 1, N, out=True))
    for name, values in told([after]).items():
        np.testing.assert_array_equal(values, told(right[2:])[name], err_msg=name)


def test_a_copy_of_a_stage_goes_on_by_itself() -> None:
    stage, force_n = TouchStage(PAD, RATE), forces()
    stage.feed(block(force_n, 0, 430, out=False))
    copy = stage.copy()
    copy.feed(block(50.0 * force_n, 430, 600, out=False))
    fresh = TouchStage(PAD, RATE)
    fresh.feed(block(force_n, 0, 430, out=False))
    one, other = (each.feed(block(force_n, 430, 600, out=False)) for each in (stage, fresh))
    assert one.total_n == pytest.approx(other.total_n, abs=0.0)
    np.testing.assert_array_equal(one.x_mm, other.x_mm)


def pieces(*faults: Begun, since_s: float, known_s: float) -> list[tuple[float, float, list[int]]]:
    """From when to when each piece of a second of 10 Hz is, and which taxels are out in it."""
    look_back = LookBack()
    look_back._faults = list(faults)
    whole = ForceBlock(np.arange(10) / 10.0, np.ones((10, PAD.n_taxels)), 0, tuple(i == 7 for i in range(PAD.n_taxels)))
    found = look_back._without(whole, since_s, known_s)
    for one in found:
        np.testing.assert_array_equal(one.force_n, np.where(one.left_out, 0.0, np.ones((len(one.time_s), 16))))
    return [(float(one.time_s[0]), float(one.time_s[-1]), np.flatnonzero(one.left_out).tolist()) for one in found]


def test_a_faulty_taxel_is_out_from_where_its_fault_begins_to_when_it_was_known_and_no_sample_longer() -> None:
    assert pieces(Begun(3, 0.4, 0.6), since_s=0.4, known_s=0.6) == [(0.0, 0.3, [7]), (0.4, 0.6, [3, 7])]
    assert pieces(Begun(3, 0.0, 0.9), since_s=0.0, known_s=0.9) == [(0.0, 0.9, [3, 7])]
    both = pieces(Begun(3, 0.2, 0.4), Begun(5, 0.3, 0.7), since_s=0.3, known_s=0.7)
    assert both == [(0.0, 0.1, [7]), (0.2, 0.2, [3, 7]), (0.3, 0.4, [3, 5, 7]), (0.5, 0.7, [5, 7])]
    assert pieces(Begun(3, 5.0, 6.0), since_s=5.0, known_s=6.0) == [(0.0, 0.9, [7])], "a block before it stays whole"
    assert pieces(Begun(3, -2.0, -1.0), since_s=-2.0, known_s=-1.0) == [], "and of one behind it there is nothing"


def test_a_stage_is_kept_for_each_second_as_far_back_as_a_fault_can_reach() -> None:
    look_back, stage = LookBack(), TouchStage(PAD, 10.0)
    for number in range(120):
        look_back.note(stage, ForceBlock(np.array([number / 10.0]), np.zeros((1, 16)), 0, (False,) * 16))
    begins = [float(part.blocks[0].time_s[0]) for part in look_back._parts]
    assert np.diff(begins) == pytest.approx(1.0)
    # the oldest begins no later than the reach of a fault before the newest block, and less than a second earlier
    assert begins[0] <= 11.9 - HINDSIGHT_S - 1.0 < begins[1]
    look_back.note(stage, ForceBlock(np.empty(0), np.zeros((0, 16)), 0, (False,) * 16))
    assert sum(len(part.blocks) for part in look_back._parts) == round(10 * (11.9 - begins[0])) + 1


def test_faults_that_were_known_before_a_new_one_began_are_over() -> None:
    stage, look_back = TouchStage(PAD, RATE), LookBack()
    look_back.note(stage, block(forces(), 0, 300, out=False))
    for fault, kept in (
        (Begun(1, 0.1, 0.5), [1]),
        (Begun(2, 0.4, 1.0), [1, 2]),
        (Begun(3, 1.0, 1.5), [2, 3]),
        (Begun(4, 1.6, 2.0), [4]),
    ):
        look_back.amended([fault])
        assert [one.index for one in look_back._faults] == kept


def test_of_several_faults_the_first_says_from_when_on_it_is_made_anew() -> None:
    stage, look_back = TouchStage(PAD, RATE), LookBack()
    for lo in range(0, 300, 50):
        one = block(forces(), lo, lo + 50, out=False)
        look_back.note(stage, one)
        stage.feed(one)
    amended, _ = look_back.amended([Begun(1, 1.6, 2.4), Begun(2, 1.2, 2.4)])
    assert amended.touch.time_s[[0, -1]].tolist() == [1.2, 2.4]
    assert len(look_back._parts) == 2, "a stage that was fed the fault is not begun from again"
