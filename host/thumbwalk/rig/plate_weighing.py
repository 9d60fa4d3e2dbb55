"""Calibrating a plate: one weight is put on five places, and what its cells say is read before, on and behind each.

Whoever asks a person, in a terminal or a window, passes ``ask`` (shown a line, it comes back when that is done) and
``say``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.rig.channels import promised_of
from thumbwalk.rig.listening import stretch_of
from thumbwalk.rig.opening import OpenRig
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.signal.plate_scale import LEAST_WEIGHT_N, scale_of, weighed_places

Array = NDArray[np.float64]

READ_S, SETTLES_S = 2.0, 1.0
"""How long a cell is read each time, and how long the virtual hand's weight is left alone before."""
_TRIES = 3
"""So often a reading is taken again that was not still."""
_MOVED_N, _MOVED = 0.3, 0.03
"""What all cells together may move by while they are read: that, or so much of the weight."""
_LEAST_ROWS = 20
"""Fewer rows are no reading: a quarter of a second."""


def weighed_plate(
    rig: OpenRig,
    pad: Pad,
    weight_n: float,
    ask: Callable[[str], object],
    say: Callable[[str], object],
    *,
    date: str | None = None,
) -> PlateCalibration:
    """Ask for the empty plate, then for the weight on each of five places; the virtual rig's own hand puts it there.

    Raises
    ------
    CalibrationError
        When what is read is no rest, no such weight or of no sound cells; says what, and what to do.
    LinkLost
        When the rig goes away.
    """
    if not weight_n >= LEAST_WEIGHT_N:
        said = told("{n:.3g} N are too little to calibrate a plate; take {least:g} N or more, such as a litre of water")
        raise CalibrationError(told(said, n=weight_n, least=LEAST_WEIGHT_N))
    promised, rests, loaded = promised_of(rig.hello), list[Array](), list[Array]()
    places = weighed_places(pad)
    for number, (x_mm, y_mm) in enumerate(places.tolist(), 1):
        ask(told("Take everything off the plate, then press enter"))
        _lift(rig)
        rests.append(_read(rig, pad, promised, weight_n, say))
        ask(
            told(
                "{number} of {n}: put the weight at {x:.0f} mm from the heel, {y:.0f} mm from the inner edge, let it "
                "settle, then press enter",
                number=number,
                n=len(places),
                x=x_mm,
                y=y_mm,
            )
        )
        _put(rig, x_mm, y_mm, weight_n)
        loaded.append(_read(rig, pad, promised, weight_n, say))
    ask(told("Take everything off the plate, then press enter"))
    _lift(rig)
    rests.append(_read(rig, pad, promised, weight_n, say))
    scale = scale_of(pad, promised, np.array(rests), np.array(loaded), weight_n)
    return PlateCalibration.weighed(pad, scale, rests[-1], board_id=rig.hello.board_id, date=date)


def _read(rig: OpenRig, pad: Pad, promised: float, weight_n: float, say: Callable[[str], object]) -> Array:
    """What the cells say while they are still, (n_cells,)."""
    for _ in range(_TRIES):
        codes = stretch_of(rig.link, READ_S).cell_codes(rig.hello)
        if len(codes) < _LEAST_ROWS:
            raise CalibrationError(told("the load cells sent nothing; look at `thumbwalk doctor`"))
        silent = np.flatnonzero(np.isnan(codes).mean(axis=0) > 0.5)
        if len(silent):
            cell = pad.names[int(silent[0])]
            raise CalibrationError(told("{cell} says nothing; look at its plug, and at `thumbwalk doctor`", cell=cell))
        whole_n = codes[~np.isnan(codes).any(axis=1)].sum(axis=1) / promised
        moved_n = float(np.ptp(np.quantile(whole_n, [0.02, 0.98]))) if len(whole_n) else np.inf
        if moved_n <= max(_MOVED_N, _MOVED * weight_n):
            return np.asarray(np.nanmedian(codes, axis=0))
        say(told("It moved by {n:.1f} N meanwhile; it is read once more.", n=moved_n))
    raise CalibrationError(
        told("the plate never lay still; put it on a firm table, keep hands off while it is read, and run it again")
    )


def _put(rig: OpenRig, x_mm: float, y_mm: float, weight_n: float) -> None:
    if rig.hand is not None:
        rig.hand.press(x_mm, y_mm, weight_n)
        stretch_of(rig.link, SETTLES_S)


def _lift(rig: OpenRig) -> None:
    if rig.hand is not None:
        rig.hand.release()
        stretch_of(rig.link, SETTLES_S)
