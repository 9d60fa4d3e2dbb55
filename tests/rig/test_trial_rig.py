"""A virtual rig that is tried hard goes wrong as it is told to, and comes back by itself or when it is plugged in."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import LinkLost, RigError
from thumbwalk.link.ports import RigLink
from thumbwalk.link.wire import Scans, WireDecoder
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.opening import open_trial
from thumbwalk.rig.trial_rig import LOST_S, REBOOT_S, TrialRig
from thumbwalk.virtual.foot import FootSpec

pytestmark = pytest.mark.slow
TILE = builtin_pad().names[3]


class Stream:
    """Reads a rig's stream; by its link, or the one that it came back by."""

    def __init__(self, link: RigLink) -> None:
        self.counts: NDArray[np.uint16] = np.empty((0, 16), np.uint16)
        self.first_us = -1
        self.follow(link)

    def follow(self, link: RigLink) -> None:
        self.link, self.decoder = link, WireDecoder(in_order=True)
        link.link.send("start")

    def until(self, true: Callable[[], bool]) -> None:
        last_s = time.monotonic() + 20.0
        while not true():
            assert time.monotonic() < last_s
            for event in self.decoder.feed(self.link.link.read()):
                if isinstance(event, Scans):
                    self.counts = event.counts
                    self.first_us = int(event.time_us[0])


def test_tiles_break_bytes_are_lost_and_a_board_that_was_unplugged_starts_over_with_its_broken_tiles() -> None:
    with open_trial(FootSpec()) as opened:
        trial = opened.trial
        assert trial is not None
        assert opened.way_back is trial
        stream = Stream(opened.link)
        stream.until(lambda: len(stream.counts) > 0)
        trial.play("stuck", TILE)
        stream.until(lambda: stream.counts[-1, 3] == 900)
        with pytest.raises(RigError, match="no tile 'heel'"):
            trial.play("dead", "heel")
        trial.play("lose")
        assert stream.decoder.tally.lost_frames == 0
        stream.until(lambda: stream.decoder.tally.lost_frames > 0)
        trial.play("unplug")
        assert trial.is_unplugged
        assert trial.faults == [("stuck", TILE), ("unplug", "")]
        with pytest.raises(LinkLost, match="went away"):
            stream.until(lambda: False)
        assert trial.look() is None, "nobody has plugged it in"
        trial.plug_in()
        back = trial.look()
        assert back is not None
        assert back.hello.board_id == opened.hello.board_id
        stream.follow(back)
        stream.first_us = -1
        stream.until(lambda: stream.first_us >= 0)
        assert stream.first_us < 5_000_000, "its clock begins anew"
        stream.until(lambda: stream.counts[-1, 3] == 900)
        assert trial.faults == [("stuck", TILE)]
        back.close()


def test_a_hand_that_pressed_on_while_the_cable_was_out_presses_the_board_that_is_back() -> None:
    with open_trial(FootSpec(errors=False)) as opened:
        trial = opened.trial
        assert trial is not None
        x_mm, y_mm = (float(value) for value in builtin_pad().positions_mm[3])
        stream = Stream(opened.link)
        stream.until(lambda: len(stream.counts) > 0)
        zero = int(stream.counts[-1, 3])
        links: list[RigLink] = []

        def replug(meanwhile: Callable[[], None]) -> None:
            trial.play("unplug")
            meanwhile()
            trial.plug_in()
            back = trial.look()
            assert back is not None
            links.append(back)
            stream.counts = stream.counts[:0]
            stream.follow(links[-1])
            stream.until(lambda: len(stream.counts) > 0)

        trial.press(x_mm, y_mm, 8.0)
        replug(lambda: None)
        stream.until(lambda: stream.counts[-1, 3] > zero)
        replug(trial.release)
        assert stream.counts[-1, 3] == zero
        replug(lambda: trial.press(x_mm, y_mm, 8.0))
        stream.until(lambda: stream.counts[-1, 3] > zero)
        for link in links:
            link.close()


def test_a_board_that_starts_over_is_back_after_a_while_and_a_tile_drifts_from_when_it_is_told_to() -> None:
    now_s = [0.0]
    trial = TrialRig(FootSpec(errors=False), now=lambda: now_s[0])
    try:
        stream = Stream(trial.link())
        stream.until(lambda: len(stream.counts) > 0)
        zero = int(stream.counts[-1, 3])
        trial.play("drifting", TILE)
        stream.until(lambda: stream.counts[-1, 3] > zero)
        assert stream.counts[-1, 2] == zero, "and no other"
        trial.play("reboot")
        assert trial.look() is None
        now_s[0] += REBOOT_S
        back = trial.look()
        assert back is not None
        assert not trial.is_unplugged
        now_s[0] += LOST_S
        back.close()
    finally:
        trial.close()
