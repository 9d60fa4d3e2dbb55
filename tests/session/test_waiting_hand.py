"""A scripted hand waits where the drill that it shows waits."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.view import Newest
from thumbwalk.session.waiting_hand import WaitingHand
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.hand import HandPath, PathHand

PAD = builtin_pad()


def practising() -> Practice:
    practice = Practice(PAD, Calibration.generic(PAD.n_taxels))
    drill = Drill("d", "D", "", sets=(DrillSet("hold", "Hold", 30.0, zone="heel"),))
    practice.begin(DrillDocument.of(drill, packaged_targets(), packaged_caps()))
    return practice


def test_it_is_told_all_waits_together_when_the_drill_goes_on_and_not_before() -> None:
    practice, told = practising(), list[float]()
    hand, run = WaitingHand(practice, told.append), practice.run
    assert run is not None

    def heard(time_s: float) -> None:
        hand.hear(Newest(time_s, 0, np.zeros(PAD.n_taxels)))

    heard(0.0)
    run.clock.start(200_000)
    heard(1.0)
    assert told == [], "that the drill began a little later than the stream is no wait"
    run.clock.pause(5_000_000)
    heard(6.0)
    assert told == []
    run.clock.resume(7_500_000)
    heard(7.6)
    heard(8.0)
    assert told == pytest.approx([2.5])
    run.clock.pause(9_000_000)
    run.clock.resume(10_000_000)
    heard(10.1)
    assert told == pytest.approx([2.5, 3.5])


def test_a_hand_that_is_late_goes_back_on_its_path_and_lands_softly() -> None:
    time_s = np.arange(0.0, 10.001, 0.001)
    path = HandPath(time_s, 10.0 * time_s, np.zeros(len(time_s)), np.full(len(time_s), 8.0), np.full(len(time_s), 7.0))
    hand = PathHand(path)
    assert hand.at(np.array([5.0]))[2][0] == pytest.approx(8.0)
    hand.be_late(2.0, 5.0)
    x, _, force, _ = hand.at(np.array([5.0, 5.1, 5.5, 11.0]))
    assert x == pytest.approx([30.0, 31.0, 35.0, 90.0])
    assert force == pytest.approx([0.0, 4.0, 8.0, 8.0])
    assert hand.duration_s == pytest.approx(12.0)
