"""Matching: medians of what was pressed, and only presses that are held, in their zone, count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.person.matching import Match, Matching
from thumbwalk.errors import DrillError
from thumbwalk.pad import Pad
from thumbwalk.zones import ZoneMap, zone_centre_mm

Touching = Callable[..., Any]


def presses(forces_n: Sequence[float], seconds: float = 2.0) -> np.ndarray[Any, Any]:
    """Presses with a slow rise, and a second between them, at 100 Hz."""
    rise = np.linspace(0.0, 1.0, 20)
    one = np.concatenate([rise, np.ones(round(seconds * 100) - 20), np.zeros(100)])
    return np.concatenate([force_n * one for force_n in forces_n])


def test_the_medians_of_three_are_the_target_and_the_cap(touch_at: Touching, pad: Pad) -> None:
    matching = Matching("heel", ZoneMap(pad))
    asked = []
    for force_n in (8.0, 14.0, 9.0, 12.0, 30.0, 13.0):
        asked.append(matching.asked)
        matching.feed(touch_at(presses([force_n])))
    assert asked == [(said, number) for number in (1, 2, 3) for said in ("just right", "too much")]
    assert matching.asked is None
    assert matching.result() == Match(pytest.approx(9.0), pytest.approx(13.0))  # type: ignore[arg-type]
    assert matching.notes == []


def test_any_chunking_gives_the_same(touch_at: Touching, pad: Pad) -> None:
    touch = touch_at(presses([8.0, 14.0, 9.0, 12.0, 10.0, 13.0]))
    for size in (1, 7, 100, len(touch)):
        matching = Matching("heel", ZoneMap(pad))
        for first in range(0, len(touch), size):
            matching.feed(touch.cut(first, first + size))
        assert matching.result() == Match(9.0, 13.0), size


def test_a_tap_does_not_count_and_is_told(touch_at: Touching, pad: Pad) -> None:
    matching = Matching("heel", ZoneMap(pad))
    matching.feed(touch_at(presses([8.0], seconds=0.6)))
    assert matching.asked == ("just right", 1)
    assert "hold it for 1 s and more" in matching.notes[0]


def test_another_zone_does_not_count_and_is_named(touch_at: Touching, pad: Pad) -> None:
    matching = Matching("forefoot", ZoneMap(pad))
    matching.feed(touch_at(presses([8.0]), *zone_centre_mm(pad, "heel")))
    assert matching.asked == ("just right", 1)
    assert matching.notes == ["That was the heel: press the forefoot of the rig. Once more."]
    matching.feed(touch_at(presses([8.0]), *zone_centre_mm(pad, "forefoot")))
    assert matching.asked == ("too much", 1)


def test_where_there_is_no_place_any_will_do(touch_at: Touching, pad: Pad) -> None:
    matching = Matching("forefoot", ZoneMap(pad))
    matching.feed(touch_at(presses([8.0]), np.nan, np.nan))
    assert matching.asked == ("too much", 1)


def test_waiting_is_counted_in_stream_time_and_ends_with_a_touch(touch_at: Touching, pad: Pad) -> None:
    matching = Matching("heel", ZoneMap(pad))
    matching.feed(touch_at(np.zeros(500)))
    assert matching.waited_s == pytest.approx(5.0)
    matching.feed(touch_at(presses([8.0])))
    assert matching.waited_s == pytest.approx(1.0)


@pytest.mark.parametrize("forces_n", [(9.0, 8.0), (9.0, 9.0), (9.0, 9.4), (0.6, 0.8)])
def test_too_much_that_is_no_more_is_refused(touch_at: Touching, pad: Pad, forces_n: tuple[float, float]) -> None:
    matching = Matching("heel", ZoneMap(pad))
    matching.feed(touch_at(presses(forces_n * 3)))
    with pytest.raises(DrillError, match="nothing is kept, match the heel again"):
        matching.result()


def test_a_cap_stays_within_what_it_may_be_and_its_target_within_it() -> None:
    assert Match(9.0, 14.0).within(12.0) == Match(9.0, 12.0)
    assert Match(13.0, 14.0).within(12.0) == Match(12.0, 12.0)
    assert Match(9.0, 11.0).within(12.0) == Match(9.0, 11.0)
