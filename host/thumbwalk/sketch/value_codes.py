"""What a board's numbers are, and the codes of a converter that stand for them on the wire, which knows no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import OptionError, ProtocolMismatch
from thumbwalk.gate.header import shown
from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.signal.calibration import ZERO_CODE

LineUnit = Literal["counts", "N", "g", "kg"]

STEP_N, FORCE_BITS = 0.01, 16
"""Newtons a code, and bits of a code, where the numbers are forces: from -82 to 573 N. A press that is felt
begins at 50 codes, and the hardest of hands is far from either end."""
BITS = (10, 12, 14, 16)
"""What converters have: 1023 of an Uno, 4095 of an ESP32 or a Pico, 65535 of MicroPython's own counts."""
MOST_COUNTS = 65535.0
"""The top of the widest."""
_NEWTONS = {"N": 1.0, "g": 9.80665e-3, "kg": 9.80665}
"""Newtons in each unit, by standard gravity (CGPM 1901)."""


@dataclass(frozen=True)
class ValueCodes:
    """Turns values into codes of ``bits`` bits; ``newtons`` (n_taxels,) are in one of each taxel's, () for counts."""

    pad: Pad
    bits: int
    newtons: tuple[float, ...] = ()

    @property
    def is_force(self) -> bool:
        """Whether the values are forces."""
        return bool(self.newtons)

    def codes_of(self, values: Sequence[float]) -> list[int] | None:
        """The codes of a line's values; None where one is beyond them."""
        if self.newtons:
            codes = [ZERO_CODE + round(value * one / STEP_N) for value, one in zip(values, self.newtons, strict=True)]
        else:
            codes = [round(value) for value in values]
        return codes if min(codes) >= 0 and max(codes) < 1 << self.bits else None

    def beyond(self, values: Sequence[float]) -> str:
        """Name the first value that has no code, and the most that would have."""
        low, high = 0.0, float((1 << self.bits) - 1)
        if self.newtons:
            low, high = -ZERO_CODE * STEP_N, (high - ZERO_CODE) * STEP_N
        for name, value, one in zip(self.pad.names, values, self.newtons or (1.0,) * len(values), strict=True):
            if not low <= round(value * one, 2) <= high:
                return f"{shown(name)} reads {value * one:g}{' N' if self.newtons else ''}, not {low:g} to {high:g}"
        return told("a value is beyond the others")

    def values_of(self, codes: NDArray[np.uint16]) -> NDArray[np.float64]:
        """Counts as they were, or newtons, of codes (n, n_taxels)."""
        found = codes.astype(np.float64)
        return (found - ZERO_CODE) * STEP_N if self.newtons else found

    @property
    def judged_pad(self) -> Pad:
        """The pad whose unit is that of `values_of`."""
        return replace(self.pad, unit="N" if self.newtons else "counts")


def value_codes(pad: Pad, unit: LineUnit | None, bits: int | None, values: NDArray[np.float64], url: str) -> ValueCodes:
    """Tell what the first ``values`` (n, n_taxels) are, in the ``unit`` that was named, or else the layout's.

    Raises
    ------
    OptionError
        When unit and bits do not go together, or the layout has no areas that kilopascals need.
    ProtocolMismatch
        When they can be no counts.
    """
    known = unit or pad.unit
    if known == "counts":
        return ValueCodes(pad, _bits_of(pad, bits, values, url))
    if bits is not None:
        raise OptionError(
            told("--bits is for counts of a converter, and these lines are in {known}; leave it out", known=known)
        )
    if known == "kPa":
        if not pad.has_areas:
            raise OptionError(
                told(
                    "layout '{name}' is in kPa and has no areas, so there are no newtons; add area_mm2 to each taxel",
                    name=pad.name,
                )
            )
        return ValueCodes(pad, FORCE_BITS, tuple((pad.areas_mm2 * 1e-3).tolist()))
    return ValueCodes(pad, FORCE_BITS, (_NEWTONS[known],) * pad.n_taxels)


def _bits_of(pad: Pad, bits: int | None, values: NDArray[np.float64], url: str) -> int:
    """The bits that were named, or else the fewest that hold what was seen."""
    low, high = np.quantile(values, [0.05, 0.95], axis=0)
    column = int(np.argmax(np.maximum(high - MOST_COUNTS, -low)))
    name = shown(pad.names[column])
    if low[column] < -0.5 or high[column] > MOST_COUNTS:
        worst = low[column] if low[column] < 0 else high[column]
        raise ProtocolMismatch(
            told(
                "{url}: column {name} reads {worst:g}, and counts of a converter are from 0 to {most_counts:.0f}; if "
                "it is a force say --unit N, g or kg; of a load cell's amplifier have the sketch print grams, not "
                "codes",
                url=url,
                name=name,
                worst=worst,
                most_counts=MOST_COUNTS,
            )
        )
    fractions = values != np.rint(values)
    if fractions.mean() > 0.5 and high.max() < 6.0:  # what is averaged has fractions too, but not so small
        raise ProtocolMismatch(
            told(
                "{url}: columns read values such as {values:g}: volts, or parts of the range? Have the sketch print "
                "the converter's own counts (analogRead), or say what it is by --unit N, g or kg",
                url=url,
                values=values[fractions][0],
            )
        )
    if bits is not None:
        return bits
    return next((one for one in BITS if high.max() < 1 << one), BITS[-1])
