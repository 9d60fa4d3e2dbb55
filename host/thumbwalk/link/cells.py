"""The load cells under a rigid plate, as their board sends them: each reading with a time of its own.

The converters have clocks of their own, which no other is in step with, so that there is no scan of all cells.
`firmware/PROTOCOL.md` is the reference.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.link.card import letters, number, shown, whole, words

MOST_CELLS = 8
"""A frame has a bit for each."""
SETTLING, NOT_LIFTED, MAY_BE_TORN = 1, 2, 4
"""Why a code is not to be believed: its converter has not settled since a reset; its data line did not rise behind the
last pulse, so that it has lost step; another conversion may have ended in the midst of the reading."""
_FIXED = struct.Struct("<IIB")
"""Readings and missed, since power-up, and how many moments follow."""
_MOMENT = struct.Struct("<HBB")
"""Of a moment its offset from the frame's time, which cells were read, a bit each, and its flags."""
_CODE_BYTES = 3
_LEAST_RATE_HZ, _MOST_RATE_HZ = 0.1, 40_000.0
_MOST_BITS, _MOST_GAIN = 24, 1024
_LEAST_RATING_N, _MOST_RATING_N = 0.1, 1e5
_LEAST_MV_PER_V, _MOST_MV_PER_V = 0.01, 100.0
"""Of a greeting (`firmware/PROTOCOL.md`): wider than any load cell or converter that is sold."""


@dataclass(frozen=True, slots=True)
class CellReading:
    """One cell's code: signed, of 24 bits; ``offset_us`` is its time behind its frame's.

    ``flags`` are 0, or say why it is not to be believed.
    """

    offset_us: int
    cell: int
    code: int
    flags: int = 0


@dataclass(frozen=True, slots=True)
class CellReadings:
    """What the cells of a plate said in some milliseconds, in order of time.

    Attributes
    ----------
    device_us : int
        Time of the first; it may lie before scans that were sent earlier.
    readings : tuple of CellReading
        At least one; those of one time are in order of the cells.
    total, missed : int
        Codes of all cells, these included, and those that were due and did not come, since the board was switched on.
    """

    device_us: int
    readings: tuple[CellReading, ...]
    total: int
    missed: int

    @property
    def time_us(self) -> NDArray[np.int64]:
        """When each was read, (n,)."""
        return np.array([self.device_us + one.offset_us for one in self.readings], np.int64)

    @classmethod
    def from_payload(cls, device_us: int, payload: bytes) -> CellReadings:
        """Read a CELLS payload. Raises ValueError on anything else."""
        if len(payload) < _FIXED.size:
            raise ValueError(
                told("readings of cells have {size} bytes at least, not {n}", size=_FIXED.size, n=len(payload))
            )
        total, missed, n_moments = _FIXED.unpack_from(payload)
        found: list[CellReading] = []
        at, newest_us = _FIXED.size, 0
        for moment in range(n_moments):
            if at + _MOMENT.size > len(payload):
                raise ValueError(told("readings of cells are cut short at byte {at}", at=at))
            offset_us, cells, flags = _MOMENT.unpack_from(payload, at)
            at += _MOMENT.size
            if not cells or offset_us < newest_us or (moment == 0 and offset_us):
                raise ValueError(told("readings of cells have a moment {moment} of no time or cell", moment=moment))
            newest_us = offset_us
            for cell in range(MOST_CELLS):
                if cells >> cell & 1:
                    code = int.from_bytes(payload[at : at + _CODE_BYTES], "little", signed=True)
                    found.append(CellReading(offset_us, cell, code, flags))
                    at += _CODE_BYTES
        if not found or at != len(payload):
            raise ValueError(told("readings of cells take {at} bytes, not {n}", at=at, n=len(payload)))
        return cls(device_us, tuple(found), total, missed)

    def to_payload(self) -> bytes:
        """What `from_payload` reads; for tests. Raises ValueError for what no frame can say, or not in this order."""
        moments = groupby(self.readings, lambda one: (one.offset_us, one.flags))
        pieces = [(key, list(alike)) for key, alike in moments]
        try:
            payload = _FIXED.pack(self.total, self.missed, len(pieces))
            for (offset_us, flags), alike in pieces:
                payload += _MOMENT.pack(offset_us, sum(1 << one.cell for one in alike), flags)
                payload += b"".join(one.code.to_bytes(_CODE_BYTES, "little", signed=True) for one in alike)
        except (struct.error, OverflowError, ValueError):
            payload = b""
        if not payload or CellReadings.from_payload(self.device_us, payload) != self:
            raise ValueError(told("no frame can say this of cells: {readings}", readings=shown(self.readings)))
        return payload


@dataclass(frozen=True, slots=True)
class CellBank:
    """Which cells a board reads, as it says in its greeting.

    Attributes
    ----------
    names : tuple of str
        Where each is under the plate, in the order of the bits.
    converter : str
        What reads them.
    bits, gain : int
        Of its codes, and its amplifier.
    rate_hz : float or None
        Readings a second of a cell, as they come; None before it is known.
    rating_n, mv_per_v : float
        The cells' nominal load in newtons, and their signal at it by their supply, as they are planned.
    """

    names: tuple[str, ...]
    converter: str
    bits: int
    rate_hz: float | None
    gain: int
    rating_n: float
    mv_per_v: float

    @classmethod
    def from_card(cls, card: object) -> CellBank:
        """Read a greeting's object. Raises ValueError on anything else."""
        if not isinstance(card, Mapping):
            raise ValueError(told("cells is {card}, not a table", card=shown(card)))
        names = card.get("names")
        if not isinstance(names, list | tuple) or not 1 <= len(names) <= MOST_CELLS:
            raise ValueError(
                told("cells are {names}, not a list of at most {most} names", names=shown(names), most=MOST_CELLS)
            )
        called = told("a cell's name")
        rate_hz = None if card.get("rate_hz") is None else number(card, "rate_hz", _LEAST_RATE_HZ, _MOST_RATE_HZ)
        return cls(
            names=tuple(letters({called: name}, called) for name in names),
            converter=words(card, "converter"),
            bits=whole(card, "bits", 8, _MOST_BITS),
            rate_hz=rate_hz,
            gain=whole(card, "gain", 1, _MOST_GAIN),
            rating_n=number(card, "rating_n", _LEAST_RATING_N, _MOST_RATING_N),
            mv_per_v=number(card, "mv_per_v", _LEAST_MV_PER_V, _MOST_MV_PER_V),
        )
