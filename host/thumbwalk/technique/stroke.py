"""One stroke: what flows out of the stroke finder."""

from __future__ import annotations

from dataclasses import dataclass

LIFT_S = 1.5
"""The longest lift between two strokes of one segment."""
ROW_LIFT_S = 0.35
"""The longest lift between two presses of one row, in which a hand moves on; beyond it, it came from elsewhere."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke; times are stream seconds, forces are the working hand's total in newtons (or counts).

    Attributes
    ----------
    start_s, end_s : float
        First and last touch; the valley's time where contact is kept.
    onset_s : float
        Where the force rises through 20 % of the way from the valley before it to its peak.
    peak_s, peak_n : float
        The peak of the smoothed force.
    valley_n : float
        The least force between the peak before and this one, or since the piece began where it is the first.
    press_s : float
        Impulse over peak: how long the stroke would have lasted at full force.
    x_mm, y_mm, spread_mm : float
        Mean place and the spread about it (root of the mean square distance), weighted by the force's square so that
        the firm part counts; NaN without positions.
    piece : int
        The piece of even grid that it lies in; rhythm and valleys do not reach across pieces.
    """

    start_s: float
    onset_s: float
    peak_s: float
    end_s: float
    peak_n: float
    valley_n: float
    press_s: float
    x_mm: float
    y_mm: float
    spread_mm: float
    piece: int
