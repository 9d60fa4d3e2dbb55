"""Where the contact was a moment ago: what a fit beside a left-out taxel is told, as its neighbours say too little."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

_STEP_S = 0.1
"""How often the contact's place is kept: a thumb at 100 mm/s gets 10 mm in it."""
_NEAR_MM, _FARTHER_MM = 12.0, 8.0
"""How far a contact likely gets in a step, and how much farther in each step that it is off the foot.

Of hands as people do it (40 sessions) 9 and 12 mm name 2.6 % of the moments wrong, and 4 mm for one that had hardly
moved 3.6 %: what goes to and fro was drawn to its middle, and had then hardly moved."""
_STEPS = 15
"""Where the contact was firm is remembered for so many steps: most hands come down again where they were."""

Place = tuple[float, float]


@dataclass(slots=True)
class Whereabouts:
    """The last firm place, by steps of a tenth of a second that are counted from where a piece begins.

    Attributes
    ----------
    rows : int
        Moments of a step.
    room : int
        Moments until the step under way is over.
    near_mm : (float, float) or None
        Where the contact was when it was last firm at a step's end; None where that is too long ago.
    sigma_mm : float
        How far it likely has got since.
    """

    rows: int
    room: int
    near_mm: Place | None = None
    sigma_mm: float = _NEAR_MM
    _steps: int = 0

    @staticmethod
    def at_rate(rate_hz: float) -> Whereabouts:
        """Nowhere yet, in a stream of so many moments a second."""
        rows = max(round(_STEP_S * rate_hz), 1)
        return Whereabouts(rows, rows)

    @property
    def here_mm(self) -> Place | None:
        """Where the contact is, if it was firm at the end of the last step."""
        return self.near_mm if self._steps == 0 else None

    def begin(self) -> None:
        """Begin a new piece: a hand may be anywhere."""
        self.near_mm, self.room = None, self.rows

    def copied(self) -> Whereabouts:
        """Itself as it is now."""
        return copy(self)

    def take(self, n: int, firm_mm: Place | None) -> None:
        """Take the next n moments, at most ``room``; at the last of them the contact is firm at a place, or it is not.

        Only the last moment of a step is kept.
        """
        self.room -= n
        if self.room > 0:
            return
        self.room = self.rows
        if firm_mm is not None:
            self.near_mm, self._steps, self.sigma_mm = firm_mm, 0, _NEAR_MM
            return
        self._steps += 1
        self.sigma_mm = _NEAR_MM + _FARTHER_MM * self._steps
        if self._steps > _STEPS:
            self.near_mm = None

    def pass_over(self, n: int) -> None:
        """Take any n moments of which no place is kept: with all taxels sound none is needed."""
        left = n - self.room
        if left >= 0:
            self.near_mm = None
            self._steps += 1
        self.room = -left if left < 0 else self.rows - left % self.rows
