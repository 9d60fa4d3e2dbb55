"""A plate's calibration: what each cell's codes mean and where it bears the plate, and the file it is kept in.

The file is TOML that a user may read and mend; it is written whole or not at all, and a damaged one is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import marked, told
from thumbwalk.pad import MOST_MM, Pad
from thumbwalk.signal.calibration import CALIBRATION_FILE, VERSION, quoted, save_text
from thumbwalk.signal.plate_scale import PlateScale
from thumbwalk.tomlfile import TomlFile, Where

Array = NDArray[np.float64]

_LEAST_N_PER_CODE, _MOST_N_PER_CODE = 1e-8, 1e-1
"""From a 1 kg cell of 2 mV/V to a 100 kg one of 0.5 mV/V on 16 bits lie decades less."""
_MOST_CODE = 2**23
_MOST_CELLS = 8
_LEAST_ROWS = 20
_MOST_MOVED_N = 0.3
"""A rest that moves by more is a hand's."""


@dataclass(frozen=True)
class Cell:
    """One cell: newtons a code, where it bears the plate, and its code at rest."""

    name: str
    n_per_code: float
    x_mm: float
    y_mm: float
    rest_code: float = 0.0


@dataclass(frozen=True)
class PlateCalibration:
    """Codes to newtons for all cells of one plate.

    ``board_id`` and ``date`` (ISO 8601) are None for what data sheets promise; ``force_off`` and ``place_off_mm`` are
    what its weights left (`PlateScale`), None where none were put on.
    """

    cells: tuple[Cell, ...]
    board_id: str | None = None
    date: str | None = None
    force_off: float | None = None
    place_off_mm: float | None = None

    @classmethod
    def nominal(cls, pad: Pad, codes_per_n: float) -> PlateCalibration:
        """Of a plate that nobody calibrated: its cells are where the layout has them, and as their data sheet says."""
        places = zip(pad.names, pad.positions_mm.tolist(), strict=True)
        return cls(tuple(Cell(name, 1.0 / codes_per_n, x, y) for name, (x, y) in places))

    @classmethod
    def weighed(
        cls, pad: Pad, scale: PlateScale, rest_codes: Array, *, board_id: str | None = None, date: str | None = None
    ) -> PlateCalibration:
        """Of a plate that a weight was put on at five places; ``rest_codes`` (n_cells,) is what it read without."""
        rows = zip(pad.names, scale.n_per_code.tolist(), scale.corners_mm.tolist(), rest_codes.tolist(), strict=True)
        cells = tuple(Cell(name, gain, x, y, rest) for name, gain, (x, y), rest in rows)
        return cls(cells, board_id, date, scale.force_off, scale.place_off_mm)

    @property
    def n_taxels(self) -> int:
        """How many cells there are."""
        return len(self.cells)

    @property
    def is_measured(self) -> bool:
        """Whether a weight was ever put on."""
        return self.force_off is not None

    def differs_in_rest_alone(self, other: object) -> bool:
        """Whether another's gains and corners are these: taring changes none."""
        if not isinstance(other, PlateCalibration) or self.n_taxels != other.n_taxels:
            return False
        pairs = zip(self.cells, other.cells, strict=True)
        return all(replace(one, rest_code=0.0) == replace(two, rest_code=0.0) for one, two in pairs)

    @property
    def knows_rest(self) -> bool:
        """Whether what it reads without a hand was ever taken: no converter rests at 0 by itself."""
        return any(cell.rest_code for cell in self.cells)

    @property
    def rest_codes(self) -> Array:
        """Codes at rest, (n_cells,)."""
        return np.array([cell.rest_code for cell in self.cells])

    def scale(self) -> PlateScale:
        """What the codes are."""
        gains = np.array([cell.n_per_code for cell in self.cells])
        corners = np.array([[cell.x_mm, cell.y_mm] for cell in self.cells])
        return PlateScale(gains, corners, self.force_off or 0.0, self.place_off_mm or 0.0)

    def tared(self, codes: Array) -> PlateCalibration:
        """The same with the codes at rest taken from rows (n, n_cells) of the untouched plate.

        Raises
        ------
        CalibrationError
            When there are too few rows, or a cell moves or is missing: then it is no rest. Says which cell.
        """
        if len(codes) < _LEAST_ROWS:
            said = marked("{n} readings came, at least {least} make a rest; run it again")
            raise CalibrationError(told(said, n=len(codes), least=_LEAST_ROWS))
        missing = np.flatnonzero(np.isnan(codes).mean(axis=0) > 0.5)
        if len(missing):
            raise CalibrationError(told("{cell} says nothing; look at its plug", cell=self.cells[int(missing[0])].name))
        low, rest, high = np.nanquantile(codes, [0.01, 0.5, 0.99], axis=0)
        moved_n = (high - low) * np.array([cell.n_per_code for cell in self.cells])
        worst = int(np.argmax(moved_n))
        if moved_n[worst] > _MOST_MOVED_N:
            said = marked(
                "{cell} moved by {n} N, more than the {most} N of a plate at rest; take hands and loads off, and run "
                "it again"
            )
            figures = {"n": f"{moved_n[worst]:.2f}", "most": f"{_MOST_MOVED_N:g}"}
            raise CalibrationError(told(said, cell=self.cells[worst].name, **figures))
        cells = tuple(replace(cell, rest_code=float(code)) for cell, code in zip(self.cells, rest, strict=True))
        return replace(self, cells=cells)

    @classmethod
    def load(cls, path: Path) -> PlateCalibration:
        """Read a plate's calibration file.

        Raises
        ------
        CalibrationError
            When it can't be read, is damaged or makes no sense; the message names file, line and value.
        """
        return plate_in(TomlFile.of(path, CALIBRATION_FILE))

    @classmethod
    def from_text(cls, text: str, source: str) -> PlateCalibration:
        """Read it from the text of its file; ``source`` is what messages call it."""
        return plate_in(TomlFile(text, source, CALIBRATION_FILE))

    def to_text(self) -> str:
        """The calibration as the text of its file; `from_text` gives back an equal one."""
        lines = [f"version = {VERSION}", f"cells = {len(self.cells)}"]
        lines += [f"{key} = {quoted(text)}" for key, text in (("board_id", self.board_id), ("date", self.date)) if text]
        for key in ("force_off", "place_off_mm"):
            if (value := getattr(self, key)) is not None:
                lines.append(f"{key} = {value!r}")
        for cell in self.cells:
            lines += ["", "[[cell]]", f"name = {quoted(cell.name)}", f"x_mm = {cell.x_mm!r}", f"y_mm = {cell.y_mm!r}"]
            # last in its table: a file cut short inside the last cell is then never valid
            lines += [f"rest_code = {cell.rest_code!r}", f"n_per_code = {cell.n_per_code!r}"]
        return "\n".join(lines) + "\n"

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all. Raises CalibrationError when the folder or file can't be written."""
        save_text(path, self.to_text())


