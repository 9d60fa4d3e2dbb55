"""A sitting with a learner, and boards of bytes that it may open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.session.living import Boards
from tests.session.sitters import Learner

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.session.customs import Customs
from thumbwalk.session.sitting import Sitting


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


@pytest.fixture
def boards() -> Boards:
    return Boards()


@pytest.fixture
def opened(sitting: Sitting, boards: Boards) -> Sitting:
    """One with a rig open, which a mouse can press."""
    sitting.connect(boards.door, None).result()
    return sitting
