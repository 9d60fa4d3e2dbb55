"""What kind of file something is, told by what is in it: every reader of files asks here, and nowhere else.

Text, recordings and both of them compressed with gzip are read, recordings with zstd as well; anything else is called
by its name.
"""

from __future__ import annotations

import gzip
import io
import re
import stat
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, cast

from thumbwalk.errors import RigError
from thumbwalk.language import marked, told

PUT_BACK = marked("move it away, or put a copy of it back")
"""What to do with a document of the program's own that is damaged."""
READ_FAULTS = (OSError, EOFError, zlib.error)
"""What reading can raise, compressed files' own faults included; `reason_of` says each in words."""

DOCUMENT_BYTES = 256 * 1024
"""The longest text of a layout, a calibration, targets or drills that is read: eight times the longest known."""

ZSTD = b"\x28\xb5\x2f\xfd"
"""What anything begins with that is compressed with zstd."""
BLOCKS_END = b"\xb1\xea\x92\x8f"
"""What a file of blocks ends with that can be found one by one: zstd's seekable format."""
DIFFERENCES = b"\0frames\x02"
"""What a block unpacks to begins with this where its frames are kept as differences; the last byte is a number."""
_LOOK_BYTES = 4096
_ZEROS_OF_UTF16 = 0.4
_RECORDING = b"\x02\x80"  # COBS of frame type 0x80 with sequence 0: every recording's first frame
_AS_CSV = told("save its sheet as CSV (UTF-8)")
_ITS_DATA = told("name the data it was made of")
_UNPACK, _EXPORT = told("unpack it"), told("export what is in it as CSV")
_UTF_8, _ANOTHER = told("save it in UTF-8"), told("name another file")
_PICTURE, _SOUND, _PROGRAM = told("a picture"), told("a sound"), told("a program")
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", told("a workbook (xls)"), _AS_CSV),
    (b"BZh", told("compressed (bzip2)"), _UNPACK),
    (b"\xfd7zXZ\x00", told("compressed (xz)"), _UNPACK),
    (ZSTD, told("compressed (zstd)"), _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", told("compressed (7z)"), _UNPACK),
    (b"Rar!", told("compressed (rar)"), _UNPACK),
    # one gzip about it has been taken off by then
    (b"\x1f\x8b", told("compressed twice (gzip)"), told("unpack it once")),
    (b"\x1f\x9d", told("compressed (compress)"), _UNPACK),
    (b"\x04\x22\x4d\x18", told("compressed (lz4)"), _UNPACK),
    (b"\x5d\x00\x00", told("compressed (lzma)"), _UNPACK),
    (b"\x78\x9c", told("compressed (zlib)"), _UNPACK),
    (b"\x78\xda", told("compressed (zlib)"), _UNPACK),
    (b"PK\x05\x06", told("an empty zip"), _ANOTHER),
    (b"{\\rtf", told("a text document (rtf)"), told("save it as plain text (UTF-8)")),
    (b"SQLite format 3\x00", told("a database (SQLite)"), _EXPORT),
    (b"\x89HDF", told("an HDF5 file"), _EXPORT),
    (b"MATLAB 5.0", told("a MATLAB file"), _EXPORT),
    (b"PAR1", told("a Parquet file"), _EXPORT),
    (b"\x93NUMPY", told("a NumPy array"), _EXPORT),
    (b"ARROW1", told("an Arrow file"), _EXPORT),
    (b"TDSm", told("a LabVIEW file (TDMS)"), _EXPORT),
    (b"%PDF", told("a PDF"), _ITS_DATA),
    (b"\x89PNG", _PICTURE, _ITS_DATA),
    (b"\xff\xd8\xff", _PICTURE, _ITS_DATA),
    (b"GIF8", _PICTURE, _ITS_DATA),
    (b"RIFF", told("a sound, film or picture"), _ITS_DATA),
    (b"OggS\x00", _SOUND, _ITS_DATA),
    (b"ID3\x03", _SOUND, _ITS_DATA),
    (b"\x7fELF", _PROGRAM, _ANOTHER),
    (b"MZ\x90\x00", _PROGRAM, _ANOTHER),
    (b"\xff\xfe\x00\x00", told("text in UTF-32"), _UTF_8),
    (b"\x00\x00\xfe\xff", told("text in UTF-32"), _UTF_8),
    (b"\xff\xfe", told("text in UTF-16"), _UTF_8),
    (b"\xfe\xff", told("text in UTF-16"), _UTF_8),
)
_MARKUP = re.compile(rb"\s*<(\?xml|!doctype|html|table|workbook|svg)", re.IGNORECASE)
_JSON = re.compile(rb'\s*(\{\s*"|\[\s*\{)')
_IN_ZIPS = (
    ("xl/", told("a workbook (xlsx)"), _AS_CSV),
    ("word/", told("a text document (docx)"), told("save its table as CSV (UTF-8)")),
    ("ppt/", told("a presentation (pptx)"), _ITS_DATA),
    ("Index/", told("a workbook (Numbers)"), told("export its sheet as CSV (UTF-8)")),
)
"""Folders in a zip that tell whose it is."""
_TAR_AT = 257


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file's kind; ``what`` is what a person calls it, ``mend`` what to do where that is no use to the reader.

    A recording is ``newer`` that is compressed in a way which this program does not know.

    ``packed`` says that it is compressed with gzip, ``in_blocks`` that a recording is compressed with zstd (inside
    that); the rest is about what is inside.
    """

    sort: Literal["text", "recording", "newer", "empty", "missing", "other"]
    what: str
    mend: str = ""
    packed: bool = False
    in_blocks: bool = False


def kind_of(path: Path) -> FileContent:
    """Look at a file's beginning. Raises what reading does (``READ_FAULTS``); a pipe or a device is never opened."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return FileContent("missing", told("not there"))
    except ValueError:
        return FileContent("missing", told("no name a file can have"))
    if stat.S_ISDIR(mode):
        return FileContent("other", told("a folder"), told("name a file in it"))
    if not stat.S_ISREG(mode):
        what = told("a pipe") if stat.S_ISFIFO(mode) else told("a socket") if stat.S_ISSOCK(mode) else told("a device")
        return FileContent("other", what, told("write what comes out of it to a file, and name that"))
    with path.open("rb") as file:
        beginning = file.read(_LOOK_BYTES)
    if not beginning.startswith(b"\x1f\x8b"):
        return _kind_inside(beginning, path, packed=False)
    with gzip.open(path, "rb") as unpacked:
        return _kind_inside(unpacked.read(_LOOK_BYTES), path, packed=True)


