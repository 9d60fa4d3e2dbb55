"""How each load cell under a plate is, by some seconds of its readings and by what the board says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.cells import CellBank, CellReadings
from thumbwalk.link.selftest import CellReport
from thumbwalk.signal.plate_calibration import PlateCalibration

_SLOW_HZ = 40.0
"""Slower converters settle in more than a tenth of a second; they are strapped to 10 or 20 Hz."""
_END = 0.9
"""From so much of a code's range on no cell reads: three and a half times its nominal load, of 1 mV/V."""
_NOISY_CODES = 1000.0
"""As the firmware's self-test has it: an HX711 shows some 60."""
_LIES_N = 3.0
"""Farther from its rest than drift goes in weeks: something lies there."""
_FAULTS = {
    "silent": "its converter sends nothing; look at its plug, then at its two wires to the board",
    "shorted": "its data line does not rise; look for a short between its wires",
    "slow": "it reads {rate:.0f} times a second; strap its converter's RATE pin to the supply",
    "open": "it reads the end of its range; look at the four wires of its bridge",
    "stuck": "it never moves, not even by noise; look at its converter's supply",
    "noisy": "noise of {noise:.0f} codes at rest; look at its screw terminals and its shield",
}
"""States that need a hand, and what to do."""


@dataclass(frozen=True, slots=True)
class CellHealth:
    """One cell over the checkup; ``rest_n`` is how far its rest lies from the calibration's, None without one."""

    name: str
    state: str
    note: str
    rate_hz: float | None
    median_code: float | None
    noise_codes: float | None
    rest_n: float | None = None


def check_cells(
    bank: CellBank,
    heard: Sequence[CellReadings],
    said: Sequence[CellReport] = (),
    calibration: PlateCalibration | None = None,
) -> tuple[CellHealth, ...]:
    """Judge readings of a while; ``said`` is the board's own view of its cells."""
    found = []
    for cell, name in enumerate(bank.names):
        rows = [
            (time_us, one.code)
            for block in heard
            for time_us, one in zip(block.time_us.tolist(), block.readings, strict=True)
            if one.cell == cell and not one.flags
        ]
        board = said[cell] if cell < len(said) else None
        health = _judged(name, np.array(rows, np.float64).reshape(-1, 2), bank.bits, board)
        found.append(_beside_rest(health, calibration))
    return tuple(found)


def cell_problems(cells: Sequence[CellHealth]) -> list[str]:
    """A line for each cell that needs a hand."""
    return [f"{one.name}: {one.state}: {one.note}" for one in cells if one.state in _FAULTS]


def _judged(name: str, rows: NDArray[np.float64], bits: int, board: CellReport | None) -> CellHealth:
    if len(rows) < 2:
        state = "shorted" if board is not None and board.state == "shorted" else "silent"
        return CellHealth(name, state, _FAULTS[state], None, None, None)
    time_us, codes = rows.T
    rate_hz = 1e6 / float(np.median(np.diff(time_us)))
    median, noise = float(np.median(codes)), float(np.sqrt(np.mean(np.diff(codes) ** 2) / 2.0))
    state = "ok"
    if abs(median) >= _END * 2.0 ** (bits - 1):
        state = "open"
    elif np.ptp(codes) == 0.0:
        state = "stuck"
    elif rate_hz < _SLOW_HZ:
        state = "slow"
    elif noise > _NOISY_CODES:
        state = "noisy"
    note = _FAULTS[state].format(rate=rate_hz, noise=noise) if state in _FAULTS else ""
    return CellHealth(name, state, note, rate_hz, median, noise)


def _beside_rest(one: CellHealth, calibration: PlateCalibration | None) -> CellHealth:
    """With how far it lies from the rest that was taken; more than drift is something that lies there."""
    known = None if calibration is None or not calibration.knows_rest else calibration
    cell = next((cell for cell in known.cells if cell.name == one.name), None) if known is not None else None
    if cell is None or one.median_code is None:
        return one
    rest_n = (one.median_code - cell.rest_code) * cell.n_per_code
    if one.state == "ok" and abs(rest_n) > _LIES_N:
        note = f"{rest_n:+.1f} N beside its rest: take off what lies there, or `thumbwalk tare`"
        return replace(one, state="pressed", note=note, rest_n=rest_n)
    return replace(one, rest_n=rest_n)
