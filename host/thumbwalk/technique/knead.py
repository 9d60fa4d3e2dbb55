"""Kneading (petrissage): repeated press and release over a spot, advancing slowly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.measures import Measures, advance_mm, common, release, rhythm
from thumbwalk.technique.technique import Technique, above, below, deepest_valley, nearest_interval_s
from thumbwalk.technique.work import StrokeTable, Work

_PRESS_S, _INTERVAL_S, _SPREAD_MM, _VALLEY = 2.5, 0.4, 8.0, 0.55
_ALONE = 0.5


def likeness(strokes: StrokeTable) -> NDArray[np.float64]:
    """A kneading press is short, in one place, let go of, and does not come alone, nor as fast as a blow."""
    interval_s = nearest_interval_s(strokes)
    return (
        below(strokes.press_s, _PRESS_S, 5.0)
        * below(strokes.spread_mm, _SPREAD_MM, 4.0)
        * below(deepest_valley(strokes), _VALLEY, 8.0)
        * np.where(np.isinf(interval_s), _ALONE, above(interval_s, _INTERVAL_S, 4.0))
    )


def measures(work: Work) -> Measures:
    """Common measures, rhythm, how far it is let go between presses, and how far it moves on with each."""
    return {**common(work), **rhythm(work), "release": release(work), "advance_mm": advance_mm(work)}


TECHNIQUE = Technique("knead", "petrissage, kneading", likeness, measures)
