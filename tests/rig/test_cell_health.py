"""Each cell of a plate by its readings: what is well, what is not and why, in a line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.session.plated import BANK, PLATE, plate_stream

from thumbwalk.link.cells import CellReadings
from thumbwalk.link.selftest import CellReport
from thumbwalk.link.wire import WireDecoder
from thumbwalk.rig.cell_health import CellHealth, cell_problems, check_cells
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.weighed import as_made

SPEC = FootSpec(layout="plate4", seed=6)
MADE = as_made(SPEC)


def heard(spec: FootSpec) -> list[CellReadings]:
    return [one for one in WireDecoder().feed(plate_stream(spec, 2000)) if isinstance(one, CellReadings)]


def health(spec: FootSpec, calibration: PlateCalibration | None = MADE) -> tuple[CellHealth, ...]:
    return check_cells(BANK, heard(spec), calibration=calibration)


def test_sound_cells_are_ok_each_at_its_own_rate_and_near_its_rest() -> None:
    found = health(SPEC)
    assert [one.state for one in found] == ["ok"] * 4
    assert [one.name for one in found] == list(PLATE.names)
    for one in found:
        assert one.rate_hz == pytest.approx(80.0, rel=0.02)
        assert one.noise_codes == pytest.approx(60.0, rel=0.2)
        assert one.rest_n == pytest.approx(0.0, abs=0.05)
    assert cell_problems(found) == []
    assert [one.rest_n for one in health(SPEC, None)] == [None] * 4


@pytest.mark.parametrize(
    ("kind", "state", "said"),
    [
        ("missing", "silent", "look at its plug"),
        ("open", "open", "four wires of its bridge"),
        ("stuck", "stuck", "not even by noise"),
        ("noisy", "noisy", "codes at rest"),
    ],
)
def test_a_faulty_cell_is_named_in_a_line_and_the_others_are_well(kind: str, state: str, said: str) -> None:
    spec = replace(SPEC, **{kind: ("toe_medial",)})  # type: ignore[arg-type]  # names of its fields
    found = health(spec)
    assert [one.state for one in found] == ["ok", "ok", state, "ok"]
    (line,) = cell_problems(found)
    assert line.startswith(f"toe_medial: {state}: ")
    assert said in line
    assert "\n" not in line


def test_a_line_that_never_rises_is_told_by_the_board() -> None:
    said = [CellReport("running", 80.0, 0.0, 60.0)] * 3 + [CellReport("shorted", None, None, None)]
    found = check_cells(BANK, heard(replace(SPEC, missing=("toe_lateral",))), said)
    assert [one.state for one in found] == ["ok", "ok", "ok", "shorted"]


def test_a_converter_that_is_strapped_to_10_hz_is_named() -> None:
    slow = [replace(one, device_us=1_000_000 + 8 * (one.device_us - 1_000_000)) for one in heard(SPEC)]
    slow = [replace(one, readings=tuple(replace(r, offset_us=8 * r.offset_us) for r in one.readings)) for one in slow]
    found = check_cells(BANK, slow)
    assert {one.state for one in found} == {"slow"}
    assert "10 times a second; strap its converter's RATE pin" in found[0].note


def test_what_lies_on_the_plate_is_told_and_is_no_fault() -> None:
    lies = replace(SPEC, moments=((0.0, 60.0, 20.0, 20.0), (9.0, 60.0, 20.0, 20.0)))
    found = health(lies)
    assert found[0].state == "pressed"
    assert found[0].rest_n is not None
    assert found[0].rest_n > 5.0
    assert cell_problems(found) == []
