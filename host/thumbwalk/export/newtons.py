"""Format csv: a recording's newtons, tile by tile, as a pad table on the even grid of the analysis."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from thumbwalk.errors import RecordingError
from thumbwalk.session.padtable import PadTable, write_pad_table
from thumbwalk.session.replay import Touched


def write_newtons(touched: Touched, out: Path) -> int:
    """Write the newtons of every tile; what a taxel that was left out would have said is missing, not zero.

    Gives the number of rows. Raises RecordingError when no scan is in the recording or the table can't be written.
    """
    blocks = touched.forces
    if not blocks:
        raise RecordingError(f"{touched.path}: no scan is in it; nothing was written")
    values = [np.where(block.left_out, np.nan, block.force_n) for block in blocks]
    time_s = np.concatenate([block.time_s for block in blocks])
    write_pad_table(out, PadTable(time_s, np.concatenate(values), replace(touched.pad, unit="N")))
    return len(time_s)
