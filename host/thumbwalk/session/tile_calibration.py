"""Tiles calibrated one by one while the rig's stream goes on: what is asked, how it stands, and what came of it.

Whoever shows it asks `moment` as often as it likes, and answers when the user does. On the virtual rig its own hand
puts the weights on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thumbwalk.errors import CalibrationError
from thumbwalk.pad import Pad
from thumbwalk.session.newest_counts import NewestCounts
from thumbwalk.session.screen.snapshot import MouseHand
from thumbwalk.signal.calibration import GRAVITY, Calibration
from thumbwalk.signal.wizard import CalibrationWizard, Doing, ScaleUnit, most_spread

STEP_S = 9.0
"""A weight put on, its five seconds of rest, and the answer."""
_FINGER_N = 46.0
"""The virtual hand presses a tile in a little harder than the heaviest weight."""


@dataclass(frozen=True, slots=True)
class CalibrationMoment:
    """How it stands: what is asked, what came of the last answer, what is done.

    ``said`` is the last answer's line, and ``refused`` whether it was not accepted. ``done`` are channels, ``of`` how
    many were asked for; ``left_s`` is about how long it takes.
    ``off`` are this tile's readings, (force_n, off the line as a
    part of it). ``is_steady`` is whether the tile has come to rest; None where that is not asked. ``by_own_hand`` is
    whether the rig's own hand puts the weights on, as the virtual rig's does.
    """

    doing: Doing
    tile: str
    unit: ScaleUnit
    said: str
    refused: bool
    done: tuple[int, ...]
    of: int
    left_s: float
    off: tuple[tuple[float, float], ...]
    is_steady: bool | None
    by_own_hand: bool = False


class TileCalibration:
    """One calibration on an open rig; ``quick`` is of two weights on three tiles, whose level all others get."""

    def __init__(
        self,
        wizard: CalibrationWizard,
        counts: NewestCounts,
        pad: Pad,
        unit: ScaleUnit,
        *,
        quick: bool = False,
        hand: MouseHand | None = None,
    ) -> None:
        self._wizard, self._counts, self._pad, self._unit = wizard, counts, pad, unit
        self._quick, self._hand = quick, hand
        self._said = ""

    def moment(self) -> CalibrationMoment:
        """How it stands now."""
        wizard = self._wizard
        doing = wizard.doing
        return CalibrationMoment(
            doing=doing,
            tile="" if doing.tile is None else self._pad.names[doing.tile].replace("_", " "),
            unit=self._unit,
            said=self._said,
            refused=wizard.refused,
            done=wizard.done,
            of=wizard.progress[1],
            left_s=STEP_S * wizard.steps_left,
            off=wizard.off_line(),
            is_steady=self._is_steady(doing),
            by_own_hand=self._hand is not None,
        )

    def answer(self, text: str = "") -> None:
        """Answer what is asked: nothing for "as asked", what the scale shows, or a command of the wizard's."""
        try:
            self._said = self._wizard.answer(text)
        except CalibrationError as error:
            self._said = str(error)
        self._lend_hand()

    def made(self, board_id: str, date: str) -> Calibration | None:
        """The calibration with every tile that is done; None of none."""
        self._let_go()
        if not self._wizard.done:
            return None
        found = self._wizard.calibration(board_id, date)
        return found.shared() if self._quick else found

    def _is_steady(self, doing: Doing) -> bool | None:
        spread = self._counts.spread()
        if doing.tile is None or doing.kind == "press in" or len(spread) <= doing.tile:
            return None
        level = float(self._counts.settled().counts[doing.tile])
        return bool(spread[doing.tile] <= most_spread(level))

    def _lend_hand(self) -> None:
        """Have the virtual rig's hand do what a user would do now."""
        doing = self._wizard.doing
        if self._hand is None:
            return
        if doing.tile is None or not self._pad.has_positions:
            self._hand.release()
            return
        weight = doing.weight * GRAVITY / 1000.0 if self._unit == "g" else doing.weight
        x_mm, y_mm = (float(value) for value in np.asarray(self._pad.positions_mm[doing.tile]))
        self._hand.press(x_mm, y_mm, weight if doing.kind != "press in" else _FINGER_N)

    def _let_go(self) -> None:
        if self._hand is not None:
            self._hand.release()
