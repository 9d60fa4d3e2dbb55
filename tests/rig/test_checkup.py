"""What a checkup makes of a stream and of what the board says of itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk import __version__
from thumbwalk.link.selftest import LoadCell, SelfTest, Settings
from thumbwalk.link.wire import Hello, Scans, Tally
from thumbwalk.rig.checkup import Checkup, check_up
from thumbwalk.signal.load_cell import LoadComparison

NAMES = ("a", "b", "c", "d")
HELLO = Hello(1, __version__, "1", "pico", "Rig", NAMES, 1000.0, 12, 3300.0, "four")
NO_LOAD = LoadCell("none", None, 0, 0)
WELL = SelfTest(
    *(200, 0, 1000, 90, (199, *[0] * 7), 3300, 100_000, 50_000, True, ("ok",) * 4, (13.0,) * 4, (1.5,) * 4), NO_LOAD
)
SETTINGS = Settings("Rig", "four", 4, 1000, 1, 3300, False, False, "file", "")


def at_rest(level: float = 13.0, noise: float = 1.5, n: int = 1000) -> NDArray[np.uint16]:
    codes = level + noise * np.random.default_rng(4).standard_normal((n, len(NAMES)))
    return np.clip(np.rint(codes), 0, 4095).astype(np.uint16)


def checked(
    counts: NDArray[np.uint16], self_test: SelfTest | None = WELL, settings: Settings | None = SETTINGS
) -> Checkup:
    time_us = np.arange(len(counts), dtype=np.int64) * 1000
    return check_up(HELLO, [Scans(time_us, counts)], Tally(), self_test, settings)


def states(report: Checkup) -> list[str]:
    return [channel.state for channel in report.channels]


def test_a_sound_rig_is_healthy_with_and_without_a_self_test() -> None:
    for report in (checked(at_rest()), checked(at_rest(), None, None)):
        assert report.healthy
        assert states(report) == ["ok"] * 4


def test_each_faulty_channel_is_named_once() -> None:
    counts = at_rest()
    counts[:, 0], counts[:, 1], counts[:, 2] = 1, 4095, 700
    report = checked(counts, replace(WELL, states=("open", "shorted", "stuck", "ok")))
    assert states(report) == ["open", "shorted", "stuck", "ok"]
    assert [problem.split(":")[0] for problem in report.problems] == ["a", "b", "c"]


def test_without_bleeds_open_wires_are_not_claimed_but_the_lack_is() -> None:
    report = checked(at_rest(0.5, 0.5))
    assert states(report) == ["open-or-unloaded"] * 4
    (problem,) = report.problems
    assert "bleed" in problem
    assert "--press" in problem


def test_what_only_the_board_saw_is_a_problem() -> None:
    (problem,) = checked(at_rest(), replace(WELL, states=("ok", "ok", "noisy", "pressed"))).problems
    assert problem.startswith("c: noisy")


@pytest.mark.parametrize(
    ("supply_mv", "healthy"), [(2999, False), (3000, True), (3600, True), (3601, False), (None, True)]
)
def test_the_supply_must_be_about_right(supply_mv: int | None, healthy: bool) -> None:
    assert checked(at_rest(), replace(WELL, supply_mv=supply_mv)).healthy == healthy


def test_a_firmware_of_another_version_is_a_notice_and_no_problem() -> None:
    scans = [Scans(np.arange(1000, dtype=np.int64) * 1000, at_rest())]
    report = check_up(replace(HELLO, firmware="0.0.9"), scans, Tally(), WELL, SETTINGS)
    assert report.healthy
    (notice,) = report.notices
    assert "0.0.9" in notice
    assert "thumbwalk flash" in notice
    assert report.to_json()["notices"] == [notice]
    assert checked(at_rest()).notices == ()


@pytest.mark.parametrize(("agrees", "calibrated"), [(True, True), (False, True), (False, False), (True, False)])
def test_tiles_that_disagree_with_the_load_cell_are_a_problem_once_calibrated(agrees: bool, calibrated: bool) -> None:
    report = checked(at_rest()).loaded(LoadComparison(9, 15.0, 12.0, agrees), calibrated=calibrated)
    assert report.healthy == (agrees or not calibrated)
    said = report.problems if calibrated else report.notices
    assert [("12.0 N" in line, "-20 %" in line) for line in said] == [(True, True)] * (not agrees)
    assert report.to_json()["load_check"] == {"readings": 9, "load_n": 15.0, "tiles_n": 12.0, "agrees": agrees}
    assert checked(at_rest()).loaded(None, calibrated=calibrated).to_json()["load_check"] is None


def test_missed_scans_and_damaged_settings_are_said() -> None:
    damaged = replace(SETTINGS, state="damaged", why="it is cut short or overwritten")
    missed, cut = sorted(checked(at_rest(), replace(WELL, missed=3), damaged).problems, reverse=True)
    assert "cut short" in missed
    assert "missed 3 scans" in cut


def test_the_document_has_a_jitter_bin_for_every_count() -> None:
    document = checked(at_rest()).to_json()
    assert [one["below_us"] for one in document["self_test"]["jitter"]] == [5, 10, 20, 50, 100, 200, 500, None]
    assert document["self_test"]["jitter"][0]["steps"] == 199
    assert [one["name"] for one in document["self_test"]["channels"]] == list(NAMES)
    assert document["settings"]["state"] == "file"
    assert checked(at_rest(), None, None).to_json()["self_test"] is None


@pytest.mark.parametrize("rate_hz", [1000, 500, 250, 100])
def test_a_board_that_is_slower_than_it_said_has_its_real_rate_and_one_problem(rate_hz: int) -> None:
    time_us = np.arange(1000, dtype=np.int64) * (1_000_000 // rate_hz)
    report = check_up(HELLO, [Scans(time_us, at_rest())], Tally(), WELL, SETTINGS)
    assert report.rate_hz == pytest.approx(rate_hz)
    assert report.gaps == 0
    assert report.jitter_us["max"] == 0.0
    assert len(report.problems) == (rate_hz != 1000)
    assert all(f"scans at {rate_hz:.1f} Hz" in problem for problem in report.problems)


@pytest.mark.parametrize("n_channels", [1, 3, 16])
def test_scans_of_other_channels_than_announced_are_said_and_left_aside(n_channels: int) -> None:
    others = Scans(np.arange(100, dtype=np.int64) * 1000, np.zeros((100, n_channels), np.uint16))
    (problem,) = check_up(HELLO, [others], Tally(), WELL, SETTINGS).problems
    assert problem.startswith(f"scans of {n_channels} channels came")
    both = check_up(HELLO, [Scans(others.time_us, at_rest(n=100)), others], Tally(), WELL, SETTINGS)
    assert (both.scans, len(both.problems)) == (100, 1)


def test_gaps_are_counted_though_half_of_the_frames_are_lost() -> None:
    pairs = np.arange(0, 1000, 4)[:, None] + np.arange(2)
    report = check_up(HELLO, [Scans(pairs.ravel() * 1000, at_rest(n=500))], Tally(lost_frames=249), WELL, SETTINGS)
    assert (report.rate_hz, report.gaps) == (1000.0, 249)


def test_counts_are_in_words_that_fit_them_and_a_restart_is_said() -> None:
    time_us = np.arange(1000, dtype=np.int64) * 1000
    time_us[500:] += 998_000
    tally = Tally(bad_frames=1, restarts=1)
    report = check_up(HELLO, [Scans(time_us, at_rest())], tally, WELL, SETTINGS)
    assert report.problems == (
        "the board restarted once: check its supply and plug",
        "1 gap between scans",
        "1 bad frame",
    )
    assert report.to_json()["restarts"] == 1
    many = check_up(HELLO, [Scans(time_us, at_rest())], Tally(restarts=3, overruns=2), WELL, SETTINGS).problems
    assert "the board restarted 3 times: check its supply and plug" in many
    assert "2 overruns" in many


def test_frames_that_came_again_are_no_problem() -> None:
    report = check_up(HELLO, [Scans(np.arange(100) * 1000, at_rest(n=100))], Tally(repeated_frames=9), WELL, SETTINGS)
    assert report.healthy
    assert report.to_json()["repeated_frames"] == 9


@pytest.mark.parametrize(
    ("step_us", "healthy"), [(1250, False), (833, False), (1021, False), (1019, True), (981, True), (979, False)]
)
def test_a_rate_off_by_more_than_two_per_cent_is_a_problem(step_us: int, healthy: bool) -> None:
    scans = [Scans(np.arange(1000, dtype=np.int64) * step_us, at_rest())]
    report = check_up(HELLO, scans, Tally(), WELL, SETTINGS)
    assert report.rate_hz == pytest.approx(1e6 / step_us)
    assert report.gaps == 0
    assert [line.partition(" Hz")[0] for line in report.problems] == (
        [] if healthy else [f"scans at {1e6 / step_us:.1f}"]
    )


def test_a_gap_is_told_and_costs_the_rate_nothing() -> None:
    time_us = np.arange(1000, dtype=np.int64) * 1000
    time_us[500:] += 40_000
    report = check_up(HELLO, [Scans(time_us, at_rest())], Tally(), WELL, SETTINGS)
    assert report.rate_hz == pytest.approx(1000.0)
    assert report.problems == ("1 gap between scans",)
