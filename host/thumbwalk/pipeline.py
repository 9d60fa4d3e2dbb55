"""The stages in order, in one place: samples in, touch out. Live, replayed and stored samples all pass through here."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad, Unit
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.chain import SLICE_ROWS, SignalChain
from thumbwalk.signal.stretches import take_off
from thumbwalk.touch.baseline import grip, ramps
from thumbwalk.touch.hands import Hand
from thumbwalk.touch.shifts import baseline_shifts
from thumbwalk.touch.silent import silent_taxels
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock


class Pipeline:
    """Counts or a table's values to touch; any chunking gives the same touch to the bit.

    Attributes
    ----------
    pad : Pad
        The layout of the columns.
    signal : SignalChain
        The first stages, for what only they know: what is left out, the newest forces.
    """

    def __init__(self, pad: Pad, signal: SignalChain, grip: Hand | None = None) -> None:
        self.pad = pad
        self.signal = signal
        on, off = signal.thresholds
        self._touch = TouchStage(pad, signal.output_rate_hz, on_n=on, off_n=off, grip=grip)

    @classmethod
    def of_rig(cls, pad: Pad, calibration: Calibration, rate_hz: float, *, stored: bool = False) -> Pipeline:
        """Give the way of a rig's counts, live or ``stored``: those may be gathered, which is several times faster.

        Raises CalibrationError when the channels don't match.
        """
        gathered = SLICE_ROWS if stored else 1
        return cls(pad, SignalChain.from_counts(calibration, rate_hz, pad, gathered=gathered))

    @classmethod
    def of_table(cls, pad: Pad, time_s: NDArray[np.float64], values: NDArray[np.float64]) -> Pipeline:
        """Give the way of a pad table, which is looked at whole for its rate and rest; feed its rows afterwards."""
        signal = SignalChain.from_table(pad, time_s, values)
        if signal.unit == "N":
            left_out = np.isin(pad.names, [fault.taxel for fault in signal.left_out])
            force_n = signal.forces_of(time_s, values)
            signal.leave_out(silent_taxels(pad, force_n, left_out))
            left_out = np.isin(pad.names, [fault.taxel for fault in signal.left_out])
            off = ramps(pad, time_s - time_s[:1], force_n, left_out)
            take_off(off, time_s - time_s[:1], force_n)
            off += baseline_shifts(pad, time_s - time_s[:1], force_n, left_out)
            signal.take_off(off)
            take_off(off[1:] if len(off) and off[0].slope_n_per_s is not None else off, time_s - time_s[:1], force_n)
            return cls(pad, signal, grip(pad, time_s, force_n, left_out))
        return cls(pad, signal)

    @property
    def unit(self) -> Unit:
        """Unit of the force in what comes out."""
        return self.signal.unit

    @property
    def left_out(self) -> dict[str, str]:
        """Why taxels were left out so far, by name."""
        return {fault.taxel: fault.reason for fault in self.signal.left_out}

    def supply(self, ratio: float | None) -> None:
        """Take the sensors' supply by the converter's reference for the samples from now on; None: not measured."""
        self.signal.supply(ratio)

    def feed(self, time_s: NDArray[np.float64], values: NDArray[Any]) -> list[TouchBlock]:
        """Samples at ``time_s`` (n,) with ``values`` (n, n_taxels) in, the touch that is due out."""
        return [self._touch.feed(block) for block in self.signal.feed(time_s, values)]

    def finish(self) -> list[TouchBlock]:
        """Give the touch that waits for samples after it."""
        return [self._touch.feed(block) for block in self.signal.finish()]
