"""What kind of file something is, told by what is in it: every reader of files asks here, and nowhere else.

Text, recordings and both of them compressed with gzip are read; anything else is called by its name.
"""

from __future__ import annotations

import gzip
import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, cast

from thumbwalk.errors import RigError

READ_FAULTS = (OSError, EOFError, zlib.error)
"""What reading can raise, compressed files' own faults included; `reason_of` says each in words."""

DOCUMENT_BYTES = 256 * 1024
"""The longest text of a layout, a calibration, targets or drills that is read: eight times the longest known."""

_LOOK_BYTES = 4096
_ZEROS_OF_UTF16 = 0.4
_RECORDING = b"\x02\x80"  # COBS of frame type 0x80 with sequence 0: every recording's first frame
_AS_CSV = "save its sheet as CSV (UTF-8)"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook (xls)", _AS_CSV),
    (b"BZh", "compressed (bzip2)", "unpack it"),
    (b"\xfd7zXZ\x00", "compressed (xz)", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "compressed (7z)", "unpack it"),
    (b"Rar!", "compressed (rar)", "unpack it"),
    (b"SQLite format 3\x00", "a database (SQLite)", "export what is in it as CSV"),
    (b"\x89HDF", "an HDF5 file", "export what is in it as CSV"),
    (b"MATLAB 5.0", "a MATLAB file", "export what is in it as CSV"),
    (b"PAR1", "a Parquet file", "export what is in it as CSV"),
    (b"\x93NUMPY", "a NumPy array", "export what is in it as CSV"),
    (b"%PDF", "a PDF", "name the data it was made of"),
    (b"\x89PNG", "a picture", "name the data it was made of"),
    (b"\xff\xd8\xff", "a picture", "name the data it was made of"),
    (b"\x7fELF", "a program", "name another file"),
    (b"MZ\x90\x00", "a program", "name another file"),
    (b"\xff\xfe\x00\x00", "text in UTF-32", "save it in UTF-8"),
    (b"\x00\x00\xfe\xff", "text in UTF-32", "save it in UTF-8"),
    (b"\xff\xfe", "text in UTF-16", "save it in UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "save it in UTF-8"),
)
_MARKUP = re.compile(rb"\s*<(\?xml|!doctype|html|table|workbook)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file's kind; ``what`` is what a person calls it, ``mend`` what to do where that is no use to the reader.

    ``packed`` says that it is compressed with gzip; the rest is about what is inside.
    """

    sort: Literal["text", "recording", "empty", "missing", "other"]
    what: str
    mend: str = ""
    packed: bool = False


def kind_of(path: Path) -> FileContent:
    """Look at a file's beginning. Raises what reading does (``READ_FAULTS``); a pipe or a device is never opened."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return FileContent("missing", "not there")
    except ValueError:
        return FileContent("missing", "no name a file can have")
    if stat.S_ISDIR(mode):
        return FileContent("other", "a folder", "name a file in it")
    if not stat.S_ISREG(mode):
        what = "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"
        return FileContent("other", what, "write what comes out of it to a file, and name that")
    with path.open("rb") as file:
        beginning = file.read(_LOOK_BYTES)
    if not beginning.startswith(b"\x1f\x8b"):
        return _kind_inside(beginning, path, packed=False)
    with gzip.open(path, "rb") as unpacked:
        return _kind_inside(unpacked.read(_LOOK_BYTES), path, packed=True)


def _kind_inside(beginning: bytes, path: Path, *, packed: bool) -> FileContent:
    if not beginning:
        return FileContent("empty", "empty", "name another file, or write it again", packed)
    known = _signed(beginning, path, packed)
    if known is not None:
        return FileContent("other", *known, packed)
    if beginning.startswith(_RECORDING) or ".twr" in (path.suffix.lower(), *path.suffixes[-2:-1]):
        return FileContent("recording", "a recording", "", packed)
    if b"\0" not in beginning:
        return FileContent("text", "text", "", packed)
    # half of the bytes of English in UTF-16 are zero
    halves = beginning[::2], beginning[1::2]
    if max(half.count(0) for half in halves) > _ZEROS_OF_UTF16 * len(halves[0]):
        return FileContent("other", "text in UTF-16", "save it in UTF-8", packed)
    return FileContent("other", "neither text nor a recording", "name another file", packed)


def _signed(beginning: bytes, path: Path, packed: bool) -> tuple[str, str] | None:
    """What a file is by the signature it begins with, and what to do with it."""
    if beginning.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, packed)
    for signature, what, mend in _SIGNATURES:
        if beginning.startswith(signature):
            return what, mend
    return ("a web page or XML", _AS_CSV) if _MARKUP.match(beginning) else None


def _kind_of_zip(path: Path, packed: bool) -> tuple[str, str]:
    """A zip's kind, told by the names in it: the spreadsheets of today are zip files."""
    names: list[str] = []
    if not packed:
        try:
            with zipfile.ZipFile(path) as file:
                names = file.namelist()
                is_ods = "mimetype" in names and b"spreadsheet" in file.open("mimetype").read(200)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, *READ_FAULTS):
            return "a damaged zip", "name another copy"
        if any(name.startswith("xl/") for name in names):
            return "a workbook (xlsx)", _AS_CSV
        if is_ods:
            return "a workbook (ods)", _AS_CSV
    return "a zip", "unpack it, and name the file in it"


def open_bytes(path: Path, kind: FileContent) -> BinaryIO:
    """Open a regular file for reading, unpacked where it is compressed. Raises ``READ_FAULTS``, reading it too."""
    return cast(BinaryIO, gzip.open(path, "rb")) if kind.packed else path.open("rb")


def reason_of(error: BaseException) -> str:
    """Say one of ``READ_FAULTS`` in words."""
    return getattr(error, "strerror", None) or "its compressed data is damaged or cut off"


def read_document(path: Path, what: str, error: type[RigError], next_step: str) -> str:
    """Give the text of a small document, without a byte order mark and with the one usual end of lines.

    Parameters
    ----------
    path : Path
        A file of UTF-8 text, as it is or compressed with gzip.
    what, error, next_step
        What messages call it, the error that is raised, and what to do.

    Raises
    ------
    RigError
        ``error``, when there is no such file, it is another kind of file, or it is longer than ``DOCUMENT_BYTES``.
    """
    try:
        kind = kind_of(path)
        if kind.sort == "missing":
            raise error(f"{path}: can't read the {what}: no such file; {next_step}")
        if kind.sort not in ("text", "empty"):
            mend = kind.mend if "UTF" in kind.what else next_step
            raise error(f"{path}: can't read the {what}: it is {kind.what}; {mend}")
        with open_bytes(path, kind) as file:
            data = file.read(DOCUMENT_BYTES + 1)
    except READ_FAULTS as fault:
        raise error(f"{path}: can't read the {what}: {reason_of(fault)}; {next_step}") from fault
    if len(data) > DOCUMENT_BYTES:
        raise error(
            f"{path}: can't read the {what}: it is longer than {DOCUMENT_BYTES // 1024} kB, the most; {next_step}"
        )
    try:
        return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError as fault:
        where = f"byte {fault.start} is no UTF-8"
        raise error(f"{path}: can't read the {what}: it is not UTF-8 text ({where}); save it in UTF-8") from fault
