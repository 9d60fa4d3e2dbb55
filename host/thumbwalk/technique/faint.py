"""What works on a left-out taxel so that its neighbours show less than a touch: no rest that anybody could be sure of.

A blow of 2 N in the middle of a dead tile leaves 0.1 N on the next one. How hard it is and where nobody knows; that
something comes and goes, and how fast, stands out of the noise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.measures import Measures
from thumbwalk.technique.recognise import UNSURE_BELOW
from thumbwalk.technique.segments import Segment, segments_of
from thumbwalk.technique.stroke import LIFT_S
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]

_EDGE_S = 0.1
"""A touch that begins or ends is not looked at for so long: its own rise and fall are nothing that comes and goes."""
_SMOOTH_S, _LAG_S = 0.03, 0.03
"""Half of the shortest blow; and what is so far apart differs by noise, and by blows for a part of the time only."""
_BASE_S, _BASE = 1.0, 0.2
"""What is there without them, second by second: a resting hand's wander is slower, and blows fill half of the time."""
_ON, _OFF = 5.0, 2.5
"""Standard deviations of the noise at which a faint touch begins and ends. At five, chance makes one in an hour."""
_LEAST_N = 0.05
"""No faint touch is less: under a step of what the tiles' own noise is taken for."""
_STROKES = 3
"""So many make a row: a hand that comes or goes is none."""
_FORCES = ("force_n", "peak_force_n", "contact_force_n", "force_cv", "evenness_cv", "steadiness_cv", "drift_n_per_s")
"""What nobody knows of them."""


@dataclass(frozen=True)
class Faint:
    """Faint work in a rest: its segment, and the touch that its strokes were found in."""

    segment: Segment
    touch: TouchBlock

    def measures(self) -> Measures:
        """Its rhythm; of its forces, which no taxel measured, nothing."""
        return {name: None if name in _FORCES else value for name, value in self.segment.measures(self.touch).items()}


def faint_work(touch: TouchBlock) -> list[Faint]:
    """What comes and goes in the rests of a touch with a taxel left out; all of it is unsure."""
    if not touch.filled_n.any():
        return []
    found = []
    for rest in _rests(touch):
        faint = _amplified(rest)
        if faint is None:
            continue
        mine, floor_n = faint
        segments = segments_of(strokes_of(mine, floor_n), mine)
        found += [Faint(_unsure(one), mine) for one in segments if len(one.strokes) >= _STROKES]
    return found


def _rests(touch: TouchBlock) -> Iterator[TouchBlock]:
    """Stretches without a touch, in one piece, that are longer than a lift, without their edges."""
    step_s = touch.step_s
    edge = round(_EDGE_S / step_s)
    borders = np.flatnonzero((np.diff(touch.touching) != 0) | (np.diff(touch.piece) != 0)) + 1
    for first, stop in pairwise([0, *borders.tolist(), len(touch)]):
        if not touch.touching[first] and (stop - first - 2 * edge) * step_s >= LIFT_S:
            yield touch.cut(first + edge, stop - edge)


def _amplified(rest: TouchBlock) -> tuple[TouchBlock, float] | None:
    """A rest in which touch begins at what stands out of the noise, and the least rise that parts two strokes.

    None where nothing stands out.
    """
    step_s = rest.step_s
    width = max(round(_SMOOTH_S / step_s), 1)
    smooth_n = np.convolve(np.pad(rest.total_n, width, "edge"), np.full(width, 1.0 / width), "same")[width:-width]
    lag = max(round(_LAG_S / step_s), 1) + width - 1
    if len(smooth_n) <= 2 * lag:
        return None
    # of two moments apart both have the noise; 1.48 makes a standard deviation of a median
    noise_n = 1.4826 * float(np.median(np.abs(smooth_n[lag:] - smooth_n[:-lag]))) / 2.0**0.5
    rise_n = smooth_n - _base_n(smooth_n, max(round(_BASE_S / step_s), 1))
    off_n = max(_OFF * noise_n, _OFF / _ON * _LEAST_N)
    on_n = max(_ON * noise_n, _LEAST_N)
    clear = (rise_n > on_n) | (rise_n < off_n)
    last = np.maximum.accumulate(np.where(clear, np.arange(len(rise_n)), -1))
    touching = (last >= 0) & (rise_n[np.maximum(last, 0)] > on_n)
    if not touching.any():
        return None
    rise_n = np.maximum(rise_n, 0.0)
    return replace(
        rest, total_n=rest.resting_n + rise_n, contact_n=np.where(touching, rise_n, 0.0), touching=touching
    ), off_n


def _base_n(force_n: Array, rows: int) -> Array:
    """What is there without faint touches: a low quantile of every second or so, and straight lines between those."""
    parts = np.array_split(force_n, max(round(len(force_n) / rows), 1))
    edges = np.cumsum([0, *(len(part) for part in parts)])
    middles = (edges[:-1] + edges[1:] - 1) / 2.0
    return np.interp(np.arange(len(force_n)), middles, [float(np.quantile(part, _BASE)) for part in parts])


def _unsure(segment: Segment) -> Segment:
    why = replace(segment.explanation, unsure=True)
    return replace(segment, unsure=True, confidence=min(segment.confidence, 0.5 * UNSURE_BELOW), explanation=why)
