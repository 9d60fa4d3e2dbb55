"""A show of a scripted hand: it runs by itself on a rig of its own, has no score, and ends when nobody watches."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.session.living import Boards

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DeviceNotFound
from thumbwalk.pad import rig_pad
from thumbwalk.rig.opening import OpenRig, open_virtual
from thumbwalk.session.demo import Demo
from thumbwalk.virtual.foot import FootSpec

STEPS = packaged_drills()["first-steps"]
SHORT = replace(STEPS, name="short", count_in_s=0.2, sets=(replace(STEPS.sets[0], duration_s=1.0),))


def demo(door: Callable[[], AbstractContextManager[OpenRig]], folder: Path) -> Demo:
    document = DrillDocument.of(SHORT, packaged_targets(), packaged_caps())
    return Demo(door, document, "right", lambda board: folder / board, rig_pad())


def until(true: Callable[[], bool]) -> None:
    last_s = time.monotonic() + 30.0
    while not true():
        assert time.monotonic() < last_s
        time.sleep(0.02)


@pytest.mark.slow
def test_it_shows_the_drill_without_a_score_and_keeps_nothing(tmp_path: Path) -> None:
    shown = demo(lambda: open_virtual(FootSpec(drill="first-steps", hand="expert")), tmp_path)
    try:
        until(lambda: shown.snapshot().stream.connected)
        drill = shown.snapshot().drill
        assert drill is not None
        assert (drill.drill.name, drill.running_score, shown.snapshot().result) == ("short", None, None)
        until(lambda: shown.over)
        assert (shown.trouble, shown.snapshot().result) == ("", None)
        assert list(tmp_path.iterdir()) == []
    finally:
        shown.close()
    assert not shown._thread.is_alive()


def test_a_rig_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    def nowhere() -> AbstractContextManager[OpenRig]:
        raise DeviceNotFound("no MicroPython for the virtual rig; install it")

    shown = demo(nowhere, tmp_path)
    until(lambda: shown.over)
    assert shown.trouble.startswith("no MicroPython")
    assert not shown.snapshot().stream.connected
    shown.close()


def test_a_rig_that_goes_away_in_the_midst_ends_it_and_is_said(tmp_path: Path) -> None:
    boards = Boards()
    shown = demo(boards.door, tmp_path)
    until(lambda: shown.snapshot().time_s > 0.3)
    assert (shown.over, shown.trouble) == (False, "")
    boards.newest.is_gone = True
    until(lambda: shown.over)
    assert shown.trouble == "living: the rig went away; plug it in again"
    assert shown.snapshot().time_s > 0.3
    assert (boards.left, boards.newest.is_closed) == (1, True)
    shown.close()
