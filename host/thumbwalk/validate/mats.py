"""Hands on a dense mat: many small cells side by side with noise of their own, and no layer that anybody knows."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.validate.draw import TECHNIQUES, drawn_part
from thumbwalk.validate.kinds import HeldOut, drawn_foot
from thumbwalk.virtual.habits import RATE_HZ, habits_of
from thumbwalk.virtual.hand import HandPath
from thumbwalk.virtual.play import felt, perform
from thumbwalk.virtual.table_sensors import TableErrors, sensed

Array = NDArray[np.float64]

CELLS, _PITCH_MM, _SKIN_MM = 32, 10.0, 3.0
"""Cells a side, their pitch, which is what mats that are sold have, and how far a cover spreads an edge."""
_RATE_HZ, _NOISE_N, _GAIN = 100.0, 0.03, 0.05
"""Rows a second, what a cell reads where there is nothing (standard deviation), and its gain's largest error."""


@lru_cache(maxsize=1)
def mat() -> Pad:
    """32 x 32 cells about the reference foot, in newtons: places, and nothing else that is known."""
    foot = builtin_pad()
    middle = (foot.positions_mm.min(axis=0) + foot.positions_mm.max(axis=0)) / 2.0
    along = _PITCH_MM * (np.arange(CELLS) - (CELLS - 1) / 2.0)
    cells = [
        Taxel(f"r{row}c{column}", float(middle[0] + along[row]), float(middle[1] + along[column]))
        for row in range(CELLS)
        for column in range(CELLS)
    ]
    return Pad("mat32", "N", tuple(cells))


def on_a_mat(seed: int) -> HeldOut:
    """A session of a skilled hand that lifts between techniques, on a mat of 32 x 32 cells."""
    foot, rng = builtin_pad(), np.random.default_rng([10, seed, 67])
    habits = habits_of("expert", float(rng.uniform(0.85, 1.0)))
    parts = [drawn_part(name, foot, habits, rng) for name in rng.permutation(TECHNIQUES).tolist()]
    parts = [replace(part, change_s=float(rng.uniform(1.6, 3.0))) for part in parts]
    built, thumb, _ = drawn_foot("designed", foot, rng)
    session = felt(foot, perform(parts, thumb, seed), built=built, seed=seed)
    errors = TableErrors(_RATE_HZ, gain=_GAIN, noise_n=_NOISE_N)
    every = round(RATE_HZ / _RATE_HZ)
    pressed = _cell_forces(mat(), _every(session.path, every))
    # The mat's rows are its own: what is between them nobody reads.
    time_s, values = sensed(np.repeat(pressed, every, axis=0)[: len(session.path.time_s)], mat(), errors, seed)
    return HeldOut(replace(session, pad=mat()), time_s, values, errors, built)


def _every(path: HandPath, every: int) -> HandPath:
    return HandPath(*(getattr(path, name)[::every] for name in HandPath.__dataclass_fields__))


def _cell_forces(pad: Pad, path: HandPath) -> Array:
    """What each cell carries of a hand's press: a disc, softened by the cover, taken for a Gaussian, (n, n_cells)."""
    x_mm, y_mm = pad.positions_mm.reshape(CELLS, CELLS, 2)[:, 0, 0], pad.positions_mm.reshape(CELLS, CELLS, 2)[0, :, 1]
    sigma_mm = np.hypot(path.radius_mm / 2.0, _SKIN_MM)
    sides = []
    for cells_mm, at_mm in ((x_mm, path.x_mm), (y_mm, path.y_mm)):
        edges = np.append(cells_mm - _PITCH_MM / 2.0, cells_mm[-1] + _PITCH_MM / 2.0)
        sides.append(np.diff(ndtr((edges - at_mm[:, None]) / sigma_mm[:, None]), axis=1))
    shares = (sides[0][:, :, None] * sides[1][:, None, :]).reshape(len(path.x_mm), -1)
    return np.asarray(path.force_n[:, None] * shares)
