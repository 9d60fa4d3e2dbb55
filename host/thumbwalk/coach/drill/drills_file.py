"""Drills as files: the package's, and a user's own beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast, get_args

from thumbwalk.coach.drill.drill import COUNT_IN_S, LIMITS, MOST_STAGE, REST_S, Drill, Feedback
from thumbwalk.coach.drill.set_rows import sets_of
from thumbwalk.coach.score.whole import WHOLE
from thumbwalk.coach.targets.asked import WIDTHS
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.coach.targets.targets_file import bands_among, packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.pad import Foot
from thumbwalk.technique.vocabulary import VOCABULARY
from thumbwalk.tomlfile import FileKind, TomlFile, Where

DRILLS_FILE = FileKind(told("drills"), DrillError)

DRILL_KEYS = (
    "name",
    "title",
    "description",
    "stage",
    "level",
    "feedback",
    "foot",
    "trains",
    "scored",
    "shuffle",
    "targets",
    "count_in_s",
    "rest_s",
    "set",
)
_MOST_SETS = 500
"""With repeats; ten minutes have thirty."""


def packaged_names() -> list[str]:
    """The files of drills that come with the package, a stage of the ladder each, in their order."""
    folder = resources.files("thumbwalk") / "data" / "drills"
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))


@cache
def packaged_drills() -> Mapping[str, Drill]:
    """The drills that come with the package, by name, in the order of the ladder."""
    drills: dict[str, Drill] = {}
    for name in packaged_names():
        drills |= parse_drills(TomlFile.packaged(f"drills/{name}", DRILLS_FILE), packaged_targets())
    return drills


def read_drills(path: Path | None, targets: Targets, folder: Path | None = None) -> Mapping[str, Drill]:
    """The package's drills with a user's own laid over them; those of the same name take the place of the package's.

    Parameters
    ----------
    path : Path or None
        The user's file, if there is one.
    targets : mapping
        The bands that a set's own are laid over.
    folder : Path or None
        Where drills are that were added, a file each; they come last.

    Raises
    ------
    DrillError
        When a file is bad; the message names file, lines and values.
    """
    drills = dict(packaged_drills())
    if (own := TomlFile.of_own(path, DRILLS_FILE)) is not None:
        drills |= parse_drills(own, targets)
    for added in added_drills(folder, targets).values():
        drills |= added
    return drills


def added_drills(folder: Path | None, targets: Targets) -> dict[Path, dict[str, Drill]]:
    """The drills that were added, by their files; none where there is no such folder. Raises DrillError."""
    files = sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else []
    return {path: parse_drills(TomlFile.of(path, DRILLS_FILE), targets) for path in files}


def drill_named(name: str, drills: Mapping[str, Drill]) -> Drill:
    """A drill by its name. Raises DrillError, naming those that there are."""
    if name not in drills:
        raise DrillError(told("no drill '{name}'; there are: {names}", name=name, names=", ".join(drills)))
    return drills[name]


def parse_drills(file: TomlFile, targets: Targets) -> dict[str, Drill]:
    """Drills of one file's text. Raises DrillError with file, lines and values."""
    file.known(file.table, (), ("drill",))
    drills: dict[str, Drill] = {}
    for index, row in enumerate(file.rows(file.table, (), "drill", "drill")):
        where: Where = (("drill", index),)
        file.known(row, where, DRILL_KEYS)
        name = file.words(row, where, "name")
        if name in drills:
            file.fault(where, "name", name, told("two drills have the same name"))
        drills[name] = _drill(file, row, where, name, targets)
    file.done()
    return drills


def _drill(file: TomlFile, row: dict[str, Any], where: Where, name: str, targets: Targets) -> Drill:
    count_in_s, rest_s = (_number(file, row, where, key) for key in ("count_in_s", "rest_s"))
    level = level_in(file, row, where)
    feedback = feedback_in(file, row, where) or "live"
    foot = cast("Foot | None", file.choice(row, where, "foot", get_args(Foot), told('foot must be "left" or "right"')))
    rows = file.rows(row, where, "set", "drill.set", needed=told("a drill needs at least one [[drill.set]]"))
    sets = [
        one
        for number, part in enumerate(rows)
        for one in sets_of(file, part, (*where, ("drill.set", number)), targets, level, feedback, foot)
    ]
    if len(sets) > _MOST_SETS:
        file.fault(
            where,
            "set",
            None,
            told(
                "with repeats there are {n_sets} sets, and {most_sets} are the most",
                n_sets=len(sets),
                most_sets=_MOST_SETS,
            ),
        )
    return Drill(
        name,
        file.words(row, where, "title", name or "-"),
        file.words(row, where, "description", name or "-"),
        COUNT_IN_S if count_in_s is None else count_in_s,
        REST_S if rest_s is None else rest_s,
        tuple(sets),
        file.whole(row, where, "stage", least=1, most=MOST_STAGE) if "stage" in row else None,
        level,
        feedback,
        foot,
        _trains(file, row, where),
        file.switch(row, where, "scored", True),
        file.switch(row, where, "shuffle", False),
        bands_among(file, row.get("targets", {}), where, tuple(WHOLE)),
    )


def level_in(file: TomlFile, row: dict[str, Any], where: Where) -> int | None:
    """The level of a drill or a set; None where it has none."""
    return file.whole(row, where, "level", least=min(WIDTHS), most=max(WIDTHS)) if "level" in row else None


def feedback_in(file: TomlFile, row: dict[str, Any], where: Where) -> Feedback | None:
    """The help in a drill or a set; None where it does not say."""
    names = get_args(Feedback)
    return cast(
        "Feedback | None",
        file.choice(row, where, "feedback", names, told("there are: {names}", names=", ".join(names))),
    )


def _trains(file: TomlFile, row: dict[str, Any], where: Where) -> tuple[str, ...]:
    names = row.get("trains", [])
    if not isinstance(names, list) or not all(isinstance(one, str) and one in VOCABULARY for one in names):
        file.fault(
            where,
            "trains",
            names,
            told("it is a list of measures; there are: {vocabulary}", vocabulary=", ".join(VOCABULARY)),
        )
        return ()
    return tuple(names)


def _number(file: TomlFile, row: dict[str, Any], where: Where, key: str) -> float | None:
    least, most = LIMITS[key]
    return file.number(row, where, key, least=least, most=most)
