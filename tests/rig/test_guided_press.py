"""The guided press on a stream: what is asked for in turn, and a hand that does it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.session.streams import HELLO

from thumbwalk.link.wire import encode_scans
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.rig.guided_press import guided_press
from thumbwalk.rig.opening import OpenRig
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.load_cell import LoadCheck
from thumbwalk.virtual.foot import FootSpec

PAD = builtin_pad()
ROWS = 40


class Board:
    """A board and its virtual foot in stream time: every reading is the next 40 ms, with some channels cut off."""

    url = "virtual"
    pad: Pad = PAD
    hello = HELLO

    def __init__(self, dead: tuple[str, ...] = ()) -> None:
        self._foot = FootSpec(seed=2).build()
        self._dead = [PAD.names.index(name) for name in dead]
        self._at_ms, self._number = 0, 0
        self.sent: list[str] = []
        self.pressed: list[tuple[float, float]] = []

    @property
    def link(self) -> Board:
        return self

    def read(self) -> bytes:
        time_us = (self._at_ms + np.arange(ROWS, dtype=np.int64)) * 1000
        counts = self._foot.counts(time_us.astype(np.float64) * 1e-6)
        counts[:, self._dead] = 13
        self._at_ms, self._number = self._at_ms + ROWS, self._number + 1
        assert self._at_ms < 120_000, "it never ends"
        return encode_scans(self._number, time_us, counts)

    def send(self, line: str) -> None:
        self.sent.append(line)

    def wake(self) -> None:
        raise AssertionError("it was never silent")

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        self.pressed.append((x_mm, y_mm))
        self._foot.press(x_mm, y_mm, force_n)

    def release(self) -> None:
        self._foot.release()


def pressed_in_turn(board: Any) -> tuple[dict[str, str], list[str]]:
    said: list[str] = []
    load = LoadCheck(Calibration.generic(16))
    found = guided_press(OpenRig(board, board), PAD.names, load, said.append)
    return {one.name: one.state for one in found}, said


def test_every_tile_is_asked_for_once_in_order_and_pressed_in_its_middle() -> None:
    board = Board()
    states, said = pressed_in_turn(board)
    assert states == dict.fromkeys(PAD.names, "ok")
    assert said == [f"{i + 1} of 16: press {name}, then let go." for i, name in enumerate(PAD.names)]
    assert board.pressed == [pytest.approx(tuple(place)) for place in PAD.positions_mm]
    assert (board.sent[0], board.sent[-1]) == ("start", "stop")


def test_a_tile_that_does_not_answer_is_passed_over_and_the_others_are_asked_for() -> None:
    states, said = pressed_in_turn(Board(dead=("mth1",)))
    assert states["mth1"] == "dead"
    assert len(said) == 16
    assert [name for name, state in states.items() if state != "ok"] == ["mth1"]
