"""Format track: the contacts, their forces, their places and how sure those are, as CSV."""

from __future__ import annotations

from pathlib import Path

from thumbwalk.export.csv_metadata import write_described
from thumbwalk.export.session_columns import about_of, contact_columns
from thumbwalk.session.replay import Touched


def write_track(touched: Touched, out: Path) -> int:
    """Write what was touched. Forces are in the layout's unit, and their columns say which.

    Gives the number of rows. Raises RecordingError when nothing is in the file or the table can't be written.
    """
    return write_described(out, contact_columns(touched), about_of(touched))
