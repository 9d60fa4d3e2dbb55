"""What a board's first lines tell, and what is said where they tell nothing: one line, with what mends it."""

from __future__ import annotations

import re

import pytest
from tests.sketch.ports import ScriptedPort, even

from thumbwalk.errors import ProtocolMismatch
from thumbwalk.sketch.first_lines import Asked, Told, told_from

ASKED = Asked("lines-x")


def told(*scripts: list[tuple[float, bytes]], asked: Asked = ASKED) -> Told:
    port = ScriptedPort([one for script in scripts for one in script])
    return told_from(port, asked, port.now)


def refused(*scripts: list[tuple[float, bytes]], asked: Asked = ASKED) -> str:
    with pytest.raises(ProtocolMismatch) as error:
        told(*scripts, asked=asked)
    assert "\n" not in str(error.value)
    return str(error.value)


def rows(n: int = 400, *, rate_hz: float = 100.0, time: float | None = None, by: str = ",") -> list[str]:
    """Counts of two sensors, with a time of so many ticks a second before them or not."""
    first = [[] if time is None else [f"{int(1e-9 + k / rate_hz * time)}"] for k in range(n)]
    return [by.join([*first[k], str(300 + k % 7), str(k % 3)]) for k in range(n)]


@pytest.mark.parametrize("rate_hz", [20.0, 50.0, 100.0, 333.0, 1000.0])
def test_the_rate_is_told_from_the_stream(rate_hz: float) -> None:
    found = told(even(rows(4000), rate_hz))
    assert found.rate_hz == pytest.approx(rate_hz, rel=0.03)
    assert found.columns.time_at is None
    assert found.timed == "no time in them: taken as even"


def test_a_time_of_the_boards_own_gives_the_rate_exactly() -> None:
    found = told(even(rows(time=1e6)))
    assert found.rate_hz == 100.0
    assert (found.columns.time_unit, found.packed, found.regular) == ("us", False, True)
    assert found.timed == "their time in us (column 1)"


def test_several_lines_under_one_millisecond_are_told_and_their_rate_is_what_there_is() -> None:
    found = told(even(rows(8000, rate_hz=2500.0, time=1e3), 2500.0))
    assert found.packed
    assert found.rate_hz == pytest.approx(2500.0, rel=0.01)
    assert found.columns.time_unit == "ms"


def test_a_boot_banner_half_a_line_and_a_header_before_the_rows() -> None:
    banner = even(["3,4", "\x00", "ets Jun  8 2016 00:22:57", "Calibrating. Done: 2 sensors", "t_ms,heel,toe"], 20.0)
    found = told(banner, even(rows(time=1e3), start_s=2.0))
    assert found.columns.pad.names == ("heel", "toe")
    assert (found.columns.time_at, found.columns.time_unit) == (0, "ms")


def test_a_header_may_be_the_very_first_that_comes() -> None:
    assert told(even(["heel;toe;"]), even(rows(by=";"), start_s=0.01)).columns.pad.names == ("heel", "toe")


def test_of_what_waited_for_the_port_only_the_header_is_of_use() -> None:
    """A pseudo-terminal keeps what was printed before anybody opened it; when that was, nobody knows."""
    waited = [(0.0, b"".join(data for _, data in even(["heel,toe", *rows(150)])))]
    found = told(waited, even(rows()))
    assert found.columns.pad.names == ("heel", "toe")
    assert found.rate_hz == pytest.approx(100.0, rel=0.03)


def test_lines_of_before_the_board_began_anew_are_not_taken_for_its_own() -> None:
    """Opening a port has many boards begin anew; until then the old run's lines come, here with four columns."""
    before = even(["1,2,3,4"] * 10)
    found = told(before, even(["hello", "heel,toe"], start_s=1.6), even(rows(), start_s=1.7))
    assert found.columns.pad.names == ("heel", "toe")


def test_a_message_now_and_then_is_no_new_beginning() -> None:
    lines = rows()
    for at in range(20, 400, 25):
        lines.insert(at, "battery: low, charge me")
    assert told(even(lines)).rate_hz == pytest.approx(100.0, rel=0.06)


def test_ten_lines_a_second_are_too_slow_and_that_is_said() -> None:
    (notice,) = told(even(rows(), 10.0)).notices
    assert re.match(r"(9\.[5-9]\d*|10(\.\d)?) lines a second are few: too slow for quick strokes", notice)
    assert "print 50 or more" in notice


@pytest.mark.parametrize("rate_hz", [2.0, 4.0, 8.0])
def test_lines_with_which_strokes_run_into_each_other_are_refused(rate_hz: float) -> None:
    told = refused(even(rows(), rate_hz))
    assert "lines a second by this computer's clock are too few: strokes run into each other" in told


def test_a_header_that_fits_no_rows_is_said_and_left() -> None:
    found = told(even(["heel,arch,toe"]), even(rows(), start_s=0.01))
    assert found.columns.pad.names == ("c0", "c1")
    assert "names not as many columns as the lines have (2): no header" in found.notices[0]


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ([], "sent nothing within 10 s: is its sketch running, and is this its port?"),
        (even(["\xff\x00\xfe\x80"] * 300), "hardly a readable line: another baud rate than 115200? Say the one of"),
        ([(n / 50, b"\xfa\xce" * 8) for n in range(600)], "hardly a readable line: another baud rate than 115200?"),
        (even(["Hello, world"] * 50, 5.0), "prints no lines of numbers that are alike, but such as 'Hello, world'"),
        (even([f"nan,{n}" for n in range(600)], 50.0), "values that are no numbers, such as 'nan,"),
        (even(rows(), 0.5), " lines within 8 s are too few; have the sketch print 50 or more a second"),
        (even(["A:1 A:2"] * 2000), "two values of a line are called 'A'"),
        (even([",".join(["7"] * 257)] * 2000), "a line has 257 numbers, 256 are the most"),
    ],
)
def test_what_is_no_board_that_prints_lines_is_named(script: list[tuple[float, bytes]], says: str) -> None:
    assert says in refused(script)


def test_a_silent_port_is_not_waited_for_longer_than_it_says() -> None:
    port = ScriptedPort([])
    with pytest.raises(ProtocolMismatch):
        told_from(port, ASKED, port.now)
    assert port.now_s - 100.0 < 10.2


def test_torn_lines_among_the_first_do_not_matter() -> None:
    lines = rows()
    lines[5::40] = ["30"] * len(lines[5::40])
    lines[7::50] = ["300,1,300,2"] * len(lines[7::50])
    assert told(even(lines)).shape.n_fields == 2
