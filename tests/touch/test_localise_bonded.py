"""The layer fit on a bonded layer, whose response is more peaked: it ends at its minimum, and as soon as it can."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import rig_pad
from thumbwalk.touch.fit import Known
from thumbwalk.touch.localise import Localiser

BONDED = Localiser(rig_pad())
Array = NDArray[np.float64]


def on_a_bonded_layer() -> Array:
    """Tile forces (n, 16) of presses anywhere on it, by tiles as they are built."""
    rng = np.random.default_rng(3)
    x_mm, y_mm = rng.uniform(20.0, 245.0, 3000), rng.uniform(15.0, 85.0, 3000)
    on_foot = BONDED.pad.contains(x_mm, y_mm)
    x_mm, y_mm = x_mm[on_foot], y_mm[on_foot]
    shares = BONDED.shares_at(x_mm, y_mm, rng.uniform(0.0, 0.5, len(x_mm)))
    force_n = rng.uniform(3.0, 15.0, len(x_mm))[:, None] * shares * (1.0 + 0.06 * rng.standard_normal(16))
    return np.asarray(np.maximum(force_n + 0.03 * rng.standard_normal(force_n.shape), 0.0))


def test_fits_on_a_bonded_layer_end_at_their_minimum_though_it_is_more_peaked() -> None:
    thorough, force_n, known = Localiser(rig_pad()), on_a_bonded_layer(), Known(spread=0.1, spread_sigma=0.15)
    thorough._steps = 60
    beside = BONDED.fit(force_n, known).misfit > thorough.fit(force_n, known).misfit + 3.0
    assert len(beside) > 2000
    assert beside.mean() < 0.01


@pytest.mark.parametrize("dead", [None, 5])
def test_a_fit_that_ends_early_is_where_all_its_steps_would_have_brought_it(dead: int | None) -> None:
    patient, force_n = Localiser(rig_pad()), on_a_bonded_layer()
    patient._done_mm = 0.0
    known = Known(None if dead is None else np.arange(16) == dead, spread=0.1, spread_sigma=0.15)
    early, late = BONDED.fit(force_n, known), patient.fit(force_n, known)
    ended = early.x_mm != late.x_mm
    assert ended.mean() > 0.4
    away_mm = np.hypot(early.x_mm - late.x_mm, early.y_mm - late.y_mm)[ended]
    assert np.quantile(away_mm, 0.5) < 0.001
    assert np.quantile(away_mm, 0.99) < 0.1
    off = np.abs(early.force_n / late.force_n - 1.0)[ended]
    assert np.quantile(off, 0.5) < 0.0005
    assert np.quantile(off, 0.99) < 0.01
    assert np.quantile(np.abs(early.misfit - late.misfit)[ended], 0.99) < 0.05
