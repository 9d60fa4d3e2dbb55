"""What each metric and each cap of a score costs: what it would gain, and its part of what is missing to 100."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from thumbwalk.coach.score.score import CREDIT_FLOOR, Cap, Metric, geometric_score


def costed(
    rows: Sequence[Metric], caps: Sequence[Cap], *, touched: bool, nearest_first: bool = True
) -> tuple[tuple[Metric, ...], tuple[Cap, ...], float]:
    """Metrics and caps with what each costs, the dearest first, and the score.

    ``points_lost`` is what the score would gain if that metric alone were perfect. ``points`` adds up to 100 - score:
    what is missing without caps is parted among the metrics in proportion to weight x -ln(credit), and what caps took
    beyond that stands at the lowest. What costs nothing is in the order of how near it is to doing so, with
    ``nearest_first``; else in that of its weight.
    """
    free = geometric_score((row.credit, row.weight) for row in rows) if touched else 0.0
    score = min([free, *(cap.max_score for cap in caps)])
    # taken from nought, so that what costs nothing costs 0 and not -0
    parts = [0.0 - row.weight * math.log(max(row.credit, CREDIT_FLOOR)) for row in rows]
    total = sum(parts)
    costs = []
    for row, part in zip(rows, parts, strict=True):
        perfect = geometric_score((1.0 if other is row else other.credit, other.weight) for other in rows)
        gain = max(min([perfect, *(cap.max_score for cap in caps)]) - score, 0.0)
        costs.append((perfect, replace(row, points_lost=gain, points=(100.0 - free) * part / total if total else 0.0)))
    # Under a cap no metric gains anything: they stand in the order of what they would gain without.
    inside = [_inside(row) if nearest_first else 0.0 for _, row in costs]
    ranked = zip(costs, inside, strict=True)
    keyed = sorted(ranked, key=lambda one: (one[0][1].points_lost, one[0][0], -one[1], one[0][1].weight), reverse=True)
    order = [cost for cost, _ in keyed]
    lowest = min(caps, key=lambda cap: cap.max_score, default=None)
    told = tuple(replace(cap, points=free - score) if cap is lowest else cap for cap in caps)
    return tuple(row for _, row in order), told, score


def _inside(row: Metric) -> float:
    """How far a value is inside its band, in parts of the nearer end; 0 where it is outside or unknown."""
    value, (lo, hi) = row.value, row.band
    if value is None:
        return 0.0
    over_lo = (value - lo) / abs(lo) if lo else math.inf
    under_hi = (hi - value) / abs(hi) if hi else math.inf
    return max(min(over_lo, under_hi), 0.0)
