"""A pad table whose contact is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from thumbwalk.pad import rig_pad
from thumbwalk.touch.response import LayerResponse

PAD = rig_pad()


def pressed(folder: Path) -> Path:
    """A pad table of a thumb that comes down at 1 s, goes 40 mm along the foot in 4 s, and leaves at 6 s."""
    time_s = np.arange(0.0, 8.0, 0.005)
    x_mm = np.interp(time_s, [1.0, 5.0], [160.0, 200.0])
    force_n = np.interp(time_s, [1.0, 1.3, 5.7, 6.0], [0.0, 8.0, 8.0, 0.0])
    tiles = LayerResponse(PAD, 10.0, 7.0).fraction(x_mm, np.full(len(x_mm), 48.0)) * force_n[:, None]
    tiles += 0.02 * np.random.default_rng(1).standard_normal(tiles.shape)
    path = folder / "pressed.csv"
    rows = np.column_stack((time_s, tiles))
    np.savetxt(path, rows, delimiter=",", header=",".join(["time_s", *PAD.names]), comments="")
    return path
