"""Samples of a long stream: bounded, spread over all of it, judged as a table's values are."""

from __future__ import annotations

import numpy as np

from thumbwalk.pad import Pad, Taxel
from thumbwalk.sketch.samples import MOST, Samples

PAD = Pad("four", "N", tuple(Taxel(name) for name in "abcd"))


def test_a_long_stream_is_kept_from_its_beginning_to_its_end_and_bounded() -> None:
    samples = Samples()
    for number in range(5 * MOST):
        samples.take([float(number)])
    kept = np.array(samples.kept).ravel()
    assert len(kept) <= MOST
    assert kept[0] < 0.01 * 5 * MOST
    assert kept[-1] > 0.99 * 5 * MOST
    assert np.diff(kept).max() <= 2 * np.median(np.diff(kept))


def test_nothing_and_what_a_hand_makes_is_not_odd_and_grams_called_newtons_are() -> None:
    samples = Samples()
    assert samples.odd(PAD) is None
    press = np.abs(np.sin(np.arange(200) / 20.0))[:, None] * [1.0, 9.0, 2.0, 0.5]
    for row in press.tolist():
        samples.take(row)
    assert samples.odd(PAD) is None
    grams = Samples()
    for row in (102.0 * press).tolist():
        grams.take(row)
    assert "grams called newtons?" in (grams.odd(PAD) or "")
