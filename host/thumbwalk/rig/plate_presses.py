"""The guided press on a plate: each corner in turn, and by what answers which cell is dead, turned, swapped or odd.

Nobody knows how hard a thumb presses; but what three cells of four say of it tells what the fourth has to.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.link.even_cells import EvenCells
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.wire import CellReadings
from thumbwalk.pad import Pad
from thumbwalk.rig.channels import promised_of
from thumbwalk.rig.listening import Listening, Reading
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.press_check import PressedChannel
from thumbwalk.signal.plate_calibration import PlateCalibration

Array = NDArray[np.float64]

PRESS_N = 15.0
"""What the virtual hand presses with."""
_REST_ROWS, _HELD_ROWS, _FREE_ROWS = 40, 32, 16
"""Half a second before anything, what a press has to be held for, and how long the plate is free between two."""
_PRESSED_N, _FREE_N = 1.0, 0.5
"""Where one cell answers with so much the plate is pressed, beside a dead one, too; it is free where none has more than
that; by the data sheet's gain."""
_MOST_ROWS = 1600
"""A corner is waited for 20 s."""
_DEAD = 0.1
"""A cell that answers its own corner with less than this part of the others' answer to theirs is dead."""
_WEAK, _STRONG = 0.7, 1.45
"""What a cell may give of what the other three want of it: bars differ by a sixth, as data sheets have it."""
_WEAK_OF_WEIGHED, _STRONG_OF_WEIGHED = 0.8, 1.25
"""The same of bars whose gains a weight has shown: what is left is how unevenly a plate bears."""
_TOLD_N = 2.0
"""Of a cell that has to bear less nothing is said."""


