"""Kneading (petrissage): repeated press and release over a spot, advancing slowly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.measures import Measures, advance_mm, common, release, rhythm
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.technique import Technique, above, below
from thumbwalk.technique.walk import walks
from thumbwalk.technique.work import Work

_PRESS_S, _INTERVAL_S, _SPREAD_MM, _VALLEY, _TOUCH_S = 2.5, 0.4, 8.0, 0.55, 0.25
_ALONE = 0.5


def likeness(signs: Signs) -> NDArray[np.float64]:
    """A kneading press is short, in one place, let go of, and does not come alone, nor as fast as a blow."""
    return np.asarray(
        below(signs.press_s, _PRESS_S, 5.0)
        * above(signs.touch_s, _TOUCH_S, 6.0)
        * below(signs.spread_mm, _SPREAD_MM, 4.0)
        * below(signs.valley, _VALLEY, 8.0)
        * (1.0 - walks(signs))
        * np.where(np.isinf(signs.interval_s), _ALONE, above(signs.interval_s, _INTERVAL_S, 4.0))
    )


def measures(work: Work) -> Measures:
    """Common measures, rhythm, how far it is let go between presses, and how far it moves on with each."""
    return {**common(work), **rhythm(work), "release": release(work), "advance_mm": advance_mm(work)}


TECHNIQUE = Technique("knead", "petrissage, kneading", likeness, measures)
