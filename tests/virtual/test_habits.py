"""The noises that hands are made of."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.virtual.habits import smooth_noise, tremor


def test_noises_have_unit_size_and_their_own_pace() -> None:
    rng = np.random.default_rng(1)
    slow, fast = smooth_noise(100_000, 0.8, rng), tremor(100_000, rng)
    assert 0.6 < slow.std() < 1.1
    assert fast.std() == pytest.approx(1.0, abs=0.1)
    spectrum = np.abs(np.fft.rfft(fast))
    assert 8.0 <= float(np.fft.rfftfreq(len(fast), 1e-3)[spectrum.argmax()]) <= 12.0
