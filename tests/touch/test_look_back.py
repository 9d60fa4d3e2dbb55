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
from thumbwalk.signal.health import Begun
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
