"""Who sits at a sitting in tests: a learner who notes what is kept, short drills, and how to wait for what comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.session.living import until
from tests.session.streams import PAD

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.targets.caps import Caps, packaged_caps
from thumbwalk.errors import LearnerError, NotKept
from thumbwalk.pad import Pad
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.listener import Heard, Listener
from thumbwalk.session.practice import Practice
from thumbwalk.session.sitting import Sitting

STEPS = packaged_drills()["first-steps"]
SHORT = replace(STEPS, name="short", count_in_s=0.3, sets=(replace(STEPS.sets[0], duration_s=1.0),))
LONG = replace(SHORT, name="long", sets=(replace(SHORT.sets[0], duration_s=600.0),))


@dataclass
class Learner:
    """Nobody in particular; notes what is kept, and may refuse."""

    kept: list[tuple[str | None, Path, bool]] = field(default_factory=list)
    asked: list[bool] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    refuses: str = ""
    fails: str = ""

    def __call__(self, virtual: bool) -> Learner:
        self.asked.append(virtual)
        if self.refuses:
            raise LearnerError(self.refuses)
        return self

    def caps(self) -> Caps:
        return packaged_caps()

    def helped(self, drill: Drill) -> Drill:
        return drill

    def fitted(self, document: DrillDocument, _pad: Pad) -> DrillDocument:
        return document

    def watching(self, _run: Practice) -> list[Listener]:
        return [self]

    def hear(self, heard: Heard) -> None:
        self.heard.append(heard)

    @contextmanager
    def holding(self, folder: SessionFolder, _run: Practice) -> Iterator[None]:
        self.held.append(f"takes {folder.path.name}")
        try:
            yield
        finally:
            self.held.append(f"leaves {folder.path.name}")

    def keep(self, run: Practice, folder: SessionFolder, free: FreeSummary | None) -> None:
        if self.fails:
            raise NotKept(self.fails)
        self.kept.append((None if run.drill is None else run.drill.name, folder.path, free is not None))


def place(tile: int) -> tuple[float, float]:
    """Where a tile is, mm."""
    x_mm, y_mm = PAD.positions_mm[tile]
    return float(x_mm), float(y_mm)


def ended(sitting: Sitting, before: Path | None = None) -> Path:
    """Wait until a practice is kept and nothing is being done any more; its folder."""
    until(lambda: sitting.state.folder not in (None, before))
    until(lambda: not sitting.state.practising and not sitting.state.busy)
    assert sitting.state.folder is not None
    return sitting.state.folder


def stand(sitting: Sitting) -> str:
    """How the drill that is shown stands."""
    drill = sitting.snapshot().drill
    return "" if drill is None else drill.stand or drill.phase.kind


def streams(sitting: Sitting) -> bool:
    """Whether the foot is alive: its time goes on."""
    since_s = sitting.snapshot().time_s
    until(lambda: sitting.snapshot().time_s not in (since_s, 0.0))
    return sitting.snapshot().stream.connected
