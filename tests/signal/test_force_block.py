"""What leaves the signal rooms: an even grid in seconds since the first sample, a piece a gap, and who is left out."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.calibration import Calibration, counts_of
from thumbwalk.signal.chain import SignalChain
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.force_block import ForceBlock

PAD = builtin_pad()


def blocks(gap_s: float) -> list[ForceBlock]:
    """Two seconds at 1 kHz with a gap in the middle; the first tile is pressed with 5 N throughout the second one."""
    time_s = np.concatenate([np.arange(1000) / 1000, 0.999 + gap_s + np.arange(1000) / 1000])
    force = np.zeros((2000, 16))
    force[1000:, 0] = 5.0
    codes = np.rint(counts_of(SensorCurve.generic().conductance_of(force), 12, 3300.0)).astype(np.uint16)
    chain = SignalChain.from_counts(Calibration.generic(16), 1000.0, PAD)
    return [*chain.feed(7.0 + time_s, codes), *chain.finish()]


@pytest.mark.parametrize(("gap_s", "pieces"), [(0.2, 1), (0.3, 2)])
def test_a_piece_ends_at_a_gap_over_a_quarter_of_a_second(gap_s: float, pieces: int) -> None:
    found = blocks(gap_s)
    assert len({block.piece for block in found}) == pieces
    for piece in {block.piece for block in found}:
        time_s = np.concatenate([block.time_s for block in found if block.piece == piece])
        np.testing.assert_allclose(np.diff(time_s), 0.01, atol=1e-9)


def test_times_begin_with_the_first_sample_and_shapes_agree() -> None:
    found = blocks(0.3)
    assert 0.0 <= found[0].time_s[0] < 0.05
    for block in found:
        assert block.force_n.shape == (len(block.time_s), 16)
        assert len(block.left_out) == 16
    late = np.concatenate([block.force_n[block.time_s > 1.6, 0] for block in found])
    assert np.median(late) == pytest.approx(5.0, rel=0.02)
