"""The signal rooms in order: counts or a table's values in, tared newtons on an even grid out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import marked, told
from thumbwalk.longtable import Table, without
from thumbwalk.pad import Pad, Unit
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.counted import Believed, believed_counts
from thumbwalk.signal.counts import CountsToForce
from thumbwalk.signal.failures import dated, failures_of, reasons_of, went_on
from thumbwalk.signal.filters import LowPass, thinning
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.signal.grid import EvenGrid, GridBlock, nominal_rate_hz, slices
from thumbwalk.signal.health import HINDSIGHT_S, Begun, LeftOut, SensorHealth
from thumbwalk.signal.left_out_rows import Change, LeftOutRows
from thumbwalk.signal.noise import TOUCH_OFF_N, TOUCH_ON_N, touch_thresholds
from thumbwalk.signal.plate_calibration import CellsToForce, PlateCalibration
from thumbwalk.signal.stretches import Shift, Stretch, mark, table_stretches, take_off, with_marked
from thumbwalk.signal.supply import believed, supply_of_rows
from thumbwalk.signal.table_force import TableToForce
from thumbwalk.signal.table_health import table_faults
from thumbwalk.signal.tare import STILL_N, RestTare, robust_baseline

SLICE_ROWS = 4096
"""What is worked on at once: fits the cache, and bounds memory however long a table is."""

Seen = Callable[[], None]
Convert = Callable[[NDArray[Any], NDArray[np.float64] | None], NDArray[np.float64]]
"""Rows of values, and the supply by the reference at each of them (None: 1.0), to forces."""
Rows = tuple[NDArray[np.float64], NDArray[np.float64], int, NDArray[np.bool_] | None]
"""Times (n,), forces (n, n_taxels), their piece, and which of them are made up."""

_OTHER_LAYOUT = marked(
    "layout '{name}' has {n_taxels} taxels, but the calibration has {n_channels} channels; "
    "name the rig's own layout or run `thumbwalk calibrate`"
)


class SignalChain:
    """One stream's way to newtons; make it with `from_counts` or `from_table`.

    Any chunking gives the same rows to the bit. Times that come out are seconds since the first sample, which is
    ``origin_s`` of the times that go in. Samples wait until ``gathered`` of them are there, or `finish`: a live rig's
    not at all, stored ones until they are worth the calls.

    Attributes
    ----------
    rate_hz, output_rate_hz : float
        Of the samples that go in, and of the rows that come out: about 100 Hz, or the samples' own rate below that.
    unit : "N", "kPa" or "counts"
        Of the rows that come out; kilopascals become newtons where the layout gives areas.
    thresholds : (float, float)
        Total force above which touch begins and below which it ends, in that unit.
    n_a_unit : float
        About how many newtons one of that unit is, for counts on a layer; else 1.0.
    shifts : tuple of Shift
        What is taken off a table's baseline, with times since the first sample.
    failures : list of (index, since_s, until_s)
        Taxels that failed in the middle of the stream, as far as it is known; infinity where one has not come back.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        rate_hz: float,
        convert: Convert,
        *,
        unit: Unit,
        thresholds: tuple[float, float],
        tare: RestTare | None = None,
        signed: bool = False,
        health: SensorHealth | None = None,
        faults: tuple[LeftOut, ...] = (),
        stretches: tuple[Stretch, ...] = (),
        gathered: int = 1,
        hindsight_s: float = 0.0,
    ) -> None:
        self.names = names
        self.rate_hz = rate_hz
        self.unit: Unit = unit
        self.n_a_unit = 1.0
        self.thresholds = thresholds
        self.origin_s: float | None = None
        self._every = thinning(rate_hz)
        self.output_rate_hz = rate_hz / self._every
        self._convert = convert
        self._tare = tare
        self._signed = signed
        self._health = health
        self._top_code = None if health is None else health.top_code
        self._grid = EvenGrid(rate_hz)
        self._low_pass = LowPass(rate_hz, self._every)
        self._rows_out = 0  # of the present piece
        self._supply = 1.0
        self._gathered = gathered
        self._waiting: list[tuple[NDArray[np.float64], NDArray[Any], float]] = []
        self._n_waiting = 0
        self._latest: tuple[NDArray[Any], NDArray[np.float64] | None] | None = None
        self._stretches = stretches
        self.shifts: tuple[Shift, ...] = ()
        whole = {fault.taxel for fault in faults}
        self._left_out = LeftOutRows(tuple(name in whole for name in names), self._low_pass.settling_rows)
        self._reasons = reasons_of(names, faults, stretches)
        # the filter lets a fault be felt a little before it begins
        self._ahead_s = self._low_pass.settling_rows / rate_hz
        self._hindsight_s = hindsight_s + self._ahead_s if hindsight_s else 0.0
        self._held: deque[Rows] = deque()
        # without hindsight: faults of rows that are out, or will be, for whoever looks back at those
        self.found: list[Begun] = []
        self.failures = failures_of(stretches)

    @classmethod
    def from_counts(
        cls,
        calibration: Calibration,
        rate_hz: float,
        pad: Pad | None = None,
        *,
        gathered: int = 1,
        hindsight: bool = False,
    ) -> SignalChain:
        """The chain of a live rig, or of its recording: scans of counts (n, n_taxels) and the device's time.

        With ``hindsight`` rows wait for four seconds, and a faulty taxel is left out from where its fault began.

        Raises
        ------
        CalibrationError
            When the pad has another number of taxels than the calibration has channels.
        """
        if pad is not None and pad.n_taxels != calibration.n_taxels:
            counted = {"n_taxels": pad.n_taxels, "n_channels": calibration.n_taxels}
            raise CalibrationError(told(_OTHER_LAYOUT, name=pad.name, **counted))
        names = pad.names if pad is not None else tuple(channel.name for channel in calibration.channels)
        return cls(
            names,
            rate_hz,
            CountsToForce(calibration),
            unit="N",
            thresholds=(TOUCH_ON_N, TOUCH_OFF_N),
            tare=RestTare(rate_hz / thinning(rate_hz), calibration.tare_n()),
            health=SensorHealth(calibration, rate_hz, pad, hindsight=True),
            gathered=gathered,
            hindsight_s=HINDSIGHT_S if hindsight else 0.0,
        )

    @classmethod
    def from_cells(cls, calibration: PlateCalibration, rate_hz: float, pad: Pad, *, gathered: int = 1) -> SignalChain:
        """The chain of a plate's load cells: rows of their codes (n, n_cells), NaN where one was silent.

        Where no rest was ever taken, nothing is known before a quiet moment.

        Raises
        ------
        CalibrationError
            When the pad has another number of cells than the calibration.
        """
        if pad.n_taxels != calibration.n_taxels:
            counted = {"n_taxels": pad.n_taxels, "n_channels": calibration.n_taxels}
            raise CalibrationError(told(_OTHER_LAYOUT, name=pad.name, **counted))
        return cls(
            pad.names,
            rate_hz,
            CellsToForce(calibration, pad),
            unit="N",
            thresholds=(TOUCH_ON_N, TOUCH_OFF_N),
            tare=RestTare(
                rate_hz / thinning(rate_hz),
                np.full(pad.n_taxels, 0.0 if calibration.knows_rest else np.nan),
                still_n=STILL_N,
            ),
            signed=True,
            gathered=gathered,
        )

    @classmethod
    def from_table(cls, pad: Pad, time_s: NDArray[np.float64], values: Table) -> SignalChain:
        """The chain of a pad table, which has to be seen whole first: for its rate, its rest and its faults.

        Nothing is fed by this; feed the same rows afterwards, in any chunks.

        Raises
        ------
        RecordingError
            When the table has another number of columns than the pad has taxels.
        """
        faults = table_faults(pad, values)
        faulty = np.isin(pad.names, [fault.taxel for fault in faults])
        newtons = pad.unit == "kPa" and pad.has_areas
        # 1 kPa on 1 mm2 is a thousandth of a newton.
        scale = pad.areas_mm2 * 1e-3 if newtons else np.ones(pad.n_taxels)
        rest = np.zeros(pad.n_taxels)
        believed_rows = Believed(values)
        if pad.unit == "counts":
            believed_rows = believed_counts(pad, time_s - time_s[:1], without(values, faulty, np.nan))
            rest = robust_baseline(believed_rows.counts)

        convert = TableToForce(rest, scale, faulty)
        rate_hz = nominal_rate_hz(time_s)
        unit: Unit = "N" if newtons else pad.unit
        stretches = believed_rows.stretches
        if unit == "N" and len(time_s):
            force_n = without(convert.of(values), faulty, np.nan)
            stretches = table_stretches(pad, time_s - time_s[0], force_n)
        forces = without(convert.of(believed_rows.counts), faulty, missing=0.0)
        thresholds = touch_thresholds(pad, forces, rate_hz)
        chain = cls(pad.names, rate_hz, convert, unit=unit, thresholds=thresholds, faults=faults, stretches=stretches)
        chain.n_a_unit = believed_rows.n_a_count
        return chain

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Every taxel that was left out at some time so far, in the layout's order, a row for each time.

        What is left out at a moment is in each block.
        """
        found = {} if self._health is None else dated(self._health.reported, self.failures)
        reasons = self._reasons | {self.names[index]: told for index, told in found.items()}
        return tuple(LeftOut(name, reason) for name in self.names for reason in reasons.get(name, ()))

    @property
    def late(self) -> int:
        """Samples refused because they were not after the one before them."""
        return self._grid.late

    @property
    def tared_s(self) -> float | None:
        """Stream time at which the rest was last taken; None while it is the calibration's, or a table's."""
        return None if self._tare is None else self._tare.taken_s

    @property
    def latest_force_n(self) -> NDArray[np.float64]:
        """Tared force of the newest sample fed, (n_taxels,), neither filtered nor thinned: for the screen.

        A cell that is pulled has a negative one; of a row that lacks a cell nothing is known, and all are 0.
        """
        if self._latest is None:
            return np.zeros(len(self.names))
        rest_n = 0.0 if self._tare is None else self._tare.baseline_n
        force: NDArray[np.float64] = self._convert(*self._latest)[0] - rest_n
        if self._signed:
            return np.zeros(len(force)) if np.isnan(force).any() else force
        out = np.array(self._left_out.newest)
        return np.where(out | ~(force > 0.0), 0.0, force)

    def tare_now(self, time_s: float) -> float:
        """Take the rest anew from the first quiet half second after stream time ``time_s``.

        Returns
        -------
        float
            The stream time that counts; another chain that is asked with it takes the same rest of the same samples. A
            table is never tared: its time comes back, and nothing happens.
        """
        return time_s if self._tare is None else self._tare.tare_now(time_s)

    def forces_of(self, time_s: NDArray[np.float64], values: Table) -> Table:
        """Forces (n, n_taxels) of a table's rows from its first on, neither filtered nor thinned.

        NaN where they are not believed.
        """
        assert isinstance(self._convert, TableToForce)  # noqa: S101  asked of a table's chain only
        return with_marked(self._convert.of(values), time_s - time_s[:1], self._stretches)

    def supply(self, ratio: float | None) -> None:
        """Take the sensors' supply by the converter's reference for the samples from now on; None: not measured.

        A ratio that no supply has is not believed (`signal.supply`). A table's values are not by a supply.
        """
        self._supply = believed(ratio)

    def leave_out(self, reasons: Mapping[int, str]) -> None:
        """Leave taxels out from the first sample on, by their index and with a reason; before anything is fed."""
        self._reasons |= {self.names[index]: [reason] for index, reason in reasons.items()}
        self._left_out.leave_out(set(reasons))

    def take_off(self, shifts: tuple[Shift, ...]) -> None:
        """Take shifts of the baseline off, whose times count from the first sample; before anything is fed."""
        self.shifts = shifts

    def feed(self, time_s: NDArray[np.float64], values: NDArray[Any], seen: Seen = lambda: None) -> list[ForceBlock]:
        """Samples at ``time_s`` (n,) with ``values`` (n, n_taxels) in, the rows out; ``seen`` once they are newest."""
        if not len(time_s):
            return []
        self.origin_s = float(time_s[0]) if self.origin_s is None else self.origin_s
        if self._top_code is not None:
            values = np.minimum(values, self._top_code)
        self._latest = values[-1:].copy(), supply_of_rows([(1, self._supply)])
        seen()
        time_s = time_s - self.origin_s
        early = time_s[-1] < self._grid.due_s(self._rows_out * self._every) and len(time_s) < self._every
        self._n_waiting += len(time_s)
        if self._n_waiting < self._gathered or (early and self._n_waiting < SLICE_ROWS):
            self._waiting.append((time_s, values.copy(), self._supply))
            return []
        self._waiting.append((time_s, values, self._supply))
        return self._flush()

    def finish(self) -> list[ForceBlock]:
        """The rows that wait for the samples after them; the next sample begins a new piece."""
        blocks = self._flush()
        if self._health is not None:
            self._health.finish()
            self._look_back(self._health, [])
        for block in self._grid.finish():
            blocks += self._thinned(block)
        return blocks + self._released(np.inf)

    def _flush(self) -> list[ForceBlock]:
        waiting, self._waiting, self._n_waiting = self._waiting, [], 0
        if not waiting:
            return []
        time_s = waiting[0][0] if len(waiting) == 1 else np.concatenate([times for times, _, _ in waiting])
        values = waiting[0][1] if len(waiting) == 1 else np.concatenate([rows for _, rows, _ in waiting])
        supply = supply_of_rows([(len(times), ratio) for times, _, ratio in waiting])
        blocks: list[ForceBlock] = []
        for part in slices(time_s, self.rate_hz, SLICE_ROWS):
            times, rows = time_s[part], values[part]
            if self._health is not None:
                changes = self._health.feed(times, rows)
                self._left_out.change(changes)
                self._look_back(self._health, changes)
            ratios = None if supply is None else supply[part]
            force = self._convert(rows, ratios)
            mark(self._stretches, times, force)
            take_off(self.shifts, times, force)
            for block in self._grid.feed(times, force):
                blocks += self._thinned(block)
            blocks += self._released(float(times[-1]))
        return blocks

    def _look_back(self, health: SensorHealth, changes: list[Change]) -> None:
        begun = [replace(one, since_s=one.since_s - self._ahead_s) for one in health.begun]
        health.begun.clear()
        if begun or changes:
            self.failures = went_on(self.failures, begun, changes)
        if self._hindsight_s > 0.0:
            self._left_out.begin(begun)
        else:
            self.found += begun

    def _released(self, now_s: float) -> list[ForceBlock]:
        """The rows that no fault can reach back to any more."""
        blocks: list[ForceBlock] = []
        while self._held and self._held[0][0][-1] < now_s - self._hindsight_s:
            blocks += self._split(*self._held.popleft())
        return blocks

    def _thinned(self, block: GridBlock) -> list[ForceBlock]:
        if block.first == 0:
            self._low_pass.restart()
            self._rows_out = 0
            self._left_out.restart()
            if self._tare is not None:
                self._tare.restart()
        at = self._rows_out * self._every - block.first
        force = self._low_pass.feed(block.values)
        if not len(force):
            self._holes(block, at)
            return []
        self._rows_out += len(force)
        rows = block.time_s[at :: self._every], force, block.piece, self._holes(block, at)
        if self._hindsight_s > 0.0:
            self._held.append(rows)
            return []
        return self._split(*rows)

    def _holes(self, block: GridBlock, at: int) -> NDArray[np.bool_] | None:
        """Which values of the rows that come out are made up, or still feel through the filter that some were."""
        if block.missing is not None:
            for index in np.flatnonzero(block.missing.any(axis=0)):
                begins_s = block.time_s[int(np.argmax(block.missing[:, index]))]
                why = told("dead: no numbers for a while from {begins_s:.2f} s", begins_s=begins_s)
                self._reasons.setdefault(self.names[index], [why])
        return self._left_out.holes(block, at, self._every)

    def _split(
        self, time_s: NDArray[np.float64], force: NDArray[np.float64], piece: int, holes: NDArray[np.bool_] | None
    ) -> list[ForceBlock]:
        """The rows cut wherever another set of taxels is left out."""
        parts = self._left_out.cut(time_s, holes)
        return [self._block(time_s[some], force[some], piece, left_out) for some, left_out in parts]

    def _block(
        self, time_s: NDArray[np.float64], force: NDArray[np.float64], piece: int, left_out: tuple[bool, ...]
    ) -> ForceBlock:
        tared = force if self._tare is None else self._tare.feed(time_s, force, left_out)
        # not clipped at 0: sixteen tiles' rectified noise would add up to a touch
        tared = np.where(np.array(left_out), 0.0, tared)
        return ForceBlock(time_s, tared, piece, left_out)
