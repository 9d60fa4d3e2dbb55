"""What a contact did lately: work is to press and let go, or to move; coming, going and wavering are none."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.touch.past import WATCH, Past, Seen, is_work, moved_mm, seen_in

Array = NDArray[np.float64]
UP, DOWN = np.linspace(0.0, 8.0, 50), np.linspace(8.0, 0.0, 50)


def seen(force_n: Array, x_mm: float = 100.0, y_mm: float = 50.0, blocks: int = WATCH) -> deque[Seen]:
    return deque(Seen(x_mm, y_mm, part) for part in np.array_split(force_n, blocks))


@pytest.mark.parametrize(
    ("force_n", "works"),
    [
        (np.full(100, 6.0), False),
        (np.r_[UP, np.full(50, 8.0)], False),
        (np.r_[np.full(50, 8.0), DOWN], False),
        (np.r_[UP, DOWN], True),
        (np.r_[DOWN, UP], True),
        (6.0 + np.sin(np.arange(100) / 5.0), False),
        (6.0 + 2.0 * np.sin(np.arange(100) / 5.0), True),
        (0.1 + 0.1 * np.sin(np.arange(100) / 5.0), False),
    ],
    ids=["still", "coming", "going", "a press", "a release", "a third", "two thirds", "faint"],
)
def test_work_is_to_press_and_let_go_and_coming_or_going_is_none(force_n: Array, works: bool) -> None:
    assert is_work(seen(force_n)) == works


@pytest.mark.parametrize(("step_mm", "works"), [(2.4, False), (2.6, True)])
def test_to_move_by_ten_millimetres_within_a_second_is_work(step_mm: float, works: bool) -> None:
    moving = deque(Seen(100.0 + step_mm * i, 50.0, np.full(20, 6.0)) for i in range(WATCH))
    assert is_work(moving) == works
    long_ago = deque([Seen(10.0, 50.0, np.full(20, 6.0)), *seen(np.full(100, 6.0))])
    assert not is_work(long_ago), "motion of more than five blocks ago does not count"


@pytest.mark.parametrize(
    ("way_mm", "works"),
    [((2.1,) * 5, True), ((1.9,) * 5, False), ((30.0, 30.0, 0.5, 0.5, 0.5), False), ((0.5, 0.5, 3.0, 3.0, 3.0), True)],
    ids=["rubbing", "wavering", "coming", "three of five"],
)
def test_to_and_fro_within_blocks_is_work_though_their_means_stand_still(
    way_mm: tuple[float, ...], works: bool
) -> None:
    assert is_work(deque(Seen(100.0, 50.0, np.full(20, 6.0), one) for one in way_mm)) == works


def test_a_block_s_way_is_how_far_its_quarters_lie_apart_and_a_moment_s_noise_is_none() -> None:
    quarters = np.repeat([0.0, 3.0, 1.0, -1.0], 5)
    assert seen_in(quarters, np.zeros(20), UP).way_mm == pytest.approx(4.0)
    assert seen_in(quarters, 0.75 * quarters, UP).way_mm == pytest.approx(5.0)
    assert seen_in(np.tile([-5.0, 5.0], 10), np.zeros(20), UP).way_mm <= 2.0
    assert seen_in(np.array([0.0, 50.0, 0.0]), np.zeros(3), UP).way_mm == 0.0, "too few to part"


def test_how_far_places_lie_apart_is_along_both_ways_and_no_place_is_nowhere() -> None:
    assert moved_mm([Seen(0.0, 0.0, UP), Seen(3.0, 0.0, UP), Seen(0.0, -4.0, UP)]) == 5.0
    assert moved_mm([Seen(np.nan, np.nan, UP)]) == 0.0
    assert moved_mm([]) == 0.0
    assert moved_mm([Seen(np.nan, np.nan, UP), Seen(3.0, 0.0, UP), Seen(6.0, 4.0, UP)]) == 5.0


def test_blocks_of_work_and_of_stillness_are_counted_on_end() -> None:
    past = Past()
    for part in seen(np.tile(np.r_[UP, DOWN], 2), blocks=10):
        past.add(part)
    assert (past.works, past.still) == (6, 0), "the first four blocks are too few to tell"
    for part in seen(np.full(400, 8.0), blocks=20):
        past.add(part)
    assert past.works == 0
    assert past.still > 0


def test_a_block_s_place_is_the_mean_and_nowhere_without_moments() -> None:
    one = seen_in(np.array([1.0, 3.0]), np.array([4.0, 8.0]), UP)
    assert (one.x_mm, one.y_mm) == (2.0, 6.0)
    assert np.isnan(seen_in(np.empty(0), np.empty(0), UP).x_mm)


def test_a_usual_force_is_told_of_a_hand_that_pressed_in_every_block() -> None:
    past = Past()
    for number, force_n in enumerate((4.0, 6.0, 5.0, 9.0, 5.5), 1):
        assert past.pressed_n == 0.0, "fewer than five tell nothing"
        past.add(Seen(100.0, 50.0, np.full(20, force_n)))
        assert len(past.seen) == number
    assert past.pressed_n == 5.5
    past.add(Seen(100.0, 50.0, np.full(20, 0.51)))
    assert past.pressed_n == 5.25
    past.add(Seen(100.0, 50.0, np.full(20, 0.49)))
    assert past.pressed_n == 0.0


@pytest.mark.parametrize(("fall_n", "works"), [(2.9, False), (3.1, True)])
def test_a_press_falls_and_rises_by_half_of_the_mean(fall_n: float, works: bool) -> None:
    force_n = np.full(200, 6.0)
    force_n[100] = 6.0 - fall_n
    assert is_work(seen(force_n)) == works
    faint = np.full(200, 0.3)
    faint[100] = 0.06
    assert not is_work(seen(faint)), "a quarter of a newton is the least"
