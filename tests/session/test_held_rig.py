"""A rig that stays open: fitted to its foot and its kept calibration, greeted anew, and closed when it is gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from thumbwalk.errors import CalibrationError, LinkLost
from thumbwalk.rig.listening import stretch_of
from thumbwalk.rig.opening import OpenRig, open_virtual
from thumbwalk.session.held_rig import HeldRig
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec

pytestmark = pytest.mark.slow


def door() -> AbstractContextManager[OpenRig]:
    return open_virtual(FootSpec())


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HeldRig]:
    rig = HeldRig.of(door, "left", lambda board: tmp_path / f"{board}.toml")
    yield rig
    rig.close()
    rig.close()


def test_it_is_fitted_and_after_a_stream_that_nobody_ended_greeted_anew_nothing_of_that_is_left(held: HeldRig) -> None:
    assert (held.pad.foot, held.is_virtual, held.measured, held.calibrated) == ("left", True, False, True)
    held.link.link.send("start")
    time.sleep(0.2)
    held.greet()
    assert held.link.hello.board_id == held.opened.hello.board_id
    found = stretch_of(held.link, 0.3)
    assert found.tally.bad_frames == 0
    assert found.seconds == pytest.approx(0.3, abs=0.05)


def test_a_link_that_is_gone_is_said_and_the_rig_is_closed(held: HeldRig) -> None:
    held.link.link.close()
    with pytest.raises(LinkLost):
        held.greet()


def test_a_calibration_of_other_electronics_leaves_nothing_open(tmp_path: Path) -> None:
    kept, closed = tmp_path / "kept.toml", list[bool]()
    Calibration.generic(3).save(kept)

    @contextmanager
    def told() -> Iterator[OpenRig]:
        with door() as rig:
            try:
                yield rig
            finally:
                closed.append(True)

    with pytest.raises(CalibrationError, match="3 channels"):
        HeldRig.of(told, None, lambda _board: kept)
    assert closed == [True]


def test_curves_that_were_measured_make_newtons_of_its_guesses_and_a_zero_alone_does_not(
    held: HeldRig, tmp_path: Path
) -> None:
    path, before = tmp_path / "board.toml", held.calibration
    zero = replace(before, channels=tuple(replace(one, tare_counts=one.tare_counts + 1) for one in before.channels))
    held.calibrate(zero, path)
    assert (held.measured, held.calibration) == (False, zero)
    curved = replace(zero, channels=tuple(replace(one, curve=one.curve.scaled(1.2)) for one in zero.channels))
    held.calibrate(curved, path)
    assert held.measured
    kept = Calibration.load(path)
    assert [one.tare_counts for one in kept.channels] == [one.tare_counts for one in curved.channels]
