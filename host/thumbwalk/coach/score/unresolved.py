"""What of a technique's measures a layout does not resolve, and so nobody is scored or faulted for."""

from __future__ import annotations

from thumbwalk.pad import Pad
from thumbwalk.technique.measures import Measure, Measures
from thumbwalk.touch.resolution import resolution_of

_BY_PLACE = {
    "walk": ("bite_mm", "bite_cv", "forward"),
    "circles": ("rate_per_min", "rhythm_cv", "radius_mm", "roundness"),
    "glide": ("speed_mm_s",),
    "friction": ("rate_per_min", "rhythm_cv", "stroke_mm"),
}
"""Measures that are taken of places."""
SINGLE_BITES = ("bite_cv",)
"""No target asks for it, since most layouts can't tell it; that is said all the same."""


def unresolved(pad: Pad, technique: str, values: Measures) -> dict[str, str]:
    """What of a technique's measures this layout does not resolve, with the reason."""
    names = _BY_PLACE.get(technique, ())
    told = resolution_of(pad)
    if told is None:
        return dict.fromkeys(names, f"layout '{pad.name}' has no positions")
    reasons: dict[str, str] = {}
    if technique == "walk" and told.single_bite_mm is None:
        reasons |= dict.fromkeys(SINGLE_BITES, f"taxels {told.pitch_mm:.0f} mm apart do not resolve a single bite")
    bite_mm, radius_mm = number_of(values.get("bite_mm")), number_of(values.get("radius_mm"))
    if technique == "walk" and bite_mm is not None and bite_mm < told.mean_bite_mm:
        least = f"bites are resolved from {told.mean_bite_mm:.1f} mm on, as the mean of a run"
        reasons["bite_mm"] = f"{bite_mm:.1f} mm is too small for this layout: {least}"
    if technique == "circles" and radius_mm is not None and radius_mm < told.radius_mm:
        least = f"circles are resolved from a radius of {told.radius_mm:.1f} mm on"
        reasons |= dict.fromkeys(
            ("radius_mm", "roundness"), f"{radius_mm:.1f} mm is too small for this layout: {least}"
        )
    return reasons


def number_of(value: Measure) -> float | None:
    """A measure as a number; None where it is none."""
    return float(value) if isinstance(value, int | float) else None
