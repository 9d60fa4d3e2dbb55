"""Days as they are said in short, without Qt."""

from __future__ import annotations

from datetime import date

from thumbwalk.language import _, marked, plural

_MONTHS = marked("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
"""The months' short names, with a space between them."""


def day_said(day: date) -> str:
    """A day as it stands beside others: ``3 Nov``."""
    return _("{day} {month}").format(day=day.day, month=_(_MONTHS).split()[day.month - 1])


def in_a_row(days: int) -> str:
    """How many days in a row there was practice."""
    said = plural(
        "{n} day in a row; one off in between is no break", "{n} days in a row; one off in between is no break", days
    )
    return said.format(n=days)
