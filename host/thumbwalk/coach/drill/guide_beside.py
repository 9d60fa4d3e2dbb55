"""Guides that lead out of the bands that they are scored by: who follows one loses points for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.feedback.amounts import limit, span
from thumbwalk.coach.targets.bands import Band, Targets
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.language import told
from thumbwalk.technique.vocabulary import VOCABULARY
from thumbwalk.zones import ZoneMap

_FORCES = ("peak_force_n", "force_n")
"""What a guide's force is scored as: of presses their peaks, else the mean."""


def guides_beside(drill: Drill, targets: Targets, caps: Caps, zones: ZoneMap) -> list[str]:
    """What every guide of a drill asks for outside of its band, a sentence each; nothing of those that lie inside.

    Parameters
    ----------
    drill : Drill
    targets : mapping
        The bands that a set's own are laid over.
    caps : Caps
        Above the one of where it is asked for, no band goes.
    zones : ZoneMap
        Of the sole that it is done on.
    """
    if not drill.scored:
        return []
    sets = enumerate(drill.resolved(targets).sets, start=1)
    return [
        told("set {n}, {title}: {what}", n=n, title=one.title, what=what)
        for n, one in sets
        for what in _beside(one, caps, zones)
    ]


def _beside(one: DrillSet, caps: Caps, zones: ZoneMap) -> Iterator[str]:
    # with a level a band is narrowed about its guide, but never beyond the whole one
    bands = replace(one, level=None).asked(zones, caps)
    lines = {
        **{name: one.force_line() for name in _FORCES[:1] if name in bands},
        **{name: one.force_line() for name in _FORCES[1:] if name in bands and _FORCES[0] not in bands},
        "rate_per_min": one.rate_line(),
    }
    ends = {name: (min(line.values), max(line.values)) for name, line in lines.items() if line is not None}
    if one.speed_mm_s is not None:
        ends["speed_mm_s"] = one.speed_mm_s, one.speed_mm_s
    for name, (least, most) in ends.items():
        band = bands.get(name)
        if band is not None and band.weight > 0.0 and not (band.holds(least) and band.holds(most)):
            yield _said(name, least if not band.holds(least) else most, band)


def _said(name: str, value: float, band: Band) -> str:
    row = VOCABULARY[name]
    return told(
        "its guide asks for a {measure} of {value}, and {band} is what is scored",
        measure=told(row.plain),
        value=f"{limit(value)} {row.unit}".strip(),
        band=span(band.ends, row.unit),
    )
