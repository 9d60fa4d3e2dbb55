"""A rig's touch without a drill: all of it, until there is enough."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.session.streams import HELLO, OVER, PAD, ScriptedLink, ScriptedRig, scans

from thumbwalk.errors import LinkLost
from thumbwalk.session.following import follow
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock


def practice() -> Practice:
    made = Practice(PAD, Calibration.generic(16))
    made.take(HELLO)
    return made


def portions() -> list[bytes | Callable[[], None]]:
    return [scans(at, 50, 13) for at in range(0, 1000, 50)]


def test_in_lock_step_all_touch_is_passed_on_up_to_the_last_sample() -> None:
    link, touches = ScriptedLink([*portions(), OVER]), list[TouchBlock]()
    tally = follow(ScriptedRig(link), practice(), touches.append, lambda: False, lockstep=True, now=link.now)  # type: ignore[arg-type]
    touch = TouchBlock.joined(touches)
    assert tally.scans == 1000
    assert touch.time_s[-1] == pytest.approx(0.99)
    assert np.diff(touch.time_s) == pytest.approx(touch.step_s)
    assert link.sent == ["start"], "a stream that is over need not be stopped"


def test_it_ends_when_there_is_enough_and_the_board_is_told_to_stop() -> None:
    link, touches = ScriptedLink(portions()), list[TouchBlock]()
    follow(ScriptedRig(link), practice(), touches.append, lambda: len(touches) >= 3, now=link.now)  # type: ignore[arg-type]
    assert link.portions
    assert link.sent[-1] == "stop"


def test_a_rig_that_goes_away_is_said() -> None:
    link = ScriptedLink(portions()[:4], goes_away=True)
    with pytest.raises(LinkLost):
        follow(ScriptedRig(link), practice(), lambda _: None, lambda: False, now=link.now)  # type: ignore[arg-type]
