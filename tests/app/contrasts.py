"""How far two colours stand out from each other, by the definitions of WCAG 2.2."""

from __future__ import annotations


def channels(color: str) -> tuple[float, ...]:
    return tuple(int(color[i : i + 2], 16) / 255.0 for i in (1, 3, 5))


def luminance(color: str) -> float:
    """Relative luminance, 0..1 (WCAG 2.2's definition, sRGB)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2's definition)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)
