"""A session as named columns with units, and what they were made of: what several formats write, each in its way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk import __version__
from thumbwalk.errors import RecordingError
from thumbwalk.language import told
from thumbwalk.session.recording import VERSION as RECORDING_VERSION
from thumbwalk.session.recording import is_recording, open_recording
from thumbwalk.session.replay import Touched
from thumbwalk.technique.measures import force_unit
from thumbwalk.touch.track import smooth_path, smooth_sigma_mm

FORMAT = "thumbwalk-session"
VERSION = 1
_SYMBOLS = {"n": "N", "kpa": "kPa", "counts": "counts"}


@dataclass(frozen=True)
class Column:
    """A column: its ``name``, which ends in its unit, the ``unit`` ("" for none), what it is, and its values (n,)."""

    name: str
    unit: str
    about: str
    values: NDArray[np.float64]


@dataclass(frozen=True)
class SessionColumns:
    """A session in rows of an even grid.

    Attributes
    ----------
    columns : tuple of Column
        The time first.
    tile_names : tuple of str
        The sensors whose forces are known: a recording's, none of a pad table, which has them itself.
    tile_forces : (n, n_tiles) float64
        Their forces, NaN where one was left out.
    tile_unit : str
        Their unit.
    about : dict
        Plain values: versions, the source, the pad, what was left out and warned of.
    """

    columns: tuple[Column, ...]
    tile_names: tuple[str, ...]
    tile_forces: NDArray[np.float64]
    tile_unit: str
    about: dict[str, Any]

    def all_columns(self) -> tuple[Column, ...]:
        """Give all as single columns, those of the sensors behind the others."""
        ending = next(ending for ending, symbol in _SYMBOLS.items() if symbol == self.tile_unit)
        tiles = [
            Column(f"tile_{name}_{ending}", self.tile_unit, f"force on the sensor {name}", self.tile_forces[:, index])
            for index, name in enumerate(self.tile_names)
        ]
        return (*self.columns, *tiles)


def contact_columns(touched: Touched) -> tuple[Column, ...]:
    """The contacts; places are smoothed over 0.12 s. Raises RecordingError when nothing is in the file."""
    touch = touched.touch
    if not len(touch):
        raise RecordingError(
            told("{path}: nothing is in the file to make a track of; nothing was written", path=touched.path)
        )
    x_mm, y_mm = smooth_path(touch)
    end = force_unit(touched.pad)
    unit = _SYMBOLS[end]
    return (
        Column("time_s", "s", "time since the first sample", touch.time_s),
        Column("touching", "", "1 where the working hand touches", touch.touching.astype(np.float64)),
        Column(f"total_{end}", unit, "plain sum over the sensors", touch.total_n),
        Column(f"contact_{end}", unit, "what the working hand presses with, by the layer's fit", touch.contact_n),
        Column("x_mm", "mm", "where along the foot, from the heel", x_mm),
        Column("y_mm", "mm", "where across the foot, from the medial edge", y_mm),
        Column("sigma_mm", "mm", "one standard deviation of that place", smooth_sigma_mm(touch)),
        Column(f"second_{end}", unit, "a second contact's force", touch.second_n),
        Column("second_x_mm", "mm", "its place along the foot", touch.second_x_mm),
        Column("second_y_mm", "mm", "its place across the foot", touch.second_y_mm),
        Column(f"resting_{end}", unit, "what a hand that rests puts on the sensors", touch.resting_n),
    )


def newtons_of(touched: Touched) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times (n,) and every tile's newtons (n, n_taxels) of a recording; NaN, not zero, where one was left out.

    Raises RecordingError when no scan is in it.
    """
    blocks = touched.forces
    if not blocks:
        raise RecordingError(told("{path}: no scan is in it; nothing was written", path=touched.path))
    forces = [np.where(block.left_out, np.nan, block.force_n) for block in blocks]
    return np.concatenate([block.time_s for block in blocks]), np.concatenate(forces)


def session_columns(touched: Touched) -> SessionColumns:
    """Give a session's columns. Raises RecordingError when nothing is in the file."""
    columns = contact_columns(touched)
    names: tuple[str, ...] = ()
    forces = np.empty((len(columns[0].values), 0))
    if touched.forces:
        names, (_, forces) = touched.pad.names, newtons_of(touched)
    return SessionColumns(columns, names, forces, _SYMBOLS[force_unit(touched.pad)], about_of(touched))


def about_of(touched: Touched) -> dict[str, Any]:
    """What a session is of: versions, source, pad, what was left out and warned of; plain values."""
    path = touched.path
    recorded: dict[str, Any] = {}
    if is_recording(path):
        recording = open_recording(path)
        recorded = {
            "recording_version": RECORDING_VERSION,
            "created": recording.created,
            "calibrated": touched.calibrated,
            "calibration": recording.calibration.to_text(),
        }
    return {
        "format": FORMAT,
        "version": VERSION,
        "thumbwalk": __version__,
        "source": {"name": path.name, "bytes": path.stat().st_size, "sha256": _sha256(path)},
        **recorded,
        "layout": touched.pad.text,
        "foot": touched.pad.foot,
        "left_out": {name: list(reasons) for name, reasons in touched.left_out.items()},
        "warnings": list(touched.warnings),
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
