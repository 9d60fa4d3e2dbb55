"""What metrics and caps cost: parts that add up, and what each alone would gain."""

from __future__ import annotations

import math

import pytest

from thumbwalk.coach.score.costs import costed
from thumbwalk.coach.score.score import Cap, Metric


def metric(name: str, credit: float, weight: float = 1.0) -> Metric:
    return Metric(name, 1.0, "", (None, 1.0), credit, weight, 0.0, "")


ROWS = (metric("a", 1.0), metric("b", math.exp(-0.1), 2.0), metric("c", math.exp(-0.3)))
"""The weighted logarithms are 0, 0.2 and 0.3: together -0.5 over a weight of 4."""


def test_points_are_in_proportion_to_weight_and_logarithm() -> None:
    rows, _, score = costed(ROWS, (), touched=True)
    missing = 100.0 * (1.0 - math.exp(-0.5 / 4.0))
    assert score == pytest.approx(100.0 - missing)
    points = {row.name: row.points for row in rows}
    assert points == pytest.approx({"a": 0.0, "b": 0.4 * missing, "c": 0.6 * missing})
    gains = {row.name: row.points_lost for row in rows}
    assert gains["c"] == pytest.approx(100.0 * (math.exp(-0.2 / 4.0) - math.exp(-0.5 / 4.0)))
    assert [row.name for row in rows] == ["c", "b", "a"]


def test_what_caps_took_stands_at_the_lowest_and_measures_gain_nothing() -> None:
    rows, caps, score = costed(ROWS, (Cap("toes", 10, 11, 80.0), Cap("heel", 25, 30, 60.0)), touched=True)
    assert score == 60.0
    assert [row.points_lost for row in rows] == [0.0, 0.0, 0.0]
    assert caps[0].points == 0.0
    assert sum(row.points for row in rows) + caps[1].points == pytest.approx(40.0)


def test_without_a_touch_there_is_no_score() -> None:
    rows, _, score = costed([metric("a", 0.0)], (), touched=False)
    assert (score, rows[0].points) == (0.0, 100.0)


def test_what_costs_nothing_stands_in_the_order_of_how_near_it_is_to_doing_so() -> None:
    def inside(name: str, value: float, band: tuple[float | None, float | None], weight: float = 1.0) -> Metric:
        return Metric(name, value, "", band, 1.0, weight, 0.0, "")

    rows = (inside("middle", 12.0, (8.0, 16.0), 2.0), inside("low", 8.2, (8.0, 16.0)), inside("flow", 1.0, (0.9, None)))
    assert [row.name for row in costed(rows, (), touched=True)[0]] == ["low", "flow", "middle"]
    assert costed((*rows, metric("out", 0.9)), (), touched=True)[0][0].name == "out"


def test_what_costs_nothing_costs_nought_and_no_less() -> None:
    told, _, score = costed([metric("a", 1.0), metric("b", 0.5)], (), touched=True)
    assert score < 100.0
    assert {row.name: str(row.points) for row in told}["a"] == "0.0"
