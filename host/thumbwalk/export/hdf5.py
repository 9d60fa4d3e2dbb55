"""Format hdf5: a session's columns as datasets with units, for MATLAB, Octave, R, Julia and Python."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from thumbwalk.export.session_columns import session_columns
from thumbwalk.extras import extra
from thumbwalk.session.padtable import write_table_bytes
from thumbwalk.session.replay import Touched


def library() -> Any:
    """HDF5's library. Raises OptionError where it is not installed."""
    return extra("h5py", "--format hdf5", "h5py")


def write_hdf5(touched: Touched, out: Path) -> int:
    """Write each column as a dataset, the sensors' forces as one, and what they are of as the file's attributes.

    Gives the number of rows. Raises RecordingError when nothing is in the file or it can't be written.
    """
    h5py = library()
    session = session_columns(touched)
    whole = io.BytesIO()
    with h5py.File(whole, "w") as file:
        for one in session.columns:
            dataset = file.create_dataset(one.name, data=one.values, compression="gzip", shuffle=True)
            dataset.attrs.update(unit=one.unit, about=one.about)
        if session.tile_names:
            tiles = file.create_dataset("tile_force", data=session.tile_forces, compression="gzip", shuffle=True)
            about = "force on each sensor: a row a sample, a column a sensor in the order of names"
            tiles.attrs.update(unit=session.tile_unit, about=about, names=list(session.tile_names))
        for key, value in session.about.items():
            # what is not one plain value is JSON
            if value is not None:
                file.attrs[key] = value if isinstance(value, str | int) else json.dumps(value)
    write_table_bytes(out, [whole.getbuffer()])
    return len(session.columns[0].values)
