"""One session is scored again as a replay is, by a process that need not know of any store."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.store.homes import RECORDED

from thumbwalk.coach.targets.caps import SCORE_VERSION
from thumbwalk.session.outcome import scores_document
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.store.scoring_again import Due, scored_again


def test_a_folder_and_its_recording_give_the_score_of_a_replay() -> None:
    practice = replayed(open_recording(RECORDED / "practice.twr"), SCORE_VERSION)
    (result,) = [result for _, result in practice.results()]
    for place in (RECORDED, RECORDED / "practice.twr"):
        done = scored_again(Due(1, str(place), None), SCORE_VERSION)
        assert (done.document, done.score, done.failed) == (
            scores_document([result], practice.losses),
            result.score,
            "",
        )


def test_what_can_not_be_scored_says_why(tmp_path: Path) -> None:
    done = scored_again(Due(1, str(tmp_path / "nowhere"), None), SCORE_VERSION)
    assert "no such file" in done.failed


def test_a_process_that_does_it_loads_no_database() -> None:
    program = "import sys, thumbwalk.store.scoring_again; print([name for name in sys.modules if 'sqlalchemy' in name])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
