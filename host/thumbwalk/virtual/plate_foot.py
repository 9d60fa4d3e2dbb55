"""The virtual plate: a hand presses a rigid sole on four load cells, each answers in codes of its own converter.

It is what the virtual board reads in place of pins. The host is not told what a cell's gain is, nor quite where it
bears the plate: that is what a calibration finds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from thumbwalk.pad import Pad
from thumbwalk.signal.plate_scale import promised_codes_per_n
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.free_converters import READING, FreeConverters, put, recorded
from thumbwalk.virtual.hand import HandPath
from thumbwalk.virtual.pressing import Field, PressedFoot
from thumbwalk.virtual.sensor_faults import OF_TILES, Faults, order_of
from thumbwalk.virtual.sole import PlateUnder

Array = NDArray[np.float64]

RATING_N = 49.0
"""A 5 kg bar; the firmware says the same of them, and of their converters (``rig/plate4.py``)."""
CODES_PER_N = promised_codes_per_n(24, 128, 1.0, RATING_N)
"""What such bars of 1 mV/V promise on an HX711."""
_GAIN = 0.15
"""Makers of 5 kg bars give 1.0 +- 0.15 mV/V."""
_ZERO = 0.1
"""What a bar reads with nothing on it is up to so much of its nominal signal, either way (makers' data sheets)."""
_BEARS_MM = 0.5
"""One standard deviation of where a bar bears the plate: what screws in printed holes leave."""
_NOISE_CODES = 60.0
"""Of an HX711 at 80 Hz: 90 nV (its data sheet), 1.4 mN here."""
_CREEP, _CREEP_S = 0.001, 100.0
"""A load that stays comes to read so much more of itself, in the main within five minutes (makers' data sheets)."""
_PER_K = 0.0005 / 10.0
"""What a kelvin shifts a zero by, of the nominal load (makers' data sheets: 0.05 % in 10 K)."""
_ROOM_K, _ROOM_S = 4.0, 900.0
"""A room's temperature swings by so much either way, and goes round in so long."""
_WARMS_S = 300.0
"""How fast hands and room warm the bars, where they are asked to."""
_STUCK_CODE, _OPEN_CODE = 123_456.0, 2.0**23 - 1.0
_NOISY = 50.0
"""Times the noise of a sound one, of one with a loose screw terminal."""
_DRIFT_N_PER_S, _MOST_DRIFT_N = 0.1, 6.0
_OTHER_RATING = 0.5
"""A bar of 10 kg among those of 5 kg answers so much as strongly."""
_FRAME_FROM_N, _FRAME = 5.0, 0.5
"""From there on a corner has sunk as far as the frame that it touches, which takes such a part of what comes."""
_NOT_LIFTED = 2
"""CELLS' flag of a reading behind which the data line stayed down (`firmware/PROTOCOL.md`)."""
_SOUND = Faults()
_AS_ITS_LAYOUT = AsBuilt()


class PlateFoot(PressedFoot):
    """Cells' codes at given times, for a scripted hand or for a mouse; in any chunking the same to the bit.

    Parameters
    ----------
    pad : Pad
        A plate's layout.
    path : HandPath or None
        What the scripted hand does; None for nobody, until ``press``.
    second : HandPath or None
        What the other thumb does meanwhile: the plate feels both together.
    built : AsBuilt
        How warm it gets, and how its bars creep; the rest of it is of films under a layer.
    errors : bool
        Whether cells have their real faults; without, they are as their layout and data sheet say, and quiet.
    seed : int
        Fixes the parts, their clocks, the weather and the noise.
    faults : Faults
        What is broken.

    Raises
    ------
    LayoutError
        When the layout has not the cells that are to be faulty.
    """

    def __init__(
        self,
        pad: Pad,
        path: HandPath | None,
        *,
        second: HandPath | None = None,
        built: AsBuilt = _AS_ITS_LAYOUT,
        errors: bool = True,
        seed: int = 0,
        faults: Faults = _SOUND,
    ) -> None:
        super().__init__(pad, path, second, seed)
        n, rng = pad.n_taxels, np.random.default_rng([seed, 72])
        real = 1.0 if errors else 0.0
        self.codes_per_n: Array = CODES_PER_N * (1.0 + real * rng.uniform(-_GAIN, _GAIN, n))
        self._zero: Array = real * rng.uniform(-_ZERO, _ZERO, n) * RATING_N * CODES_PER_N
        self.corners_mm: Array = pad.positions_mm + real * _BEARS_MM * rng.standard_normal((n, 2))
        self._plate = PlateUnder(self.corners_mm)
        self._creep = real * _CREEP if built.creep is None else built.creep
        self._crept = np.zeros((n, 1))
        self._room_n: Array = real * rng.uniform(-1.0, 1.0, n) * _PER_K * RATING_N
        self._room_phase: Array = rng.uniform(0.0, 2.0 * np.pi, n)
        self._warms_k = built.warms_k
        self._noise = [np.random.default_rng([seed, 73, cell]) for cell in range(n)]
        self._noise_codes = real * _NOISE_CODES
        self._converters = FreeConverters(n, seed)
        self._faults = faults
        self._find()

    @property
    def record(self) -> list[Field]:
        """What comes with each tick of the board's timer, behind its time."""
        return [("cells", READING, (self.pad.n_taxels,))]

    def scan(self, records: NDArray[np.void], time_s: Array) -> None:
        """Put what is read by ``time_s`` (n,), not falling, into the records (n,) of these moments."""
        if not len(time_s):
            return
        borne_n = np.zeros((len(time_s), self.pad.n_taxels))
        for contact in self._contacts(time_s):
            borne_n += self._plate.loads(*contact)
        touching = self._at("frame")
        borne_n[:, touching] -= _FRAME * np.maximum(borne_n[:, touching] - _FRAME_FROM_N, 0.0)
        said = recorded(len(time_s), self.pad.n_taxels)
        for cell, (at, ends_s, mean_n) in enumerate(self._converters.read(borne_n, time_s)):
            if len(at) and cell not in self._at("missing"):
                put(said, self._order[cell], at, time_s[at] - ends_s, self._codes(cell, ends_s, mean_n))
        said["flags"][:, [self._order[cell] for cell in self._at("shorted")]] = _NOT_LIFTED
        records["cells"] = said

    def break_tile(self, kind: str, name: str) -> None:
        """Give one more cell a fault of a kind from now on. Raises LayoutError when there is no such cell or fault."""
        self._faults = self._faults.with_one(kind, name)
        self._find()

    def _find(self) -> None:
        self._columns = self._faults.columns(self.pad, without=OF_TILES)
        self._order = order_of(self.pad.n_taxels, self._columns["swapped"])

    def _at(self, kind: str) -> list[int]:
        return self._columns[kind]

    def _codes(self, cell: int, ends_s: Array, mean_n: Array) -> Array:
        """What a cell's converter says at times (k,) of its conversions, of the mean force that it bore (k,)."""
        share = -np.expm1(-self._converters.periods_s[cell] / _CREEP_S)
        crept, self._crept[cell] = lfilter([share], [1.0, share - 1.0], mean_n, zi=self._crept[cell])
        force_n = mean_n + self._creep * crept
        force_n += self._room_n[cell] * _ROOM_K * np.sin(2.0 * np.pi * ends_s / _ROOM_S + self._room_phase[cell])
        force_n += self._room_n[cell] * self._warms_k * -np.expm1(-np.maximum(ends_s, 0.0) / _WARMS_S)
        if cell in self._at("dead"):
            force_n = np.zeros(len(force_n))
        if cell in self._at("drifting"):
            force_n += np.minimum(_DRIFT_N_PER_S * ends_s, _MOST_DRIFT_N)
        gain = self.codes_per_n[cell]
        gain *= _OTHER_RATING if cell in self._at("rating") else 1.0
        gain *= -1.0 if cell in self._at("reversed") else 1.0
        noise = self._noise_codes * self._noise[cell].standard_normal(len(force_n))
        codes = self._zero[cell] + gain * force_n + (_NOISY if cell in self._at("noisy") else 1.0) * noise
        if cell in self._at("open"):
            return np.full(len(codes), _OPEN_CODE)
        return np.full(len(codes), _STUCK_CODE) if cell in self._at("stuck") else np.asarray(codes)
