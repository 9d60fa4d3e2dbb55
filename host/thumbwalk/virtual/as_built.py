"""How a foot is built, where that differs from what its layout says and from ideal: each a switch of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from thumbwalk.errors import OptionError
from thumbwalk.language import told
from thumbwalk.pad import LayerLaw

AMOUNTS = {
    "layer": ("layer_mm", 1.0, 60.0),
    "warm": ("warms_k", -40.0, 60.0),
    "creep": ("creep", 0.0, 0.5),
    "hysteresis": ("hysteresis", 0.0, 0.5),
}
"""What has a number: the switch it is, the least and the most that is a foot."""
_NEEDED = ", ".join((*get_args(LayerLaw), "tipping", *(f"{name}:NUMBER" for name in AMOUNTS)))


@dataclass(frozen=True, slots=True)
class AsBuilt:
    """A foot as it is built, and what its day does to it; the default is the foot of its layout, on flexures.

    Attributes
    ----------
    layer_mm : float or None
        Thickness of the soft layer; None for the layout's own.
    layer_law : LayerLaw or None
        How the layer presses through; None as the layout says.
    tips : bool
        Tiles that lie loose on their pucks and tip under a press beside them, until a rim touches the plate. Without,
        flexures hold them level: a leaf's part of the force is a few percent of the sensor's, and as each tile is
        calibrated on its flexure, it is in the calibration.
    warms_k : float
        By how many degrees hands and room warm the sensors in the end.
    creep : float or None
        What a load's reading rises by in ten times the time, as a part of it; None for what parts have, 1 to 5 %.
    hysteresis : float or None
        How far unloading lies above loading, as a part; None for what parts have, 10 %.
    """

    layer_mm: float | None = None
    layer_law: LayerLaw | None = None
    tips: bool = False
    warms_k: float = 0.0
    creep: float | None = None
    hysteresis: float | None = None


def parse_built(texts: Sequence[str]) -> dict[str, Any]:
    """Read ``bonded``, ``half-space``, ``tipping`` and such as ``warm:8``, ``layer:12``, ``creep:0.1``, as fields.

    Raises
    ------
    OptionError
        On anything else, and on a number that no foot has.
    """
    found: dict[str, Any] = {}
    for text in texts:
        name, _, value = text.partition(":")
        if name in AMOUNTS:
            field, least, most = AMOUNTS[name]
            found[field] = _amount(text, value, least, most)
        elif text in get_args(LayerLaw):
            found["layer_law"] = text
        elif text == "tipping":
            found["tips"] = True
        else:
            raise OptionError(told("built '{text}': must be one of {needed}", text=text, needed=_NEEDED))
    return found


def _amount(text: str, value: str, least: float, most: float) -> float:
    try:
        amount = float(value)
    except ValueError:
        amount = float("nan")
    if not least <= amount <= most:
        raise OptionError(
            told(
                "built '{text}': needs a number from {least:g} to {most:g} behind the colon",
                text=text,
                least=least,
                most=most,
            )
        )
    return amount
