"""The sensors' supply by the converter's reference, and when it may be believed.

A code tells the divider's voltage by the reference, and the sensors by their supply. Where those two are the same rail
the code is ratiometric by itself; by how much they differ, the board measures and sends (``hardware/wiring.md`` says
where it comes from). A code's share of the range over this ratio is the divider's own, RM / (RM + R).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NOMINAL_MV = 3300
"""The boards' 3.3 V rail (`hardware/wiring.md`)."""
LEAST_MV, MOST_MV = 3000, 3600
"""What a supply can be; beyond it the wire that measures it is open or wrong, and says nothing about the sensors."""


def believed(ratio: float | None) -> float:
    """The ratio that counts are divided by: 1.0 when it was not measured, or can't be."""
    if ratio is None or not LEAST_MV <= ratio * NOMINAL_MV <= MOST_MV:
        return 1.0
    return ratio


def supply_of_rows(pieces: Sequence[tuple[int, float]]) -> NDArray[np.float64] | None:
    """The supply at each row, of pieces of so many rows with a ratio; None where it is 1.0 throughout, as most are."""
    if all(ratio == 1.0 for _, ratio in pieces):
        return None
    return np.concatenate([np.full(n, ratio) for n, ratio in pieces])
