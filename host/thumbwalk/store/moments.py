"""A moment as the store has it: UTC, how far the place was ahead of it, and the day there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def moment_of(at: datetime) -> dict[str, Any]:
    """Columns of `models.Dated` for a moment that has its offset from UTC."""
    offset = at.utcoffset()
    return {
        "at_utc": at.astimezone(UTC).replace(tzinfo=None),
        "offset_min": 0 if offset is None else round(offset.total_seconds() / 60.0),
        "day": at.date(),
    }
