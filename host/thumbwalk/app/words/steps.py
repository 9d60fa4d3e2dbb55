"""A drill's sets in words: what each asks for, without Qt. The practice room shows them before it knows of any past."""

from __future__ import annotations

from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.feedback.amounts import ForceUnit, asked_force
from thumbwalk.language import _

_MOST_SETS = 8
"""More rows than that nobody reads before a drill."""


def steps_of(drill: Drill, unit: ForceUnit = "N") -> Page:
    """A drill's sets, each with what it asks for; of many the first."""
    shown = drill.sets[:_MOST_SETS]
    more = len(drill.sets) - len(shown)
    rest = (Block("muted", _("and {n} more").format(n=more)),) if more else ()
    return (*(Block("step", _(one.title), f"{one.duration_s:.0f} s{how(one, unit)}") for one in shown), *rest)


def how(part: DrillSet, unit: ForceUnit = "N") -> str:
    """What a set asks for, behind its time: ``· about 9 N · 45 a minute``."""
    asked = ""
    if (force_n := part.mean_force_n) is not None:
        asked += " · " + _("about {force}").format(force=asked_force(force_n, unit))
    if (rate := part.mean_rate_per_min) is not None:
        asked += " · " + _("{rate} a minute").format(rate=f"{rate:.0f}")
    elif part.speed_mm_s is not None:
        asked += f" · {part.speed_mm_s:.0f} mm/s"
    return asked
