"""Which column is which: one meaning is read, and anything else is refused with the first difference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import RecordingError
from thumbwalk.gate.header import columns_of, fields_of, n_known
from thumbwalk.pad import Pad, Taxel

PAD = Pad("two", "N", (Taxel("heel"), Taxel("toe")))


@given(order=st.permutations(["time_s", "heel", "toe", "index"]))
def test_columns_are_found_wherever_they_stand_and_an_index_is_left_aside(order: list[str]) -> None:
    columns = columns_of(order, PAD, "t.csv:1")
    assert [order[index] for index in columns.order] == ["time_s", "heel", "toe"]
    assert (columns.n_columns, columns.in_order) == (4, False)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("time_s", "s"), ("Time (ms)", "ms"), ("t_us", "us"), ("timestamp [ns]", "ns"), ("elapsed_time_min", "min")],
)
def test_a_time_says_its_unit_in_its_name(name: str, unit: str) -> None:
    columns = columns_of([name, "HEEL (N)", "toe [n]"], PAD, "t.csv:1")
    assert (columns.order, columns.time_unit, columns.time_name) == ((0, 1, 2), unit, name)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (["time", "heel", "toe"], "say the time's unit in its name"),
        (["time_s", "heel", "toe", "toe"], "column 'toe' is there twice"),
        (["time_s", "heel", "toe", "arch"], "'arch' is none of them"),
        (["time_s", "heel"], "'toe' is missing"),
        (["time_s", "heel", "tow"], "column 3 is 'tow', layout 'two' has 'toe' there"),
        (["time_s", "heel (kPa)", "toe"], "column 2 is 'heel (kPa)'"),
        (["Zeit (s)", "heel", "toe"], "column 1 is 'Zeit (s)', the others are all taxels"),
        (["toe", "heel"], "'time_s' is missing"),
    ],
)
def test_a_header_of_another_layout_is_refused_with_the_first_difference(fields: list[str], says: str) -> None:
    with pytest.raises(RecordingError) as refused:
        columns_of(fields, PAD, "t.csv:1")
    assert str(refused.value).startswith("t.csv:1: ")
    assert says in str(refused.value)


def test_fields_are_parted_by_the_rules_of_quotes_and_known_names_are_counted() -> None:
    assert fields_of('"a,b", c ,"say ""d"""\r\n', ",") == ["a,b", "c", 'say "d"']
    assert fields_of("  1   2\t3 ", " ") == ["1", "2", "3"]
    assert n_known(["Time (ms)", "HEEL", "else"], PAD) == 2
    assert fields_of("a," + "b" * 200_000, ",") == ["a", "b" * 200_000]


def test_words_of_a_name_may_be_parted_otherwise_and_a_unit_stand_behind() -> None:
    pad = Pad("words", "kPa", (Taxel("toes_2_3"), Taxel("arch medial"), Taxel("toes_2_3_n")))
    fields = ["Time [s]", "toes 2-3 (kPa)", "Arch-Medial/kPa", "Toes 2 3 N"]
    assert columns_of(fields, pad, "t.csv:1").order == (0, 1, 2, 3)


def test_names_that_differ_in_their_case_alone_are_told_by_it() -> None:
    pad = Pad("cases", "N", (Taxel("a"), Taxel("A")))
    assert columns_of(["time_s", "A", "a"], pad, "t.csv:1").order == (0, 2, 1)
