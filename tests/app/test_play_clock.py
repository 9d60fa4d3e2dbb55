"""A clock that stands, goes on, is put elsewhere and goes at another speed, without a leap."""

from __future__ import annotations

from thumbwalk.app.play_clock import PlayClock


def test_it_stands_goes_on_and_is_put_to_another_moment() -> None:
    clock = PlayClock(1000.0)
    assert clock.at(1010.0) == 10.0
    clock.stand(1010.0)
    assert clock.stands
    assert clock.at(1900.0) == 10.0
    clock.put(1900.0, 60.0)
    assert clock.at(1950.0) == 60.0
    clock.go_on(2000.0)
    assert clock.at(2005.0) == 65.0
    clock.put(2005.0, 100.0)
    assert (clock.at(2006.0), clock.stands) == (101.0, False)


def test_another_speed_begins_where_it_is() -> None:
    clock = PlayClock(0.0)
    clock.go_at(4.0, 0.25)
    assert (clock.at(4.0), clock.at(8.0)) == (4.0, 5.0)
    clock.stand(8.0)
    clock.go_at(9.0, 4.0)
    assert clock.at(20.0) == 5.0
    clock.go_on(20.0)
    assert clock.at(21.0) == 9.0
