"""Format track: the contacts, their forces, their places and how sure those are, as CSV."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from thumbwalk.errors import RecordingError
from thumbwalk.session.padtable import write_columns
from thumbwalk.session.replay import Touched
from thumbwalk.technique.measures import force_unit
from thumbwalk.touch.track import smooth_path, smooth_sigma_mm


def write_track(touched: Touched, out: Path) -> int:
    """Write what was touched; places are smoothed over 0.12 s.

    Forces are in the layout's unit, and their columns say which. Gives the number of rows. Raises RecordingError when
    nothing is in the file or the table can't be written.
    """
    touch = touched.touch
    if not len(touch):
        raise RecordingError(f"{touched.path}: nothing is in the file to make a track of; nothing was written")
    x_mm, y_mm = smooth_path(touch)
    unit = force_unit(touched.pad)
    columns = {
        "touching": touch.touching.astype(np.float64),
        f"total_{unit}": touch.total_n,
        f"contact_{unit}": touch.contact_n,
        "x_mm": x_mm,
        "y_mm": y_mm,
        "sigma_mm": smooth_sigma_mm(touch),
        f"second_{unit}": touch.second_n,
        "second_x_mm": touch.second_x_mm,
        "second_y_mm": touch.second_y_mm,
        f"resting_{unit}": touch.resting_n,
    }
    write_columns(out, tuple(columns), touch.time_s, np.column_stack(tuple(columns.values())))
    return len(touch)