class PlatePresses:
    """Says which corner to press next, and keeps what the cells answered; plain state, the same in any chunks."""

    def __init__(self, pad: Pad, n_per_code: Array) -> None:
        self._n, self._n_per_code = pad.n_taxels, n_per_code
        self._rest: Array | None = None
        self._rows: list[Array] = []
        self._held: list[Array] = []
        self._free = self._waited = 0
        self.answers: list[Array | None] = []

    @property
    def target(self) -> int | None:
        """Which corner is to be pressed; None before the rest is known, while the last is let go, and at the end."""
        waits = self._rest is None or self._free < _FREE_ROWS or self.finished
        return None if waits else len(self.answers)

    @property
    def finished(self) -> bool:
        """Whether every corner was pressed, or passed over."""
        return len(self.answers) == self._n

    def feed(self, codes: Array) -> None:
        """Take rows of codes (n, n_cells), NaN where a cell was silent."""
        for row in codes:
            if self._rest is None:
                self._rows.append(row)
                if len(self._rows) == _REST_ROWS:
                    # a silent cell is one that does not answer
                    self._rest = np.nan_to_num(_medians(np.array(self._rows)))
                    self._free = _FREE_ROWS
            elif not self.finished:
                self._take((np.nan_to_num(row) - self._rest) * self._n_per_code * ~np.isnan(row))

    def _take(self, force_n: Array) -> None:
        most_n = float(np.abs(force_n).max())
        if self._free < _FREE_ROWS:
            self._free = self._free + 1 if most_n < _FREE_N else 0
            return
        self._waited += 1
        self._held = [*self._held, force_n] if most_n >= _PRESSED_N else []
        if len(self._held) == _HELD_ROWS:
            # without the moments in which it rises
            self._answered(_medians(np.array(self._held[_HELD_ROWS // 2 :])))
        elif self._waited >= _MOST_ROWS:
            self._answered(None)

    def _answered(self, force_n: Array | None) -> None:
        self.answers.append(force_n)
        self._held, self._waited, self._free = [], 0, 0


def judged_presses(pad: Pad, answers: list[Array | None], *, weighed: bool = False) -> tuple[PressedChannel, ...]:
    """What presses of each corner in turn say of its cell; ``weighed`` where its gain is known."""
    table = np.array([np.full(pad.n_taxels, np.nan) if one is None else one for one in answers])
    own = np.abs(np.diag(table))
    usual = float(np.nanmedian(own)) if not np.isnan(own).all() else 0.0
    swapped = _swapped(table)
    found = tuple(_judged(pad, table, cell, usual, swapped) for cell in range(pad.n_taxels))
    # one that is turned makes the others look odd, and so does one that is odd: then the oddest is it
    return found if any(one.state != "ok" for one in found) else _with_odd(pad, table, found, weighed=weighed)


def _judged(pad: Pad, table: Array, cell: int, usual_n: float, swapped: dict[int, int]) -> PressedChannel:
    name = pad.names[cell]
    if np.isnan(table[cell]).any():
        return PressedChannel(name, "unseen", told("no press of its corner was seen; run it again"))
    if cell in swapped:
        other = pad.names[swapped[cell]]
        return PressedChannel(name, "swapped", told("its corner answers on {other}; swap their plugs", other=other))
    if np.nanmax(np.abs(table[:, cell])) < _DEAD * usual_n:
        return PressedChannel(
            name, "dead", told("did not answer to any press; look at its plug and its bridge's wires")
        )
    if table[cell, cell] < -_DEAD * usual_n:
        return PressedChannel(
            name, "reversed", told("reads less under a press; turn it over, or swap its signal wires")
        )
    return PressedChannel(name, "ok", "")


def _with_odd(
    pad: Pad, table: Array, found: tuple[PressedChannel, ...], *, weighed: bool
) -> tuple[PressedChannel, ...]:
    """The same with the cell that gives least or most of what the others want of it, if that is too far off."""
    parts = [_part(pad, one, cell) for cell, one in enumerate(table)]
    off = [0.0 if part is None else abs(np.log(max(part, _DEAD))) for part in parts]
    worst = int(np.argmax(off))
    ratio = parts[worst]
    weak, strong = (_WEAK_OF_WEIGHED, _STRONG_OF_WEIGHED) if weighed else (_WEAK, _STRONG)
    if ratio is None or weak <= ratio <= strong:
        return found
    said = told(
        "gives {ratio:.2f} times what the other three want of it; is it of another rating, or does its corner touch "
        "something?",
        ratio=ratio,
    )
    odd = PressedChannel(pad.names[worst], "odd", said)
    return tuple(odd if cell == worst else one for cell, one in enumerate(found))


def _swapped(table: Array) -> dict[int, int]:
    """Cells that answer for each other, both ways."""
    main = {row: int(np.nanargmax(np.abs(one))) for row, one in enumerate(table) if not np.isnan(one).any()}
    pairs = [(a, b) for a, b in combinations(sorted(main), 2) if (main[a], main[b]) == (b, a)]
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


def _part(pad: Pad, force_n: Array, cell: int) -> float | None:
    """What a cell gives by what the others want of it: a plate of springs of one stiffness is twisted by no press."""
    if pad.n_taxels != 4:
        return None
    moments = np.column_stack((np.ones(4), pad.positions_mm))
    twist = np.linalg.svd(moments.T)[2][3]
    wanted_n = -float(np.delete(twist * force_n, cell).sum()) / twist[cell]
    return float(force_n[cell]) / wanted_n if wanted_n >= _TOLD_N else None


def _medians(rows: Array) -> Array:
    """Medians of columns, NaN of one without any number."""
    known = ~np.isnan(rows).all(axis=0)
    found = np.full(rows.shape[1], np.nan)
    found[known] = np.nanmedian(rows[:, known], axis=0)
    return found


def press_corners(
    rig: OpenRig, pad: Pad, say: Callable[[str], None], calibration: PlateCalibration | None = None
) -> tuple[PressedChannel, ...]:
    """Ask for one corner after the other with ``say``; on the virtual rig its own hand presses.

    By a ``calibration``, or by what data sheets promise.

    Raises
    ------
    LinkLost
        When the rig goes away or falls silent.
    """
    assert rig.hello.cells is not None  # noqa: S101  else its pad is no plate
    known = calibration or PlateCalibration.nominal(pad, promised_of(rig.hello))
    presses, even = PlatePresses(pad, known.scale().n_per_code), EvenCells.of_bank(rig.hello.cells)
    asked: int | None = None

    def take(reading: Reading) -> None:
        nonlocal asked
        for event in reading.events:
            if isinstance(event, CellReadings):
                presses.feed(even.feed(event)[1])
        if presses.target is not None and presses.target != asked:
            asked = presses.target
            say(f"{asked + 1} of {pad.n_taxels}: press firmly at {escaped(pad.names[asked])}, hold it, then let go.")
            if rig.hand is not None:
                # a little inside of where the cell bears
                x_mm, y_mm = 0.8 * pad.positions_mm[asked] + 0.2 * pad.positions_mm.mean(axis=0)
                rig.hand.press(float(x_mm), float(y_mm), PRESS_N)
        elif presses.target is None and rig.hand is not None:
            rig.hand.release()

    listening = Listening(rig.link, take)
    listening.run(lambda: presses.finished)
    listening.stop()
    return judged_presses(pad, presses.answers, weighed=known.is_measured)
