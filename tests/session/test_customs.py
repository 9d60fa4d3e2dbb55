"""What a sitting goes by is chosen by whoever makes it, and not changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import cast

import pytest

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.session.customs import Customs, Learning
from thumbwalk.session.sitting import Sitting


def test_a_sitting_asks_for_its_learner_only_when_something_is_begun(tmp_path: Path) -> None:
    asked: list[bool] = []

    def learning(is_virtual: bool) -> Learning:
        asked.append(is_virtual)
        return cast(Learning, None)

    customs = Customs(tmp_path, lambda board: tmp_path / board, learning, packaged_targets(), packaged_drills())
    sitting = Sitting(customs)
    assert sitting.guess(9.0) is None, "nobody practises"
    sitting.close()
    assert asked == []
    with pytest.raises(FrozenInstanceError):
        customs.sessions = tmp_path / "elsewhere"  # type: ignore[misc]  # which is what is tried
