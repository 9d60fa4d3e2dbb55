"""Format csv: a recording's newtons, tile by tile, as a pad table on the even grid of the analysis."""

from __future__ import annotations

from pathlib import Path

from thumbwalk.export.csv_metadata import write_described
from thumbwalk.export.session_columns import Column, about_of, newtons_of
from thumbwalk.session.replay import Touched


def write_newtons(touched: Touched, out: Path) -> int:
    """Write the newtons of every tile; what a taxel that was left out would have said is missing, not zero.

    Gives the number of rows. Raises RecordingError when no scan is in the recording or the table can't be written.
    """
    time_s, force_n = newtons_of(touched)
    tiles = [
        Column(name, "N", f"force on the sensor {name}", force_n[:, index])
        for index, name in enumerate(touched.pad.names)
    ]
    time = Column("time_s", "s", "time since the first sample", time_s)
    return write_described(out, (time, *tiles), about_of(touched))
