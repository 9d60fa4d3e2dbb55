"""The spread of contacts on a foot is learned, and makes fits on a thick layer better."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.fit import SPREAD, SPREAD_SIGMA, Fit, Known
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


def fits(
    n: int,
    *,
    force_n: float = 8.0,
    misfit: float = 10.0,
    spread: float = 0.8,
    sigma: float = 0.4,
    beside_n: float = 0.0,
) -> Fit:
    column = {name: np.zeros(n) for name in Fit.__dataclass_fields__}
    told = {"force_n": force_n, "misfit": misfit, "spread": spread, "spread_sigma": sigma, "beside_n": beside_n}
    return Fit(**column | {name: np.full(n, value) for name, value in told.items()})


def test_a_block_counts_by_what_it_says_itself() -> None:
    spread = Spread(RATE_HZ)
    spread.feed(fits(100), 100)
    # what the fits ended with holds the 0.5 that they were told: 6.25 = 2.25 of their own + 4
    own = (0.8 * 6.25 - SPREAD * 4.0) / 2.25
    middle = min(own, 1.0)
    assert spread.likely == pytest.approx((SPREAD * 4.0 + middle * 2.25) / 6.25)
    assert spread.sigma == pytest.approx(6.25**-0.5)


def test_one_block_is_no_surer_than_three_tenths_nor_all_than_half_of_that() -> None:
    spread = Spread(RATE_HZ)
    spread.feed(fits(100, sigma=0.05), 100)
    assert spread.sigma == pytest.approx((4.0 + 0.3**-2) ** -0.5)
    for _ in range(20):
        spread.feed(fits(100, sigma=0.05), 100)
    assert spread.sigma == 0.15


@pytest.mark.parametrize(
    "change",
    [{"force_n": 2.9}, {"misfit": 41.0}, {"sigma": 0.48}, {"beside_n": 0.5}],
    ids=["faint", "poor", "told", "two"],
)
def test_what_tells_nothing_of_the_layer_is_not_learned_from(change: dict[str, float]) -> None:
    spread = Spread(RATE_HZ)
    spread.feed(fits(100, **change), 100)
    assert (spread.likely, spread.sigma) == (SPREAD, SPREAD_SIGMA)
    spread.feed(fits(100), 100)
    assert spread.likely > SPREAD


def test_a_block_is_five_seconds_and_a_gap_drops_half_a_one() -> None:
    spread = Spread(RATE_HZ)
    assert spread.room == 100
    spread.feed(fits(99), 99)
    assert (spread.room, spread.likely) == (1, SPREAD)
    spread.restart()
    spread.feed(fits(99), 99)
    assert spread.likely == SPREAD
    spread.feed(fits(0), 1)
    assert spread.likely > SPREAD


def test_a_block_is_whole_in_any_parts_and_told_by_the_middle_of_its_fits() -> None:
    whole, parts = Spread(RATE_HZ), Spread(RATE_HZ)
    mixed = Fit.joined([fits(40, spread=0.6), fits(60, spread=0.8)])
    whole.feed(mixed, 100)
    for lo, hi in ((0, 1), (1, 70), (70, 100)):
        parts.feed(mixed.cut(lo, hi), hi - lo)
    assert (parts.likely, parts.sigma) == (whole.likely, whole.sigma)
    even = Spread(RATE_HZ)
    even.feed(fits(100), 100)
    assert whole.likely == even.likely


def test_what_it_learned_holds_the_next_block_back() -> None:
    spread = Spread(RATE_HZ)
    spread.feed(fits(100), 100)
    first, sigma = spread.likely, spread.sigma
    spread.feed(fits(100, spread=0.1, sigma=0.3), 100)
    told = sigma**-2
    own = 0.3**-2 - told
    middle = max((0.1 * 0.3**-2 - first * told) / own, 0.0)
    assert spread.likely == pytest.approx((first * told + middle * own) / (told + own))
