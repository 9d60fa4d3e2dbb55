"""The mosaic's front end: what ngspice found beside arithmetic, and the faults that the self-test is held against."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import thumbwalk
from making.errors import CircuitError, ToolError
from making.faults import Fault, read_faults, scans_of
from making.made import MADE
from making.measures import HARDWARE
from making.spice import CODES, FORCES_N, FrontEnd, code_of, deck, judged, read_front_end
from thumbwalk.virtual.firmware import firmware_dir

sys.path[:0] = [str(firmware_dir()), str(firmware_dir() / "cpython")]
SPICE = json.loads((MADE / "spice.json").read_text(encoding="utf-8"))
FOUND = FrontEnd(**{**{k: v for k, v in SPICE.items() if k != "version"}, "codes": tuple(SPICE["codes"])})
FAULTS = read_faults()


def test_ngspice_and_arithmetic_give_the_same_codes() -> None:
    assert FOUND.codes == pytest.approx([code_of(force) for force in FORCES_N], abs=0.2)
    assert FOUND.rest_code == pytest.approx(code_of(0.0), abs=0.02)
    assert 12 < FOUND.rest_code < 15


def test_a_channel_settles_before_its_conversion_and_the_supply_hardly_sags() -> None:
    judged(FOUND)
    assert FOUND.settling_us < 4.0
    assert FOUND.most_ma < 1.0


@pytest.mark.parametrize(
    ("broken", "match"),
    [
        ({"settling_us": 9.0}, "a channel settles in 9.0 us"),
        ({"sag": 0.01}, "the supply sags by 1.00 %"),
        ({"sense_error": 0.02}, "shifts SUPPLY_SENSE by 2.00 %"),
        ({"codes": (1.0, 3.0, 2.0)}, "codes do not rise"),
    ],
)
def test_a_front_end_out_of_its_limits_is_named(broken: dict[str, Any], match: str) -> None:
    with pytest.raises(CircuitError, match=match):
        judged(replace(FOUND, **broken))


def test_what_ngspice_does_not_say_is_missed() -> None:
    with pytest.raises(ToolError, match=r"ngspice printed no v\(sup\)"):
        read_front_end("final = 1\n")
    assert deck().count("\nRF") == 16


def self_test(counts: str) -> str:
    """Feed the firmware's own self-test with a fault; gives its letters."""
    module = importlib.import_module("rig.selftest")
    n = int(module.N_SCANS)
    scans = scans_of(counts, n)
    test = module.SelfTest(scans.shape[1], 1000)
    for index, row in enumerate(scans):
        done = test.take(index * 1000, memoryview(row.tobytes()).cast("H"))
    assert done

    class Board:
        def scan_us(self) -> int:
            return 100

        def supply_mv(self) -> int:
            return 3300

    return str(test.report(Board(), 0, {"state": "none"})["states"])


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.held], ids=lambda one: one.name)
def test_the_self_test_says_what_the_table_says(fault: Fault) -> None:
    states = self_test(fault.counts)
    assert states[0] == fault.selftest
    assert set(states[1:]) == ({"?"} if fault.counts == "unbled" else {"."})


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.doctor], ids=lambda one: one.name)
def test_doctor_has_these_words(fault: Fault) -> None:
    package = Path(thumbwalk.__file__).parent
    assert any(fault.doctor in path.read_text(encoding="utf-8") for path in package.rglob("*.py")), fault.doctor


def test_the_table_names_what_plate4s_firmware_has_to() -> None:
    plate4 = {fault.selftest for fault in FAULTS if fault.rig == "plate4"}
    assert {"open", "missing", "reversed", "swapped", "touching"} <= plate4


def test_a_line_that_is_not_whole_or_unknown_is_refused(tmp_path: Path) -> None:
    text = (HARDWARE / "faults.toml").read_text(encoding="utf-8")
    (tmp_path / "faults.toml").write_text(text.replace('selftest = "o"\n', "", 1), encoding="utf-8")
    with pytest.raises(CircuitError, match="fault 'open wire' has no selftest"):
        read_faults(tmp_path / "faults.toml")
    with pytest.raises(CircuitError, match="nobody knows what 'sulking' gives"):
        scans_of("sulking", 10)
    assert CODES == 4096
