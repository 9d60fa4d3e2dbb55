"""A virtual plate as its maker hands it over: weighed once at five places, when it was sound and new."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.signal.plate_scale import scale_of, weighed_places
from thumbwalk.virtual.cued_hand import Moment
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.free_converters import NO_READING
from thumbwalk.virtual.plate_foot import CODES_PER_N
from thumbwalk.virtual.scan_timer import ScanTimer

WEIGHT_N = 19.6
"""Two litres of water."""
_RATE_HZ = 200
"""Moments looked at a second: none has two readings of a cell then."""
_UP_S, _TURN_S, _LIES_S = 1.0, 0.2, 2.0
"""How long the weight is up before each place, takes to be put down or lifted, and lies."""
_PLACE_S = _UP_S + _LIES_S + 2.0 * _TURN_S


def as_made(spec: FootSpec) -> PlateCalibration:
    """What the maker of such a plate found, by the same procedure as anybody's."""
    pad = spec.pad()
    places = weighed_places(pad)
    moments = tuple(one for at, (x, y) in enumerate(places.tolist()) for one in _put_down(at * _PLACE_S, x, y))
    sound = FootSpec(creep=spec.creep, layout=spec.layout, seed=spec.seed, errors=spec.errors, moments=moments)
    timer = ScanTimer(sound.build_plate())
    timer.start(_RATE_HZ, 0)
    said = timer.made(round((len(places) * _PLACE_S + _UP_S) * _RATE_HZ))["cells"]["code"]
    codes = np.where(said == NO_READING, np.nan, said)
    rests = [_read(codes, at * _PLACE_S, _UP_S) for at in range(len(places) + 1)]
    loaded = [_read(codes, at * _PLACE_S + _UP_S + _TURN_S, _LIES_S) for at in range(len(places))]
    scale = scale_of(pad, CODES_PER_N, np.array(rests), np.array(loaded), WEIGHT_N)
    return PlateCalibration.weighed(pad, scale, rests[-1])


def _put_down(start_s: float, x_mm: float, y_mm: float) -> list[Moment]:
    times = np.cumsum([start_s + _UP_S, _TURN_S, _LIES_S, _TURN_S]).tolist()
    return [(at_s, x_mm, y_mm, force_n) for at_s, force_n in zip(times, (0.0, WEIGHT_N, WEIGHT_N, 0.0), strict=True)]


def _read(codes: NDArray[np.float64], start_s: float, lasts_s: float) -> NDArray[np.float64]:
    """Median of what was read in the second half of a while, (n_cells,)."""
    some = codes[round((start_s + 0.5 * lasts_s) * _RATE_HZ) : round((start_s + lasts_s) * _RATE_HZ)]
    return np.asarray(np.nanmedian(some, axis=0))
