"""How the force strip is scaled: its times, its forces, and where in the pane its curves lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.session.screen.snapshot import Snapshot

PAST_S, COMING_S = 6.0, 2.0
ABOVE = 1.004
"""The axis ends a hair above its top, so that a line there is drawn in its whole width."""
_STEPS_N = (10.0, 20.0, 30.0, 40.0, 60.0, 100.0, 200.0)


@dataclass(frozen=True)
class StripScale:
    """What stands still in the strip: the top of the axis, the band and the comfort limit, newtons.

    ``waits`` says why what is pressed does not count, "" where it does.
    """

    top_n: float = 30.0
    band_n: tuple[float | None, float | None] | None = None
    cap_n: float | None = None
    waits: str = ""

    def fitting(self, snapshot: Snapshot, waits: str) -> StripScale:
        """The scale for a snapshot: room above band and limit, and steps up (never down in a set) for a heavy hand."""
        band_n, wanted = snapshot.band_n, 20.0
        if band_n is not None and band_n[1] is not None:
            wanted = 1.4 * band_n[1]
        if len(snapshot.touch.strip_n):
            wanted = max(wanted, float(np.nanmax(snapshot.touch.strip_n)))
        top_n = next((step for step in _STEPS_N if step >= wanted), _STEPS_N[-1])
        top_n = max(top_n, self.top_n) if band_n == self.band_n else top_n
        return StripScale(top_n, band_n, snapshot.touch.cap_n, waits)


def axis_px(unit: ForceUnit) -> float:
    """How wide the labels of forces are, design pixels: one that is wider than its room is not drawn at all."""
    return 40.0 if unit == "N" else 44.0


def curves_area(pane: QRectF, unit_px: float, unit: ForceUnit) -> QRectF:
    """Where in the pane the curves are, beside the labels."""
    return pane.adjusted(axis_px(unit) * unit_px, 10 * unit_px, -2 * unit_px, -26 * unit_px)
