"""A moment as the store has it: UTC, how far the place was ahead of it, and the day there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any


def moment_of(at: datetime) -> dict[str, Any]:
    """Columns of `models.Dated` for a moment that has its offset from UTC."""
    offset = at.utcoffset()
    return {
        "at_utc": at.astimezone(UTC).replace(tzinfo=None),
        "offset_min": 0 if offset is None else round(offset.total_seconds() / 60.0),
        "day": at.date(),
    }


def moment_at(at_utc: datetime, offset_min: int) -> datetime:
    """The moment that `moment_of` was made of, with its offset."""
    return at_utc.replace(tzinfo=UTC).astimezone(_zone(offset_min))


@cache
def _zone(offset_min: int) -> timezone:
    return timezone(timedelta(minutes=offset_min))
