"""Which cell under a plate is upside down, in another's place, or held by the frame: by one weight on each corner.

At rest nobody can tell: a cell's zero is off by as much as the plate weighs. A weight over a cell is most of all that
cell's, so its answer must be the largest, and upward; and what all answer together is the same weight at each corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told

CellFault = Literal["ok", "silent", "upside-down", "swapped", "held", "unclear"]
LEAST_SHARE = 0.4
"""Of all that the cells answer to a weight over one of them, the part that is that one's at least: over the middle of a
plate it is a quarter, over the cell three quarters and more."""
HELD_SHARE = 0.9
"""What touches the frame gives it a part of the weight; a plate that is free loses nothing, and cells of one kind
differ in gain by some percent."""
LEAST_CODES = 20_000
"""Less than that, half a newton on a cell of 5 kg and 1 mV/V, is no answer to a weight."""


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """What the weight has shown of a cell; ``note`` says in a line what to do, and is empty where all is well."""

    name: str
    fault: CellFault
    note: str = ""


def check_cells(
    names: Sequence[str], rest_codes: NDArray[np.float64], corner_codes: NDArray[np.float64]
) -> tuple[CheckedCell, ...]:
    """Judge the cells by the same weight over each of them in turn.

    Parameters
    ----------
    names : sequence of str
        The cells, in the order of their bits.
    rest_codes : (n_cells,)
        Mean codes without the weight.
    corner_codes : (n_cells, n_cells)
        Mean codes while the weight stands over each cell: a row a place.
    """
    answers = corner_codes - rest_codes
    heard = [bool(np.abs(answers[:, cell]).max() >= LEAST_CODES) for cell in range(len(names))]
    strongest = [int(np.abs(row).argmax()) for row in answers]
    # one that is upside down carries its part all the same
    signs = [1.0 if answers[np.abs(answers[:, cell]).argmax(), cell] >= 0.0 else -1.0 for cell in range(len(names))]
    totals = answers @ np.array(signs)
    usual = float(np.median(totals[heard])) if any(heard) else 0.0
    found = []
    for place, name in enumerate(names):
        own, first = float(answers[place, place]), strongest[place]
        share = abs(float(answers[place, first])) / totals[place] if totals[place] else 0.0
        if not heard[place]:
            found.append(
                CheckedCell(name, "silent", told("no weight moves it: look at its wires, and that it is fixed"))
            )
        elif first != place and share >= LEAST_SHARE and strongest[first] == place:
            note = told("answers in the place of {other}: swap their data and clock lines", other=names[first])
            found.append(CheckedCell(name, "swapped", note))
        elif first != place or share < LEAST_SHARE:
            note = told("a weight over it moves others as much: put the weight right over the cell, and try again")
            found.append(CheckedCell(name, "unclear", note))
        elif own < 0.0:
            note = told("falls under a weight: turn it over, or swap its white and green wires")
            found.append(CheckedCell(name, "upside-down", note))
        elif totals[place] < HELD_SHARE * usual:
            percent = 100.0 * (1.0 - totals[place] / usual)
            note = told("{percent:.0f} % of the weight is missing there: the plate touches its frame", percent=percent)
            found.append(CheckedCell(name, "held", note))
        else:
            found.append(CheckedCell(name, "ok"))
    return tuple(found)
