"""A file of drills, or of a master, that is taken onto the shelf while the rooms go on. It needs no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.errors import RigError

Take = Callable[[Path], tuple[Mapping[str, Drill], Sequence[str]]]
"""Takes a file in; gives its drills and what there is to say of them. It may take its time, and raise RigError."""


@dataclass(frozen=True)
class FileState:
    """How far it is: what the file is called, its drills when they are taken in, what there is to say, a line each."""

    stage: Literal["none", "reading", "taken", "refused"] = "none"
    name: str = ""
    drills: Mapping[str, Drill] | None = None
    said: tuple[str, ...] = ()


class FileTaken:
    """Takes one file after the other, on a worker's thread; ``state`` is how it stands, whoever looks."""

    def __init__(self, take: Take, worker: Executor) -> None:
        self._take, self._worker = take, worker
        self.state = FileState()

    def ask(self, file: Path) -> None:
        """Take a file in; comes back at once."""
        self.state = FileState("reading", file.name)
        self._worker.submit(self._read, file)

    def _read(self, file: Path) -> None:
        try:
            drills, said = self._take(file)
        except RigError as error:
            self.state = FileState("refused", file.name, None, (str(error),))
        else:
            self.state = FileState("taken", file.name, drills, tuple(said))
