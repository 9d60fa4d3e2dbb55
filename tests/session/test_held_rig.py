"""A rig that stays open: fitted to its foot and its kept calibration, greeted anew, and closed when it is gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.session.living import Boards

from thumbwalk.errors import CalibrationError, LinkLost
from thumbwalk.rig.listening import stretch_of
from thumbwalk.rig.opening import OpenRig, open_virtual
from thumbwalk.session.held_rig import HeldRig
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec


def firmware() -> AbstractContextManager[OpenRig]:
    return open_virtual(FootSpec())


@pytest.fixture
def held(tmp_path: Path, boards: Boards) -> Iterator[HeldRig]:
    rig = HeldRig.of(boards.door, "left", lambda board: tmp_path / f"{board}.toml")
    yield rig
    rig.close()
    rig.close()


@pytest.mark.slow
def test_on_the_firmware_after_a_stream_that_nobody_ended_nothing_of_that_is_left(tmp_path: Path) -> None:
    held = HeldRig.of(firmware, "left", lambda board: tmp_path / f"{board}.toml")
    assert (held.pad.foot, held.is_virtual, held.measured, held.calibrated) == ("left", True, False, True)
    held.link.link.send("start")
    time.sleep(0.2)
    held.greet()
    assert held.link.hello.board_id == held.opened.hello.board_id
    found = stretch_of(held.link, 0.3)
    assert found.tally.bad_frames == 0
    assert found.seconds == pytest.approx(0.3, abs=0.05)
    held.close()


def test_it_is_fitted_to_its_foot_greeted_anew_and_closed_once(held: HeldRig, boards: Boards) -> None:
    assert (held.pad.foot, held.is_virtual, held.measured, held.calibrated) == ("left", True, False, True)
    held.link.link.send("start")
    before = held.link
    held.greet()
    assert held.link is not before
    assert held.link.hello == held.opened.hello
    assert boards.newest.heard[-2:] == ["stop", "hello"]
    held.close()
    held.close()
    assert (boards.left, boards.newest.is_closed) == (1, True)


def test_a_board_is_not_calibrated_unless_its_kept_curves_were_measured(tmp_path: Path) -> None:
    boards, path = Boards(hand=False), tmp_path / "i.toml"
    rig = HeldRig.of(boards.door, None, lambda board: tmp_path / f"{board}.toml")
    assert (rig.is_virtual, rig.measured, rig.calibrated) == (False, False, False)
    assert isinstance(rig.calibration, Calibration)
    curves = tuple(replace(one, curve=one.curve.scaled(1.2)) for one in rig.calibration.channels)
    rig.calibrate(replace(rig.calibration, channels=curves, board_id="i"), path)
    assert rig.calibrated
    rig.calibrate(rig.calibration, path)
    assert rig.calibrated, "kept once more, they are measured still"


def test_a_link_that_is_gone_is_said_and_the_rig_is_closed(held: HeldRig, boards: Boards) -> None:
    held.link.link.close()
    with pytest.raises(LinkLost):
        held.greet()
    assert boards.left == 1


def test_a_calibration_of_other_electronics_leaves_nothing_open(tmp_path: Path, boards: Boards) -> None:
    kept, closed = tmp_path / "kept.toml", list[bool]()
    Calibration.generic(3).save(kept)

    @contextmanager
    def told() -> Iterator[OpenRig]:
        with boards.door() as rig:
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
    assert isinstance(before, Calibration)
    zero = replace(before, channels=tuple(replace(one, tare_counts=one.tare_counts + 1) for one in before.channels))
    held.calibrate(zero, path)
    assert (held.measured, held.calibration) == (False, zero)
    curved = replace(zero, channels=tuple(replace(one, curve=one.curve.scaled(1.2)) for one in zero.channels))
    held.calibrate(curved, path)
    assert held.measured
    kept = Calibration.load(path)
    assert [one.tare_counts for one in kept.channels] == [one.tare_counts for one in curved.channels]
