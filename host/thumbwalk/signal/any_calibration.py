"""Whichever calibration a rig has: of tiles behind dividers, or of a plate's load cells. One reader for both files."""

from __future__ import annotations

from pathlib import Path

from thumbwalk.signal.calibration import CALIBRATION_FILE, Calibration, calibration_in
from thumbwalk.signal.plate_calibration import PlateCalibration, plate_in
from thumbwalk.tomlfile import TomlFile

AnyCalibration = Calibration | PlateCalibration
"""Both say how many taxels they are of, whether anything was measured, and what they are as a file's text."""


def load_calibration(path: Path) -> AnyCalibration:
    """Read a calibration file of either kind.

    Raises
    ------
    CalibrationError
        When it can't be read, is damaged or makes no sense; the message names file, line and value.
    """
    return _of(TomlFile.of(path, CALIBRATION_FILE))


def calibration_of_text(text: str, source: str) -> AnyCalibration:
    """Read it from the text of its file; ``source`` is what messages call it. Raises as `load_calibration`."""
    return _of(TomlFile(text, source, CALIBRATION_FILE))


def _of(file: TomlFile) -> AnyCalibration:
    return plate_in(file) if "cells" in file.table else calibration_in(file)
