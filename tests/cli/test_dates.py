"""Days are written as they are, or as so long ago."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from thumbwalk.cli.dates import day_of
from thumbwalk.errors import OptionError


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-03-01", date(2026, 3, 1)), ("0d", date(2026, 3, 31)), ("30d", date(2026, 3, 1)), ("2w", date(2026, 3, 17))],
)
def test_a_day_is_read(text: str, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thumbwalk.cli.dates.now", lambda: datetime(2026, 3, 31, 23, 59, tzinfo=UTC))
    assert day_of(text, "--since") == day


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "d", "-3d", "1.5d"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(OptionError, match=r"--since .* is no day; write it as 2026-03-01, or as 30d"):
        day_of(text, "--since")
