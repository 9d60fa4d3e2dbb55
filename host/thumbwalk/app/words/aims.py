"""What a set asks for while it is done, in a line: its force, its pace, and whether it is helped."""

from __future__ import annotations

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.feedback.amounts import ForceUnit, whole_force
from thumbwalk.language import _


def aims_of(part: DrillSet, unit: ForceUnit, *, calibrated: bool) -> str:
    """What is asked for of a set; its force only of a rig that knows it."""
    parts = []
    if part.force_n is not None and calibrated:
        parts.append(_("about {force}").format(force=f"{_forces(part.force_n, unit)} {unit}"))
    if part.rate_per_min is not None:
        parts.append(_("{rate} a minute").format(rate=_values(part.rate_per_min)))
    elif part.speed_mm_s is not None:
        parts.append(f"{part.speed_mm_s:.0f} mm/s")
    return " · ".join(parts) + (" · " + _("without help") if part.feedback == "blind" else "")


def _forces(aim: float | Course, unit: ForceUnit) -> str:
    """A force, or from where to where it goes."""
    ends = (aim.values[0], aim.values[-1]) if isinstance(aim, Course) else (aim,)
    return _ends([whole_force(force_n, unit) for force_n in ends])


def _values(aim: float | Course) -> str:
    ends = (aim.values[0], aim.values[-1]) if isinstance(aim, Course) else (aim,)
    return _ends([f"{value:.0f}" for value in ends])


def _ends(said: list[str]) -> str:
    return said[0] if len(said) == 1 else _("{first} to {last}").format(first=said[0], last=said[-1])