def _kind_inside(beginning: bytes, path: Path, *, packed: bool) -> FileContent:
    if not beginning:
        return FileContent("empty", told("empty"), told("name another file, or write it again"), packed)
    if beginning.startswith(ZSTD) and (found := _in_blocks(beginning, path, packed=packed)) is not None:
        return found
    known = _signed(beginning, path, packed) or _unwritten(beginning)
    if known is not None:
        return FileContent("other", *known, packed)
    called = _called_recording(path)
    if b"\0" not in beginning and not beginning.startswith(_RECORDING) and (not called or _is_utf8(beginning)):
        return FileContent("text", told("text"), "", packed)
    if called or beginning.startswith(_RECORDING):
        in_blocks = not packed and not beginning.startswith(_RECORDING) and _ends_as_blocks(path)
        return FileContent("recording", told("a recording"), "", packed, in_blocks)
    return FileContent("other", told("neither text nor a recording"), _ANOTHER, packed)


def _in_blocks(beginning: bytes, path: Path, *, packed: bool) -> FileContent | None:
    import zstandard  # noqa: PLC0415  what is not compressed needs none of its 20 ms

    try:
        inside = zstandard.ZstdDecompressor().decompressobj().decompress(beginning)
    except zstandard.ZstdError:
        inside = b""
    if inside.startswith(DIFFERENCES[:-1]) and not inside.startswith(DIFFERENCES):
        return FileContent("newer", told("a recording compressed in a newer way"), told("update thumbwalk"), packed)
    if _called_recording(path) or inside.startswith((DIFFERENCES, _RECORDING)):
        return FileContent("recording", told("a recording"), "", packed, in_blocks=True)
    return None


def _ends_as_blocks(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(file.seek(0, io.SEEK_END) - len(BLOCKS_END), 0))
        return file.read() == BLOCKS_END


def _called_recording(path: Path) -> bool:
    return ".twr" in (path.suffix.lower(), *path.suffixes[-2:-1])


def _is_utf8(beginning: bytes) -> bool:
    # the last letter may be cut
    return "\ufffd" not in beginning.decode("utf-8", "replace")[:-1]


