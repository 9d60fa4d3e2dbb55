"""The measures of thumb walking, against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique import walk
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.ways import SECOND_WAYS, THIRD_WAYS, WAYS
from thumbwalk.technique.work import StrokeTable, Work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]


def measured(touch: TouchBlock) -> dict[str, Any]:
    return walk.measures(Work.of(touch, [strokes_of(touch)]))


def walking(touch_of: Make, presses: Make, bites: int = 12, kept: float = 0.3, step_mm: Any = (6.0, 0.0)) -> Any:
    """Bites of 0.7 s, the thumb creeping on where it presses least."""
    force = presses([10.0] * bites, 0.7, kept=kept)
    number = np.clip((np.arange(len(force)) - 100) // 70, 0, bites - 1)
    return touch_of(force, x_mm=80 + step_mm[0] * number, y_mm=45 + step_mm[1] * number)


def test_an_even_walk(touch_of: Make, presses: Make) -> None:
    m = measured(walking(touch_of, presses))
    assert m["strokes"] == 12
    assert m["rate_per_min"] == pytest.approx(60 / 0.7, rel=0.01)
    assert m["rhythm_cv"] == pytest.approx(0.0, abs=0.02)
    assert m["bite_mm"] == pytest.approx(6.0, rel=0.02)
    assert m["bite_cv"] == pytest.approx(0.0, abs=0.05)
    assert m["heading_deg"] == pytest.approx(0.0, abs=0.5)
    assert m["forward"] == 1.0
    assert m["contact_kept"] == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize(
    ("step_mm", "heading_deg", "forward"),
    [((-6.0, 0.0), 180.0, 0.0), ((3.0, 4.0), 53.13, 1.0), ((0.0, -6.0), -90.0, 1.0), ((0.0, 6.0), 90.0, 1.0)],
)
def test_forward_is_toward_the_toes_unless_the_walk_runs_across(
    touch_of: Make, presses: Make, step_mm: Any, heading_deg: float, forward: float
) -> None:
    m = measured(walking(touch_of, presses, step_mm=step_mm))
    assert abs(m["heading_deg"]) == pytest.approx(abs(heading_deg), abs=1.0)
    assert m["forward"] == forward


def uneven(touch_of: Make, presses: Make, weak: tuple[int, ...]) -> TouchBlock:
    """Bites of 10 N over a contact of 3 N that is kept; those that are ``weak`` do not rise out of it."""
    level = 3.0 + 7.0 * np.sin(np.pi * np.arange(70) / 70) ** 2
    row = np.concatenate([np.full(70, 3.0) if number in weak else level for number in range(14)])
    number = np.clip((np.arange(len(row) + 200) - 100) // 70, 0, 13)
    touch: TouchBlock = touch_of(np.concatenate([np.zeros(100), row, np.zeros(100)]), x_mm=80 + 6.0 * number, y_mm=45)
    return touch


def test_bites_that_do_not_rise_out_of_the_contact_kept_are_bites_all_the_same(touch_of: Make, presses: Make) -> None:
    touch = uneven(touch_of, presses, weak=(4, 8, 9))
    m = measured(touch)
    peaks = np.array([10.0] * 11 + [3.0] * 3)
    assert m["strokes"] == 14
    assert m["rhythm_cv"] == pytest.approx(0.0, abs=0.05)
    assert m["bite_mm"] == pytest.approx(6.0, rel=0.05)
    # more than half of them are alike, so that the efficient scatter is nought: what is seen is their number
    assert np.count_nonzero(walk._with_weak(StrokeTable.of([strokes_of(touch)])).peak_n < 4.0) == 3
    assert sorted(np.round(walk._with_weak(StrokeTable.of([strokes_of(touch)])).peak_n)) == sorted(peaks)
    old = walk.measures(Work.of(touch, [strokes_of(touch)], THIRD_WAYS))
    assert old["strokes"] == 11


def test_a_pause_and_a_long_way_in_a_walk_are_no_weak_bites(touch_of: Make, presses: Make) -> None:
    still = uneven(touch_of, presses, weak=(4, 5, 6, 7))
    assert measured(still)["strokes"] == 10, "four in a row are a pause"
    touch = walking(touch_of, presses)
    slow = replace(touch, x_mm=np.where(touch.time_s > 5.0, touch.x_mm + 6.0, touch.x_mm))
    assert measured(slow)["strokes"] == 12, "a step of two bites in the time of one is a long bite"


def test_a_lost_contact_is_zero(touch_of: Make, presses: Make) -> None:
    assert measured(walking(touch_of, presses, kept=0.0))["contact_kept"] == pytest.approx(0.0, abs=0.01)


def test_few_bites_or_no_place_are_null(touch_of: Make, presses: Make) -> None:
    one = measured(walking(touch_of, presses, bites=1))
    assert one["bite_mm"] is one["heading_deg"] is one["forward"] is one["contact_kept"] is None
    nowhere = measured(touch_of(presses([10.0] * 6, 0.7, kept=0.3), x_mm=np.nan, y_mm=np.nan))
    assert nowhere["bite_mm"] is None
    assert nowhere["contact_kept"] == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize(
    ("kept", "step_mm", "name"),
    [(0.3, 6.0, "walk"), (0.3, 1.5, "knead"), (0.02, 6.0, "knead")],
)
def test_a_walk_gets_on_and_keeps_contact(
    touch_of: Make, presses: Make, kept: float, step_mm: float, name: str
) -> None:
    touch = walking(touch_of, presses, kept=kept, step_mm=(step_mm, 0.0))
    (segment,) = segments_of(strokes_of(touch), touch)
    assert segment.technique == name


@pytest.mark.parametrize("kept", [0.3, 0.6])
def test_a_way_back_is_no_bite(touch_of: Make, presses: Make, kept: float) -> None:
    force = presses([10.0] * 12, 0.7, kept=kept)
    number = np.clip((np.arange(len(force)) - 100) // 70, 0, 11)
    x = 80.0 + 6.0 * (number % 6) + np.where(number >= 6, 18.0, 0.0)  # back by 12 mm, two bites' length
    m = measured(touch_of(force, x_mm=x))
    assert m["bite_mm"] == pytest.approx(6.0, rel=0.02)
    assert m["forward"] == 1.0
    assert m["bite_cv"] == pytest.approx(0.0, abs=0.05)
    assert m["strokes"] == 12


def test_lines_count_by_their_bites(touch_of: Make, presses: Make) -> None:
    force = presses([10.0] * 10, 0.7, kept=0.3)
    number = np.clip((np.arange(len(force)) - 100) // 70, 0, 9)
    # a line of seven bites of 5 mm, and back for one of three of 8 mm
    x = np.where(number < 7, 80.0 + 5.0 * number, 60.0 + 8.0 * (number - 7))
    assert measured(touch_of(force, x_mm=x))["bite_mm"] == pytest.approx((6 * 5.0 + 2 * 8.0) / 8, rel=0.02)


def test_a_lift_of_a_third_of_a_second_begins_a_new_line(touch_of: Make, presses: Make) -> None:
    press = presses([10.0], 0.6)[100:-100]
    force = np.concatenate([np.zeros(100), *[np.r_[press, np.zeros(60)]] * 4, np.zeros(100)])
    number = np.clip((np.arange(len(force)) - 100) // 120, 0, 3)
    assert measured(touch_of(force, x_mm=80 + 6.0 * number))["bite_mm"] is None


def test_a_bite_that_goes_back_is_as_long_as_the_others(touch_of: Make, presses: Make) -> None:
    way = np.array([1, 1, -1, 1, 1, -1, 1, 1, 1, -1, 1, 1])  # three of twelve steps go back
    force = presses([10.0] * 13, 0.7, kept=0.3)
    number = np.clip((np.arange(len(force)) - 100) // 70, 0, 12)
    touch = touch_of(force, x_mm=80.0 + 6.0 * np.concatenate(([0], np.cumsum(way)))[number])
    m = measured(touch)
    assert m["bite_mm"] == pytest.approx(6.0, rel=0.02)
    assert m["forward"] == pytest.approx(9 / 12)
    old: dict[str, Any] = walk.measures(Work.of(touch, [strokes_of(touch)], SECOND_WAYS))
    assert old["bite_mm"] < 4.0, "as it was told in the second version: the line's own slope"


def test_bites_that_mostly_go_back_are_told_as_that(touch_of: Make, presses: Make) -> None:
    way = np.array([1, -1, -1, 1, -1, -1, 1, -1, -1, -1, 1, -1])
    force = presses([10.0] * 13, 0.7, kept=0.3)
    number = np.clip((np.arange(len(force)) - 100) // 70, 0, 12)
    m = measured(touch_of(force, x_mm=150.0 + 6.0 * np.concatenate(([0], np.cumsum(way)))[number]))
    assert m["forward"] == pytest.approx(4 / 12)
    assert m["bite_mm"] == pytest.approx(6.0, rel=0.02)


def bites(*x_mm: float, y_mm: float = 50.0, gaps_s: dict[int, float] | None = None) -> StrokeTable:
    """Bites at places along the foot, half a second each; some of them after a lift."""
    strokes, start_s = [], 0.0
    for number, x in enumerate(x_mm):
        start_s += (gaps_s or {}).get(number, 0.0)
        strokes.append(Stroke(start_s, start_s, start_s, start_s + 0.5, 10.0, 3.0, 0.4, x, y_mm, 1.0, 0))
        start_s += 0.5
    return StrokeTable.of([strokes])


def lines(table: StrokeTable) -> list[tuple[int, int]]:
    return [(line.start, line.stop) for line in walk._lines(table, WAYS)]


@pytest.mark.parametrize(("back_mm", "parted"), [(8.9, False), (9.1, True)])
def test_a_step_back_of_one_and_a_half_bites_begins_a_new_line(back_mm: float, parted: bool) -> None:
    places = [100.0, 106.0, 112.0, 118.0, 118.0 - back_mm, 124.0 - back_mm, 130.0 - back_mm]
    assert lines(bites(*places)) == ([(0, 4), (4, 7)] if parted else [(0, 7)])


@pytest.mark.parametrize(("gap_s", "parted"), [(0.34, False), (0.36, True)])
def test_a_lift_of_a_row_s_length_begins_one_too(gap_s: float, parted: bool) -> None:
    assert lines(bites(100.0, 106.0, 112.0, 118.0, gaps_s={2: gap_s})) == ([(0, 2), (2, 4)] if parted else [(0, 4)])
    assert lines(bites(100.0)) == [(0, 1)]


def test_the_usual_bite_is_as_long_as_the_median_one_and_goes_where_all_go_in_the_end() -> None:
    dx, dy = np.array([6.0, 6.0, -6.0, 6.0, -40.0]), np.array([8.0, 8.0, -8.0, 8.0, 0.0])
    # the last one is over three bites long, a way to elsewhere
    assert walk._usual_step(dx, dy, WAYS) == pytest.approx((6.0, 8.0))
    near = np.array([6.0, 6.0, -6.0, 6.0, -29.0])
    assert walk._usual_step(near, dy, WAYS)[0] < 0.0, "one of less than that counts"
    assert walk._usual_step(np.array([6.0, -6.0]), np.zeros(2), WAYS) == (0.0, 0.0)
    assert walk._usual_step(dx, dy, SECOND_WAYS) == (6.0, 8.0)


@pytest.mark.parametrize(
    ("x_mm", "parts"),
    [
        ((0.0, 6.0, 12.0, 18.0), [4]),
        ((0.0, 6.0, 12.0, 8.9, 14.9), [3, 2, 2]),
        ((0.0, 6.0, 12.0, 9.1, 15.1), [5]),
        ((0.0, 4.0, 8.0, 5.6, 9.6), [5]),
        ((0.0, 4.0, 8.0, 5.4, 9.4), [3, 2, 2]),
        ((0.0, -6.0, -12.0, -8.9, -14.9), [3, 2, 2]),
        ((0.0, 6.0, 0.0), [3]),
    ],
    ids=["straight", "half a bite", "less", "two millimetres", "more", "the other way", "nowhere in the end"],
)
def test_a_line_is_parted_where_a_bite_goes_back(x_mm: tuple[float, ...], parts: list[int]) -> None:
    x = np.array(x_mm)
    assert [len(part) for part, _ in walk._one_way(x, np.zeros(len(x)))] == parts


def test_bites_are_told_by_their_lines_and_scatter_along_the_walk() -> None:
    told = walk._bites(bites(100.0, 105.0, 112.0, 118.0), WAYS)
    # the slope of a straight line through 0 5 12 18 is (1.5 * 18 + 0.5 * 7) / 5
    assert told["bite_mm"] == pytest.approx((1.5 * 18.0 + 0.5 * 7.0) / 5.0)
    assert told["heading_deg"] == 0.0
    assert told["forward"] == 1.0
    assert told["bite_cv"] == WAYS.scatter(np.array([5.0, 7.0, 6.0]))
    assert walk._bites(bites(100.0, 105.0, 112.0), WAYS)["bite_cv"] is None, "two steps tell no scatter"
    assert walk._bites(bites(100.0), WAYS)["bite_mm"] is None


@pytest.mark.parametrize(("across_deg", "forward"), [(59.0, 0.0), (61.0, 1.0)])
def test_a_walk_across_goes_forward_its_own_way(across_deg: float, forward: float) -> None:
    # toward the heel, and so far off the foot's axis
    way = np.radians(across_deg)
    table = bites(*(100.0 - 6.0 * np.cos(way) * np.arange(4)))
    told = walk._bites(replace(table, y_mm=50.0 + 6.0 * np.sin(way) * np.arange(4)), WAYS)
    assert told["forward"] == forward
    assert told["bite_mm"] == pytest.approx(6.0)
