"""Real rigs on the page: none is said to be none, a virtual check is no real rig, what was not done says so."""

from __future__ import annotations

from dataclasses import replace

from thumbwalk.trueness.check_bundle import RigCheck
from thumbwalk.validate.report_rigs import rigs_section

VIRTUAL = RigCheck("plate4", "virtual", True, 12, 1.2, 0.9, 1.4, None)


def test_without_any_it_says_so() -> None:
    assert "0 real rigs" in rigs_section([])
    assert "|" not in rigs_section([])


def test_a_virtual_check_stands_beside_and_counts_for_none() -> None:
    section = rigs_section([VIRTUAL])
    assert "0 real rigs" in section
    assert "the virtual plate4" in section
    section = rigs_section([VIRTUAL, replace(VIRTUAL, board="pico", place_mm=2.5)])
    assert "1 real rig." in section
    assert "| a real plate4 | yes | 12 | 1.2 % | 2.5 mm | 1.4 mm | not done |" in section
