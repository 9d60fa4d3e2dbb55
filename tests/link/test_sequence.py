"""Which frames are new and in which order, by number and checksum alone."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.link.scan_frame import HEAD
from thumbwalk.link.sequence import WINDOW, FrameOrder


def frame(number: int, *, at_us: int | None = None, content: int = 1) -> bytes:
    """As it is when its checksum has been checked; the checksum here is what tells its content."""
    body = HEAD.pack(2, number & 0xFFFF, 1000 * number if at_us is None else at_us)
    return body + (content * 100_000 + number + 1).to_bytes(4, "little")


def given(order: FrameOrder, *numbers: int) -> list[int]:
    return [HEAD.unpack_from(due.frame)[1] for n in numbers for due in order.stream(frame(n), leads=True)]


def test_a_missing_frame_is_waited_for_and_put_in_its_place() -> None:
    order = FrameOrder(waits=True)
    assert given(order, 0, 1, 3, 4) == [0, 1]
    assert given(order, 2) == [2, 3, 4]
    assert (order.lost, order.late, order.repeated) == (0, 0, 0)


def test_who_does_not_wait_has_it_late_and_it_is_no_loss_any_more() -> None:
    order = FrameOrder(waits=False)
    assert given(order, 0, 2) == [0, 2]
    assert order.lost == 1
    (due,) = order.stream(frame(1), leads=True)
    assert due.late
    assert order.lost == 0


def test_what_came_before_is_not_given_again() -> None:
    order = FrameOrder(waits=True)
    assert given(order, 7, 8, 9, 7, 8, 9) == [7, 8, 9]
    assert order.repeated == 3


def test_a_number_that_was_had_with_other_content_is_somebody_who_counts_anew() -> None:
    order = FrameOrder(waits=True)
    given(order, *range(100, 120))
    (due,) = order.stream(frame(105, content=2), leads=True)
    assert due.anew
    assert given(order, 106 + 65_536) == [106], "and goes on from there"


@pytest.mark.parametrize("missing", [1, 5, WINDOW])
def test_those_that_never_come_are_counted_before_the_next(missing: int) -> None:
    order = FrameOrder(waits=True)
    given(order, 0)
    first = order.stream(frame(1 + missing), leads=True) + order.rest()
    assert [due.lost for due in first] == [missing]
    assert order.lost == missing


def test_a_leap_is_waited_for_by_nobody() -> None:
    order = FrameOrder(waits=True)
    assert given(order, 0, 1000, 1001) == [0, 1000, 1001]
    assert order.lost == 999


def test_a_run_that_follows_is_taken_whole_also_where_the_numbers_begin_again() -> None:
    order = FrameOrder(waits=True)
    numbers = np.arange(65_530, 65_545) % 65_536
    checksums = np.arange(1, 16, dtype=np.uint32)
    given(order, 65_529)
    assert order.follows(numbers.astype("<u2"), checksums)
    assert not order.follows(numbers.astype("<u2"), checksums), "that was had"
    assert given(order, 65_536 + 9) == [9]
    assert order.lost == 0


def test_an_answer_comes_at_once_fills_its_place_and_counts_once() -> None:
    order = FrameOrder(waits=True)
    given(order, 0)
    assert order.answer(frame(2))
    assert not order.answer(frame(2))
    assert given(order, 1, 3) == [1, 3]
    assert (order.lost, order.repeated) == (0, 1)
