"""The spread of contacts on a foot is learned, and makes fits on a thick layer better."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.fit import SPREAD, SPREAD_SIGMA, Known
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.response import LayerResponse, TileGrid
from thumbwalk.touch.spread import Spread

PAD = builtin_pad("sole16")
LOCALISER = Localiser(PAD)
GRID = TileGrid(PAD)
RATE_HZ = 20.0


def learned(layer_mm: float, radius_mm: float, seconds: float = 30.0) -> Spread:
    rng = np.random.default_rng(1)
    n = round(seconds * RATE_HZ)
    x, y = rng.uniform(60.0, 220.0, n), rng.uniform(35.0, 65.0, n)
    tiles = LayerResponse(PAD, layer_mm, radius_mm, GRID).fraction(x, y) * 10.0
    spread = Spread(RATE_HZ)
    at = 0
    while at < n:
        stop = min(at + spread.room, n)
        spread.feed(LOCALISER.fit(tiles[at:stop], Known(spread=spread.likely, spread_sigma=spread.sigma)), stop - at)
        at = stop
    return spread


def test_a_thin_layer_and_a_thick_one_are_told_apart() -> None:
    thin, thick = learned(9.0, 5.0), learned(15.0, 12.0)
    assert thin.likely < 0.15
    assert thick.likely > 0.85
    assert max(thin.sigma, thick.sigma) < 0.5 * SPREAD_SIGMA


def test_nothing_is_learned_of_faint_touches() -> None:
    spread = Spread(RATE_HZ)
    spread.feed(LOCALISER.fit(np.full((100, 16), 0.05)), 100)
    assert (spread.likely, spread.sigma) == (SPREAD, SPREAD_SIGMA)


def test_what_was_learned_helps_where_a_taxel_is_missing() -> None:
    column = PAD.names.index("forefoot_central")
    out = np.arange(16) == column
    tiles = LayerResponse(PAD, 15.0, 11.0, GRID).fraction(np.full(40, 160.0), np.linspace(44.0, 56.0, 40)) * 10.0
    tiles[:, column] = 0.0
    spread = learned(15.0, 11.0)
    told = LOCALISER.fit(tiles, Known(out, spread=spread.likely, spread_sigma=spread.sigma)).force_n
    untold = LOCALISER.fit(tiles, Known(out)).force_n
    assert np.median(np.abs(told - 10.0)) < 0.6 * np.median(np.abs(untold - 10.0))
    assert np.median(told) == pytest.approx(10.0, rel=0.15)
