"""How lines are written is told from them; each line is then a row of numbers, text, or damaged in a named way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.sketch.row_shape import RowShape, names_in, shape_of


@pytest.mark.parametrize(
    ("line", "separator", "decimal", "values"),
    [
        ("1,2,3", ",", ".", [1, 2, 3]),
        ("1, 2, 3,", ",", ".", [1, 2, 3]),
        ("1;2;3;", ";", ".", [1, 2, 3]),
        ("1,5;2,0;3", ";", ",", [1.5, 2, 3]),
        ("1\t2\t3\t", "\t", ".", [1, 2, 3]),
        ("1,5\t2,0", "\t", ",", [1.5, 2]),
        ("  1  2   3 ", " ", ".", [1, 2, 3]),
        ("-0.5 +2e1 .3", " ", ".", [-0.5, 20, 0.3]),
        ("1|2", "|", ".", [1, 2]),
        ("512", ",", ".", [512]),
    ],
)
def test_a_dialect_is_told_from_its_lines(line: str, separator: str, decimal: str, values: list[float]) -> None:
    shape = shape_of([line] * 10)
    assert shape is not None
    assert (shape.separator, shape.decimal, shape.n_fields) == (separator, decimal, len(values))
    assert shape.values_of(line) == values


@pytest.mark.parametrize(
    "line",
    [
        '{"A0": 512, "a1": 33}',
        "[A0:512 A1:33]",
        "A0:512 A1:33",
        "A0:512,A1:33",
        "A0: 512\tA1: 33",
        "a0=512;A1=33;",
        "A0:512.0, A1:33",
    ],
)
def test_labels_before_the_values_are_names(line: str) -> None:
    shape = shape_of([line] * 10)
    assert shape is not None
    assert [label.upper() for label in shape.labels] == ["A0", "A1"]
    assert shape.values_of(line) == [512, 33]


def test_labels_may_have_blanks_where_commas_part_them() -> None:
    shape = shape_of(["left heel:1, left toe:2"] * 10)
    assert shape is not None
    assert shape.labels == ("left heel", "left toe")


@given(values=st.lists(st.integers(0, 65535), min_size=1, max_size=40), by=st.sampled_from([",", ";", "\t", " ", "|"]))
def test_what_is_printed_is_read(values: list[int], by: str) -> None:
    line = by.join(map(str, values))
    shape = shape_of([line] * 3)
    assert shape is not None
    assert shape.values_of(line) == values


@pytest.mark.parametrize(
    ("line", "torn"),
    [
        ("12,34,56,", "12,34,5"),
        ("12,34,56;", "12,34,5"),
        ("12\t34\t", "12\t3"),
        ("(12, 34, 56)", "(12, 34, 5"),
        ("[12, 34]", "12, 34]"),
        ("12;34;\t", "12;3"),
    ],
)
def test_what_ends_all_lines_tells_one_that_is_torn_though_its_numbers_are_as_many(line: str, torn: str) -> None:
    shape = shape_of([line] * 9)
    assert shape is not None
    assert isinstance(shape.values_of(line), list)
    assert shape.values_of(torn) == "torn"


@pytest.mark.parametrize(
    ("line", "unit", "values"),
    [
        ("12.5 g", "g", [12.5]),
        ("Weight: 0.25kg", "kg", [0.25]),
        ("1.5N, -2.0N", "N", [1.5, -2.0]),
        ("12.5", "", [12.5]),
    ],
)
def test_units_behind_the_numbers_are_told(line: str, unit: str, values: list[float]) -> None:
    shape = shape_of([line] * 9)
    assert shape is not None
    assert shape.unit == unit
    assert shape.values_of(line) == values


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("512,33", "torn"),
        ("512,33,", "torn"),
        ("512,3x,7", "torn"),
        ("512,33,7,9", "columns"),
        ("512,nan,7", "not_finite"),
        ("512,1e999,7", "not_finite"),
        ("512,ovf,inf", "not_finite"),
        ("Ready. Sensors: 3", None),
        ("heel,arch,toes", None),
    ],
)
def test_what_is_wrong_with_a_line_is_named_and_text_is_no_damage(line: str, kind: str | None) -> None:
    assert RowShape(",", ".", 3).values_of(line) == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("A0:512 A", "torn"),
        ("A0:512", "torn"),
        ("A0:5 A1:6 A2:7", "columns"),
        ("A0:nan A1:2", "not_finite"),
        ("hi", None),
    ],
)
def test_labelled_lines_are_damaged_by_name_as_well(line: str, kind: str | None) -> None:
    assert RowShape(",", ".", 2, ("A0", "A1")).values_of(line) == kind


def test_a_banner_and_a_few_torn_lines_do_not_hide_the_rows() -> None:
    banner = ["ets Jun  8 2016 00:22:57", "rst:0x1 (POWERON_RESET),boot:0x13", "mode:DIO, clock div:2", "ready"]
    shape = shape_of([*banner, "1,2", *["1,2,3"] * 20, "4,5"])
    assert shape == RowShape(",", ".", 3)


def test_text_and_lines_that_are_not_alike_have_no_shape() -> None:
    assert shape_of(["hello", "world 1", "bye"]) is None
    assert shape_of([",".join("7" * n) for n in range(1, 12)]) is None


def test_an_expected_number_of_columns_decides_where_commas_may_be_decimal_signs() -> None:
    assert shape_of(["1,5"] * 9) == RowShape(",", ".", 2)
    one = shape_of(["1,5"] * 9, (1,))
    assert one is not None
    assert one.values_of("1,5") == [1.5]


def test_a_header_has_a_name_for_each_column() -> None:
    shape = RowShape(";", ".", 3)
    assert names_in("# time_ms; heel ;toe;", shape) == ("time_ms", "heel", "toe")
    assert names_in("heel;toe", shape) is None
    assert names_in("1;2;3", shape) is None


@pytest.mark.parametrize(
    ("line", "called"),
    [
        ("1,2", "parted by ','"),
        ("1\t2", "parted by tabs"),
        ("1 2", "parted by blanks"),
        ("1,5;2,0", "parted by ';', with decimal commas"),
        ("512", "a number a line"),
        ("12.5 g", "a number a line, g behind each"),
        ("A:1 B:2", "LABEL:VALUE"),
    ],
)
def test_the_way_that_lines_are_written_is_said_in_words(line: str, called: str) -> None:
    shape = shape_of([line] * 9)
    assert shape is not None
    assert shape.called == called
