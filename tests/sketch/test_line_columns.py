"""Which column is what: by names, by a layout, by the computer's clock; a sensor is never taken for a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.errors import ProtocolMismatch
from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.sketch.line_columns import LineColumns, line_columns

Array = NDArray[np.float64]
HEARD_S = 77.0 + np.arange(200) / 100.0
PAD = Pad("two", "counts", (Taxel("heel"), Taxel("toe")))
WALK = np.random.default_rng(4).integers(0, 1023, (200, 4)).astype(float)


def columns(
    names: list[str] | None, *time: Array, n: int = 2, pad: Pad | None = None, heard_s: Array = HEARD_S
) -> LineColumns:
    return line_columns(names, np.column_stack([*time, WALK[: len(heard_s), :n]]), heard_s, pad, "/dev/x")


def test_without_names_and_time_all_columns_are_sensors() -> None:
    found = columns(None, n=3)
    assert (found.pad.names, found.sensors, found.time_at) == (("c0", "c1", "c2"), (0, 1, 2), None)
    assert found.pad.unit == "counts"
    assert not found.pad.has_positions


@pytest.mark.parametrize(("unit", "ticks"), [("ms", 1e3), ("us", 1e6), ("s", 1.0)])
@pytest.mark.parametrize("late", [1.0, 1.15, 0.9])
def test_a_time_without_a_name_keeps_pace_with_the_computers_clock(unit: str, ticks: float, late: float) -> None:
    found = columns(None, 5.0 + (HEARD_S - 77.0) * ticks * late)
    assert (found.time_at, found.time_unit, found.sensors, found.pad.names) == (0, unit, (1, 2), ("c0", "c1"))


@given(
    start=st.integers(0, 500), rise=st.integers(0, 1023), noise=st.integers(0, 5), seed=st.integers(0, 99),
    seconds=st.floats(1.8, 4.0),
)  # fmt: skip
def test_a_sensor_of_ten_bits_is_never_taken_for_a_time(
    start: int, rise: int, noise: int, seed: int, seconds: float
) -> None:
    heard_s = np.linspace(0.0, seconds, 200)
    press = (
        start
        + np.round(np.linspace(0, min(rise, 1023 - start), 200))
        + np.random.default_rng(seed).integers(0, noise + 1, 200)
    )
    assert columns(None, press, heard_s=heard_s).time_at is None


def test_one_column_alone_is_a_sensor_whatever_it_does() -> None:
    found = line_columns(None, (HEARD_S - 77.0)[:, None] * 1e3, HEARD_S, None, "/dev/x")
    assert (found.time_at, found.sensors) == (None, (0,))


def test_a_time_may_stand_in_any_column_and_a_second_one_is_no_sensor() -> None:
    values = np.column_stack([WALK[:, :2], (HEARD_S - 77.0) * 1e6])
    assert line_columns(None, values, HEARD_S, None, "/dev/x").time_at == 2
    both = columns(["millis", "micros", "heel"], (HEARD_S - 77.0) * 1e3, (HEARD_S - 77.0) * 1e6, n=1)
    assert (both.time_at, both.sensors, both.pad.names) == (0, (2,), ("heel",))


def test_a_column_that_numbers_the_lines_is_left_aside() -> None:
    found = columns(None, np.arange(200.0) + 7)
    assert (found.time_at, found.sensors) == (None, (1, 2))


def test_a_header_names_time_and_sensors_and_an_index_is_none() -> None:
    found = columns(["millis", "index", "heel", "toe"], (HEARD_S - 77) * 1e3, np.arange(200.0))
    assert (found.time_at, found.time_unit, found.sensors) == (0, "ms", (2, 3))
    assert found.pad.names == ("heel", "toe")


@pytest.mark.parametrize(("ticks", "unit"), [(1e3, "ms"), (1e6, "us"), (1.0, "s")])
def test_a_time_whose_name_says_no_unit_has_that_of_the_computers_clock(ticks: float, unit: str) -> None:
    found = columns(["time", "heel", "toe"], (HEARD_S - 77.0) * ticks)
    assert (found.time_unit, found.notices) == (unit, ())


def test_a_name_that_is_wrong_about_its_unit_is_told_so() -> None:
    found = columns(["time_s", "heel", "toe"], (HEARD_S - 77.0) * 1e3)
    assert found.time_unit == "ms"
    assert "time_s goes on by 1e+03 a second of this computer's clock; it is taken as ms" in found.notices[0]


def test_a_named_time_is_believed_though_the_board_runs_faster_than_the_clock() -> None:
    found = columns(["time_ms", "heel", "toe"], (HEARD_S - 77.0) * 6e3)
    assert (found.time_unit, found.notices) == ("ms", ())


def test_a_layout_finds_its_taxels_by_name_in_any_order_and_case() -> None:
    values = np.column_stack([WALK[:, 0], (HEARD_S - 77.0) * 1e3, WALK[:, 1]])
    found = line_columns(["TOE", "t_ms", "Heel"], values, HEARD_S, PAD, "/dev/x")
    assert found.time_at == 1
    assert found.sensors == (2, 0)
    assert found.pad is PAD


def test_the_names_of_the_built_in_foot_are_that_foot() -> None:
    sole = builtin_pad()
    values = np.column_stack([(HEARD_S - 77.0) * 1e3, np.tile(WALK, 4)])
    found = line_columns(["time_ms", *reversed(sole.names)], values, HEARD_S, None, "/dev/x")
    assert found.pad.names == sole.names
    assert found.sensors == tuple(range(16, 0, -1))
    assert found.pad.is_sole
    assert found.pad.unit == "counts"


def test_a_layout_without_names_goes_by_place() -> None:
    assert columns(None, pad=PAD).sensors == (0, 1)
    assert columns(None, (HEARD_S - 77.0) * 1e3, pad=PAD).sensors == (1, 2)


@pytest.mark.parametrize(
    ("names", "n", "says"),
    [
        (["heel", "arch"], 2, "column 3 is 'arch', layout 'two' has 'toe' there"),
        (None, 4, "a line has 4 numbers, layout 'two' has 2 taxels"),
        (None, 1, "a line has 1 numbers, layout 'two' has 2 taxels"),
    ],
)
def test_columns_that_are_not_the_layouts_are_refused(names: list[str] | None, n: int, says: str) -> None:
    with pytest.raises(ProtocolMismatch) as refused:
        columns(names, n=n, pad=PAD)
    assert str(refused.value).startswith("/dev/x: ")
    assert says in str(refused.value)


def test_two_columns_of_one_name_and_a_time_that_stands_still_are_refused() -> None:
    with pytest.raises(ProtocolMismatch, match="two taxels have the same name"):
        columns(["heel", "heel"])
    for name in ("time", "time_ms"):
        with pytest.raises(ProtocolMismatch, match="does not go on as a time does"):
            columns([name, "heel", "toe"], np.full(200, 7.0))
    with pytest.raises(ProtocolMismatch, match="name it time_ms or time_us"):
        columns(["time", "heel", "toe"], (HEARD_S - 77.0) * 3e4)


def test_a_short_name_is_a_time_only_if_it_goes_on_as_one() -> None:
    assert columns(["t", "heel"], (HEARD_S - 77.0) * 1e3, n=1).time_at == 0
    found = columns(["T", "h", "s"], n=3)
    assert (found.time_at, found.pad.names) == (None, ("T", "h", "s"))


@pytest.mark.parametrize("names", [None, ["time_ms", "heel", "toe"]])
def test_a_time_is_told_though_some_lines_lost_a_digit(names: list[str] | None) -> None:
    ticks = 12_000 + np.round((HEARD_S - 77.0) * 1e3)
    ticks[[20, 90, 150]] = [1242, 1290, 121500]
    found = columns(names, ticks)
    assert (found.time_at, found.time_unit) == (0, "ms")


def test_a_name_can_not_break_out_of_the_layout_that_is_made_of_it() -> None:
    found = columns(['a"]\nunit="N', "b,c"])
    assert found.pad.names == ('a"]\\x0aunit="N', "b c")
    assert found.pad.unit == "counts"
