"""A board's report of itself: read whole, or refused whole."""

from __future__ import annotations

from typing import Any

import pytest

from thumbwalk.link.selftest import JITTER_EDGES_US, STATES, LoadCell, SelfTest, Settings

CARD: dict[str, Any] = {
    "scans": 200,
    "missed": 1,
    "period_us": 1000,
    "scan_us": 310,
    "jitter": [190, 4, 3, 2, 1, 0, 0, 0],
    "supply_mv": 3290,
    "memory_free": 100,
    "memory_used": 50,
    "bleed": 1,
    "states": ".po?skn",
    "mean": [1, 2, 3, 4, 5, 6, 7.5],
    "noise": [0, 0, 0, 0, 0, 0, 2.5],
    "load_cell": {"state": "running", "rate_hz": 80, "readings": 7, "missed": 0},
}


def test_each_letter_is_a_state_and_each_list_its_own() -> None:
    report = SelfTest.from_card(CARD)
    assert report.states == ("ok", "pressed", "open", "open-or-unloaded", "shorted", "stuck", "noisy")
    assert (report.scans, report.missed, report.period_us, report.scan_us) == (200, 1, 1000, 310)
    assert report.jitter == (190, 4, 3, 2, 1, 0, 0, 0)
    assert len(report.jitter) == len(JITTER_EDGES_US) + 1
    assert JITTER_EDGES_US == (5, 10, 20, 50, 100, 200, 500), "as the firmware's PROTOCOL.md says"
    assert (report.mean_counts[-1], report.noise_counts[-1]) == (7.5, 2.5)
    assert (report.supply_mv, report.memory_free, report.memory_used, report.has_bleed) == (3290, 100, 50, True)
    assert report.load_cell == LoadCell("running", 80.0, 7, 0)
    assert len(STATES) == 7


def test_what_a_board_can_t_measure_is_none_and_not_nought() -> None:
    report = SelfTest.from_card(CARD | dict.fromkeys(("scan_us", "supply_mv", "memory_free", "memory_used")))
    assert (report.scan_us, report.supply_mv, report.memory_free, report.memory_used) == (None,) * 4
    card = CARD["load_cell"] | {"rate_hz": None}
    assert SelfTest.from_card(CARD | {"load_cell": card}).load_cell.rate_hz is None


@pytest.mark.parametrize(
    "change",
    [
        {"states": ".po?sk"},
        {"mean": [1]},
        {"noise": [1]},
        {"jitter": [1] * 7},
        {"jitter": [1] * 9},
        {"states": ".po?skx"},
        {"scans": "many"},
        {"load_cell": {}},
    ],
)
def test_a_report_that_does_not_fit_itself_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        SelfTest.from_card(CARD | change)


def test_settings_are_read_key_by_key() -> None:
    card = {
        "name": "n",
        "layout": "l",
        "channels": 1,
        "rate_hz": 2,
        "oversampling": 3,
        "divider_ohm": 4,
        "load_cell": 0,
        "watchdog": 1,
        "state": "damaged",
        "why": "w",
    }
    assert Settings.from_card(card) == Settings("n", "l", 1, 2, 3, 4, False, True, "damaged", "w")
    for key in card:
        with pytest.raises(ValueError, match=f"{key} is missing"):
            Settings.from_card({k: v for k, v in card.items() if k != key})