class CellsToForce:
    """Turns rows of cells' codes into newtons at the layout's places, untared; keeps no state."""

    def __init__(self, calibration: PlateCalibration, pad: Pad) -> None:
        self._rest = calibration.rest_codes
        self._matrix = np.ascontiguousarray(calibration.scale().matrix(pad).T)

    def __call__(self, codes: Array, _supply: Array | None = None) -> Array:
        """Force (n, n_cells) in newtons of codes (n, n_cells); a bridge's codes are by its own supply already.

        A cell that is missing, NaN, stays so, and the others of its row are not to be believed without it.
        """
        missing = np.isnan(codes)
        # one small product a row: a product over all would change its last bits with their number
        above = np.where(missing, 0.0, codes - self._rest)
        force = np.matmul(above[:, None, :], self._matrix)[:, 0]
        return np.asarray(np.where(missing, np.nan, force))


def plate_in(file: TomlFile) -> PlateCalibration:
    """Take a calibration out of its file. Raises CalibrationError with all that is wrong, each with its line."""
    table, n = file.table, file.table.get("cells")
    version = table.get("version")
    if version != VERSION:
        file.fault((), "version", version, told("this Thumbwalk reads version {version}", version=VERSION))
    rows = file.rows(table, (), "cell", "cell", most=_MOST_CELLS)
    if not rows or n != len(rows):
        file.fault((), "cells", n, told("{n_rows} [[cell]] tables are there; the file is not whole", n_rows=len(rows)))
    calibration = PlateCalibration(
        tuple(_cell(file, row, index) for index, row in enumerate(rows)),
        board_id=file.text_in(table, (), "board_id"),
        date=file.text_in(table, (), "date"),
        force_off=file.number(table, (), "force_off", least=0.0, most=1.0),
        place_off_mm=file.number(table, (), "place_off_mm", least=0.0, most=100.0),
    )
    file.done()
    return calibration


def _cell(file: TomlFile, row: dict[str, Any], index: int) -> Cell:
    where: Where = (("cell", index),)
    there = told("it must be there")
    gain = file.number(row, where, "n_per_code", least=_LEAST_N_PER_CODE, most=_MOST_N_PER_CODE, needed=there)
    x_mm, y_mm = (file.number(row, where, key, least=-MOST_MM, most=MOST_MM, needed=there) for key in ("x_mm", "y_mm"))
    rest = file.number(row, where, "rest_code", least=-_MOST_CODE, most=_MOST_CODE, needed=there)
    name = file.text_in(row, where, "name") or f"cell {index + 1}"
    return Cell(name, gain or 1.0, x_mm or 0.0, y_mm or 0.0, rest or 0.0)
