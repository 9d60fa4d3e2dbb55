"""Where a contact was, by tenths of a second, and how far it likely has got since."""

from __future__ import annotations

import pytest

from thumbwalk.touch.whereabouts import Whereabouts

Place = tuple[float, float]


def near(where: Whereabouts) -> tuple[Place | None, float]:
    """Where the contact was, and how far it has likely got since."""
    return where.near_mm, where.sigma_mm


def test_where_a_contact_was_is_remembered_by_tenths_of_a_second_and_how_far_it_may_be() -> None:
    where = Whereabouts.at_rate(100.0)
    where.take(9, (100.0, 50.0))
    assert near(where)[0] is None
    where.take(1, (100.0, 50.0))
    assert near(where) == ((100.0, 50.0), 12.0)
    where.take(10, (114.0, 50.0))
    assert near(where) == ((114.0, 50.0), 12.0)
    for lifted in range(1, 16):
        where.take(10, None)
        assert near(where) == ((114.0, 50.0), 12.0 + 8.0 * lifted)
    where.take(10, None)
    assert near(where)[0] is None, "after a second and a half it may be anywhere"


@pytest.mark.parametrize(("n", "room"), [(0, 10), (4, 6), (10, 10), (37, 3), (240, 10)])
def test_with_all_tiles_sound_steps_go_on_and_no_place_is_remembered(n: int, room: int) -> None:
    where = Whereabouts.at_rate(100.0)
    where.take(10, (100.0, 50.0))
    where.pass_over(n)
    assert where.room == room
    assert (near(where)[0] is None) == (n >= 10)
    one_by_one = Whereabouts.at_rate(100.0)
    one_by_one.take(10, (100.0, 50.0))
    for _ in range(n):
        one_by_one.pass_over(1)
    assert (one_by_one.room, one_by_one.near_mm) == (where.room, where.near_mm)


def test_a_copy_stays_as_it_was_and_a_piece_begins_anew() -> None:
    where = Whereabouts.at_rate(100.0)
    where.take(10, (100.0, 50.0))
    before = where.copied()
    where.take(10, (120.0, 50.0))
    assert before.near_mm == (100.0, 50.0)
    where.take(3, None)
    where.begin()
    assert (where.near_mm, where.room) == (None, 10)
