"""Format csv: a recording's newtons, tile by tile, as a pad table on the even grid of the analysis."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from thumbwalk.export.session_columns import newtons_of
from thumbwalk.session.padtable import PadTable, write_pad_table
from thumbwalk.session.replay import Touched


def write_newtons(touched: Touched, out: Path) -> int:
    """Write the newtons of every tile; what a taxel that was left out would have said is missing, not zero.

    Gives the number of rows. Raises RecordingError when no scan is in the recording or the table can't be written.
    """
    time_s, force_n = newtons_of(touched)
    write_pad_table(out, PadTable(time_s, force_n, replace(touched.pad, unit="N")))
    return len(time_s)
