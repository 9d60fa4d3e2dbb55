"""Tapping (tapotement): short light blows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from thumbwalk.technique.factors import Factor, below
from thumbwalk.technique.measures import Measures, common, rhythm
from thumbwalk.technique.piecewise import Pieces, of_presses
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import Work

_TOUCH_S, _INTERVAL_S, _VALLEY = 0.25, 0.9, 0.4
"""Limits of the factors, each half met there: blows are asked to last less than 0.15 s and to come at 120 a minute
and more, every 0.5 s; with what a beginner adds to both. They bounce off. No source names the limits."""
_LEFT = 0.08
"""What a sensor still reads when a blow has bounced off: up to so much of its peak is hysteresis, and no contact."""
_ALONE = 0.3
"""How like tapping a blow is that stands alone: less likely than not."""


def factors(signs: Signs) -> tuple[Factor, ...]:
    """Blows are over in a moment, bounce off, and come fast."""
    return (
        below("touch_s", signs.touch_s, _TOUCH_S, 6.0),
        below("valley", signs.valley, _VALLEY, 6.0),
        below("interval_s", signs.interval_s, _INTERVAL_S, 5.0).where(np.isinf(signs.interval_s), _ALONE),
    )


def measures(work: Work) -> Measures:
    """Common measures, rhythm, and how long a blow lasts."""
    lengths = [(span.stop - span.start) * work.step_s for span in _blows(work)]
    return {**common(work), **rhythm(work), "contact_s": float(np.median(lengths)) if lengths else None}


def _blows(work: Work) -> list[slice]:
    peak_n = float(np.median(work.strokes.peak_n)) if len(work.strokes) else 0.0
    return work.touches_above(_LEFT * peak_n) if work.ways.blows_leave_some else work.touches


def pieces(work: Work, as_done: Work) -> Mapping[str, Pieces]:
    """Those of presses, and blow by blow how long it lasts."""
    spans = [(float(work.touch.time_s[one.start]), (one.stop - one.start) * work.step_s) for one in _blows(work)]
    start_s, lasts_s = np.array(spans, np.float64).reshape(-1, 2).T
    return {**of_presses(work, as_done), "contact_s": Pieces(start_s, start_s + lasts_s, lasts_s)}


TECHNIQUE = Technique("tap", "tapotement", factors, measures, pieces=pieces)
