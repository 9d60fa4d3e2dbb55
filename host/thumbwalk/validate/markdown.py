"""Tables and numbers as the validation's page shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def amount(value: float | None, unit: str = "") -> str:
    """An error with its unit ("%", "mm" or none); "missed" where it is infinite, a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "missed"
    if unit == "%":
        return f"{100 * value:.1f} %"
    if unit == "mm":
        return f"{value:.1f} mm"
    return f"{value:g}" if value == round(value) else f"{value:.3f}"
