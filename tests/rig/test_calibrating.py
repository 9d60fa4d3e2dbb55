"""Calibrating without a terminal: what is asked, what is answered, and what there is when it ends early."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.link.wire import Scans
from thumbwalk.pad import builtin_pad
from thumbwalk.rig import calibrating
from thumbwalk.rig.calibrating import tared, tile_wizard, walk_through
from thumbwalk.rig.listening import Stretch
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec

PAD = builtin_pad()


class Weighed:
    """A virtual foot on a scale: weights are put onto its tiles, and stretches of its stream are read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.foot = FootSpec(errors=False).build()
        self.at_s = 0.0
        monkeypatch.setattr(calibrating, "stretch_of", self._stretch)

    def _stretch(self, _: object, seconds: float) -> Stretch:
        time_s = self.at_s + np.arange(round(1000 * seconds)) / 1000.0
        self.at_s = float(time_s[-1]) + 5.0  # somebody puts the next weight on
        counts = self.foot.counts(time_s)
        return Stretch([Scans(np.rint(time_s * 1e6).astype(np.int64), counts)])


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> Weighed:
    return Weighed(monkeypatch)


class Person:
    """Does what is asked with weights in newtons on one tile, and answers with enter; leaves after some answers."""

    def __init__(self, weighed: Weighed, tile: str, *, leaves_after: int = 100) -> None:
        self._weighed, self._left = weighed, leaves_after
        self._place = (float(value) for value in PAD.positions_mm[PAD.names.index(tile)])
        self._x_mm, self._y_mm = self._place
        self.asked: list[str] = []

    def answer(self, prompt: str) -> str:
        self.asked.append(prompt)
        if self._left == 0:
            raise EOFError
        self._left -= 1
        words = prompt.split()
        if "put on" in prompt or "go down to" in prompt:
            self._weighed.foot.press(self._x_mm, self._y_mm, float(words[words.index("N,") - 1]))
        return ""


RIG: Any = SimpleNamespace(hello=SimpleNamespace(board="pico"))  # its stream is the foot's


def test_a_tile_is_done_when_every_weight_was_on_it_and_the_others_keep_their_curve(weighed: Weighed) -> None:
    start = Calibration.generic(16)
    person, said = Person(weighed, "heel_anterior"), list[str]()
    wizard = tile_wizard(RIG, PAD, start, unit="N", weights=[2.0, 8.0, 20.0], tiles=["heel_anterior"])
    walk_through(wizard, person.answer, said.append)
    assert wizard.progress == (1, 1)
    assert len(person.asked) == len(said) == 1 + 1 + 5
    assert person.asked[0].startswith("Take everything off the foot")
    found = wizard.calibration("board1", None)
    changed = [name for name, a, b in zip(PAD.names, start.channels, found.channels, strict=True) if a.curve != b.curve]
    assert changed == ["heel_anterior"]


def test_whoever_leaves_in_the_middle_has_no_half_tile(weighed: Weighed) -> None:
    person = Person(weighed, "heel_anterior", leaves_after=4)
    wizard = tile_wizard(RIG, PAD, Calibration.generic(16), unit="N", weights=[2.0, 8.0], tiles=["heel_anterior"])
    with pytest.raises(EOFError):
        walk_through(wizard, person.answer, lambda _: None)
    assert wizard.progress == (0, 1)


def test_a_tile_that_there_is_not_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(CalibrationError, match="no tile 'elbow'"):
        tile_wizard(RIG, PAD, Calibration.generic(16), tiles=["elbow"])


def test_a_zero_is_of_this_board_and_its_tiles(weighed: Weighed) -> None:
    class Rig:
        class hello:  # noqa: N801  an attribute's name
            board_id = "board1"

    found = tared(Rig, Calibration.generic(16), PAD)  # type: ignore[arg-type]
    assert found.board_id == "board1"
    assert isinstance(found, Calibration)
    assert [channel.name for channel in found.channels] == list(PAD.names)
    assert all(channel.tare_counts > 0 for channel in found.channels)
