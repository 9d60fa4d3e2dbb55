"""What a sitting's session comes to is kept, or forgotten where nothing came of it, and faults are given back."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tests.drilled import run_of, sole_of, touch_of
from tests.session.test_guesses import GUESSED

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import NotKept
from thumbwalk.session.customs import Customs, Learning
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice
from thumbwalk.session.sitting_run import SittingRun
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.hand import demonstrate

PAD, _ = sole_of("right")


@dataclass
class Remembering:
    """Keeps, or can't."""

    fails: str = ""
    kept: list[Path] = field(default_factory=list)

    def keep(self, _run: Practice, folder: SessionFolder, _free: object) -> None:
        if self.fails:
            raise NotKept(self.fails)
        self.kept.append(folder.path)


def over(tmp_path: Path, learning: Remembering, until_s: float) -> tuple[SittingRun, list[str]]:
    """A practice that has come so far, in a folder whose letting go is told."""
    practice, run = Practice(PAD, Calibration.generic()), run_of(GUESSED)
    practice._runs, practice._origin_us = [run], 0
    run.feed(TouchBlock.joined(touch_of(demonstrate(GUESSED, PAD, "expert", 1), "right")).between(0.0, until_s))
    let_go: list[str] = []
    holding = ExitStack()
    holding.callback(let_go.append, "let go")
    folder = SessionFolder(tmp_path / "session", asked_for=False)
    folder.make()
    folder.recording.write_bytes(b"twr")
    session: Any = None
    made = SittingRun(
        cast("LiveSession", session), practice, ExitStack(), holding, folder, cast("Learning", cast("Any", learning))
    )
    return made, let_go


def customs(tmp_path: Path) -> Customs:
    nobody: Any = None
    return Customs(tmp_path, lambda _: tmp_path, nobody, packaged_targets(), packaged_drills())


def test_a_practice_that_counted_leaves_its_score_and_what_is_known_of_the_learner(tmp_path: Path) -> None:
    learning = Remembering()
    run, let_go = over(tmp_path, learning, 20.0)
    assert run.has_counted
    assert run.folder is not None
    run.keep(run.folder, customs(tmp_path))
    assert (run.folder.path / "score.json").is_file()
    assert run.keep_learned() is None
    assert (learning.kept, let_go) == ([run.folder.path], ["let go"])


def test_a_count_in_left_early_leaves_nothing(tmp_path: Path) -> None:
    learning = Remembering()
    run, let_go = over(tmp_path, learning, 0.3)
    assert run.folder is not None
    run.keep(run.folder, customs(tmp_path))
    assert not run.folder.path.exists()
    assert run.keep_learned() is None
    assert (learning.kept, let_go) == ([], ["let go"])


def test_what_can_not_be_kept_is_given_back_and_the_folder_let_go(tmp_path: Path) -> None:
    run, let_go = over(tmp_path, Remembering("no room"), 20.0)
    assert str(run.keep_learned()) == "no room"
    assert let_go == ["let go"]
    run, let_go = over(tmp_path, learning := Remembering(), 20.0)
    assert run.keep_learned(whole=False) is None
    assert (learning.kept, let_go) == ([], ["let go"]), "where the folder is not whole nobody builds upon it"
