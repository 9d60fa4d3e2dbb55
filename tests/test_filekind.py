"""Every document that a person writes is read with a byte order mark and compressed, and anything else is named."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from thumbwalk.coach.drill.drills_file import read_drills
from thumbwalk.coach.targets.caps import read_caps
from thumbwalk.coach.targets.targets_file import packaged_targets, read_targets
from thumbwalk.errors import RigError
from thumbwalk.filekind import DOCUMENT_BYTES, kind_of
from thumbwalk.pad import builtin_pad, load_pad
from thumbwalk.signal.calibration import Calibration

TARGETS = "[knead]\nforce_cv = { max = 0.2 }\n"
Reader = Callable[[Path], object]


def drills_text() -> str:
    return (resources.files("thumbwalk") / "data" / "drills" / "1-first-touch.toml").read_text(encoding="utf-8")


DOCUMENTS: dict[str, tuple[str, Reader]] = {
    "layout": (builtin_pad().text, load_pad),
    "calibration": (Calibration.generic(2).to_text(), Calibration.load),
    "targets": (TARGETS, read_targets),
    "caps": ("[cap_n]\ntoes = 10\n", read_caps),
    "drills": (drills_text(), lambda path: read_drills(path, packaged_targets())),
}
each_document = pytest.mark.parametrize(("text", "read"), DOCUMENTS.values(), ids=DOCUMENTS)


@each_document
@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "gzip", "dos"])
def test_a_document_is_read_with_a_mark_or_compressed(text: str, read: Reader, written: str, tmp_path: Path) -> None:
    data = text.replace("\n", "\r\n").encode() if written == "dos" else text.encode("utf-8")
    data = gzip.compress(data) if written == "gzip" else b"\xef\xbb\xbf" + data if written == "utf-8-sig" else data
    (tmp_path / "document").write_bytes(data)
    assert read(tmp_path / "document") is not None


def test_targets_with_a_mark_are_in_force(tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_bytes(b"\xef\xbb\xbf" + TARGETS.encode())
    assert read_targets(tmp_path / "targets.toml")["knead"]["force_cv"].hi == 0.2


@each_document
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TARGETS.encode("utf-16"), "it is text in UTF-16; save it in UTF-8"),
        ("# Gr\u00f6\u00dfe".encode("latin-1"), "it is not UTF-8 text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a workbook (xls)"),
        (b"#" * (DOCUMENT_BYTES + 1), "it is longer than 256 kB, the most"),
        (gzip.compress(b"#" * 10**7, mtime=0), "it is longer than 256 kB, the most"),
        (gzip.compress(b"# cut off", mtime=0)[:-5], "its compressed data is damaged or cut off"),
        (None, "it is a folder"),
    ],
)
def test_what_is_no_document_is_named(text: str, read: Reader, data: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "document"
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    with pytest.raises(RigError) as refused:
        read(path)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@each_document
def test_a_pipe_is_named_and_never_waited_for(text: str, read: Reader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RigError, match="it is a pipe"):
        read(tmp_path / "pipe")


def test_a_dangling_link_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    assert kind_of(tmp_path / "link").sort == "missing"
    with pytest.raises(RigError, match="no such file"):
        read_targets(tmp_path / "link")


def zipped(*names: str, mimetype: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, mimetype)
    return data.getvalue()


TEXT = "time_s,heel\n0,1\n" * 300


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (TEXT.encode("utf-16-le"), "text in UTF-16"),
        (TEXT.encode("utf-16-be"), "text in UTF-16"),
        (TEXT.encode("utf-32-le"), "text in UTF-32"),
        (TEXT.encode("utf-32-be"), "text in UTF-32"),
        (TEXT.encode("utf-32"), "text in UTF-32"),
        (bytes(9000), "nothing but zero bytes (a disk that was full?)"),
        (zipped("word/document.xml"), "a text document (docx)"),
        (zipped("ppt/presentation.xml"), "a presentation (pptx)"),
        (zipped("Index/Document.iwa"), "a workbook (Numbers)"),
        (zipped("mimetype", mimetype="application/vnd.oasis.opendocument.text"), "a text document (OpenDocument)"),
        (b"PK\x05\x06" + bytes(18), "an empty zip"),
        (gzip.compress(gzip.compress(TEXT.encode(), mtime=0), mtime=0), "compressed twice (gzip)"),
        (lzma.compress(TEXT.encode(), format=lzma.FORMAT_ALONE), "compressed (lzma)"),
        (zlib.compress(TEXT.encode()), "compressed (zlib)"),
        (b"table.csv" + bytes(248) + b"ustar\x0000" + bytes(600), "an archive (tar)"),
        (gzip.compress(b"table.csv" + bytes(248) + b"ustar\x0000" + bytes(600), mtime=0), "an archive (tar)"),
        (b'{"time_s": [0]}', "JSON"),
        (b'[ {"time_s": 0} ]', "JSON"),
        (b"{\\rtf1 " + TEXT.encode(), "a text document (rtf)"),
        (b"GIF89a" + bytes(range(200)), "a picture"),
        (b"ARROW1\0\0", "an Arrow file"),
        (b"\x01\x02\x03\x00" + bytes(range(256)), "neither text nor a recording"),
    ],
)
def test_what_something_is_is_told_by_what_is_in_it(data: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    kind = kind_of(tmp_path / "t.csv")
    assert (kind.sort, kind.what) == ("other", what)
    assert kind.mend


@pytest.mark.parametrize(
    ("data", "name", "sort"),
    [
        (TEXT.encode(), "t.twr", "text"),
        (TEXT.encode("utf-16-le"), "t.twr", "other"),
        (b"\x02\x80\x01", "t.csv", "recording"),
        (b"\x12\x80\x01\x00\xff", "t.twr", "recording"),
        (b"[[drill]]\nname = 1\n", "t.toml", "text"),
        (b'["medial arch"]\n', "t.toml", "text"),
    ],
)
def test_a_name_decides_only_where_nothing_else_does(data: bytes, name: str, sort: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert kind_of(tmp_path / name).sort == sort
