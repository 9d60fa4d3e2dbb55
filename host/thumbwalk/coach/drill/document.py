"""A drill as JSON, as a recording keeps it: with the bands that were in force, for a replay to score as the day did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.targets.bands import Band, Targets
from thumbwalk.errors import DrillError


def resolved(drill: Drill, targets: Targets) -> Drill:
    """Give the drill with every set's bands written out, so that no targets file is needed any more."""
    return replace(drill, sets=tuple(replace(one, targets=one.bands(targets)) for one in drill.sets))


def drill_to_json(drill: Drill) -> dict[str, Any]:
    """Plain values that `drill_from_json` reads back."""
    return asdict(replace(drill, sets=tuple(replace(one, targets=dict(one.targets)) for one in drill.sets)))


def drill_from_json(table: Mapping[str, Any], source: str) -> Drill:
    """Read what `drill_to_json` wrote; ``source`` is what the message calls it. Raises DrillError."""
    try:
        sets = tuple(_set(row) for row in table["sets"])
        return Drill(**{name: table[name] for name in _plain(Drill, "sets")}, sets=sets)
    except (KeyError, TypeError, AttributeError) as error:
        raise DrillError(f"{source}: its drill can't be read ({error!r}); analyse the recording instead") from error


def _set(row: Mapping[str, Any]) -> DrillSet:
    targets = {name: Band(**ends) for name, ends in row["targets"].items()}
    return DrillSet(**{name: row[name] for name in _plain(DrillSet, "targets")}, targets=targets)


def _plain(kind: type[Drill | DrillSet], besides: str) -> list[str]:
    return [field.name for field in fields(kind) if field.name != besides]
