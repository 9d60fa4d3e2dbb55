"""What a sitting goes by: where it keeps things, and what it is told of the learner and told to keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.pad import Pad
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.listener import Listener
from thumbwalk.session.practice import Practice


class Learning(Protocol):
    """What is known of the learner, and what is added to it."""

    def caps(self) -> Caps:
        """Give the comfort caps in force."""
        ...

    def helped(self, drill: Drill) -> Drill:
        """Give a drill with as much help as the learner gets."""
        ...

    def fitted(self, document: DrillDocument, pad: Pad) -> DrillDocument:
        """Give a drill as this learner does it."""
        ...

    def watching(self, run: Practice) -> Sequence[Listener]:
        """Give who listens to a practice."""
        ...

    def holding(self, folder: SessionFolder, run: Practice) -> AbstractContextManager[None]:
        """Say in a practice's folder whose it is, and hold that while it runs."""
        ...

    def keep(self, run: Practice, folder: SessionFolder, free: FreeSummary | None) -> None:
        """Keep what was done, when its folder is complete. Raises RigError."""
        ...


@dataclass(frozen=True)
class Customs:
    """Where a sitting keeps things, and what it goes by.

    ``calibration_of`` gives a board's calibration file by its id; ``learning`` what is known of the learner, who
    practises on the virtual rig or not, and may refuse (RigError).
    """

    sessions: Path
    calibration_of: Callable[[str], Path]
    learning: Callable[[bool], Learning]
    targets: Targets
    drills: Mapping[str, Drill]
