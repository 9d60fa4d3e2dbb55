"""What a set asks for, as the score is told it."""

from __future__ import annotations

from collections.abc import Sequence

from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.score.levelled import Levels
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.zones import ZoneMap


def task_of(one: DrillSet, zones: ZoneMap, start_s: float, rate: Timeline | None) -> Task:
    """The task of a set that begins at ``start_s``, with its pace on that time.

    Parameters
    ----------
    one : DrillSet
    zones : ZoneMap
        Of the sole that it is done on.
    start_s : float
    rate : Timeline or None
        The pace that was asked for in the end: of a set that is led, the one that results led to.
    """
    # In a set of a whole zone or a way the middle is drawn as the target, but zone and way are what counts.
    is_place = one.point is not None or (one.zone is None and one.line is None and not one.path)
    second = None if one.hands == 1 else one.of_second()
    force = one.force_line()
    return Task(
        zone=one.scored_zone(zones),
        target_mm=one.target_mm(zones.pad) if is_place else None,
        hold_s=one.hold_s(one.targets),
        force_n=one.mean_force_n,
        rate_per_min=None if rate is None else rate.mean,
        zones=zones,
        levels=_levels(None if force is None else force.shifted(start_s), rate),
        cap_zones=one.cap_zones(zones),
        path_mm=one.path_mm(zones.pad),
        turn=_turn(one),
        level=one.level,
        speed_mm_s=one.speed_mm_s,
        narrowest=one.narrowest,
        strict=one.strict,
        pattern=one.pattern,
        second_mm=None if second is None or not is_place else second.target_mm(zones.pad),
        second_path_mm=None if second is None else second.path_mm(zones.pad),
    )


class SetTasks:
    """The tasks of a drill's sets, each kept until its time or its pace is another: a live score asks all the time.

    Parameters
    ----------
    sets : sequence of DrillSet
    zones : ZoneMap
        Of the sole that they are done on.

    Raises
    ------
    DrillError
        When a set is for two hands, and that sole is a plate's.
    """

    def __init__(self, sets: Sequence[DrillSet], zones: ZoneMap) -> None:
        two = next((one.title for one in sets if one.hands > 1), None)
        if zones.pad.is_plate and two is not None:
            said = told("set '{title}' is for two hands, and a plate feels the sum of both; name a drill of one hand")
            raise DrillError(told(said, title=two))
        self._sets, self._zones = sets, zones
        self._kept: dict[int, tuple[float, Timeline | None, Task]] = {}

    def of(self, index: int, start_s: float, rate: Timeline | None) -> Task:
        """The task of a set, as `task_of` says it."""
        kept = self._kept.get(index)
        if kept is None or kept[:2] != (start_s, rate):
            kept = start_s, rate, task_of(self._sets[index], self._zones, start_s, rate)
            self._kept[index] = kept
        return kept[2]


def _levels(force: Timeline | None, rate: Timeline | None) -> Levels | None:
    """The lines that change; None where none does."""
    changing = Levels(*(None if line is None or line.is_flat else line for line in (force, rate)))
    return None if changing == Levels() else changing


def _turn(one: DrillSet) -> str | None:
    """The way round that circles are asked for; none is without a level or a band of it."""
    if one.technique != "circles" or one.pattern == "mirrored" or (one.level is None and "forward" not in one.targets):
        return None
    return "y_to_x" if one.direction == "back" else "x_to_y"
