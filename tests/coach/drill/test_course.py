"""What changes over a set: in equal steps, evenly, or as results lead it; and what is none."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.coach.drill.course import Course, middle_of_aim, read_aim, timeline_of


def at(course: Course, *times_s: float) -> list[float]:
    return [float(value) for value in course.over(0.0, 60.0).at(np.array(times_s))]


def test_a_ladder_stands_on_each_rung_for_an_equal_share() -> None:
    ladder = Course((36.0, 42.0, 48.0, 54.0))
    assert at(ladder, 0.0, 14.9, 15.0, 44.9, 45.0, 59.9) == [36.0, 36.0, 42.0, 48.0, 54.0, 54.0]
    assert middle_of_aim(ladder, 60.0) == 45.0


def test_a_ramp_goes_evenly() -> None:
    assert at(Course((9.0, 15.0), "ramp"), 0.0, 30.0, 60.0) == [9.0, 12.0, 15.0]


def test_a_led_course_goes_a_tenth_a_step_within_its_ends() -> None:
    led = Course((72.0, 108.0), "led")
    assert led.clean_steps(60.0) == pytest.approx((72.0, 79.2, 87.12, 95.832, 105.4152, 108.0))
    assert led.led(79.2, clean=False) == pytest.approx(72.0)
    assert led.led(72.0, clean=False) == 72.0
    down = Course((108.0, 72.0), "led")
    assert (down.led(108.0, clean=True), down.led(90.0, clean=False)) == pytest.approx((98.1818, 99.0), rel=1e-4)


def test_a_plain_number_is_flat_and_nothing_is_nothing() -> None:
    line = timeline_of(12.0, 3.0, 8.0)
    assert line is not None
    assert (line.is_flat, line.mean) == (True, 12.0)
    assert timeline_of(None, 0.0, 1.0) is None
    assert middle_of_aim(None, 1.0) is None


@pytest.mark.parametrize(
    "written", [12, 12.5, [9, 12, 15], {"from": 9, "to": 15}, {"from": 72, "to": 108, "led": True}, None]
)
def test_what_a_document_says_is_read_and_written_alike(written: object) -> None:
    aim = read_aim(written, 1.0, 200.0)
    assert (aim.to_json() if isinstance(aim, Course) else aim) == written


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (0.5, "from 1 to 200"), ([9, 500], "from 1 to 200"), ([9], "a number, a ladder"), ("9", "a number, a ladder"),
        ({"from": 9}, "a number, a ladder"), ({"from": 9, "to": 9}, "a number"),
        ({"from": 9, "to": 12, "up": 1}, "led"),
        ({"from": 9, "to": 12, "led": 1}, "led"), (True, "a number"), (float("nan"), "a number"), ([9, "b"], "from 1"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(written: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_aim(written, 1.0, 200.0)
