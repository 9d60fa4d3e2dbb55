"""What a board sends of itself beside the scans: readings of its load cell, and how its supply is."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from thumbwalk.language import told

LOAD_STATES = ("none", "running", "missing")
_LOAD = struct.Struct("<iII")
_STATUS = struct.Struct("<HBBIII")
_SUPPLY_IS_REFERENCE = 32768.0
"""STATUS's supply where it equals the reference (`firmware/PROTOCOL.md`)."""
_REFERENCE_MV = 3300.0
"""The converter's nominal reference."""


@dataclass(frozen=True, slots=True)
class LoadReading:
    """A reading of the load cell under the plate.

    ``code`` is the amplifier's signed 24-bit code, ``readings`` how many there were since the board was switched on and
    ``missed`` how often one did not come in time.
    """

    device_us: int
    code: int
    readings: int
    missed: int

    @classmethod
    def from_payload(cls, device_us: int, payload: bytes) -> LoadReading:
        """Read a LOADCELL payload. Raises ValueError on anything else."""
        if len(payload) != _LOAD.size:
            raise ValueError(
                told("a load cell's reading has {size} bytes, not {n_payload}", size=_LOAD.size, n_payload=len(payload))
            )
        code, readings, missed = _LOAD.unpack(payload)
        if not -(1 << 23) <= code < 1 << 23:
            raise ValueError(told("{code} is no code of 24 bits", code=code))
        return cls(device_us, code, readings, missed)


@dataclass(frozen=True, slots=True)
class Status:
    """A board's supply and counters at a moment; all counters since it was switched on.

    Attributes
    ----------
    supply_ratio : float or None
        The sensors' supply by the converter's reference; a count over 2**bits is by the reference, and divided by this
        it is by the supply. None before it was measured.
    load_cell : str
        One of LOAD_STATES.
    load_readings, load_missed : int
        Of the load cell.
    refused : int
        Command lines that made no sense.
    busy_percent : int or None
        Share of the time since the status before in which the board's processor did not rest; None where that is not
        measured.
    """

    device_us: int
    supply_ratio: float | None
    load_cell: str
    load_readings: int
    load_missed: int
    refused: int
    busy_percent: int | None = None

    @classmethod
    def from_payload(cls, device_us: int, payload: bytes) -> Status:
        """Read a STATUS payload. Raises ValueError on anything else."""
        if len(payload) != _STATUS.size:
            raise ValueError(
                told("a status has {size} bytes, not {n_payload}", size=_STATUS.size, n_payload=len(payload))
            )
        supply, state, busy, readings, missed, refused = _STATUS.unpack(payload)
        if state >= len(LOAD_STATES):
            raise ValueError(told("a load cell has no state {state}", state=state))
        ratio = supply / _SUPPLY_IS_REFERENCE if supply else None
        return cls(device_us, ratio, LOAD_STATES[state], readings, missed, refused, busy or None)

    @property
    def supply_mv(self) -> float | None:
        """The supply in millivolts, if the converter's reference is its nominal 3.3 V."""
        return None if self.supply_ratio is None else self.supply_ratio * _REFERENCE_MV
