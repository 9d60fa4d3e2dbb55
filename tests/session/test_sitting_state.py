"""How a sitting stands."""

from __future__ import annotations

import pytest

from thumbwalk.session.sitting_state import RigStage, SittingState


@pytest.mark.parametrize(
    ("stage", "busy", "ready"),
    [("open", "", True), ("open", "taring", False), ("opening", "", False), ("none", "", False)],
)
def test_a_rig_is_ready_when_it_is_open_and_nothing_is_done_with_it(stage: RigStage, busy: str, ready: bool) -> None:
    assert SittingState(stage, busy=busy).is_ready is ready
