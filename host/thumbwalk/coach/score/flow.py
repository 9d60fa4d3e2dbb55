"""How a set's time was spent: in gaps, in other techniques, in the zone that was asked for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZONES, ZoneMap

GAP_S = 0.5
"""A hand that goes to its next place is away for less; a break that is no longer is no gap."""

Span = tuple[float, float]


def flow(touch: TouchBlock, window: Span, elsewhere: Iterable[Span], gap_s: float = GAP_S) -> float:
    """1 - (time in gaps or in another technique) / the window's time, from 0 to 1.

    Parameters
    ----------
    touch : TouchBlock
        What was touched in the window.
    window : (start_s, end_s)
        The set's time; waiting at its ends is a gap too.
    elsewhere : of (start_s, end_s)
        When another technique was practised.
    gap_s : float
        A break that is longer is a gap.
    """
    start_s, end_s = window
    if end_s <= start_s:
        return 0.0
    lost = [*gaps(touch, window, gap_s), *elsewhere]
    return max(1.0 - covered_s(lost, window) / (end_s - start_s), 0.0)


def gaps(touch: TouchBlock, window: Span, gap_s: float = GAP_S) -> list[Span]:
    """Stretches longer than ``gap_s`` in which the working hand did not touch, the window's ends included."""
    touching = touch.touching
    times = touch.time_s[touching]
    # A sample stands for the step that it begins.
    leaves = np.append(window[0], times + touch.step_s)
    comes = np.append(times, window[1])
    long = comes - leaves > gap_s + 1e-9
    return list(zip(leaves[long].tolist(), comes[long].tolist(), strict=True))


def coverage(touch: TouchBlock, zones: ZoneMap, asked: str) -> float | None:
    """Part of the touching time that was spent in the zone asked for; None without a place."""
    index = zones.index(touch.x_mm, touch.y_mm)
    there = index >= 0
    return float(np.mean(index[there] == ZONES.index(asked))) if there.any() else None


def covered_s(spans: Iterable[Span], window: Span) -> float:
    """Length of the union of spans, inside the window."""
    total, reached = 0.0, window[0]
    for start_s, end_s in sorted(spans):
        total += max(min(end_s, window[1]) - max(start_s, reached), 0.0)
        reached = max(reached, min(end_s, window[1]))
    return total