def _unwritten(beginning: bytes) -> tuple[str, str] | None:
    """What a file is that has zero bytes in a pattern: nothing, or text in wider letters without a mark."""
    if not beginning.strip(b"\0"):
        return told("nothing but zero bytes (a disk that was full?)"), told("name another copy")
    # of English in UTF-16 every second byte is zero, in UTF-32 three of four
    least, second, third, _ = sorted(beginning[at::4].count(0) / (len(beginning) / 4) for at in range(4))
    if least > 1.0 - _ZEROS_OF_UTF16 or third < _ZEROS_OF_UTF16:
        return None
    return told("text in UTF-32") if second > _ZEROS_OF_UTF16 else told("text in UTF-16"), _UTF_8


def _signed(beginning: bytes, path: Path, packed: bool) -> tuple[str, str] | None:
    """What a file is by the signature it begins with, and what to do with it."""
    if beginning.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, packed)
    for signature, what, mend in _SIGNATURES:
        if beginning.startswith(signature):
            return what, mend
    if beginning[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return told("an archive (tar)"), told("unpack it, and name the file in it")
    if _JSON.match(beginning):
        return "JSON", _EXPORT
    return (told("a web page or XML"), _AS_CSV) if _MARKUP.match(beginning) else None


def _kind_of_zip(path: Path, packed: bool) -> tuple[str, str]:
    """A zip's kind, told by the names in it: the spreadsheets of today are zip files."""
    # few files are one, and every practice's start imports this module
    import zipfile  # noqa: PLC0415

    names: list[str] = []
    if not packed:
        try:
            with zipfile.ZipFile(path) as file:
                names = file.namelist()
                opened = file.open("mimetype").read(200) if "mimetype" in names else b""
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, *READ_FAULTS):
            return told("a damaged zip"), told("name another copy")
        if b"spreadsheet" in opened:
            return told("a workbook (ods)"), _AS_CSV
        if b"opendocument" in opened:
            return told("a text document (OpenDocument)"), told("save its table as CSV (UTF-8)")
        for folder, what, mend in _IN_ZIPS:
            if any(name.startswith(folder) for name in names):
                return what, mend
    return told("a zip"), told("unpack it, and name the file in it")


def open_bytes(path: Path, kind: FileContent) -> BinaryIO:
    """Open a regular file for reading, unpacked where it is compressed. Raises ``READ_FAULTS``, reading it too."""
    return cast(BinaryIO, gzip.open(path, "rb")) if kind.packed else path.open("rb")


def reason_of(error: BaseException) -> str:
    """Say one of ``READ_FAULTS`` in words."""
    return getattr(error, "strerror", None) or told("its compressed data is damaged or cut off")


def read_document(path: Path, what: str, error: type[RigError], next_step: str, *, takes: Collection[str] = ()) -> str:
    """Give the text of a small document, without a byte order mark and with the one usual end of lines.

    Parameters
    ----------
    path : Path
        A file of UTF-8 text, as it is or compressed with gzip.
    what, error, next_step
        What messages call it, the error that is raised, and what to do.
    takes
        What else than plain text it may be, by what `kind_of` calls it: "JSON".

    Raises
    ------
    RigError
        ``error``, when there is no such file, it is another kind of file, or it is longer than ``DOCUMENT_BYTES``.
    """
    try:
        kind = kind_of(path)
        if kind.sort == "missing":
            raise error(
                told(
                    "{path}: can't read the {what}: no such file; {next_step}",
                    path=path,
                    what=what,
                    next_step=told(next_step),
                )
            )
        if kind.sort not in ("text", "empty") and kind.what not in takes:
            mend = kind.mend if "UTF" in kind.what else next_step
            raise error(
                told(
                    "{path}: can't read the {what}: it is {found}; {mend}",
                    path=path,
                    what=what,
                    found=kind.what,
                    mend=mend,
                )
            )
        with open_bytes(path, kind) as file:
            data = file.read(DOCUMENT_BYTES + 1)
    except READ_FAULTS as fault:
        raise error(
            told(
                "{path}: can't read the {what}: {fault}; {next_step}",
                path=path,
                what=what,
                fault=reason_of(fault),
                next_step=told(next_step),
            )
        ) from fault
    if len(data) > DOCUMENT_BYTES:
        raise error(
            told(
                "{path}: can't read the {what}: it is longer than {most} kB, the most; {next_step}",
                path=path,
                what=what,
                most=DOCUMENT_BYTES // 1024,
                next_step=told(next_step),
            )
        )
    try:
        return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError as fault:
        where = told("byte {start} is no UTF-8", start=fault.start)
        raise error(
            told(
                "{path}: can't read the {what}: it is not UTF-8 text ({where}); save it in UTF-8",
                path=path,
                what=what,
                where=where,
            )
        ) from fault
