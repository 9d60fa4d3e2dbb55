"""A moment as the store has it: UTC, how far the place was ahead of it, and the day there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

_A_DAY = timedelta(days=1)
"""No place is farther from UTC."""


def moment_of(at: datetime) -> dict[str, Any]:
    """Columns of `models.Dated` for a moment that has its offset from UTC."""
    offset = at.utcoffset() or timedelta()
    # in the first and the last hours of the calendar there is no other time to go by
    there = at.replace(tzinfo=None)
    offset = offset if datetime.min + _A_DAY < there < datetime.max - _A_DAY else timedelta()
    return {"at_utc": there - offset, "offset_min": round(offset.total_seconds() / 60.0), "day": at.date()}


def moment_at(at_utc: datetime, offset_min: int) -> datetime:
    """The moment that `moment_of` was made of, with its offset."""
    return at_utc.replace(tzinfo=UTC).astimezone(_zone(offset_min))


@cache
def _zone(offset_min: int) -> timezone:
    return timezone(timedelta(minutes=offset_min))
