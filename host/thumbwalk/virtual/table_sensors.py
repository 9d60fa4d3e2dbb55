"""Sensors that give newtons, with their errors: what stands in a pad table, without a board's counts between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.virtual.habits import RATE_HZ
from thumbwalk.virtual.load_memory import LoadMemory
from thumbwalk.virtual.warmth import Warmth

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TableErrors:
    """How sensors differ from ideal ones; the defaults are ideal.

    Attributes
    ----------
    rate_hz : float
        Rows a second.
    gain : float
        The largest gain error of a tile, as a part: each tile's is drawn evenly from -gain to +gain.
    noise_n : float
        Standard deviation of each value's noise.
    drift_n_per_min : float
        How fast baselines drift: each tile's up or down, by chance.
    dead : tuple of str
        Taxels that read nothing.
    missing : float
        Part of the samples that are missing: of half of them the row, of the others the numbers.
    jitter : float
        Standard deviation of the rows' times, as a part of the step between them.
    hysteresis, creep, warms_k : float
        As in ``virtual.as_built``, of every tile.
    lingers : bool
        Whether creep lingers when a load is gone, as of foams; not of films that part.
    settles_s : float
        How long a step takes to be there whole: a converter's reading is the mean over so long before it.
    """

    rate_hz: float = 1000.0
    gain: float = 0.0
    noise_n: float = 0.0
    drift_n_per_min: float = 0.0
    dead: tuple[str, ...] = ()
    missing: float = 0.0
    jitter: float = 0.0
    hysteresis: float = 0.0
    creep: float = 0.0
    warms_k: float = 0.0
    lingers: bool = False
    settles_s: float = 0.0


_MEMORY_STEP = 10
"""Hysteresis and creep are followed every 10 ms: a blow takes 60 ms, and every millisecond takes ten times the time."""


def sensed(tiles_n: Array, pad: Pad, errors: TableErrors, seed: int = 0) -> tuple[Array, Array]:
    """Read tiles that are pressed by ``tiles_n`` (n, n_taxels), a moment each 1/``RATE_HZ`` s from 0 on.

    Returns
    -------
    time_s : (m,) float64
        Rising.
    values : (m, n_taxels) float64
        Newtons; NaN where a number is missing.

    Raises
    ------
    LayoutError
        When a dead taxel is none of the pad's.
    """
    unknown = sorted(set(errors.dead) - set(pad.names))
    if unknown:
        raise LayoutError(
            told("no taxel '{unknown}' to be dead; there are: {names}", unknown=unknown[0], names=", ".join(pad.names))
        )
    rng = np.random.default_rng([seed, 51])
    end_s = (len(tiles_n) - 1) / RATE_HZ
    time_s = np.arange(int(end_s * errors.rate_hz) + 1) / errors.rate_hz
    # never half a step, so that time cannot run backward
    off = np.clip(errors.jitter * rng.standard_normal(len(time_s)), -0.45, 0.45)
    time_s = np.clip(time_s + off / errors.rate_hz, 0.0, end_s)
    moments = np.arange(len(tiles_n)) / RATE_HZ
    tiles_n = Warmth(pad.n_taxels, errors.warms_k, seed).felt(_remembered(tiles_n, errors), moments)
    tiles_n = _settled(tiles_n, errors.settles_s)
    values = np.column_stack([np.interp(time_s, moments, column) for column in tiles_n.T])
    values *= 1.0 + rng.uniform(-errors.gain, errors.gain, pad.n_taxels)
    way = rng.choice([-1.0, 1.0], pad.n_taxels)
    values += errors.drift_n_per_min / 60.0 * time_s[:, None] * way
    values += errors.noise_n * rng.standard_normal(values.shape)
    values[:, [pad.names.index(name) for name in errors.dead]] = 0.0
    lost = rng.random(len(time_s))
    values[lost < errors.missing / 2.0] = np.nan
    kept = lost < 1.0 - errors.missing / 2.0
    return time_s[kept], values[kept]


def sensed_on_plate(
    tiles_n: Array, pad: Pad, errors: TableErrors, cell_errors: TableErrors, seed: int = 0
) -> tuple[Array, Array]:
    """Read tiles that stand on a plate, and the cells below it, as `sensed`.

    A cell's numbers are its readings, by straight lines between them at the times of the tiles' rows.
    """
    assert pad.plate is not None  # noqa: S101  asked of such a layout only
    time_s, tiles = sensed(tiles_n[:, : pad.n_taxels], pad, errors, seed)
    read_s, cells = sensed(tiles_n[:, pad.n_taxels :], pad.plate, cell_errors, seed + 1)
    there = ~np.isnan(cells).any(axis=1)
    along = [np.interp(time_s, read_s[there], column[there]) for column in cells.T]
    return time_s, np.column_stack([tiles, *along])


def _settled(tiles_n: Array, settles_s: float) -> Array:
    """Means over the last ``settles_s``; before the first moment all was as at it."""
    n = round(settles_s * RATE_HZ)
    if n < 2:
        return tiles_n
    before = np.concatenate((np.repeat(tiles_n[:1], n, axis=0), tiles_n))
    sums = np.cumsum(before, axis=0)
    return np.asarray((sums[n:] - sums[:-n]) / n)


def _remembered(tiles_n: Array, errors: TableErrors) -> Array:
    """Forces as sensors that remember their load give them."""
    if not errors.hysteresis and not errors.creep:
        return tiles_n
    seldom, moments = tiles_n[::_MEMORY_STEP], np.arange(0, len(tiles_n), _MEMORY_STEP)
    memory = LoadMemory(errors.hysteresis, np.full(tiles_n.shape[1], errors.creep), lingers=errors.lingers)
    more = memory.applied(seldom, seldom.copy(), moments / RATE_HZ) - seldom
    every = np.arange(len(tiles_n))
    more = np.column_stack([np.interp(every, moments, column) for column in more.T])
    return np.asarray(np.maximum(tiles_n + more, 0.0))
