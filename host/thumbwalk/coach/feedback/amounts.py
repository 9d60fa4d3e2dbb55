"""Numbers and bands in words, no finer than a hand can tell apart."""

from __future__ import annotations

import re
from typing import Literal, Self

from thumbwalk.language import Told, told

ForceUnit = Literal["N", "g", "kg"]
"""What forces are shown in; grams and kilograms are those of a scale under the foot."""
_PER_N: dict[ForceUnit, float] = {"N": 1.0, "g": 1000.0 / 9.80665, "kg": 1.0 / 9.80665}
"""By the standard gravity, 9.80665 m/s^2 (CGPM 1901)."""


def shown_force(force_n: float, unit: ForceUnit) -> str:
    """A force no finer than a hand is, without its unit: ``9.4``, ``12``; ``960`` grams; ``0.96`` kilograms."""
    value = force_n * _PER_N[unit]
    if unit == "g":
        return f"{10 * round(value / 10):.0f}"
    if unit == "kg":
        return f"{value:.2f}"
    return f"{value:.0f}" if value >= 9.95 or value == 0 else f"{value:.1f}"


def whole_force(force_n: float, unit: ForceUnit) -> str:
    """A force in a list, without its unit: of newtons a whole number."""
    return f"{force_n:.0f}" if unit == "N" else shown_force(force_n, unit)


def newtons(value: float, unit: ForceUnit) -> float:
    """A force of a unit in newtons."""
    return value / _PER_N[unit]


def to_a_tenth(force_n: float, unit: ForceUnit) -> str:
    """A force that was found, with its unit; of newtons to a tenth."""
    return f"{force_n:.1f} N" if unit == "N" else f"{shown_force(force_n, unit)} {unit}"


def force_limit(force_n: float, unit: ForceUnit) -> str:
    """A band's end, as `limit` in newtons."""
    return limit(force_n) if unit == "N" else shown_force(force_n, unit)


def asked_force(force_n: float, unit: ForceUnit) -> str:
    """A force that is asked for, with its unit: ``9 N``, ``10.5 N``, ``920 g``."""
    return f"{force_limit(force_n, unit)} {unit}"


def force_span(band_n: tuple[float | None, float | None], unit: ForceUnit) -> str:
    """A band of forces in words, as `span` in newtons."""
    low, high = (None if end is None else force_limit(end, unit) for end in band_n)
    if low is not None and high is not None:
        return f"{low}–{high} {unit}"
    if low is not None:
        return told("over {limit}", limit=f"{low} {unit}")
    return told("under {limit}", limit=f"{high} {unit}") if high is not None else ""


class Force(str):
    """A force as it stands in a sentence, in newtons; `in_unit` has it said in another unit.

    It is its text in all else. ``is_end`` is of a band's end, ``is_bare`` of one beside another that has the unit.
    """

    __slots__ = ("force_n", "is_bare", "is_end")

    force_n: float
    is_end: bool
    is_bare: bool

    def __new__(cls, newtons_said: str, force_n: float, is_end: bool = False, is_bare: bool = False) -> Self:
        """``newtons_said`` is its number, as fine as the sentence needs it."""
        made = super().__new__(cls, newtons_said if is_bare else f"{newtons_said} N")
        made.force_n, made.is_end, made.is_bare = force_n, is_end, is_bare
        return made

    def __getnewargs__(self) -> tuple[str, float, bool, bool]:  # type: ignore[override]  # a text's own are others
        return self.removesuffix(" N"), self.force_n, self.is_end, self.is_bare

    def said(self, unit: ForceUnit) -> str:
        """The same force in a unit."""
        if unit == "N":
            return self
        number = force_limit(self.force_n, unit) if self.is_end else shown_force(self.force_n, unit)
        return number if self.is_bare else f"{number} {unit}"


def in_unit(sentence: str, unit: ForceUnit) -> str:
    """A sentence of the core with its forces in a unit; one that has none, or was read from a file, stays as it is."""
    if unit == "N" or type(sentence) is not Told:
        return sentence
    values = {
        key: one.said(unit) if isinstance(one, Force) else in_unit(one, unit) if type(one) is Told else one
        for key, one in sentence.values.items()
    }
    return Told(sentence.template, values, sentence.many, sentence.is_cut)


def together(sentence: str) -> str:
    """A sentence that no line's end parts from a unit behind a number."""
    return re.sub(r"(?<=\d) (?=(N|g|kg|mm|s|%|mm/s)\b|%)", "\u00a0", sentence)


def span(band: tuple[float | None, float | None], unit: str) -> str:
    """A band in words: ``8–18 N``, ``under 0.25``, ``over 4 mm``."""
    low, high = band
    unit = f" {unit}" if unit else ""
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f"{limit(low)}–{limit(high)}{unit}"
    if low is not None:
        return told("over {limit}", limit=f"{limit(low)}{unit}")
    return told("under {limit}", limit=f"{limit(high or 0.0)}{unit}")


def limit(value: float) -> str:
    """A band's end: not rounded so far that being beside it looks like being inside."""
    return f"{value:.2f}" if 0 < abs(value) < 1 else f"{value:.1f}".removesuffix(".0")


def number(value: float) -> str:
    """A number no finer than a hand is: whole from 10 up, two figures below."""
    size = abs(value)
    return f"{value:.0f}" if size >= 10 or value == int(value) else f"{value:.1f}" if size >= 1 else f"{value:.2f}"
