"""Pad tables: what is legal survives to the bit, what is not is refused where it stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.pad import Pad, Taxel, load_pad
from thumbwalk.session.padtable import PadTable, parse_pad_table, read_pad_table, write_pad_table

DATA = Path(__file__).parents[1] / "data"
PAD = Pad("two", "N", (Taxel("heel"), Taxel("toe")))
HEADER = "time_s,heel,toe\n"


def parsed(body: str) -> PadTable:
    return parse_pad_table(HEADER + body, PAD, "t.csv")


def refused(text: str) -> str:
    with pytest.raises(RecordingError) as error:
        parse_pad_table(text, PAD, "t.csv")
    assert "\n" not in str(error.value)
    return str(error.value)


@given(
    hnp.arrays(
        np.float64,
        st.tuples(st.integers(0, 20), st.just(2)),
        elements=st.floats(allow_infinity=False, allow_subnormal=True, width=64),
    ),
    st.floats(-1e6, 1e6),
)
def test_a_table_comes_back_to_the_bit(values: NDArray[np.float64], start_s: float) -> None:
    lines = [HEADER]
    time_s = start_s + np.floor(np.arange(len(values)) / 2) * 0.1
    for time, row in zip(time_s.tolist(), values.tolist(), strict=True):
        lines.append(",".join(map(repr, [time, *row])) + "\n")
    table = parse_pad_table("".join(lines), PAD, "t.csv")
    assert np.array_equal(table.time_s, time_s)
    assert np.array_equal(table.values, values, equal_nan=True)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    values = np.random.default_rng(12).normal(size=(9000, 2))
    values[4] = np.nan
    table = PadTable(np.arange(9000) / 1000, values, PAD)
    write_pad_table(tmp_path / "new" / "t.csv", table)
    again = read_pad_table(tmp_path / "new" / "t.csv", PAD)
    assert np.array_equal(again.time_s, table.time_s)
    assert np.array_equal(again.values, values, equal_nan=True)
    assert len(again) == 9000
    assert [entry.name for entry in (tmp_path / "new").iterdir()] == ["t.csv"]


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordingError, match="can't write the table"):
        write_pad_table(tmp_path / "file" / "t.csv", PadTable(np.zeros(1), np.zeros((1, 2)), PAD))


@pytest.mark.parametrize(
    "body",
    [
        "0,1,2\n0.1,,nan\n",
        "0,1,2\r\n0.1, ,NaN\r\n",
        "\n0,1,2\n\n0.1,nan,NAN\n\n",
        "0,1,2\n0.1,nan,",
        "0, 1 ,2\n 0.1,\t,nan\n",
    ],
)
def test_missing_values_blank_lines_and_line_ends_are_legal(body: str) -> None:
    table = parsed(body)
    assert table.time_s.tolist() == [0.0, 0.1]
    assert table.values[0].tolist() == [1.0, 2.0]
    assert np.isnan(table.values[1]).all()


def test_gaps_jitter_and_equal_times_are_legal() -> None:
    assert parsed("0,1,1\n0.013,1,1\n9,1,1\n9,1,1\n").time_s.tolist() == [0.0, 0.013, 9.0, 9.0]


def test_a_header_alone_is_a_table_of_no_rows() -> None:
    assert parsed("").values.shape == (0, 2)
    assert parse_pad_table(HEADER.rstrip(), PAD, "t.csv").values.shape == (0, 2)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("0,1,2\n0.1,x,2\n", "t.csv:3: column 2 (heel): 'x' is not a number"),
        ("0,1,2\n\n0.1,1,1_0\n", "t.csv:4: column 3 (toe): '1_0' is not a number"),
        ("0,1,inf\n", "t.csv:2: column 3 (toe): 'inf' is not a finite number"),
        ("0,1,2\n0.1,1\n", "t.csv:3: 2 columns where the header has 3"),
        ("0,1,2\n0.1,1,2,3\n", "t.csv:3: 4 columns where the header has 3"),
        ("0,1\n0.1,1\n", "t.csv:2: 2 columns"),
        ("0,1,2\n,1,2\n", "t.csv:3: column 1 (time_s): the time is missing"),
        ("0,1,2\nnan,1,2\n", "t.csv:3: column 1 (time_s): the time is missing"),
        ("0,1,2\n\n1,1,2\n0.5,1,2\n", "t.csv:5: column 1 (time_s): time runs backward, from 1 to 0.5"),
        ("inf,1,2\n", "t.csv:2: column 1 (time_s): 'inf' is not a finite number"),
        ("0,1,2\n# the end\n", "t.csv:3: 1 columns"),
    ],
)
def test_what_is_wrong_is_refused_where_it_stands(body: str, says: str) -> None:
    assert says in refused(HEADER + body)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("time_s,heel,tow", "t.csv:1: column 3 is 'tow', layout 'two' has 'toe' there"),
        ("time_s,heel", "the header has 2 columns, layout 'two' needs 3"),
        ("time_s,heel,toe,nose", "the header has 4 columns"),
        ("a,b,c", "column 1 is 'a', layout 'two' has 'time_s'"),
    ],
)
def test_a_header_of_another_layout_is_refused_with_the_first_difference(header: str, says: str) -> None:
    message = refused(header + "\n0,1,2\n")
    assert says in message
    assert "--layout" in message


def test_a_files_errors_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with pytest.raises(RecordingError, match=r"t\.csv: can't read"):
        read_pad_table(path, PAD)
    with pytest.raises(RecordingError, match="it is a folder"):
        read_pad_table(tmp_path, PAD)
    path.write_bytes(b"\x54\x57\x52\x00\xff\xfe")
    with pytest.raises(RecordingError, match="neither text nor a recording"):
        read_pad_table(path, PAD)
    path.write_bytes(b"Z\xe4hne,heel,toe\n")
    with pytest.raises(RecordingError, match="byte 1 is not UTF-8"):
        read_pad_table(path, PAD)
    path.write_bytes(HEADER.encode() + b"0,1,2\n0.1,1,\xff\n")
    with pytest.raises(RecordingError, match="is not UTF-8"):
        read_pad_table(path, PAD)
    path.write_text("\ufeff" + HEADER + "0,1,2\n0.1,oops,2\n")
    with pytest.raises(RecordingError, match=r"t\.csv:3: column 2"):
        read_pad_table(path, PAD)


def test_a_spreadsheets_mark_at_the_beginning_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("\ufeff" + HEADER + "0,1,2\n", encoding="utf-8")
    assert np.asarray(read_pad_table(tmp_path / "t.csv", PAD).values).tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("insole250_walk_jittery/walk", (571, 253)),
        ("stappone_insole12/walk", (4575, 12)),
        ("iscan_finger_presses/presses", (309, 484)),
    ],
)
def test_real_tables_are_read(name: str, shape: tuple[int, int]) -> None:
    path = DATA / f"{name}.csv"
    assert read_pad_table(path, load_pad(path.with_name("layout.toml"))).values.shape == shape
