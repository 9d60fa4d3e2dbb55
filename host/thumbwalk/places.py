"""Where a user's files live, and how a file gets there whole.

Everything Thumbwalk keeps for a user is under one folder, which the environment variable THUMBWALK_HOME moves.
"""

from __future__ import annotations

import contextlib
import glob
import json
import math
import os
import re
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import platformdirs

from thumbwalk.errors import CalibrationError
from thumbwalk.language import told

_MOST_NAME = 48
"""Letters of a folder's name; with a date and a number before and behind it any disk takes it."""
_BOARD_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_PART_NUMBER = "[0-9a-z_]" * 8
"""What is between a file's name and ".part" while it is about to take the file's place."""
_OWN_DESCRIPTORS = Path("/proc/self/fd")


def home_dir() -> Path:
    """The folder of everything that is kept for the user; not created here."""
    moved = os.environ.get("THUMBWALK_HOME")
    if moved:
        # of a user that there is not ("~nobody-here") nothing can be made: it is a name like any other then
        with contextlib.suppress(RuntimeError):
            return Path(moved).expanduser()
        return Path(moved)
    return platformdirs.user_data_path("thumbwalk", appauthor=False)


def sessions_dir() -> Path:
    """The folder of the recorded sessions; not created here."""
    return home_dir() / "sessions"


def calibrations_dir() -> Path:
    """The folder of the calibrations, a file a board; not created here."""
    return home_dir() / "calibrations"


def learners_dir() -> Path:
    """The folder of what is known of the learners, a folder each; not created here."""
    return home_dir() / "learners"


def settings_path() -> Path:
    """Where the window's settings are, once it has kept any."""
    return home_dir() / "settings.toml"


def languages_dir() -> Path:
    """The folder of a user's own translations, a file a language; not created here."""
    return home_dir() / "languages"


def elsewhere_dir() -> Path:
    """The folder of notes on sessions that are kept outside of the sessions' folder, a file each; not created here."""
    return home_dir() / "elsewhere"


def store_path() -> Path:
    """Where the store of what was practised is, unless another database is named."""
    return home_dir() / "thumbwalk.sqlite3"


def targets_path() -> Path:
    """Where a user's own target bands are, if there are any."""
    return home_dir() / "targets.toml"


def caps_path() -> Path:
    """Where a user's own comfort caps are, if there are any."""
    return home_dir() / "caps.toml"


def drills_path() -> Path:
    """Where a user's own drills are, if there are any."""
    return home_dir() / "drills.toml"


def drills_dir() -> Path:
    """The folder of the drills that were added, a file each; not created here."""
    return home_dir() / "drills"


def calibration_path(board_id: str) -> Path:
    """Where the calibration of a board is kept.

    Raises
    ------
    CalibrationError
        When the board's id could not be a file name: it comes over the wire, and must not lead out of the folder.
    """
    if not _BOARD_ID.fullmatch(board_id):
        raise CalibrationError(
            told(
                "board id {board_id!r} is not 1 to 64 letters, digits, '-' or '_'; flash the board with its own id",
                board_id=board_id,
            )
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


def write_whole(path: Path, chunks: Iterable[str | bytes | memoryview]) -> None:
    """Write a file, text as UTF-8, so that it is there whole or as it was before; missing folders are made.

    It and its folder are on the disk when this returns.

    Raises
    ------
    OSError
        When the folder can't be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, for a rename to be atomic; and never a symbolic link's name in place of its target.
    target = path.resolve()
    file = _nameless(target.parent)
    if file is None:
        _replaced(target, chunks)
    else:
        with file:
            _written(file, chunks)
            _named(file, target)
    sync_folder(target.parent)


def left_unnamed(path: Path) -> list[Path]:
    """What programs left beside a file that were ended just as it was to take its place: no one else asks for that."""
    return sorted(path.parent.glob(f".{glob.escape(path.name)}.{_PART_NUMBER}.part"))


def begun_file(path: Path, beginning: bytes) -> IO[bytes]:
    """Give a new file to write on, which appears with its beginning already in it.

    Raises
    ------
    OSError
        When it is there already, or can't be made; nothing is left behind.
    """
    nameless = _nameless(path.parent)
    file = path.open("xb") if nameless is None else nameless
    try:
        file.write(beginning)
        file.flush()
        if nameless is not None:
            _link(file, path)
    except BaseException:
        file.close()
        if nameless is None:
            path.unlink(missing_ok=True)
        raise
    return file


def sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk, where folders can be synced: not on Windows."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _written(file: IO[bytes], chunks: Iterable[str | bytes | memoryview]) -> None:
    file.writelines(chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)
    file.flush()
    os.fsync(file.fileno())


def _nameless(folder: Path) -> IO[bytes] | None:
    """A new file in a folder that has no name yet; None where there is no such thing.

    Whatever ends the process before it has one leaves nothing behind (open(2), O_TMPFILE: Linux, most file systems).
    """
    flag: int | None = getattr(os, "O_TMPFILE", None)
    if flag is None or not _OWN_DESCRIPTORS.is_dir():
        return None
    try:
        return os.fdopen(os.open(folder, os.O_RDWR | flag, 0o666), "wb")
    except OSError:
        return None  # a file system that has none, or a folder that can't be written, which the other way says


def _named(file: IO[bytes], target: Path) -> None:
    """Give a nameless file its name; one that is taken, by way of another name, in one step."""
    try:
        _link(file, target)
    except FileExistsError:
        os.fchmod(file.fileno(), _mode_of(target))
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        try:
            _link(file, part)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _link(file: IO[bytes], path: Path) -> None:
    # by way of a folder's handle: link(2) alone does not follow the link in /proc
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(_OWN_DESCRIPTORS / str(file.fileno()), path.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _replaced(target: Path, chunks: Iterable[str | bytes | memoryview]) -> None:
    """Write under another name, and take the file's place when it is whole."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _written(file, chunks)
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
