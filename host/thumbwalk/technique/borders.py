"""Where a technique begins and ends when the hand does not lift: a slide to the next place belongs to neither."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.touch_block import TouchBlock

_FIRM = 0.5
"""By a segment's median force: what is pressed less at its kept ends is a slide. Higher, and swelling holds lose
their ends."""
_MOST = 0.35
"""The longest slide by the segment's length: beyond it the segment itself may be the light part."""


def without_slides(touch: TouchBlock, start_s: float, end_s: float) -> tuple[float, float]:
    """The span of a segment without the slides that lead to it and away from it.

    A slide is what is pressed with less than half of the segment's median force, at an end at which contact is kept; at
    a lift, coming down and leaving are the technique's own. No more than a third of the segment is taken for a slide.

    Parameters
    ----------
    touch : TouchBlock
    start_s, end_s : float
        Where the segment begins and ends so far, stream seconds.
    """
    lo, hi = np.searchsorted(touch.time_s, [start_s, end_s])
    hi = min(int(hi) + 1, len(touch))
    force, touching = touch.working_n[lo:hi], touch.touching[lo:hi]
    if not touching.any():
        return start_s, end_s
    firm = np.flatnonzero(force >= _FIRM * np.median(force[touching]))
    most = int(_MOST * (hi - lo))
    if _kept(touch.touching, lo - 1) and 0 < firm[0] <= most:
        start_s = float(touch.time_s[lo + firm[0]])
    if _kept(touch.touching, hi) and 0 < hi - lo - 1 - firm[-1] <= most:
        end_s = float(touch.time_s[lo + firm[-1]])
    return start_s, end_s


def _kept(touching: NDArray[np.bool_], index: int) -> bool:
    return 0 <= index < len(touching) and bool(touching[index])
