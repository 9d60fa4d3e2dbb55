"""Where a user's files live, and how a file gets there whole.

Everything Thumbwalk keeps for a user is under one folder, which the environment variable THUMBWALK_HOME moves.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import platformdirs

from thumbwalk.errors import CalibrationError

_MOST_NAME = 48
_BOARD_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def home_dir() -> Path:
    """The folder of everything that is kept for the user; not created here."""
    moved = os.environ.get("THUMBWALK_HOME")
    return Path(moved).expanduser() if moved else platformdirs.user_data_path("thumbwalk", appauthor=False)


def sessions_dir() -> Path:
    """The folder of the recorded sessions; not created here."""
    return home_dir() / "sessions"


def calibrations_dir() -> Path:
    """The folder of the calibrations, a file a board; not created here."""
    return home_dir() / "calibrations"


def calibration_path(board_id: str) -> Path:
    """Where the calibration of a board is kept.

    Raises
    ------
    CalibrationError
        When the board's id could not be a file name: it comes over the wire, and must not lead out of the folder.
    """
    if not _BOARD_ID.fullmatch(board_id):
        raise CalibrationError(
            f"board id {board_id!r} is not 1 to 64 letters, digits, '-' or '_'; flash the board with its own id"
        )
    return calibrations_dir() / f"{board_id}.toml"


def file_name(text: str) -> str:
    """A name that a file or folder can have anywhere, out of any text: letters, digits, '-' and '_', never a path."""
    plain = re.sub(r"[^0-9A-Za-z_-]+", "-", text).strip("-")[:_MOST_NAME]
    return plain or "unnamed"


def write_whole(path: Path, chunks: Iterable[str]) -> None:
    """Write a text file so that it is there whole or as it was before; folders are made where they are missing.

    Raises
    ------
    OSError
        When the folder can't be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, for a rename to be atomic; and never a symbolic link's name in place of its target.
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_mode_of(target))
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _mode_of(target: Path) -> int:
    """The permissions the file has, or those a new one would get: a temporary file starts out private."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
