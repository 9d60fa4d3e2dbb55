"""Kneading (petrissage): repeated press and release over a spot, advancing slowly."""

from __future__ import annotations

import numpy as np

from thumbwalk.technique.factors import Factor, above, below
from thumbwalk.technique.measures import Measures, advance_mm, common, release, rhythm
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.walk import not_walking
from thumbwalk.technique.work import Work

_PRESS_S, _INTERVAL_S, _SPREAD_MM, _VALLEY, _TOUCH_S = 2.5, 0.4, 8.0, 0.55, 0.25
"""Limits of the factors, each half met there: at 30 to 60 a minute a press lasts 1 to 2 s, blows come in less than
0.4 s and touch for less than 0.25; a press stays within a thumb's breadth, and a valley that keeps more than half is
a wobble. No source names them; they decide on kneading against holds, blows and walks."""
_ROUNDED, _PLATEAU_S = 0.36, 0.45
"""A rounded press (sine squared) is still, above 0.92 of its peak, for this part of its impulse over its peak, at any
pace; one that is kept still for so many seconds more is half a hold. Holds of 1.2 s, 0.3 s of which sink in and as many
let go, are so for 0.44 s, and no sure kneading; of 1 s for 0.3 s, and are. Lower, and firm kneading is doubted; higher,
and short holds are kneading for sure."""
_PAUSE_S = 1.0
"""What is kept still for longer is a pause between presses, which a longer one is no more than."""
_ALONE = 0.5
"""How like kneading a stroke is that stands alone: as likely as not."""


def factors(signs: Signs) -> tuple[Factor, ...]:
    """A kneading press is short, in one place, let go of, rounded, and comes neither alone nor like a blow."""
    plateau_s = np.clip(signs.still_s - _ROUNDED * signs.press_s, 0.0, _PAUSE_S)
    return (
        below("held_s", signs.held_s, _PRESS_S, 5.0),
        above("touch_s", signs.touch_s, _TOUCH_S, 6.0),
        below("spread_mm", signs.spread_mm, _SPREAD_MM, 4.0),
        below("valley", signs.valley, _VALLEY, 8.0),
        below("plateau_s", plateau_s, _PLATEAU_S, 3.0),
        not_walking(signs),
        above("interval_s", signs.interval_s, _INTERVAL_S, 4.0).where(np.isinf(signs.interval_s), _ALONE),
    )


def measures(work: Work) -> Measures:
    """Common measures, rhythm, how far it is let go between presses, and how far it moves on with each."""
    return {**common(work), **rhythm(work), "release": release(work), "advance_mm": advance_mm(work)}


# it moves on by itself, so that it drifts only where a point was asked for
TECHNIQUE = Technique("knead", "petrissage, kneading", factors, measures, stays="on a point")
