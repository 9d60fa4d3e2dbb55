"""Calibrating a rig: its zero, its load cell's scale, its tiles one by one.

Whoever asks a person, in a terminal or a window, passes ``ask`` (shown a line, it gives the answer) and ``say``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.link.ports import RigLink
from thumbwalk.pad import Pad
from thumbwalk.rig.listening import stretch_of
from thumbwalk.rig.opening import OpenRig
from thumbwalk.signal.any_calibration import AnyCalibration
from thumbwalk.signal.calibration import GRAVITY, Calibration
from thumbwalk.signal.load_cell import codes_per_n
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.signal.wizard import CalibrationWizard, ScaleUnit, Settled, settled
from thumbwalk.sketch.line_link import LINES_BOARD

QUICK_WEIGHTS: dict[ScaleUnit, tuple[float, float]] = {"g": (500, 2000), "N": (5, 20)}
"""What a thumb presses with in most drills lies between them."""
TARE_S, READ_S, LOAD_S = 1.5, 0.5, 1.0
"""How long is read for a zero, for a tile under a weight, for the load cell."""


class Counts(Protocol):
    """Who follows a rig's raw counts."""

    def settled(self) -> Settled:
        """Give what the last moments amount to. Raises CalibrationError."""
        ...

    def peaks(self) -> NDArray[np.float64]:
        """Give each channel's highest code since this was last asked, (n_taxels,). Raises CalibrationError."""
        ...


def tared(rig: RigLink, calibration: AnyCalibration, pad: Pad) -> AnyCalibration:
    """Take what the untouched foot reads as its zero; the calibration stays of its kind.

    Raises
    ------
    CalibrationError
        When nothing came, or something presses on a tile.
    LinkLost
        When the rig goes away.
    """
    found = stretch_of(rig, TARE_S)
    if isinstance(calibration, PlateCalibration):
        return replace(calibration.tared(found.cell_codes(rig.hello)), board_id=rig.hello.board_id)
    blocks = found.blocks
    return calibration.tared([block.counts for block in blocks], names=pad.names, board_id=rig.hello.board_id)


def with_load_scale(
    rig: OpenRig, calibration: Calibration, weight: float, unit: ScaleUnit, ask: Callable[[str], object]
) -> Calibration:
    """Ask for the empty plate, then for a weight on it; the virtual rig's own hand puts it on.

    Raises
    ------
    CalibrationError
        When the load cell sends nothing, or what it sends can't be that weight.
    LinkLost
        When the rig goes away.
    """
    force_n = weight * GRAVITY / 1000.0 if unit == "g" else weight
    ask(told("Take everything off the foot, then press enter"))
    rest = stretch_of(rig.link, LOAD_S).load_codes
    ask(told("Put {weight:g} {unit} on the foot, wait five seconds, then press enter", weight=weight, unit=unit))
    if rig.hand is not None:
        x_mm, y_mm = (float(value) for value in rig.hand.pad.positions_mm.mean(axis=0))
        rig.hand.press(x_mm, y_mm, force_n)
        stretch_of(rig.link, LOAD_S)  # until it rests there
    scale = codes_per_n(rest, stretch_of(rig.link, LOAD_S).load_codes, force_n)
    return replace(calibration, load_codes_per_n=scale, board_id=rig.hello.board_id)


def tile_wizard(
    rig: RigLink,
    pad: Pad,
    start: Calibration,
    *,
    unit: ScaleUnit = "g",
    weights: Sequence[float] | None = None,
    tiles: Sequence[str] | None = None,
    counts: Counts | None = None,
) -> CalibrationWizard:
    """Give the wizard that goes from tile to tile and reads this rig, or ``counts``, where somebody follows its stream.

    Raises CalibrationError, see there.
    """

    def read() -> Settled:
        found = stretch_of(rig, READ_S)
        counts = np.concatenate([np.empty((0, pad.n_taxels), np.uint16), *(b.counts for b in found.blocks)])
        return settled(counts, None if found.tally.status is None else found.tally.status.supply_ratio)

    knows_divider = rig.hello.board != LINES_BOARD
    return CalibrationWizard(
        start,
        pad.names,
        read if counts is None else counts.settled,
        unit=unit,
        weights=weights,
        tiles=tiles,
        knows_divider=knows_divider,
        peaks=None if counts is None else counts.peaks,
    )


def quick_tiles(pad: Pad) -> tuple[str, ...]:
    """The tiles of a quick calibration: three, one of each third of the layout's channels."""
    return tuple(dict.fromkeys(pad.names[(2 * third + 1) * pad.n_taxels // 6] for third in range(3)))


def walk_through(wizard: CalibrationWizard, ask: Callable[[str], str], say: Callable[[str], None]) -> None:
    """Ask what the wizard asks and say what it answers, to its end.

    Whatever ``ask`` raises ends it early; the wizard then has the tiles that are done. Raises LinkLost.
    """
    while not wizard.finished:
        say(wizard.answer(ask(wizard.prompt)))
