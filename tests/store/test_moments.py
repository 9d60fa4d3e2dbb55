"""A moment comes back as it was, and its day is that of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.store.moments import moment_at, moment_of

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=OFFSETS))
def test_it_comes_back_with_its_offset(at: datetime) -> None:
    kept = moment_of(at)
    again = moment_at(kept["at_utc"], kept["offset_min"])
    assert (again, again.utcoffset(), kept["day"]) == (at, at.utcoffset(), at.date())


def test_after_midnight_is_the_next_day_whatever_it_is_in_greenwich() -> None:
    kept = moment_of(datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=9))))
    assert kept == {"at_utc": datetime(2026, 3, 1, 15, 30), "offset_min": 540, "day": date(2026, 3, 2)}
    assert moment_at(kept["at_utc"], 0).tzinfo == UTC
