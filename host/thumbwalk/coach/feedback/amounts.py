"""Numbers and bands in words, no finer than a hand can tell apart."""

from __future__ import annotations


def span(band: tuple[float | None, float | None], unit: str) -> str:
    """A band in words: ``8–18 N``, ``under 0.25``, ``over 4 mm``."""
    low, high = band
    unit = f" {unit}" if unit else ""
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f"{limit(low)}–{limit(high)}{unit}"
    return f"over {limit(low)}{unit}" if low is not None else f"under {limit(high or 0.0)}{unit}"


def limit(value: float) -> str:
    """A band's end: not rounded so far that being beside it looks like being inside."""
    return f"{value:.2f}" if 0 < abs(value) < 1 else f"{value:.1f}".removesuffix(".0")


def number(value: float) -> str:
    """A number no finer than a hand is: whole from 10 up, two figures below."""
    size = abs(value)
    return f"{value:.0f}" if size >= 10 or value == int(value) else f"{value:.1f}" if size >= 1 else f"{value:.2f}"
