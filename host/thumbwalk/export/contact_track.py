"""Format track: the contacts, their forces, their places and how sure those are, as CSV."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from thumbwalk.export.session_columns import contact_columns
from thumbwalk.session.padtable import write_columns
from thumbwalk.session.replay import Touched


def write_track(touched: Touched, out: Path) -> int:
    """Write what was touched. Forces are in the layout's unit, and their columns say which.

    Gives the number of rows. Raises RecordingError when nothing is in the file or the table can't be written.
    """
    time, *columns = contact_columns(touched)
    values = np.column_stack([one.values for one in columns])
    write_columns(out, tuple(one.name for one in columns), time.values, values)
    return len(values)
