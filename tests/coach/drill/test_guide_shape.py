"""The guide of every technique: circles circle under steady force, bites keep contact, glides are a moving front."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.drill.guide_shape import RETURN_S, GuideShape
from thumbwalk.pad import Pad


def shape(pad: Pad, technique: str, **keys: Any) -> GuideShape:
    one = DrillSet(technique, "", 20.0, **keys)
    return GuideShape.of(one, pad, one.rate_line())


def test_circles_are_a_dot_that_circles_under_steady_force(pad: Pad) -> None:
    one = shape(pad, "circles", place=(0.2, 0.5), force_n=10.0, rate_per_min=60.0)
    assert one.force_at(np.arange(1.0, 19.0, 0.1)) == pytest.approx(10.0)
    x, y = pad.place(0.2, 0.5)
    assert one.place_at(3.0) == pytest.approx((x + 11.0, y))
    assert one.place_at(3.25) == pytest.approx((x, y + 11.0)), "from +x toward +y"
    back = shape(pad, "circles", place=(0.2, 0.5), force_n=10.0, rate_per_min=60.0, direction="back")
    assert back.place_at(3.25) == pytest.approx((x, y - 11.0))


def test_a_walk_is_a_next_bite_that_keeps_contact_and_goes_back_through_the_air(pad: Pad) -> None:
    one = shape(pad, "walk", line="C", force_n=8.0, rate_per_min=60.0)
    assert one.length_mm == pytest.approx(0.58 * 265.0, rel=0.01)
    assert one.force_at(np.arange(1.0, 15.0, 0.01)).min() > 0.3 * 8.0
    assert one.force_at(np.array([1.5, 2.5])) == pytest.approx(8.0)
    first, second = one.place_at(0.5), one.place_at(1.5)
    assert first is not None
    assert second is not None
    assert np.hypot(second[0] - first[0], second[1] - first[1]) == pytest.approx(7.0, abs=0.1)
    brisk = shape(pad, "walk", line="C", force_n=8.0, rate_per_min=90.0)
    bites = int(brisk.length_mm / 7.0)
    # so many go into the line; the beat behind them is in the air
    assert brisk.force_at(np.array([bites - 0.5, bites + 0.5]) * 60.0 / 90.0) == pytest.approx([8.0, 0.0])


def test_a_glide_is_a_moving_front_that_comes_back_within_a_second(pad: Pad) -> None:
    one = shape(pad, "glide", line="C", force_n=5.0, speed_mm_s=50.0)
    lasts_s = one.length_mm / 50.0
    assert one.force_at(np.array([lasts_s / 2.0, lasts_s + RETURN_S / 2.0])) == pytest.approx([5.0, 0.0])
    start, middle = one.place_at(0.0), one.place_at(lasts_s / 2.0)
    assert start == pytest.approx(pad.place(0.18, 0.5))
    assert middle is not None
    assert middle[0] - start[0] == pytest.approx(0.29 * 265.0, abs=1.0)  # type: ignore[index]
    assert RETURN_S < 1.0


def test_a_hold_that_comes_again_is_let_go_between(pad: Pad) -> None:
    one = shape(pad, "hold", place=(0.2, 0.5), force_n=9.0, on_s=5.0, off_s=1.0)
    assert one.force_at(np.array([2.0, 5.5, 8.0, 11.5])) == pytest.approx([9.0, 0.0, 9.0, 0.0])


def test_kneading_lets_go_and_moves_to_and_fro_while_blows_are_short(pad: Pad) -> None:
    knead = shape(pad, "knead", place=(0.2, 0.5), force_n=12.0, rate_per_min=60.0)
    assert knead.force_at(np.array([3.0, 3.5])) == pytest.approx([0.0, 12.0], abs=1e-9)
    at = [knead.place_at(float(second)) for second in range(20)]
    x = np.array([place[0] for place in at if place is not None]) - pad.place(0.2, 0.5)[0]
    assert np.abs(np.diff(x)).max() <= 1.5 + 1e-9
    assert (np.diff(x) > 0).any()
    assert (np.diff(x) < 0).any()
    tap = shape(pad, "tap", place=(0.2, 0.5), force_n=3.0, rate_per_min=120.0)
    time_s = np.arange(0.0, 19.9, 0.001)
    assert (tap.force_at(time_s) > 0.0).mean() == pytest.approx(0.09 * 2.0, abs=0.01)


def test_force_and_beat_follow_their_courses(pad: Pad) -> None:
    one = shape(pad, "hold", place=(0.2, 0.5), force_n=Course((9.0, 15.0), "ramp"))
    assert one.force_at(np.array([5.0, 10.0])) == pytest.approx([10.5, 12.0])
    knead = shape(pad, "knead", place=(0.2, 0.5), force_n=12.0, rate_per_min=Course((30.0, 60.0)))
    assert knead.beat is not None
    assert knead.beat.times_s(0.0, 20.0) == pytest.approx([0, 2, 4, 6, 8, *range(10, 20)], abs=0.002)


def test_without_a_place_or_a_force_there_is_nothing_to_show(pad: Pad) -> None:
    assert shape(pad, "hold", force_n=9.0).place_at(1.0) is None
    assert not shape(pad, "hold", place=(0.2, 0.5)).force_at(np.arange(3.0)).any()


def test_a_teachers_trace_goes_before_everything_else(pad: Pad) -> None:
    made = shape(
        pad, "knead", force_n=12.0, rate_per_min=60.0, zone="heel",
        trace_n=((0.0, 0.0), (1.0, 8.0), (3.0, 4.0)), trace_uw=((0.0, 0.2, 0.5), (2.0, 0.4, 0.5)),
    )  # fmt: skip
    assert made.shows_force
    assert made.force_at(np.array([0.5, 1.0, 2.0, 9.0])) == pytest.approx([4.0, 8.0, 6.0, 4.0])
    x_mm = (pad.place(0.2, 0.5)[0] + pad.place(0.4, 0.5)[0]) / 2.0
    assert made.place_at(1.0) == pytest.approx((x_mm, (pad.place(0.2, 0.5)[1] + pad.place(0.4, 0.5)[1]) / 2.0))
    assert shape(pad, "hold", trace_n=((0.0, 1.0), (1.0, 2.0))).shows_force
    assert not shape(pad, "hold").shows_force
