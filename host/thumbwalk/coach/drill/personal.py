"""A drill made for two people: the learner, of whose own peak a force may be a part, and the receiver, who likes one.

What was asked for is written into the drill, so that a recording keeps it and a replay scores by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from thumbwalk.coach.drill.course import Aim, Course
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.targets.asked import WIDTHS, asked_bands
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.zones import ZoneMap

_PRESSES = ("hold", "knead")
"""Techniques that press as `match` has a person's zone pressed: they are asked for what was just right."""
_INSIDE = 1.1
"""A guide lies a tenth inside its band's upper end."""


@dataclass(frozen=True)
class Persons:
    """What is known of learner and receiver.

    ``peak_n`` is the learner's own peak, newtons; ``narrowest`` the difference of forces that their hand just notices,
    a part of the force; ``liked_n`` is what the receiver called just right, newtons by zone.
    """

    peak_n: float | None = None
    narrowest: float | None = None
    liked_n: Mapping[str, float] = field(default_factory=dict)


def fitted(document: DrillDocument, zones: ZoneMap, persons: Persons) -> DrillDocument:
    """A drill, whose bands are written out, as these two do it on a sole.

    A hold or kneading in a zone that was matched asks for what was just right there, other techniques for no more than
    that. Bands follow the guide, and all stays below the comfort caps. Parts of a peak that is not known stay open.
    Doing it twice changes nothing.
    """
    sets = tuple(_fitted(one, document, zones, persons) for one in document.drill.sets)
    return replace(document, drill=replace(document.drill, sets=sets))


def _fitted(one: DrillSet, document: DrillDocument, zones: ZoneMap, persons: Persons) -> DrillSet:
    if persons.narrowest is not None:
        one = replace(one, narrowest=max(persons.narrowest, one.narrowest or 0.0))
    force = one.force_n
    if one.force_percent is not None and persons.peak_n is not None:
        force = _times(one.force_percent, persons.peak_n / 100.0)
    liked_n = [persons.liked_n[zone] for zone in one.cap_zones(zones) if zone in persons.liked_n]
    if liked_n:
        force = _liked(one, force, min(liked_n), whole=one.zone_on(zones.pad) in persons.liked_n)
    if force is None or force == one.force_n:
        return one
    force = _below(force, _most_n(one, document.caps, zones))
    return replace(one, force_n=force, targets=_about(one, force))


def _liked(one: DrillSet, force: Aim, liked_n: float, *, whole: bool) -> Aim:
    """The force as the receiver likes it: of a press what they called just right, of all else no more."""
    if one.technique in _PRESSES and whole:
        return liked_n if force is None else _times(force, liked_n / _most(force))
    return _below(force, liked_n)


def _most_n(one: DrillSet, caps: Caps, zones: ZoneMap) -> float | None:
    """The most that a guide asks for: a tenth below the band's end under the comfort cap."""
    asked = asked_bands({"force_n": Band()}, caps, one.cap_zones(zones), one.hold_s(one.targets))["force_n"].hi
    return None if asked is None else asked / _INSIDE


def _about(one: DrillSet, force: Aim) -> Mapping[str, Band]:
    """The set's bands, those of its force as wide as the guide needs at the set's level."""
    name = "peak_force_n" if "peak_force_n" in one.targets else "force_n"
    if name not in one.targets or force is None:
        return one.targets
    band, part = one.targets[name], max(WIDTHS[one.level or min(WIDTHS)], one.narrowest or 0.0)
    lo = None if band.lo is None else min(band.lo, _least(force) * (1.0 - part))
    hi = None if band.hi is None else max(band.hi, _most(force) * (1.0 + part))
    return {**one.targets, name: replace(band, lo=lo, hi=hi)}


def _below(force: Aim, most_n: float | None) -> Aim:
    if force is None or most_n is None or _most(force) <= most_n:
        return force
    return _times(force, most_n / _most(force))


def _times(force: Aim, part: float) -> Aim:
    if isinstance(force, Course):
        return replace(force, values=tuple(value * part for value in force.values))
    return None if force is None else force * part


def _most(force: float | Course) -> float:
    return force.ends[1] if isinstance(force, Course) else force


def _least(force: float | Course) -> float:
    return force.ends[0] if isinstance(force, Course) else force
