"""A force that goes up or down for minutes on one sensor alone is said; what hands do is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.gate.ramps import told_of_ramps
from thumbwalk.gate.values import oddity_of
from thumbwalk.pad import builtin_pad
from thumbwalk.session.padtable import read_pad_table, write_columns
from thumbwalk.validate.kinds import KINDS, Kind, held_out

PAD = builtin_pad()
Array = NDArray[np.float64]


def worked(seconds: float = 180.0, rate_hz: float = 50.0) -> tuple[Array, Array]:
    """A thumb kneads on one tile after the other for half a minute each, once a second."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    force_n = 0.02 * np.random.default_rng(3).standard_normal((len(time_s), 16))
    press_n = 10.0 * np.sin(np.pi * time_s) ** 2
    for tile in range(6):
        here = (time_s // 30.0) % 6 == tile
        force_n[here, tile] += press_n[here]
        force_n[here, tile + 1] += 0.4 * press_n[here]
    return time_s, force_n


@pytest.mark.parametrize(("a_minute", "way"), [(2.0, "rises"), (5.0, "rises"), (-4.0, "falls")])
def test_a_ramp_on_one_sensor_is_said_with_what_to_do(a_minute: float, way: str) -> None:
    time_s, force_n = worked()
    force_n[:, 9] += a_minute / 60.0 * time_s
    told = told_of_ramps(PAD, time_s, force_n)
    assert told is not None
    assert told.startswith(f"{PAD.names[9]} {way} slowly by ")
    assert "look at its sensor" in told


@pytest.mark.parametrize(("a_minute", "is_said"), [(1.0, False), (4.0, True)])
def test_in_counts_a_ramp_is_a_fifth_of_the_widest_reach_a_minute(a_minute: float, is_said: bool) -> None:
    time_s, force_n = worked()
    force_n[:, 9] += a_minute / 60.0 * time_s
    told = told_of_ramps(replace(PAD, unit="counts"), time_s, np.round(600.0 + 60.0 * force_n))
    assert (told is not None) == is_said


@pytest.mark.parametrize("first_s", [0.0, 60.0])
def test_a_ramp_of_a_minute_and_more_is_found_where_it_is(first_s: float) -> None:
    time_s, force_n = worked(300.0)
    force_n[:, 9] += np.clip((time_s - first_s) / 90.0, 0.0, 1.0) * 6.0
    told = told_of_ramps(PAD, time_s, force_n)
    assert told is not None
    assert float(told.partition(" from ")[2].split()[0]) == pytest.approx(first_s, abs=10.0)


def test_hands_drift_steps_and_pauses_are_no_ramps() -> None:
    time_s, force_n = worked()
    assert told_of_ramps(PAD, time_s, force_n) is None
    assert told_of_ramps(PAD, time_s, force_n + 0.5 / 60.0 * time_s[:, None]) is None
    stepped = force_n.copy()
    stepped[:, 9] += 3.0 * (time_s > 60.0) + 3.0 * (time_s > 90.0)
    assert told_of_ramps(PAD, time_s, stepped) is None
    leant = force_n + np.linspace(0.2, 1.0, 16) * 4.0 / 60.0 * time_s[:, None]
    assert told_of_ramps(PAD, time_s, leant) is None
    held = force_n.copy()
    held[:, 8:14] += np.array([0.15, 0.3, 1.0, 0.4, 0.2, 0.15]) * 6.0 / 180.0 * time_s[:, None]
    assert told_of_ramps(PAD, time_s, held) is None
    time_s[4500:] += 1e7
    assert told_of_ramps(PAD, time_s, force_n) is None


def test_a_short_table_tells_nothing_of_minutes() -> None:
    time_s, force_n = worked(50.0)
    force_n[:, 9] += time_s
    assert told_of_ramps(PAD, time_s, force_n) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [3, 4])
def test_virtual_sessions_raise_no_alarm_in_newtons_nor_in_counts(kind: Kind, seed: int) -> None:
    one = held_out(kind, seed)
    pad = replace(one.session.pad, unit="counts")
    counts = np.round(300.0 + 100.0 * one.values)
    assert oddity_of(one.session.pad, one.values) is None
    assert told_of_ramps(one.session.pad, one.time_s, one.values) is None
    assert oddity_of(pad, counts) is None
    assert told_of_ramps(pad, one.time_s, counts) is None


def test_a_table_s_reader_says_it(tmp_path: Path) -> None:
    time_s, force_n = worked(120.0, 20.0)
    force_n[:, 9] += 4.0 / 60.0 * time_s
    write_columns(tmp_path / "t.csv", PAD.names, time_s, force_n)
    (warning,) = read_pad_table(tmp_path / "t.csv", PAD).warnings
    assert "rises slowly" in warning
