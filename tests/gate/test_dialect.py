"""However a table is written, it has the same numbers; what has two meanings is refused with its one cause."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import RecordingError
from thumbwalk.gate.header import n_known
from thumbwalk.pad import Pad, Taxel
from thumbwalk.session.padtable import PadTable, parse_pad_table, read_pad_table

PAD = Pad("two", "N", (Taxel("heel"), Taxel("toe")))
WANTED = [[0.0, 0.5, -1.25], [0.01, 1.0, 2.0], [0.02, 1e-3, 3.5]]


def read(text: str) -> list[list[float]]:
    table = parse_pad_table(text, PAD, "t.csv")
    rows: list[list[float]] = np.column_stack((table.time_s, table.values)).tolist()
    return rows


def refused(text: str) -> str:
    with pytest.raises(RecordingError) as error:
        parse_pad_table(text, PAD, "t.csv")
    assert "\n" not in str(error.value)
    return str(error.value)


@given(
    rows=st.lists(
        st.tuples(*[st.decimals(-1000, 1000, places=2)] * 2, st.one_of(st.none(), st.decimals(-9, 9, places=4))),
        min_size=1,
        max_size=12,
    ),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    comma=st.booleans(),
    quoted=st.booleans(),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
    said=st.booleans(),
    shouted=st.booleans(),
    last=st.booleans(),
    order=st.permutations(range(3)),
)
def test_any_way_of_writing_gives_the_same_numbers(
    rows: list[tuple[object, ...]],
    separator: str,
    comma: bool,
    quoted: bool,
    end: str,
    mark: str,
    said: bool,
    shouted: bool,
    last: bool,
    order: list[int],
) -> None:
    table = [(at / 100, *row[:1], row[2]) for at, row in enumerate(rows)]
    plain = "time_s,heel,toe\n" + "".join(
        ",".join("" if value is None else str(value) for value in row) + "\n" for row in table
    )
    comma &= separator != "," or quoted

    def field(value: object) -> str:
        text = "" if value is None else str(value)
        text = text.replace(".", ",") if comma else text
        return f'"{text}"' if quoted and text else text

    lines = [f"sep={separator}"] if said else []
    names = ["TIME_S", "Heel", "TOE "] if shouted else ["time_s", "heel", "toe"]
    lines.append(separator.join(names[at] for at in order))
    lines += [separator.join(field(row[at]) for at in order) + (separator if last else "") for row in table]
    text = mark + end.join(lines) + end
    wanted, found = parse_pad_table(plain, PAD, "plain"), parsed_bytes(text)
    np.testing.assert_array_equal(found.time_s, wanted.time_s)
    np.testing.assert_array_equal(found.values, wanted.values)


def parsed_bytes(text: str) -> PadTable:
    return parse_pad_table(text, PAD, "t.csv")


@pytest.mark.parametrize(
    "text",
    [
        "time_s,heel,toe\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
        "# from a logger\n\ntime_s,heel,toe\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
        "# time_s,heel,toe\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
        ",time_s,heel,toe\n0,0,0.5,-1.25\n1,0.01,1,2\n2,0.02,1e-3,3.5\n",
        "Index;time_s;heel;toe\n1;0;0,5;-1,25\n2;0,01;1;2\n3;0,02;1e-3;3,5\n",
        '"time_s","heel","toe"\n"1",0,0.5,-1.25\n"2",0.01,1,2\n"3",0.02,1e-3,3.5\n',
        "time_s,heel,toe,\n0,0.5,-1.25,\n0.01,1,2,\n0.02,1e-3,3.5,\n",
        "time_s,heel,toe,\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
        "toe,time_s,heel\n-1.25,0,0.5\n2,0.01,1\n3.5,0.02,1e-3\n",
        "time (s),heel (N),toe [N]\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
        "time_ms\theel\ttoe\n0\t0.5\t-1.25\n10\t1\t2\n20\t1e-3\t3.5\n",
        "time_us heel toe\n0 0.5 -1.25\n10000  1  2\n20000 1e-3 3.5\n",
        '"sep=;"\ntime_s;heel;toe\n0;0,5;-1,25\n0,01;1;2\n0,02;1e-3;3,5\n',
        "sep= ;\ntime_s;heel;toe\n0;0.5;-1.25\n0.01;1;2\n0.02;1e-3;3.5\n",
        "sep=;\ntime_s,heel,toe\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
        "Device,X1\nRate;100\n\ntime_s,heel,toe\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
        "time-s,Heel/N,toe (newton)\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
        "\ufeff\ufefftime_s,heel_N,toe(N)\n0,0.5,-1.25\n0.01,1,2\n0.02,1e-3,3.5\n",
    ],
)
def test_what_has_one_meaning_is_read(text: str) -> None:
    assert read(text) == WANTED


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0,0.5,1\n0.01,1,2\n", "the table has no header"),
        ("t,heel,toe\n0,1,2\n", "column 1 is 't', layout 'two' has 'time_s' there; say the time's unit in its name"),
        ("Time,heel,toe\n0,1,2\n", "time_s, time_ms"),
        ("time_s,heel,toe\n0,0,5,1,25\n0,01,1,0,2\n", "its numbers have decimal commas, and commas part the fields"),
        ("time_s;heel;toe\n0;0,5;1\n0.01;1;2\n", "which is the decimal sign?"),
        ("time_s;heel;toe\n0;1;1\n1;1,234;2\n", "the comma of '1,234' a decimal one, or one between thousands?"),
        ('time_s,heel,toe\n0,"1,234",1\n', "the comma of '1,234' a decimal one"),
        ("time_s;heel;toe\n0,1,2\n", "parted by ';', this line's by ','"),
        ("time_s,heel,heel,toe\n0,1,2,3\n", "column 'heel' is there twice"),
        ("time_s,heel,toe,temperature\n0,1,2,3\n", "'temperature' is none of them"),
        ("time_s,heel,toe,,\n0,1,2,,7\n", "column 5 has no name in the header, but '7' in it"),
        ("time_s,heel,toe\n2024-05-01 10:00:00,1,2\n", "write the time in seconds since the first sample"),
        ("time_s,heel,toe\n0,1.234.567,2\n", "write numbers with nothing between thousands"),
        ('time_s,heel,toe\n0,1"2,2\n', "is not a number"),
        ("", "it is empty"),
        ("\n\n", "it is empty"),
        ("\ufeff\n", "it is empty"),
        ("hello\n", "a pad table has a header time_s"),
        ("# A page\n\nabout, this, and that, and more\n", "a pad table has a header time_s"),
        ("time_s:heel:toe\n0:1:2\n", "its fields are parted by ':'"),
        ("time_s\uff0cheel\uff0ctoe\n", "its fields are parted by '\uff0c'"),
        ("Zeit,heel,toe\n0,1,2\n", "column 1 is 'Zeit', the others are all taxels"),
        ("time_s,heel (kPa),toe (kPa)\n0,1,2\n", 'is in N; convert its values, or name a layout of unit = "kPa"'),
        ("time_s,heel (g),toe (g)\n0,1,2\n", "column 2 is 'heel (g)', layout 'two' is in N; convert its values"),
        ("time_s,toe\n0,1\n", "'heel' is missing"),
        ("time_s,heel,toe\ns,N,N\n0,1,2\n", "t.csv:2: a second line of header (units?)"),
        ("time_s,heel,toe\n0,1,2\n\ufefftime_s,heel,toe\n0,1,2\n", "t.csv:3: the header stands there again"),
        ("time_s,heel,toe\n0,1 N,2 N\n", "write numbers alone, their unit in the column's name"),
        ("time_s,heel,toe\n'0','1','2'\n", "write numbers without apostrophes"),
        ("time_s,heel,toe\n0,1,2\n\0\0\0\0\n", "it has zero bytes, as a logger leaves that lost its power"),
        ("time_s," + "x" * 200_000 + ",toe\n", "column 2 is 'xxx"),
    ],
)
def test_what_has_two_meanings_or_none_is_refused_with_the_cause(text: str, says: str) -> None:
    assert says in refused(text)


@pytest.mark.parametrize("word", ["NA", "n/a", "#N/A", "NULL", "None", "NaN", " "])
def test_what_programs_write_for_no_value_is_none(word: str) -> None:
    found = parsed_bytes(f"time_s,heel,toe\n0,{word},1\n0.01,2,{word}\n")
    np.testing.assert_array_equal(found.values, [[np.nan, 1.0], [2.0, np.nan]])


def test_a_compressed_table_is_read_as_it_is(tmp_path: Path) -> None:
    lines = ["time_s,heel,toe", *(f"{at / 100},{at},{-at}" for at in range(300))]
    (tmp_path / "plain.csv").write_text("\n".join(lines))
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    plain, packed = read_pad_table(tmp_path / "plain.csv", PAD), read_pad_table(tmp_path / "t.csv.gz", PAD)
    np.testing.assert_array_equal(plain.values, packed.values)
    np.testing.assert_array_equal(plain.time_s, packed.time_s)
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode())[:-20])
    with pytest.raises(RecordingError, match="compressed data is damaged or cut off"):
        read_pad_table(tmp_path / "t.csv.gz", PAD)


def test_a_table_longer_than_a_block_is_read_like_a_short_one(tmp_path: Path) -> None:
    values = np.random.default_rng(1).normal(size=(60_000, 2)).round(3)
    body = "".join(f"{at / 100};{a};{b}\n" for at, (a, b) in enumerate(values.tolist())).replace(".", ",")
    (tmp_path / "t.csv").write_text("time_s;heel;toe\n" + body)
    table = read_pad_table(tmp_path / "t.csv", PAD)
    np.testing.assert_array_equal(table.values, values)
    (tmp_path / "t.csv").write_text("time_s;heel;toe\n" + body + "600;1;x\n")
    with pytest.raises(RecordingError, match=r"t\.csv:60002: column 3 \(toe\): 'x' is not a number"):
        read_pad_table(tmp_path / "t.csv", PAD)


def test_a_file_that_lost_its_line_ends_is_refused_by_few_looks_at_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def counted(fields: Sequence[str], pad: Pad) -> int:
        looks.append(len(fields))
        return n_known(fields, pad)

    monkeypatch.setattr("thumbwalk.gate.dialect.n_known", counted)
    assert "a pad table has a header" in refused("time_s" + "''".join(f"{number / 100:.2f}" for number in range(3000)))
    assert len(looks) < 30
