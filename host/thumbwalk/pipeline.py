"""The stages in order, in one place: samples in, touch out. Live, replayed and stored samples all pass through here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table, parts
from thumbwalk.pad import Pad, Unit
from thumbwalk.signal.any_calibration import AnyCalibration
from thumbwalk.signal.chain import SLICE_ROWS, SignalChain
from thumbwalk.signal.failures import Failure
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.signal.health import LeftOut
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.signal.stretches import Shift, without_shifts
from thumbwalk.touch.baseline import grip, ramps
from thumbwalk.touch.dense import Dense, cell_noise, is_dense
from thumbwalk.touch.law import with_law_of
from thumbwalk.touch.localise import can_localise
from thumbwalk.touch.look_back import Amended, LookBack
from thumbwalk.touch.plate_rows import PlateRows
from thumbwalk.touch.roles import Hand
from thumbwalk.touch.shifts import baseline_shifts
from thumbwalk.touch.silent import silent_taxels
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.touch.windows import Windows

_GATHERED_S = 10.0
"""Newtons that wait so long are made touch of at once where nobody does: of a tenth of it that takes twice the time."""


class Pipeline:
    """Counts or a table's values to touch; any chunking gives the same touch to the bit.

    Attributes
    ----------
    pad : Pad
        The layout of the columns.
    signal : SignalChain
        The first stages, for what only they know: what is left out, the newest forces.
    amended : list of Amended
        Touch that was given before and is another now, since a fault was found; who takes it clears it.
    """

    CHAIN: ClassVar[type[SignalChain]] = SignalChain
    """What a rig's counts, or its cells' codes, go through."""

    def __init__(
        self,
        pad: Pad,
        signal: SignalChain,
        *,
        grip: Hand | None = None,
        dense: Dense | None = None,
        forces: Callable[[ForceBlock], None] | None = None,
        look_back: bool = False,
        cells: SignalChain | None = None,
    ) -> None:
        self.pad = pad
        self.signal = signal
        self._cells = cells
        self._forces = forces
        on, off = signal.thresholds
        n_a_unit = signal.n_a_unit
        self._plate = None
        if cells is not None and pad.plate is not None:
            self._plate = PlateRows(pad.plate, cells.output_rate_hz, off)
        self._touch = TouchStage(
            *(pad, signal.output_rate_hz),
            on_n=on,
            off_n=off,
            grip=grip,
            n_a_unit=n_a_unit,
            dense=dense,
            plate=self._plate,
        )
        self._look_back = LookBack() if look_back else None
        self._waiting: list[ForceBlock] = []
        self._gathered_s = 0.0
        self.amended: list[Amended] = []

    @classmethod
    def of_rig(
        cls,
        pad: Pad,
        calibration: AnyCalibration,
        rate_hz: float,
        *,
        stored: bool = False,
        hindsight: bool = False,
        forces: Callable[[ForceBlock], None] | None = None,
    ) -> Pipeline:
        """Give the way of what a rig measures, live or ``stored``: that may be gathered, which is several times faster.

        With ``hindsight`` a faulty taxel is left out from where its fault began, not from when it was known; without,
        ``amended`` says afterwards what the touch is from there.
        ``forces`` is told of the newtons on their way. Raises CalibrationError when the channels don't match.
        """
        gathered = SLICE_ROWS if stored else 1
        if isinstance(calibration, PlateCalibration):
            chain = cls.CHAIN.from_cells(calibration, rate_hz, pad, gathered=gathered)
        else:
            chain = cls.CHAIN.from_counts(calibration, rate_hz, pad, gathered=gathered, hindsight=hindsight)
        pipeline = cls(pad, chain, forces=forces, look_back=not hindsight)
        if stored and hindsight:
            pipeline._gathered_s = _GATHERED_S
        return pipeline

    @classmethod
    def of_table(cls, pad: Pad, time_s: NDArray[np.float64], values: Table) -> Pipeline:
        """Give the way of a pad table, which is looked at whole for its rate and rest; feed its rows afterwards."""
        if pad.plate is None:
            return cls._of_tiles(pad, time_s, values, None)
        cells = SignalChain.from_table(pad.plate, time_s, values[:, pad.n_taxels :])
        return cls._of_tiles(pad, time_s, values[:, : pad.n_taxels], cells)

    @classmethod
    def _of_tiles(cls, pad: Pad, time_s: NDArray[np.float64], values: Table, cells: SignalChain | None) -> Pipeline:
        """The way of a table of taxels alone, with that of the ``cells`` of the plate below them."""
        signal = SignalChain.from_table(pad, time_s, values)
        if signal.unit == "N":
            left_out = np.isin(pad.names, [fault.taxel for fault in signal.left_out])
            force_n = signal.forces_of(time_s, values)
            if is_dense(pad):
                return cls(pad, signal, dense=Dense(pad, cell_noise(force_n)))
            pad = with_law_of(pad, force_n, left_out)
            signal.leave_out(silent_taxels(pad, force_n, left_out))
            left_out = np.isin(pad.names, [fault.taxel for fault in signal.left_out])
            shifts, hand = _rests(pad, time_s, force_n, left_out)
            signal.take_off(shifts)
            return cls(pad, signal, grip=hand, cells=cells)
        return cls(pad, signal, cells=cells)

    @property
    def unit(self) -> Unit:
        """Unit of the force in what comes out."""
        return self.signal.unit

    @property
    def left_out(self) -> dict[str, tuple[str, ...]]:
        """Why taxels were left out so far, by name, a reason for each time."""
        found: dict[str, tuple[str, ...]] = {}
        for fault in self.signal.left_out:
            found[fault.taxel] = (*found.get(fault.taxel, ()), fault.reason)
        return found

    @property
    def cells_left_out(self) -> tuple[LeftOut, ...]:
        """Cells of a plate below the tiles that are not believed; without one of them the tiles are alone."""
        return () if self._cells is None else self._cells.left_out

    @property
    def lying(self) -> dict[str, float]:
        """Taxels that show far less or more than the plate below them bears, by name: what part of it they show."""
        return {self.pad.names[index]: shows for index, shows in self._touch.lies.items()}

    @property
    def plate_away_mm(self) -> float:
        """As `TouchStage.plate_away_mm`."""
        return self._touch.plate_away_mm

    @property
    def failures(self) -> Sequence[Failure]:
        """Taxels that failed in the middle so far: index, from when on, until when (infinity: not back yet)."""
        return self.signal.failures

    def tell(self, forces: Callable[[ForceBlock], None]) -> None:
        """Tell of the newtons on their way to touch from now on."""
        self._forces = forces

    def supply(self, ratio: float | None) -> None:
        """Take the sensors' supply by the converter's reference for the samples from now on; None: not measured."""
        self.signal.supply(ratio)

    def feed(
        self, time_s: NDArray[np.float64], values: NDArray[Any], seen: Callable[[], None] = lambda: None
    ) -> list[TouchBlock]:
        """Samples at ``time_s`` (n,) with ``values`` (n, n_taxels) in, the touch that is due out.

        ``seen`` is called as soon as the signal's newest force is theirs, before anything else is made of them.
        """
        if self._cells is not None:
            n = self.pad.n_taxels
            self._beneath(self._cells.feed(time_s, np.ascontiguousarray(values[:, n:])))
            values = np.ascontiguousarray(values[:, :n])
        return self._touched(self.signal.feed(time_s, values, seen))

    def _beneath(self, blocks: list[ForceBlock]) -> None:
        """Put aside what the cells bear, for the tiles' moments."""
        for block in blocks:
            if self._plate is not None and len(block.time_s):
                self._plate.take(block)

    def feed_table(self, time_s: NDArray[np.float64], values: Table) -> list[TouchBlock]:
        """All rows of a table in, a part at a time, and all touch out: the stream ends with it."""
        blocks: list[TouchBlock] = []
        self._gathered_s = _GATHERED_S
        for first, stop in parts(values):
            blocks += self.feed(time_s[first:stop], values[first:stop])
        return blocks + self.finish()

    def finish(self) -> list[TouchBlock]:
        """Give the touch that waits for samples after it."""
        if self._cells is not None:
            self._beneath(self._cells.finish())
        blocks = self._touched(self.signal.finish()) + self._gathered()
        self._amend(math.inf)
        return blocks

    def _touched(self, blocks: list[ForceBlock]) -> list[TouchBlock]:
        if self._forces is not None:
            for block in blocks:
                self._forces(block)
        touched = []
        for block in blocks:
            if self._look_back is not None and len(block.time_s):
                self._amend(float(block.time_s[0]))
                self._look_back.note(self._touch, block)
            if self._waiting and not block.goes_on(self._waiting[-1]):
                touched += self._gathered()
            self._waiting.append(block)
            if sum(len(one.time_s) for one in self._waiting) >= self._gathered_s * self.signal.output_rate_hz:
                touched += self._gathered()
        return touched

    def _gathered(self) -> list[TouchBlock]:
        """The touch of what waits."""
        waiting, self._waiting = self._waiting, []
        return [self._touch.feed(ForceBlock.joined(waiting))] if waiting else []

    def _amend(self, next_s: float) -> None:
        """Make anew what faults reach back into that were known before the next row; the rest follows from that."""
        found = self.signal.found
        while self._look_back is not None and found and found[0].known_s < next_s:
            same = [one for one in found if one.known_s == found[0].known_s]
            del found[: len(same)]
            amended, self._touch = self._look_back.amended(same)
            self.amended.append(amended)


def _rests(
    pad: Pad, time_s: NDArray[np.float64], force_n: Table, left_out: NDArray[np.bool_]
) -> tuple[tuple[Shift, ...], Hand | None]:
    """What is to be taken off a table of forces, and the hand that holds the foot in what is left.

    Windows cost a look at the whole table, and are made anew only where something was taken off.
    """
    if not can_localise(pad):
        return (), None
    from_s = time_s - time_s[:1]
    windows = Windows.of_table(from_s, force_n, left_out)
    ramp = ramps(pad, from_s, force_n, left_out, windows)
    if ramp:
        force_n = without_shifts(force_n, from_s, ramp)
        windows = Windows.of_table(from_s, force_n, left_out)
    shifts = baseline_shifts(pad, from_s, force_n, left_out, windows)
    if shifts:
        force_n = without_shifts(force_n, from_s, shifts)
        windows = Windows.of_table(from_s, force_n, left_out)
    if windows is not None:
        windows = replace(windows, start_s=time_s[windows.first])
    return ramp + shifts, grip(pad, time_s, force_n, left_out, windows)
