"""Forces that rise or fall slowly on one sensor, minute after minute: no hand does that, and no rest is then a rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.longtable import Table
from thumbwalk.pad import Pad

Array = NDArray[np.float64]

_WINDOW_S, _WINDOWS = 5.0, 12
"""Looked at are a minute's windows of five seconds: a hand lifts within one, or holds still within a minute."""
_LOW = 0.1
"""What a sensor reads in a window between strokes: the tenth part that is lowest."""
_RISE_N, _RISE = 1.5, 0.2
"""A ramp is 1.5 N a minute and more, or in counts a fifth of the widest reach: less is drift, which is taken off."""
_STRAIGHT, _STEP = 0.1, 0.35
"""A ramp lies within a tenth of itself about a straight line, and no step of it is a third of it."""
_OTHERS = 0.1
"""Others do not go along, by a tenth of it, on three quarters of the taxels: a hand is felt beside."""
_MOST_TAXELS = 2
"""More than two that go along are a hand, or the pad's own."""
_LEAST_TAXELS, _ROWS = 4, 500
"""Fewer taxels say nothing of each other; so many rows of a window are enough."""


def told_of_ramps(pad: Pad, time_s: Array, values: Table) -> str | None:
    """Say which sensor of a table (n, n_taxels) at ``time_s`` (n,) rises or falls slowly; None where none does."""
    if pad.n_taxels < _LEAST_TAXELS or len(time_s) < 2 or time_s[-1] - time_s[0] < _WINDOW_S * _WINDOWS:
        return None
    start_s, low = _lows(time_s, values)
    if len(low) < _WINDOWS:
        return None
    least = _RISE_N
    if pad.unit != "N":
        reach = np.nanquantile(low, 0.99, axis=0) - np.nanquantile(low, 0.01, axis=0)
        reaches = np.array([np.nanquantile(values[:, index], [0.01, 0.99]) for index in range(pad.n_taxels)])
        spans = reaches[:, 1] - reaches[:, 0]
        # the ramp itself may be the widest
        least = _RISE * max(float(np.nanmax(np.sort(spans)[:-1])), float(np.nanmedian(reach)), 1e-9)
    found: dict[int, tuple[int, int, float]] = {}
    for first in range(len(low) - _WINDOWS + 1):
        part = low[first : first + _WINDOWS]
        if start_s[first + _WINDOWS - 1] - start_s[first] > 1.5 * _WINDOW_S * _WINDOWS or np.isnan(part).any():
            continue
        for index in _ramps(part, least):
            begin, _, rise = found.get(index, (first, 0, 0.0))
            rise = low[first + _WINDOWS - 1, index] - low[begin, index]
            found[index] = (begin, first + _WINDOWS - 1, float(rise))
    if not found or len(found) > _MOST_TAXELS:
        return None
    index = max(found, key=lambda one: abs(found[one][2]))
    begin, end, rise = found[index]
    way, unit = told("rises") if rise > 0.0 else told("falls"), "N" if pad.unit == "N" else pad.unit
    return told(
        "{name} {way} slowly by {by:.3g} {unit} from {start_s:.0f} to {end_s:.0f} s, "
        "which no hand does, and none beside it: a sensor that creeps, warms or gets wet? Its "
        "forces there can't be believed: look at its sensor, or leave its fields empty",
        name=pad.names[index],
        way=way,
        by=abs(rise),
        unit=unit,
        start_s=start_s[begin] - time_s[0],
        end_s=start_s[end] - time_s[0] + _WINDOW_S,
    )


def _lows(time_s: Array, values: Table) -> tuple[Array, Array]:
    """Start (m,) and low values (m, n_taxels) of the windows that have rows; by the rows, however long a pause is."""
    window = np.floor((time_s - time_s[0]) / _WINDOW_S)
    edges = np.append(np.flatnonzero(np.diff(window, prepend=-1.0) > 0), len(time_s))
    low = np.full((len(edges) - 1, values.shape[1]), np.nan)
    for row, (first, stop) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        part = values[first : stop : (stop - first) // _ROWS + 1]
        some = ~np.isnan(part).all(axis=0)
        if some.any():
            low[row, some] = np.nanquantile(part[:, some], _LOW, axis=0)
    return time_s[edges[:-1]], low


def _ramps(part: Array, least: float) -> list[int]:
    """Taxels that go straight up or down in windows (k, n_taxels) by ``least`` or more, alone."""
    line = np.linspace(-0.5, 0.5, len(part))[:, None]
    rise = (part * line).sum(axis=0) / float((line * line).sum())
    away = np.abs(part - part.mean(axis=0) - line * rise).max(axis=0)
    step = np.abs(np.diff(part, axis=0)).max(axis=0)
    size = np.abs(rise)
    ramps = np.flatnonzero((size >= least) & (away <= _STRAIGHT * size) & (step <= _STEP * size))
    return [
        index
        for index in ramps.tolist()
        if np.count_nonzero(size > _OTHERS * size[index]) <= max(1, part.shape[1] // 4)
    ]
