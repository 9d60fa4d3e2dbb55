"""What of a technique's measures a layout does not resolve, and so nobody is scored or faulted for."""

from __future__ import annotations

import math

from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.technique.measures import Measure, Measures
from thumbwalk.technique.vocabulary import VOCABULARY
from thumbwalk.touch.resolution import resolution_of

SINGLE_BITES = ("bite_cv",)
"""No target asks for it, since most layouts can't tell it; that is said all the same."""


LEAST_HZ = 10.0
"""Below that strokes run into each other (as the gate of tables says)."""
_OF_BLOWS = ("force_n", "contact_force_n", "peak_force_n", "contact_s")
"""Four conversions of an HX711 at 80 Hz until a step is there whole (data sheet)."""
_OF_TIME = ("rate_per_min", "rhythm_cv", "release", "contact_s", "contact_kept", "phase_error")


def unresolved(
    pad: Pad, technique: str, values: Measures, *, step_s: float = 0.0, long_axis: bool = True
) -> dict[str, str]:
    """What of a technique's measures this layout does not resolve, nor this ``step_s`` in time, with the reason.

    A circle's roundness is told where the long axis of its path is resolved, whatever its mean radius; not
    ``long_axis``, where its mean radius is.
    """
    return _on_plate(pad, technique) | _in_time(step_s) | _in_place(pad, technique, values, long_axis=long_axis)


def _on_plate(pad: Pad, technique: str) -> dict[str, str]:
    """What load cells under a plate are too slow for: what they say is a mean over some 50 ms."""
    if not pad.is_plate or technique != "tap":
        return {}
    return dict.fromkeys(_OF_BLOWS, told("load cells take 50 ms to settle: a blow is over before"))


def _in_time(step_s: float) -> dict[str, str]:
    if step_s <= 1.05 / LEAST_HZ:
        return {}
    said = told(
        "{n} samples a second are too few: {least} are the least", n=f"{1.0 / step_s:.3g}", least=f"{LEAST_HZ:g}"
    )
    return dict.fromkeys(_OF_TIME, said)


def _in_place(pad: Pad, technique: str, values: Measures, *, long_axis: bool) -> dict[str, str]:
    names = [name for name, row in VOCABULARY.items() if technique in row.of_place_in]
    told_apart = resolution_of(pad)
    if told_apart is None:
        return dict.fromkeys(names, told("layout '{name}' has no positions", name=pad.name))
    reasons: dict[str, str] = {}
    if technique == "walk" and told_apart.single_bite_mm is None:
        coarse = told("taxels {mm} mm apart do not resolve a single bite", mm=f"{told_apart.pitch_mm:.0f}")
        reasons |= dict.fromkeys(SINGLE_BITES, coarse)
    bite_mm, radius_mm = number_of(values.get("bite_mm")), number_of(values.get("radius_mm"))
    if technique == "walk" and bite_mm is not None and bite_mm < told_apart.mean_bite_mm:
        reasons["bite_mm"] = told(
            "{mm} mm is too small for this layout: bites are resolved from {least} mm on, as the mean of a run",
            mm=f"{bite_mm:.1f}",
            least=f"{told_apart.mean_bite_mm:.1f}",
        )
    if technique == "circles" and radius_mm is not None and radius_mm < told_apart.radius_mm:
        reason = told(
            "{mm} mm is too small for this layout: circles are resolved from a radius of {least} mm on",
            mm=f"{radius_mm:.1f}",
            least=f"{told_apart.radius_mm:.1f}",
        )
        reasons["radius_mm"] = reason
        roundness = number_of(values.get("roundness"))
        if not long_axis or roundness is None or long_axis_mm(radius_mm, roundness) < told_apart.radius_mm:
            reasons["roundness"] = reason
    return reasons


def long_axis_mm(radius_mm: float, roundness: float) -> float:
    """Half the long axis of an ellipse by its mean radius and short axis / long axis.

    The mean radius of an ellipse is its perimeter / 2 pi, for which there is Ramanujan's second formula (1914): with
    h = ((a - b) / (a + b))^2, pi (a + b) (1 + 3 h / (10 + sqrt(4 - 3 h))).
    """
    part = min(max(roundness, 0.0), 1.0)
    h = ((1.0 - part) / (1.0 + part)) ** 2
    of_long = 0.5 * (1.0 + part) * (1.0 + 3.0 * h / (10.0 + math.sqrt(4.0 - 3.0 * h)))
    return radius_mm / of_long


def number_of(value: Measure) -> float | None:
    """A measure as a number; None where it is none."""
    return float(value) if isinstance(value, int | float) else None
