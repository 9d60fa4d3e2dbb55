"""A guided press on a plate's corners: sound plates are well, and each fault is named by its cell and no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.session.plated import HELLO, PLATE

from thumbwalk.link.cells import CellReading, CellReadings
from thumbwalk.link.wire import encode_cells
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.plate_presses import PlatePresses, judged_presses, press_corners
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.free_converters import NO_READING
from thumbwalk.virtual.plate_foot import CODES_PER_N
from thumbwalk.virtual.scan_timer import ScanTimer
from thumbwalk.virtual.weighed import as_made


class Board:
    """A board and its virtual plate in stream time: every reading is the next 40 ms."""

    url = "virtual"
    pad = PLATE
    hello = HELLO

    def __init__(self, spec: FootSpec) -> None:
        self._foot = spec.build_plate()
        self._timer = ScanTimer(self._foot)
        self._timer.start(1000, 0)
        self._number = self._ms = 0
        self.sent: list[str] = []

    @property
    def link(self) -> Board:
        return self

    def read(self) -> bytes:
        table, said = self._timer.made(40), list[tuple[int, int, int]]()
        self._ms += 40
        assert self._ms < 300_000, "it never ends"
        cells = table["cells"]
        for at, cell in zip(*np.nonzero(cells["code"] != NO_READING), strict=True):
            time_us = int(table["time_us"][at]) - int(cells["age_us"][at, cell])
            said.append((time_us, int(cell), int(cells["code"][at, cell])))
        self._number += 1
        first_us = min(one[0] for one in said)
        readings = tuple(CellReading(time_us - first_us, cell, code) for time_us, cell, code in sorted(said))
        return encode_cells(self._number, CellReadings(first_us, readings, 1, 0))

    def send(self, line: str) -> None:
        self.sent.append(line)

    def wake(self) -> None:
        raise AssertionError("it was never silent")

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        self._foot.press(x_mm, y_mm, force_n)

    def release(self) -> None:
        self._foot.release()


def pressed(spec: FootSpec, calibration: PlateCalibration | None = None) -> tuple[dict[str, str], list[str], Board]:
    board: Any = Board(spec)
    said: list[str] = []
    found = press_corners(OpenRig(board, board), PLATE, said.append, calibration)
    return {one.name: one.state for one in found}, said, board


@pytest.mark.parametrize("seed", range(6))
def test_a_sound_plate_answers_as_it_should_wherever_its_bars_gains_lie(seed: int) -> None:
    states, said, board = pressed(FootSpec(layout="plate4", seed=seed))
    assert states == dict.fromkeys(PLATE.names, "ok")
    assert [line.partition(":")[0] for line in said] == [f"{i} of 4" for i in range(1, 5)]
    assert board.sent[:2] == ["cells 1", "start"]
    assert board.sent[-1] == "stop"


@pytest.mark.parametrize("seed", [0, 4])
@pytest.mark.parametrize(
    ("kind", "names", "state"),
    [
        ("dead", ("toe_medial",), "dead"),
        ("missing", ("heel_medial",), "dead"),
        ("reversed", ("toe_lateral",), "reversed"),
        ("swapped", ("heel_medial", "toe_lateral"), "swapped"),
        ("rating", ("heel_lateral",), "odd"),
    ],
)
def test_a_fault_is_named_by_its_cell_and_no_other(kind: str, names: tuple[str, ...], state: str, seed: int) -> None:
    spec = replace(FootSpec(layout="plate4", seed=seed), **{kind: names})  # type: ignore[arg-type]  # of its fields
    states, _, _ = pressed(spec)
    assert {name for name, found in states.items() if found != "ok"} == set(names)
    assert {states[name] for name in names} == {state}


@pytest.mark.parametrize("seed", range(4))
def test_a_corner_that_touches_its_frame_is_odd_where_gains_are_known_and_a_sound_plate_is_not(seed: int) -> None:
    spec = FootSpec(layout="plate4", seed=seed)
    made = as_made(spec)
    assert set(pressed(spec, made)[0].values()) == {"ok"}
    states, _, _ = pressed(replace(spec, frame=("toe_lateral",)), made)
    assert {name: state for name, state in states.items() if state != "ok"} == {"toe_lateral": "odd"}


def test_a_corner_that_nobody_presses_is_passed_over_and_rows_may_come_in_any_portions() -> None:
    rows = np.full((2200, 4), 1000.0)
    rows[1700:1760, 1] += 10.0 * CODES_PER_N
    rows[1800:1860, 2] += 10.0 * CODES_PER_N
    whole, parts = (PlatePresses(PLATE, np.full(4, 1.0 / CODES_PER_N)) for _ in range(2))
    whole.feed(rows)
    for at in range(0, len(rows), 7):
        parts.feed(rows[at : at + 7])
    for one in (whole, parts):
        assert [None if answer is None else int(np.argmax(answer)) for answer in one.answers] == [None, 1, 2]
        assert one.target == 3
    states = [one.state for one in judged_presses(PLATE, [*whole.answers, None])]
    assert states == ["unseen", "ok", "ok", "unseen"]
