"""A sitting opens a rig, keeps it open and holds practices on it: on the real firmware, in real time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.targets.caps import Caps, packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DeviceNotFound, LearnerError, NotKept
from thumbwalk.pad import Pad
from thumbwalk.rig.opening import OpenRig, open_virtual
from thumbwalk.session.customs import Customs
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.listener import Listener
from thumbwalk.session.practice import Practice
from thumbwalk.session.sitting import Sitting
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec

pytestmark = pytest.mark.slow
STEPS = packaged_drills()["first-steps"]
SHORT = replace(STEPS, name="short", count_in_s=0.3, sets=(replace(STEPS.sets[0], duration_s=1.0),))


@dataclass
class Learner:
    """Nobody in particular; notes what is kept, and may refuse."""

    kept: list[tuple[str | None, Path, bool]] = field(default_factory=list)
    refuses: str = ""
    fails: str = ""

    def __call__(self, _virtual: bool) -> Learner:
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
        return []

    def holding(self, _folder: SessionFolder, _run: Practice) -> AbstractContextManager[None]:
        return nullcontext()

    def keep(self, run: Practice, folder: SessionFolder, free: FreeSummary | None) -> None:
        if self.fails:
            raise NotKept(self.fails)
        self.kept.append((None if run.drill is None else run.drill.name, folder.path, free is not None))


@pytest.fixture
def learner() -> Learner:
    return Learner()


@pytest.fixture
def sitting(tmp_path: Path, learner: Learner) -> Iterator[Sitting]:
    def clock() -> datetime:
        return datetime(2026, 3, 1, 18, tzinfo=UTC)

    made = Sitting(
        Customs(
            *(tmp_path / "sessions", lambda board: tmp_path / f"{board}.toml", learner),
            *(packaged_targets(), packaged_drills()),
        ),
        clock,
    )
    yield made
    if made.state.stage != "none":
        made.close()


def door() -> AbstractContextManager[OpenRig]:
    return open_virtual(FootSpec())


def until(true: Callable[[], bool], within_s: float = 30.0) -> None:
    last_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < last_s
        time.sleep(0.01)


def test_a_drill_runs_to_its_end_is_kept_and_shows_its_result_over_the_living_foot(
    sitting: Sitting, learner: Learner
) -> None:
    assert sitting.snapshot().stream.message
    sitting.connect(door, "left").result()
    assert (sitting.state.stage, sitting.state.virtual, sitting.pad.foot) == ("open", True, "left")
    sitting.plan(SHORT)
    until(lambda: sitting.snapshot().drill is not None)
    waiting = sitting.snapshot()
    assert waiting.drill is not None
    assert waiting.drill.stand == "ready"
    assert not list(learner.kept)
    sitting.practise(SHORT).result()
    assert sitting.hand is not None
    sitting.hand.press(140.0, 40.0, 9.0)
    until(lambda: sitting.snapshot().result is not None and not sitting.state.practising)
    over = sitting.snapshot()
    assert over.result is not None
    assert over.reviews[0].presses_n.max() > 4.0
    until(lambda: sitting.snapshot().touch.contact_n > 4.0)
    folder = sitting.state.folder
    assert folder is not None
    assert json.loads((folder / "score.json").read_text())["drill"] == "short"
    assert (folder / "practice.twr").stat().st_size > 1000
    until(lambda: bool(learner.kept))
    assert learner.kept == [("short", folder, False)]
    sitting.keep_picture(b"png")
    sitting.close()
    assert (folder / "window.png").read_bytes() == b"png"
    assert sitting.state.stage == "none"


def test_the_last_sets_guess_is_waited_for_and_then_kept_with_the_learner(sitting: Sitting, learner: Learner) -> None:
    sitting.connect(door, None).result()
    assert sitting.hand is not None
    sitting.hand.press(140.0, 40.0, 9.0)
    guessed = replace(SHORT, sets=(replace(SHORT.sets[0], guess=True),))
    for said_n, kept in ((8.0, 1), (None, 2)):
        sitting.practise(guessed).result()
        until(lambda: sitting.snapshot().result is not None and not sitting.state.practising)
        assert sitting.snapshot().asks_guess
        assert len(learner.kept) == kept - 1, "what is known of the learner waits"
        guess = sitting.guess(said_n)
        assert not sitting.snapshot().asks_guess
        until(lambda wanted=kept: len(learner.kept) == wanted)  # type: ignore[misc]
        assert (guess is None) == (said_n is None)
    sitting.practise(guessed).result()
    until(lambda: sitting.snapshot().asks_guess and not sitting.state.practising)
    sitting.close()
    assert len(learner.kept) == 3, "closing in the middle of the question loses nothing"


def test_a_pause_stands_still_and_two_practices_have_a_folder_each(sitting: Sitting) -> None:
    sitting.connect(door, None).result()
    sitting.practise(SHORT).result()
    sitting.pause()
    until(lambda: (state := sitting.snapshot().drill) is not None and state.stand == "paused")
    stands = sitting.snapshot().drill
    sitting.resume()
    until(lambda: sitting.state.folder is not None)
    assert stands is not None
    first = sitting.state.folder
    sitting.practise(SHORT).result()
    until(lambda: sitting.state.folder not in (None, first))
    until(lambda: not sitting.state.practising)


def test_another_drill_that_is_chosen_in_the_midst_of_one_waits_and_what_was_done_is_kept(sitting: Sitting) -> None:
    sitting.connect(door, None).result()
    sitting.practise(replace(SHORT, sets=(replace(SHORT.sets[0], duration_s=60.0),))).result()
    until(lambda: sitting.snapshot().time_s > 0.6)
    sitting.end()
    sitting.plan(STEPS)
    until(lambda: sitting.state.folder is not None and not sitting.state.practising and not sitting.state.busy)
    until(lambda: (state := sitting.snapshot().drill) is not None and state.stand == "ready")
    assert sitting.snapshot().result is None


def test_a_count_in_that_is_left_early_keeps_nothing(sitting: Sitting, learner: Learner, tmp_path: Path) -> None:
    sitting.connect(door, None).result()
    sitting.practise(replace(SHORT, count_in_s=30.0)).result()
    until(lambda: sitting.snapshot().time_s > 0.1)
    sitting.end().result()
    assert sitting.snapshot().result is None
    assert not (tmp_path / "sessions").exists()
    assert (sitting.state.folder, learner.kept) == (None, [])


def test_free_practice_ends_when_it_is_ended_and_is_summed_up(sitting: Sitting, learner: Learner) -> None:
    sitting.connect(door, None).result()
    sitting.practise(None).result()
    until(lambda: sitting.snapshot().time_s > 0.3)
    sitting.end().result()
    assert sitting.state.free is not None
    assert sitting.state.free.duration_s > 0.2
    assert learner.kept[0][::2] == (None, True)


def test_a_tare_is_kept_for_the_board_and_a_hand_on_the_foot_is_said(sitting: Sitting, tmp_path: Path) -> None:
    sitting.connect(door, None).result()
    sitting.tare().result()
    assert sitting.state.said.startswith("Tared")
    assert Calibration.load(tmp_path / f"{sitting.board_id}.toml").n_taxels == 16
    assert sitting.hand is not None
    sitting.hand.press(140.0, 40.0, 12.0)
    until(lambda: sitting.snapshot().touch.contact_n > 5.0)
    sitting.tare().result()
    assert "take hands and loads off" in sitting.state.trouble
    assert sitting.state.stage == "open"


def test_what_goes_wrong_is_said_and_the_sitting_goes_on(sitting: Sitting, learner: Learner) -> None:
    def shut() -> AbstractContextManager[OpenRig]:
        raise DeviceNotFound("no rig is plugged in")

    sitting.connect(shut, None).result()
    assert (sitting.state.stage, sitting.state.trouble) == ("failed", "no rig is plugged in")
    sitting.practise(SHORT).result()
    assert "no rig is open" in sitting.state.trouble
    sitting.connect(door, None).result()
    learner.refuses = "your hands asked for rest"
    sitting.practise(SHORT).result()
    assert sitting.state.trouble == "your hands asked for rest"
    assert not sitting.state.practising
    assert sitting.snapshot().stream.connected, "the foot is alive behind a refusal"
    learner.refuses, learner.fails = "", "the disk is full"
    sitting.practise(None).result()
    until(lambda: sitting.snapshot().time_s > 0.1)
    sitting.end().result()
    assert sitting.state.trouble == "the disk is full"
    since_s = sitting.snapshot().time_s
    until(lambda: sitting.snapshot().time_s > since_s)


def test_tiles_are_weighed_while_the_stream_goes_on_and_what_came_of_it_is_kept(
    sitting: Sitting, tmp_path: Path
) -> None:
    assert sitting.weighing("g", quick=True) is None
    sitting.connect(door, "right").result()
    work = sitting.weighing("g", quick=True)
    assert work is not None
    until(lambda: len(sitting.counts.spread()) > 0)
    work.answer()
    assert (work.moment().said, work.moment().doing.kind) == ("The rest is taken.", "press in")
    # the virtual rig's own hand presses now
    until(lambda: sitting.snapshot().touch.total_n > 20.0)
    work.answer()
    assert work.moment().said.endswith("was pressed in.")
    assert work.made("board", "2026-03-01") is None, "no tile is done"
    found = replace(Calibration.generic(16), board_id=sitting.board_id)
    sitting.calibrate(found, "Calibrated: 3 tiles measured.").result()
    assert (sitting.state.said, sitting.state.trouble) == ("Calibrated: 3 tiles measured.", "")
    assert Calibration.load(tmp_path / f"{sitting.board_id}.toml").n_taxels == 16
    until(lambda: sitting.snapshot().stream.connected)
