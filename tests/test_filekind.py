"""Every document that a person writes is read with a byte order mark and compressed, and anything else is named."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from thumbwalk.coach.drill.drill import load_drills
from thumbwalk.coach.targets.bands import load_targets
from thumbwalk.errors import RigError
from thumbwalk.filekind import DOCUMENT_BYTES, kind_of
from thumbwalk.pad import builtin_pad, load_pad
from thumbwalk.places import home_dir
from thumbwalk.signal.calibration import Calibration

TARGETS = "[knead]\nforce_cv = { max = 0.2 }\n"
Reader = Callable[[Path], object]


def drills_text() -> str:
    return (resources.files("thumbwalk") / "data" / "drills.toml").read_text(encoding="utf-8")


def at_home(name: str, load: Callable[[], object]) -> Reader:
    """Read a user's own file, which stands in his folder."""

    def read(path: Path) -> object:
        home_dir().mkdir(parents=True, exist_ok=True)
        (home_dir() / name).symlink_to(path)
        return load()

    return read


DOCUMENTS: dict[str, tuple[str, Reader]] = {
    "layout": (builtin_pad().text, load_pad),
    "calibration": (Calibration.generic(2).to_text(), Calibration.load),
    "targets": (TARGETS, at_home("targets.toml", load_targets)),
    "drills": (drills_text(), at_home("drills.toml", load_drills)),
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
    home_dir().mkdir(parents=True, exist_ok=True)
    (home_dir() / "targets.toml").write_bytes(b"\xef\xbb\xbf" + TARGETS.encode())
    assert load_targets()["knead"]["force_cv"].hi == 0.2


@each_document
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TARGETS.encode("utf-16"), "it is text in UTF-16; save it in UTF-8"),
        ("# Gr\u00f6\u00dfe".encode("latin-1"), "it is not UTF-8 text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a workbook (xls)"),
        (b"#" * (DOCUMENT_BYTES + 1), "it is longer than 256 kB, the most"),
        (gzip.compress(b"#" * 10**7), "it is longer than 256 kB, the most"),
        (gzip.compress(b"# cut off")[:-5], "its compressed data is damaged or cut off"),
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
    home_dir().mkdir(parents=True, exist_ok=True)
    (home_dir() / "targets.toml").symlink_to(tmp_path / "gone")
    with pytest.raises(RigError, match="no such file"):
        load_targets()
