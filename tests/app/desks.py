"""Desks for the rooms at rest: real drills and settings, and a sitting that gives what a test has put there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from tests.app import pasts

from thumbwalk.app.desk import Desk, Doors, Papers, Shelf
from thumbwalk.app.file_taken import FileTaken
from thumbwalk.app.learners_past import LookBack, Past, Wanted
from thumbwalk.app.tried_before import Known, TriedBefore
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError, RigError
from thumbwalk.language import told
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History
from thumbwalk.learner.tried import Tried
from thumbwalk.link.ports import PortInfo
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.trial_rig import TrialRig
from thumbwalk.session.demo import Demo
from thumbwalk.session.listener import OnsetWatch, TouchEar
from thumbwalk.session.load_ear import LoadEar
from thumbwalk.session.pad_remote import PadRemote
from thumbwalk.session.preferences import Preferences
from thumbwalk.session.screen.preview import previewed
from thumbwalk.session.screen.snapshot import DrillState, MouseHand, Snapshot
from thumbwalk.session.sitting import Sitting
from thumbwalk.session.sitting_state import SittingState
from thumbwalk.session.tile_calibration import TileCalibration
from thumbwalk.signal.calibration import Calibration

DAY = datetime(2026, 3, 1, 18, tzinfo=UTC)
TRIED = {
    "warm-up": Tried(1, DAY, None, None),
    "first-steps": Tried(3, DAY, 91.0, 93.0),
    "hold-1": Tried(2, DAY, 62.0, 71.0, (True, False)),
    "knead-1": Tried(4, DAY, 88.0, 93.0, (True, False, True), passed=True),
}
BOARD = PortInfo("/dev/ttyACM0", "Pico", 0x2E8A, 5, "E66138528327B52A")


@dataclass
class StillSitting:
    """A sitting that does nothing but note what it is asked; its moment is the test's."""

    now: Snapshot
    state: SittingState = field(default_factory=lambda: SittingState("open", virtual=True, calibrated=True))
    pad: Pad = field(default_factory=builtin_pad)
    hand: MouseHand | None = None
    onsets: OnsetWatch = field(default_factory=OnsetWatch)
    touches: TouchEar = field(default_factory=TouchEar)
    remote: PadRemote = field(default_factory=lambda: PadRemote(builtin_pad()))
    asked: list[Any] = field(default_factory=list)
    planned: Drill | None = None
    load: LoadEar = field(default_factory=LoadEar)
    work: TileCalibration | None = None
    trial: TrialRig | None = None
    board_id: str = "board"
    _preview: tuple[Drill, DrillState] | None = None

    def snapshot(self) -> Snapshot:
        if self.planned is None:
            return self.now
        # made once for a drill, as a real one does it
        if self._preview is None or self._preview[0] is not self.planned:
            document = DrillDocument.of(self.planned, packaged_targets(), packaged_caps())
            self._preview = self.planned, previewed(document, self.pad, calibrated=True)
        return replace(self.now, drill=self._preview[1])

    def plan(self, drill: Drill | None) -> None:
        self.planned = drill
        self.asked.append(("plan", None if drill is None else drill.name))

    def practise(self, drill: Drill | None) -> None:
        self.asked.append(("practise", None if drill is None else drill.name))

    def connect(self, door: Callable[[], Any], _foot: str) -> None:
        self.asked.append(("connect", *door.args))  # type: ignore[attr-defined]  # the desk's doors are partials

    def weighing(self, unit: str, *, quick: bool) -> TileCalibration | None:
        self.asked.append(("weighing", unit, quick))
        return self.work

    def calibrate(self, found: Calibration, said: str) -> None:
        self.asked.append(("calibrate", found.n_taxels, said))

    def check_load(self) -> None:
        self.asked.append("check load")

    def tare(self) -> None:
        self.asked.append("tare")

    def guess(self, said_n: float | None) -> None:
        self.asked.append(("guess", said_n))

    def pause(self) -> None:
        self.asked.append("pause")

    def resume(self) -> None:
        self.asked.append("resume")

    def end(self) -> None:
        self.asked.append("end")

    def keep_picture(self, png: bytes) -> None:
        self.asked.append(("picture", png[:4]))

    def close(self) -> None:
        self.asked.append("close")


@dataclass
class StillShow:
    """A show that stands at a moment."""

    now: Snapshot
    title: str
    foot: str
    over: bool = False
    trouble: str = ""
    is_closed: bool = False

    def snapshot(self) -> Snapshot:
        drill = replace(packaged_drills()["first-steps"], title=self.title)
        if self.now.drill is not None:
            return replace(self.now, drill=replace(self.now.drill, drill=drill, running_score=None))
        document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
        return replace(self.now, drill=replace(previewed(document, builtin_pad(), calibrated=True), stand=""))

    def close(self) -> None:
        self.is_closed = True


def still_desk(
    now: Snapshot,
    state: SittingState | None = None,
    tried: Mapping[str, Tried] = TRIED,
    boards: tuple[PortInfo, ...] = (),
    drills: Mapping[str, Drill] | None = None,
    own: tuple[str, ...] = (),
    past: LookBack | RigError | None = None,
    **preferences: Any,
) -> Desk:
    """A desk whose learner did what a test says; an error is what reading that comes to."""

    noted: list[Entry] = []
    known = past.history.entries if isinstance(past, LookBack) else ()

    def read(_wanted: Wanted) -> LookBack:
        if isinstance(past, RigError):
            raise past
        found = past or pasts.first_day()
        return replace(found, history=History((*known, *noted))) if noted else found

    papers = Papers(
        lambda _learner, kind, facts: noted.append(Entry(kind, pasts.TODAY, facts)),
        packaged_caps,
    )
    sitting = StillSitting(now)
    if state is not None:
        sitting.state = state
    kept: list[Preferences] = []
    shelf = Shelf(drills or packaged_drills(), own, packaged_targets(), kept.append)
    doors = Doors(
        nowhere, nowhere, lambda: boards, lambda drill, foot, _hand: cast("Demo", StillShow(now, drill.title, foot))
    )
    reading = Past(read, pasts.AtOnce())
    before = TriedBefore(lambda _learner, _virtual: Known(tried, History((*known, *noted))), pasts.AtOnce())
    files = FileTaken(taken_of, pasts.AtOnce())
    stands_in = cast("Sitting", sitting)
    settings = Preferences(**preferences)
    return Desk(stands_in, doors, shelf, settings, reading, before, files, papers, clock=lambda: pasts.TODAY)


def taken_of(file: Path) -> tuple[Mapping[str, Drill], float]:
    """A file whose name says what comes of it."""
    if "bad" in file.name:
        why = told("nobody touches the foot in it, so no drill can be made of it")
        raise DrillError(told("{where}: {why}", where=file, why=why))
    one = replace(packaged_drills()["knead-1"], name=file.stem, title=file.stem.capitalize(), stage=None)
    return {file.stem: one}, 92.0


def history_of(desk: Desk) -> History:
    """What a desk knows of its learner, whose documents were read."""
    history = desk.history()
    assert history is not None
    return history


def sitting_of(desk: Desk) -> StillSitting:
    """The sitting that stands in for a desk's."""
    return cast("StillSitting", desk.sitting)


def nowhere(_which: str) -> AbstractContextManager[OpenRig]:
    raise AssertionError("nobody opens a rig here")
