"""What the doctor finds of a board of cells: its stream and its cells in one report, and in one document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.session.plated import HELLO, plate_stream

from thumbwalk.link.wire import CellReadings, WireDecoder
from thumbwalk.rig.cells_checkup import check_plate
from thumbwalk.rig.checkup import Checkup
from thumbwalk.rig.listening import Stretch
from thumbwalk.rig.press_check import PressedChannel
from thumbwalk.virtual.foot import FootSpec

SPEC = FootSpec(layout="plate4", seed=6)


def report(spec: FootSpec = SPEC, lacks: tuple[int, int] = (0, 0)) -> Checkup:
    decoder = WireDecoder(in_order=True)
    events = [*decoder.feed(plate_stream(spec, 2000, lacks=lacks)), *decoder.rest()]
    heard = [event for event in events if isinstance(event, CellReadings)]
    return check_plate(HELLO, Stretch(cells=heard, tally=decoder.tally))


def test_a_sound_plate_is_healthy_and_its_document_has_its_cells() -> None:
    found = report()
    assert found.healthy, found.problems
    assert found.seconds == pytest.approx(2.0, abs=0.02)
    assert found.rate_hz == pytest.approx(80.0, rel=0.01)
    document = found.to_json()
    assert [one["state"] for one in document["cells"]] == ["ok"] * 4
    assert document["channels"] == []


def test_what_is_lost_is_told_once_a_kind_and_a_dead_plate_by_what_to_do() -> None:
    lossy = report(lacks=(50, 60))
    assert [line for line in lossy.problems if "lost frame" in line] == ["10 lost frames"]
    assert any(line.endswith("missing readings") for line in lossy.problems)
    nothing = check_plate(HELLO, Stretch())
    assert len(nothing.problems) == 1
    assert "no reading of a load cell was received" in nothing.problems[0]


def test_a_cell_that_was_named_is_not_named_again_by_a_press() -> None:
    found = report(replace(SPEC, open=("toe_medial",)))
    pressed = (PressedChannel("toe_medial", "dead", "did not answer"), PressedChannel("heel_medial", "dead", "nor it"))
    lines = found.pressed_at_corners(pressed).problems
    assert [line.partition(":")[0] for line in lines] == ["toe_medial", "heel_medial"]
