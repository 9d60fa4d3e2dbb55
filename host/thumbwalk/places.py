"""Where a user's files live, and how a file gets there whole.

Everything Thumbwalk keeps for a user is under one folder, which the environment variable THUMBWALK_HOME moves.
"""

from __future__ import annotations

import json
import math
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import platformdirs

from thumbwalk.errors import CalibrationError

_MOST_NAME = 48
"""Letters of a folder's name; with a date and a number before and behind it any disk takes it."""
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


def targets_path() -> Path:
    """Where a user's own target bands are, if there are any."""
    return home_dir() / "targets.toml"


def caps_path() -> Path:
    """Where a user's own comfort caps are, if there are any."""
    return home_dir() / "caps.toml"


def drills_path() -> Path:
    """Where a user's own drills are, if there are any."""
    return home_dir() / "drills.toml"


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


def json_text(document: dict[str, Any]) -> str:
    """The text of a JSON file; a number that is none (NaN, infinity) becomes null."""
    return json.dumps(_finite(document), indent=2, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def file_name(text: str) -> str:
    """A name that a file or folder can have anywhere, out of any text: letters, digits, '-' and '_', never a path."""
    plain = re.sub(r"[^0-9A-Za-z_-]+", "-", text).strip("-")[:_MOST_NAME]
    return plain or "unnamed"


def write_whole(path: Path, chunks: Iterable[str | bytes]) -> None:
    """Write a file, text as UTF-8, so that it is there whole or as it was before; missing folders are made.

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
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)
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
