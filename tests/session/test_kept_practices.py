"""What was recorded once is read for ever, and scores as it did on its day."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.session.practice import replayed
from thumbwalk.session.recording import open_recording

DATA = Path(__file__).parents[1] / "data"
KEPT = sorted(path.parent for path in DATA.glob("practice_version_*/practice.twr"))


def score_of(folder: Path) -> dict[str, Any]:
    result = replayed(open_recording(folder / "practice.twr")).result()
    assert result is not None
    return result.to_json()


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_a_kept_practice_scores_as_on_its_day_to_the_last_digit(folder: Path) -> None:
    assert score_of(folder) == json.loads((folder / "score.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_what_is_asked_for_today_has_no_part_in_it(folder: Path) -> None:
    home = Path(os.environ["THUMBWALK_HOME"])
    home.mkdir()
    (home / "targets.toml").write_text("[knead]\nrate_per_min = { min = 1, max = 2 }\n", encoding="utf-8")
    assert score_of(folder) == json.loads((folder / "score.json").read_text(encoding="utf-8"))
