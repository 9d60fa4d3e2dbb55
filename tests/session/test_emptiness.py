"""Why a result is empty: each cause has words of its own, and what is not empty has none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.emptiness import why_no_strokes, why_untouched
from thumbwalk.touch.touch_block import TouchBlock

PAD = replace(builtin_pad(), unit="N")


def touched(total_n: NDArray[np.float64], pad: Pad = PAD) -> TouchBlock:
    """Touch of a table at 100 Hz whose sum is given, all of it on one taxel."""
    values = np.zeros((len(total_n), pad.n_taxels))
    values[:, 5] = total_n
    time_s = np.arange(len(total_n)) / 100.0
    pipeline = Pipeline.of_table(pad, time_s, values)
    return TouchBlock.joined(pipeline.feed(time_s, values) + pipeline.finish())


def test_no_samples_and_no_touch_are_told_apart() -> None:
    assert "no samples" in (why_untouched(TouchBlock.joined([]), PAD, ()) or "")
    assert "the most is 0.2 N" in (why_untouched(touched(np.full(500, 0.2)), PAD, ()) or "")


def test_a_pad_whose_taxels_are_all_left_out_is_said_to_be_that() -> None:
    why = why_untouched(touched(np.zeros(500)), PAD, PAD.names)
    assert why == "nothing is touched: all taxels are left out"


def test_short_peaks_far_above_the_rest_may_be_kilograms() -> None:
    presses = np.where(np.arange(600) % 100 < 20, 0.4, 0.0)
    assert "kilograms" in (why_untouched(touched(presses), PAD, ()) or "")
    assert "kilograms" not in (why_untouched(touched(np.full(600, 0.2)), PAD, ()) or "")


def test_what_is_touched_needs_no_reason_and_a_brush_without_a_stroke_has_one() -> None:
    trembling_n = 5.0 + 0.2 * np.sin(np.arange(300) / 3.0)
    held = touched(np.concatenate([np.zeros(100), trembling_n, np.zeros(100)]))
    assert why_untouched(held, PAD, ()) is None
    assert why_no_strokes(held, 1) is None
    assert "touched for 3 s" in (why_no_strokes(held, 0) or "")
    assert why_no_strokes(touched(np.zeros(300)), 0) is None
