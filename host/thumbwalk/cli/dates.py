"""Days as options name them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from thumbwalk.cli.learning import now
from thumbwalk.errors import OptionError

_AGO = re.compile(r"(\d{1,5})([dw])")
_DAYS = {"d": 1, "w": 7}
"""Days and weeks before today."""


def day_of(text: str, option: str) -> date:
    """Read a day: 2026-03-01, or so many days or weeks ago (30d, 4w). Raises OptionError."""
    ago = _AGO.fullmatch(text)
    try:
        if ago is not None:
            return now().date() - timedelta(days=int(ago[1]) * _DAYS[ago[2]])
        return date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise OptionError(
            f"{option} {text[:40]!r} is no day; write it as 2026-03-01, or as 30d or 4w for so long ago"
        ) from error
