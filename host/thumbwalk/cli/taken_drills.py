"""Drills of one's own taken in: those of a drill file, or what a master did in a recording; a file each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from thumbwalk.cli.make_drill import made_drill
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drill_texts import read_texts, texts_of
from thumbwalk.coach.drill.drills_file import packaged_drills, read_drills
from thumbwalk.coach.targets.caps import read_caps
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import DrillError, NotKept
from thumbwalk.language import told
from thumbwalk.places import caps_path, drills_dir, drills_path, file_name, targets_path, write_whole


def free_paths(names: Collection[str], known: Mapping[str, Drill]) -> dict[str, Path]:
    """Where drills of these names are going to be; one that is taken is refused (DrillError)."""
    own = set(known) - set(packaged_drills())
    paths = {name: drills_dir() / f"{file_name(name)}.toml" for name in names}
    for name, path in paths.items():
        if name in own or path.exists():
            raise DrillError(
                told("you have a drill '{name}' already; `thumbwalk drills remove` takes it out first", name=name)
            )
    return paths


def take_in(texts: Mapping[str, str], known: Mapping[str, Drill]) -> None:
    """Take in the drills of a file, a file each; all of them or, where one can't be, none."""
    paths = free_paths(texts, known)
    if len(set(paths.values())) < len(paths):
        names = ", ".join(texts)
        raise DrillError(
            told("{names}: two of these names are alike as names of files; change one of them", names=names)
        )
    try:
        for name, text in texts.items():
            write_whole(paths[name], [text])
    except OSError as error:
        why = told("can't keep the drill: {why}; make room, or make it writable", why=error.strerror)
        raise NotKept(told("{where}: {why}", where=drills_dir(), why=why)) from error


def taken_file(file: Path) -> tuple[Mapping[str, Drill], float | None]:
    """Take in a file, a drill file (TOML) or what a master did; gives the drills, and how a master scores in theirs.

    A master's drill has the file's name. Raises RigError.
    """
    targets = read_targets(targets_path())
    known = read_drills(drills_path(), targets, drills_dir())
    if file.suffix.lower() == ".toml":
        found = read_texts(file, targets)
        take_in({name: text for name, (text, _) in found.items()}, known)
        return {name: one for name, (_, one) in found.items()}, None
    name = file_name(file.parent.name if file.stem == "practice" else file.stem)
    if name in packaged_drills():
        raise DrillError(told("a drill '{name}' comes with Thumbwalk; give the file another name", name=name))
    free_paths([name], known)
    one = made_drill(file, name, targets, read_caps(caps_path()), level=None, layout=None)
    take_in(texts_of(one.text, str(file), targets), known)
    return {name: one.made.drill}, one.fit.score
