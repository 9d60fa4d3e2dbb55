"""A file of drills in parts, each the text of one drill as it was written: that is how a drill is handed on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import DRILLS_FILE, parse_drills
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.tomlfile import TomlFile

_HEADER = re.compile(r"(?m)^[ \t]*\[\[[ \t]*drill[ \t]*\]\]")


def read_texts(path: Path, targets: Targets) -> dict[str, tuple[str, Drill]]:
    """A file's drills by name, each with its text. Raises DrillError."""
    file = TomlFile.of(path, DRILLS_FILE)
    drills = parse_drills(file, targets)
    return {name: (text, drills[name]) for name, text in texts_of(file.text, str(path), targets).items()}


def texts_of(text: str, source: str, targets: Targets) -> Mapping[str, str]:
    """The text of each drill of a file, by its name; the comments before a drill's header go with the one before.

    Raises
    ------
    DrillError
        When the file is bad, with every fault; or when its drills are not written one below the other.
    """
    drills = parse_drills(TomlFile(text, source, DRILLS_FILE), targets)
    if not drills:
        raise DrillError(told("{source}: there is no drill in it; write one as [[drill]]", source=source))
    starts = [match.start() for match in _HEADER.finditer(text)]
    if len(drills) == 1:
        return dict.fromkeys(drills, text)
    borders = [0, *starts[1:], len(text)]
    parts = [text[borders[index] : borders[index + 1]] for index in range(len(borders) - 1)]
    found = dict(zip(drills, parts, strict=False))
    if len(parts) != len(drills) or any(_alone(found[name], source, targets) != drills[name] for name in drills):
        raise DrillError(
            told(
                "{source}: its {n} drills can't be told apart; write each below its own [[drill]]",
                source=source,
                n=len(drills),
            )
        )
    return found


def _alone(text: str, source: str, targets: Targets) -> Drill | None:
    """The one drill of a text; None where it is not one."""
    try:
        drills = parse_drills(TomlFile(text, source, DRILLS_FILE), targets)
    except DrillError:
        return None
    return next(iter(drills.values())) if len(drills) == 1 else None
