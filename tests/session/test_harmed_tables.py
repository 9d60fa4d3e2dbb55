"""One sound table, harmed as loggers, clocks, spreadsheets and broken wires do: its strokes come out, or the cause."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thumbwalk.errors import RecordingError
from thumbwalk.session.replay import Touched, read_touch
from thumbwalk.technique.analysis import Analysis, analyse

SOUND = (Path(__file__).parents[1] / "data" / "virtual_knead" / "table.csv").read_text()
HEADER, *ROWS = SOUND.split()
Times = Callable[[Any], Any]


def read(folder: Path, text: str | bytes, name: str = "t.csv") -> tuple[Touched, Analysis]:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    touched = read_touch(folder / name)
    return touched, analyse(touched.touch, touched.pad, touched.left_out, duration_s=touched.duration_s)


def refused(folder: Path, text: str | bytes, name: str = "t.csv") -> str:
    with pytest.raises(RecordingError) as error:
        read(folder, text, name)
    assert "\n" not in str(error.value)
    return str(error.value)


def timed(times: Times, header: str = HEADER) -> str:
    old = np.array([float(row.split(",", 1)[0]) for row in ROWS])
    rest = [row.split(",", 1)[1] for row in ROWS]
    return "\n".join([header, *(f"{time!r},{one}" for time, one in zip(times(old).tolist(), rest, strict=True))])


def with_column(name: str, first: int, stop: int, value: str) -> str:
    column = HEADER.split(",").index(name)
    rows = [row.split(",") for row in ROWS]
    for row in rows[first:stop]:
        row[column] = value
    return "\n".join([HEADER, *map(",".join, rows)])


def strokes(analysis: Analysis) -> list[tuple[str, object, object]]:
    return [
        (segment.technique, measures["strokes"], measures["force_n"])
        for segment, measures in zip(analysis.segments, analysis.measures, strict=True)
    ]


def test_the_sound_table_is_kneading_without_a_word(tmp_path: Path) -> None:
    touched, analysis = read(tmp_path, SOUND)
    assert strokes(analysis) == [("knead", 10, pytest.approx(7.76, abs=0.05))]
    assert touched.warnings == ()
    assert touched.left_out == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (timed(lambda t: t * 1e3), "it is taken as milliseconds"),
        (timed(lambda t: np.round(t * 1e6), HEADER.replace("time_s", "time_us")), "time_us is taken as microseconds"),
        (timed(lambda t: t + 1.7e9 * (t >= 0.5)), "time leaps by 1.7e+09 s in line 52"),
        (timed(lambda t: np.floor(t / 0.08 + 1e-9) * 0.08), "several samples stand under one time"),
        (timed(lambda t: np.floor(t + 0.43 + 1e-9)), "several samples stand under one time"),
        (SOUND.replace(",", ";").replace(".", ","), None),
        ("sep=\t\n" + SOUND.replace(",", "\t"), None),
        ("\ufeff" + SOUND.upper().replace("\n", "\r\n"), None),
        (gzip.compress(SOUND.encode(), mtime=0), None),
    ],
)
def test_what_can_be_put_right_gives_the_same_strokes_and_is_said(
    text: str | bytes, says: str | None, tmp_path: Path
) -> None:
    touched, analysis = read(tmp_path, text)
    assert strokes(analysis) == [("knead", 10, pytest.approx(7.76, abs=0.05))]
    assert len(touched.warnings) == (says is not None)
    assert says is None or says in touched.warnings[0]


@pytest.mark.parametrize(("first", "stop"), [(600, 800), (450, 850)])
@pytest.mark.parametrize("value", ["255", "5", "-20"])
@pytest.mark.parametrize("taxel", ["mth3", "met5_base"])
def test_a_sensor_that_sticks_for_a_while_is_as_if_it_were_missing(
    taxel: str, value: str, first: int, stop: int, tmp_path: Path
) -> None:
    touched, stuck = read(tmp_path, with_column(taxel, first, stop, value))
    _, missing = read(tmp_path, with_column(taxel, first, stop, ""))
    assert list(touched.left_out) == [taxel]
    assert touched.left_out[taxel][0].startswith(f"stuck: reads {value} N from {first / 100:.1f} to")
    assert [segment.end_s for segment in stuck.segments] == [segment.end_s for segment in missing.segments]
    assert stuck.measures == missing.measures


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (timed(lambda t: np.where(t < 7, t, t - 6.995)), "t.csv:702: column 1 (time_s): time begins again"),
        (timed(lambda t: np.where(t < 7, t, t - 3600)), "the clock was set"),
        (timed(lambda t: (t + 4294.967296 - 7) % 4294.967296), "a counter of 32 bits of microseconds wrapped"),
        ("\n".join([HEADER, *(row.replace(".", ",") for row in ROWS)]), "its numbers have decimal commas"),
        ("\n".join(ROWS), "the table has no header"),
        (SOUND.encode("utf-16"), "it is text in UTF-16; save it in UTF-8"),
        (SOUND.encode("utf-16-le"), "it is text in UTF-16; save it in UTF-8"),
        (b"", "it is empty"),
        (bytes(range(256)) * 4, "it is neither text nor a recording"),
    ],
)
def test_what_can_not_be_put_right_is_refused_with_its_cause(text: str | bytes, says: str, tmp_path: Path) -> None:
    told = refused(tmp_path, text)
    assert says in told
    assert "another copy" not in told
    assert "sort" not in told


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "application/vnd.oasis.opendocument.spreadsheet" if name == "mimetype" else "x")
    return data.getvalue()


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.twr"])
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped("[Content_Types].xml", "xl/worksheets/sheet1.xml"), "a workbook (xlsx); save its sheet as CSV (UTF-8)"),
        (zipped("mimetype", "content.xml"), "a workbook (ods); save its sheet as CSV (UTF-8)"),
        (zipped("table.csv"), "a zip; unpack it, and name the file in it"),
        (b"PK\x03\x04 and nothing more", "a damaged zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a workbook (xls)"),
        (b"\xfd7zXZ\x00" + bytes(40), "compressed (xz); unpack it"),
        (b"<html><table>", "a web page or XML"),
    ],
)
def test_what_is_no_table_is_called_by_its_name_whatever_its_files(
    data: bytes, says: str, name: str, tmp_path: Path
) -> None:
    assert f"it is {says}" in refused(tmp_path, data, name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_folders_and_pipes_are_called_by_their_names_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, says in ((tmp_path, "a folder"), (tmp_path / "pipe", "a pipe"), (tmp_path / "none", "no such file")):
        with pytest.raises(RecordingError, match=says):
            read_touch(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEADER, "no samples are in it"),
        ("\n".join([HEADER, *ROWS[:100]]), "nothing is touched: touch begins above 0.5 N in sum"),
        (timed(np.zeros_like), "all 1300 samples stand under one time"),
        (
            "\n".join([HEADER, *(",".join([row.split(",")[0], *["nan"] * 16]) for row in ROWS)]),
            "all taxels are left out",
        ),
        (with_column("mth3", 0, 1300, ""), None),
    ],
)
def test_an_empty_result_says_why_it_is_empty(text: str, says: str | None, tmp_path: Path) -> None:
    touched, analysis = read(tmp_path, text)
    assert (analysis.segments == ()) == (says is not None)
    assert says is None or any(says in warning for warning in touched.warnings)


def test_a_sensor_that_sticks_twice_has_a_row_for_each_time(tmp_path: Path) -> None:
    index = HEADER.split(",").index("hallux")
    rows = [row.split(",") for row in ROWS]
    for first, stop, value in ((300, 520, "4"), (800, 1100, "-2")):
        for row in rows[first:stop]:
            row[index] = value
    _, found = read(tmp_path, "\n".join([HEADER, *(",".join(row) for row in rows)]))
    assert found.to_json()["left_out"] == [
        {"taxel": "hallux", "reason": "stuck: reads 4 N from 3.0 to 5.2 s"},
        {"taxel": "hallux", "reason": "stuck: reads -2 N from 8.0 to 11.0 s"},
    ]
