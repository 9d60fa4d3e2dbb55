"""A curve of sets: cold ones are what counts, and what is chance and what was asked lie where they should."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.plan.change import Change, Repeats
from thumbwalk.coach.plan.curves import Curve, Point
from thumbwalk.coach.plan.sets_done import Condition
from thumbwalk.report.curve_drawing import BOTTOM, HEIGHT, MOST_DOTS, TOP, curve_drawing

FIRST = date(2026, 3, 1)


def curve(
    values: list[float], *, measure: str = "score", cold_every: int = 1, mdc: float | None = None, before: float = 60.0
) -> Curve:
    points = tuple(
        Point(FIRST + timedelta(days=at // cold_every), at + 1, value, at % cold_every == 0)
        for at, value in enumerate(values)
    )
    change = Change(70.0, 5, before, 5, "improved")
    return Curve("knead", measure, "", Condition(), False, points, Repeats(9, 1.0, mdc), change, ())


def test_cold_sets_are_joined_and_later_ones_are_dots_only() -> None:
    drawing = curve_drawing(curve([60.0, 80.0, 70.0, 90.0], cold_every=2))
    assert [dot.cold for dot in drawing.dots] == [True, False, True, False]
    first, _, third, _ = drawing.dots
    assert drawing.line_d == f"M{first.x} {first.y}L{third.x} {third.y}"
    assert drawing.days == ("1 Mar", "2 Mar")
    assert first.y > third.y, "a better score is higher up"


def test_the_band_of_chance_is_as_far_about_what_was_before_as_repeats_differ() -> None:
    drawing = curve_drawing(curve([60.0, 90.0], mdc=10.0))
    assert drawing.chance is not None
    per_point = (HEIGHT - TOP - BOTTOM) / 100.0
    assert drawing.chance == pytest.approx((TOP + 30.0 * per_point, 20.0 * per_point), abs=0.11)
    assert curve_drawing(curve([60.0, 90.0])).chance is None


def test_what_was_asked_is_drawn_to_the_edge_where_it_has_no_end() -> None:
    drawing = curve_drawing(curve([0.3, 0.2], measure="force_cv"), (None, 0.1))
    assert drawing.band is not None
    top, tall = drawing.band
    assert top + tall == pytest.approx(HEIGHT - BOTTOM, abs=0.11)
    assert top > max(dot.y for dot in drawing.dots), "both are above it"


def test_of_very_many_the_newest_are_drawn() -> None:
    drawing = curve_drawing(curve([50.0] * 300))
    assert len(drawing.dots) == MOST_DOTS
    assert drawing.days[1] == "25 Dec"


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6), st.none() | st.floats(0.0, 1e4))
def test_whatever_the_values_are_all_dots_and_lines_lie_in_the_box(values: list[float], mdc: float | None) -> None:
    drawing = curve_drawing(curve(values, measure="force_n", mdc=mdc, before=values[0]), (values[0], None))
    for y in [*(dot.y for dot in drawing.dots), *(y for y, _ in drawing.y_ticks)]:
        assert TOP - 0.1 <= y <= HEIGHT - BOTTOM + 0.1
    assert 2 <= len(drawing.y_ticks) <= 8
