"""The whole signal chain: known forces come back, on time, and the same bits in any chunks."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError, RecordingError
from thumbwalk.pad import Pad, Taxel, Unit, builtin_pad, load_pad, parse_pad
from thumbwalk.signal.calibration import Calibration, counts_of
from thumbwalk.signal.chain import SignalChain
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.force_block import ForceBlock

DATA = Path(__file__).parents[1] / "data"
PAD = builtin_pad()
CAL = Calibration.generic()
Floats = NDArray[np.float64]


def scans(force_n: Floats, noise: float = 1.5, seed: int = 9) -> NDArray[np.uint16]:
    codes = counts_of(SensorCurve.generic().conductance_of(force_n) + 1.0, 12, 3300.0)
    codes = codes + np.random.default_rng(seed).normal(0, noise, force_n.shape)
    return np.clip(np.rint(codes), 0, 4095).astype(np.uint16)


def pressing(seconds: float = 4.0, preload_n: float = 0.2) -> tuple[Floats, Floats]:
    """A second of rest with a little preload, then a press and a release of 10 N on mth2; a jittery 1 kHz."""
    rng = np.random.default_rng(10)
    time_s = np.arange(round(seconds * 1000)) / 1000 + rng.uniform(-2e-5, 2e-5, round(seconds * 1000))
    force = np.full((len(time_s), 16), preload_n)
    force[:, 4] += np.where(time_s > 1.0, 10.0 * np.sin(np.pi * (time_s - 1.0) / (seconds - 1.0)), 0.0)
    return time_s, force


def run(chain: SignalChain, time_s: Floats, values: NDArray[Any], cuts: list[int] | None = None) -> list[ForceBlock]:
    edges = [0, *sorted(min(cut, len(time_s)) for cut in cuts or []), len(time_s)]
    spans = itertools.pairwise(edges)
    return [block for lo, hi in spans for block in chain.feed(time_s[lo:hi], values[lo:hi])] + chain.finish()


def rows(blocks: list[ForceBlock]) -> tuple[Floats, Floats, list[int], list[tuple[bool, ...]]]:
    return (
        np.concatenate([block.time_s for block in blocks]),
        np.concatenate([block.force_n for block in blocks]),
        [block.piece for block in blocks for _ in block.time_s],
        [block.left_out for block in blocks for _ in block.time_s],
    )


def table(chain: SignalChain, time_s: Floats, values: Floats) -> tuple[Floats, Floats]:
    return rows(run(chain, time_s, values))[:2]


def test_a_live_press_comes_back_in_newtons_tared() -> None:
    time_s, force = pressing()
    chain = SignalChain.from_counts(CAL, 1000.0, PAD)
    out_s, out, pieces, masks = rows(run(chain, time_s, scans(force)))
    np.testing.assert_allclose(np.diff(out_s), 0.01, atol=1e-9)
    assert out_s[0] == 0.0
    assert chain.output_rate_hz == 100.0
    assert chain.tared_s == pytest.approx(0.49)
    assert set(pieces) == {0}
    assert not np.any(masks)
    true = np.interp(out_s - 0.0045, time_s - time_s[0], force[:, 4] - 0.2)
    np.testing.assert_allclose(out[60:, 4], true[60:], atol=0.15)
    assert out[60:, 5].max() < 0.05
    assert chain.unit == "N"
    assert chain.thresholds == (0.5, 0.3)


def test_the_newest_scan_is_there_at_once_for_the_screen() -> None:
    time_s, force = pressing()
    counts = scans(force, noise=0.0)
    chain = SignalChain.from_counts(CAL, 1000.0, PAD)
    assert chain.latest_force_n.tolist() == [0.0] * 16
    for at in range(0, 2500, 2):
        chain.feed(time_s[at : at + 2], counts[at : at + 2])
    assert chain.latest_force_n[4] == pytest.approx(force[2499, 4] - 0.2, rel=0.02)
    assert chain.latest_force_n[0] < 0.02


def test_the_newest_scan_is_there_before_anything_is_made_of_it() -> None:
    time_s, force = pressing()
    counts = scans(force, noise=0.0)
    chain, order = SignalChain.from_counts(CAL, 1000.0, PAD), list[float]()
    for at in range(0, 2500, 10):
        made = chain.feed(time_s[at : at + 10], counts[at : at + 10], lambda: order.append(chain.latest_force_n[4]))
        assert made
        assert len(order) == 1 + at // 10
        assert order[-1] == pytest.approx(chain.latest_force_n[4], abs=0.3), "but for what the tare learns meanwhile"
    assert order[-1] == pytest.approx(force[2499, 4] - 0.2, rel=0.02)


def test_rows_come_out_as_soon_as_their_ten_scans_are_there() -> None:
    chain = SignalChain.from_counts(CAL, 1000.0, PAD)
    time_s, counts = np.arange(40) / 1000, scans(np.zeros((40, 16)))
    out = [sum(len(block.time_s) for block in chain.feed(time_s[k : k + 1], counts[k : k + 1])) for k in range(40)]
    assert np.flatnonzero(out).tolist() == [0, 10, 20, 30]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 4000), max_size=40), st.booleans(), st.sampled_from([1, 7, 900, 4096]))
def test_any_chunking_of_counts_gives_the_same_bits(cuts: list[int], gap: bool, gathered: int) -> None:
    time_s, force = pressing()
    counts = scans(force)
    counts[1500:2200, 9] = 0
    if gap:
        time_s[2000:] += 0.4
    whole = SignalChain.from_counts(CAL, 1000.0, PAD)
    parts = SignalChain.from_counts(CAL, 1000.0, PAD, gathered=gathered)
    expected, found = rows(run(whole, time_s, counts)), rows(run(parts, time_s, counts, cuts))
    assert all(np.array_equal(np.asarray(a), np.asarray(b)) for a, b in zip(expected, found, strict=True))
    assert whole.left_out == parts.left_out
    assert whole.tared_s == parts.tared_s


def test_two_scans_a_call_give_the_same_bits() -> None:
    time_s, force = pressing()
    counts = scans(force)
    expected = rows(run(SignalChain.from_counts(CAL, 1000.0, PAD), time_s, counts))
    found = rows(run(SignalChain.from_counts(CAL, 1000.0, PAD), time_s, counts, list(range(0, 4000, 2))))
    assert all(np.array_equal(np.asarray(a), np.asarray(b)) for a, b in zip(expected, found, strict=True))


def test_a_caller_may_use_its_arrays_again() -> None:
    time_s, force = pressing(2.0)
    counts = scans(force)
    chain, again = SignalChain.from_counts(CAL, 1000.0, PAD), np.empty((2, 16), np.uint16)
    blocks = []
    for at in range(0, 2000, 2):
        again[:] = counts[at : at + 2]
        blocks += chain.feed(time_s[at : at + 2], again)
        again[:] = 0
    expected = rows(run(SignalChain.from_counts(CAL, 1000.0, PAD), time_s, counts))
    assert np.array_equal(rows(blocks)[1], expected[1][: len(rows(blocks)[1])])


def test_a_sensor_whose_plug_falls_out_is_left_out_from_then_on() -> None:
    time_s, force = pressing(6.0)
    counts = scans(force)
    counts[2000:, 4] = 0
    chain = SignalChain.from_counts(CAL, 1000.0, PAD)
    out_s, out, _, masks = rows(run(chain, time_s, counts))
    out_from = out_s[[mask[4] for mask in masks]]
    assert out_from[0] == pytest.approx(2.5)
    assert len(out_from) == np.count_nonzero(out_s >= out_from[0])
    assert (out[out_s >= out_from[0], 4] == 0).all()
    assert [fault.taxel for fault in chain.left_out] == ["mth2"]


@pytest.mark.parametrize("code", [4095, 700, 0])
@pytest.mark.parametrize("gathered", [1, 4096])
def test_in_hindsight_a_fault_begins_where_it_began(code: int, gathered: int) -> None:
    time_s = np.arange(12_000) / 1000
    force = np.full((len(time_s), 16), 0.1)
    force[:, 4] += 10.0 * np.sin(np.pi * time_s) ** 2
    counts = scans(force)
    counts[5123:, 9] = code

    def left_out(hindsight: bool, cuts: list[int]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        chain = SignalChain.from_counts(CAL, 1000.0, PAD, gathered=gathered, hindsight=hindsight)
        out_s, out, _, masks = rows(run(chain, time_s, counts, cuts))
        return out_s, out, np.array(masks)

    live_s, live, live_masks = left_out(False, [])
    out_s, out, masks = left_out(True, [3, 777, 5130, 9001])
    np.testing.assert_array_equal(out_s, live_s)
    sound = np.arange(16) != 9
    np.testing.assert_array_equal(out[:, sound], live[:, sound])
    began_s, known_s = out_s[masks[:, 9]][0], live_s[live_masks[:, 9]][0]
    assert 5.05 <= began_s <= 5.13 < known_s
    assert masks[out_s >= began_s, 9].all()
    assert not masks[:, sound].any()
    assert np.abs(out[:, 9]).max() < 0.3
    whole = left_out(True, [])
    for one, other in zip(whole, (out_s, out, masks), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_sound_stream_is_the_same_in_hindsight() -> None:
    time_s, force = pressing()
    one, other = (
        rows(run(SignalChain.from_counts(CAL, 1000.0, PAD, gathered=4096, hindsight=back), time_s, scans(force)))
        for back in (False, True)
    )
    np.testing.assert_array_equal(one[0], other[0])
    np.testing.assert_array_equal(one[1], other[1])
    assert one[2:] == other[2:]


def test_a_faulty_sensor_does_not_keep_the_pad_from_being_tared() -> None:
    time_s, force = pressing()
    counts = scans(force)
    counts[:, 12] = 4095
    chain = SignalChain.from_counts(CAL, 1000.0, PAD)
    run(chain, time_s, counts)
    assert chain.tared_s is not None
    assert chain.tared_s < 1.0


def test_a_replay_with_the_kept_time_tares_as_the_session_did() -> None:
    time_s, force = pressing()
    force[:, 4] = 2.0
    counts = scans(force)
    live = SignalChain.from_counts(CAL, 1000.0, PAD)
    blocks = []
    kept = 0.0
    for at in range(0, 4000, 2):
        if at == 1700:
            kept = live.tare_now(0.3)
        blocks += live.feed(time_s[at : at + 2], counts[at : at + 2])
    blocks += live.finish()
    assert 1.6 < kept <= 1.7
    replay = SignalChain.from_counts(CAL, 1000.0, PAD)
    replay.tare_now(kept)
    assert np.array_equal(rows(run(replay, time_s, counts))[1], rows(blocks)[1])
    assert live.tared_s == replay.tared_s == pytest.approx(kept + 0.5, abs=0.011)


def test_a_board_whose_clock_starts_anew_is_counted_not_raised() -> None:
    chain = SignalChain.from_counts(CAL, 1000.0, PAD)
    counts = scans(np.zeros((2000, 16)))
    chain.feed(5.0 + np.arange(2000) / 1000, counts)
    assert run(chain, np.arange(2000) / 1000, counts) == []
    assert chain.late == 2000


def test_a_pad_of_another_size_is_refused() -> None:
    with pytest.raises(CalibrationError, match="16 taxels"):
        SignalChain.from_counts(Calibration.generic(8), 1000.0, PAD)
    with pytest.raises(RecordingError, match="16 taxels"):
        SignalChain.from_table(PAD, np.zeros(3), np.zeros((3, 4)))


def little_pad(unit: Unit, area_mm2: float | None = None) -> Pad:
    return Pad("little", unit, (Taxel("a", 0.0, 0.0, area_mm2), Taxel("b", 10.0, 0.0, area_mm2)))


def test_newtons_are_never_tared() -> None:
    time_s = np.arange(500) / 50
    values = np.column_stack([3.0 + np.sin(time_s), np.full(500, 0.0) + 0.2 * np.cos(time_s)])
    out_s, out = table(SignalChain.from_table(little_pad("N"), time_s, values), time_s, values)
    assert np.array_equal(out, values)
    np.testing.assert_allclose(out_s, time_s, atol=1e-9)


def test_kilopascals_become_newtons_where_there_are_areas() -> None:
    time_s = np.arange(100) / 50
    values = np.column_stack([np.linspace(10, 50, 100), np.linspace(0, 9, 100)])
    chain = SignalChain.from_table(little_pad("kPa", 500.0), time_s, values)
    np.testing.assert_allclose(table(chain, time_s, values)[1], values * 0.5, rtol=1e-12)
    assert (chain.unit, chain.thresholds) == ("N", (0.5, 0.3))
    bare = SignalChain.from_table(little_pad("kPa"), time_s, values)
    np.testing.assert_allclose(table(bare, time_s, values)[1], values, rtol=1e-12)
    assert bare.unit == "kPa"


def test_counts_are_tared_by_their_low_values() -> None:
    path = DATA / "stappone_insole12" / "walk.csv"
    values = np.loadtxt(path, delimiter=",", skiprows=1)
    chain = SignalChain.from_table(load_pad(path.with_name("layout.toml")), values[:, 0], values[:, 1:])
    out_s, out = table(chain, values[:, 0], values[:, 1:])
    assert chain.unit == "counts"
    assert chain.output_rate_hz == chain.rate_hz == 62.5
    assert len(out) == len(values)
    # noise below the rest stays below it: clipped, it would add up over the taxels
    assert (out.min(axis=0) < 0).all()
    assert np.abs(np.quantile(out, 0.05, axis=0)).max() <= 1.0
    assert values[:, 1:].min() > 60
    assert out_s[-1] == pytest.approx(73.184)


def test_an_unloaded_real_sensor_gives_no_touch() -> None:
    values = np.loadtxt(DATA / "fsr_unloaded_noise" / "noise.csv", delimiter=",", skiprows=1)
    pad = parse_pad('name = "one"\nunit = "counts"\n[[taxel]]\nname = "fsr"', "one")
    chain = SignalChain.from_table(pad, values[:, 0], values[:, 1:])
    assert table(chain, values[:, 0], values[:, 1:])[1].sum(axis=1).max() < chain.thresholds[0]


@settings(max_examples=15)
@given(st.lists(st.integers(0, 571), max_size=20))
def test_a_jittery_table_survives_and_any_chunking_gives_the_same_bits(cuts: list[int]) -> None:
    path = DATA / "insole250_walk_jittery" / "walk.csv"
    values = np.loadtxt(path, delimiter=",", skiprows=1)[:, :40]
    pad = Pad("some", "counts", load_pad(path.with_name("layout.toml")).taxels[:39])
    time_s, counts = values[:, 0], values[:, 1:]
    expected = rows(run(SignalChain.from_table(pad, time_s, counts), time_s, counts))
    found = rows(run(SignalChain.from_table(pad, time_s, counts), time_s, counts, cuts))
    assert all(np.array_equal(np.asarray(a), np.asarray(b)) for a, b in zip(expected, found, strict=True))
    assert max(expected[2]) == 2
    assert np.isfinite(expected[1]).all()
    assert expected[0][0] == 0.0


@settings(max_examples=25)
@given(st.data(), st.sampled_from([20.0, 200.0, 1000.0]))
def test_any_chunking_of_a_table_with_holes_gives_the_same_bits(data: st.DataObject, rate_hz: float) -> None:
    n = 600
    rng = np.random.default_rng(data.draw(st.integers(0, 1000)))
    time_s = np.cumsum(rng.uniform(0.8, 1.2, n)) / rate_hz
    time_s[300:] += data.draw(st.sampled_from([0.0, 0.2, 0.6]))
    values = 5.0 + rng.normal(0, 1, (n, 2))
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, n - 1))
        values[start : start + data.draw(st.integers(1, 120)), data.draw(st.integers(0, 1))] = np.nan
    cuts = data.draw(st.lists(st.integers(0, n), max_size=10))
    pad = little_pad("N")
    expected = rows(run(SignalChain.from_table(pad, time_s, values), time_s, values))
    found = rows(run(SignalChain.from_table(pad, time_s, values), time_s, values, cuts))
    assert all(np.array_equal(np.asarray(a), np.asarray(b)) for a, b in zip(expected, found, strict=True))
    assert np.isfinite(expected[1]).all()


def test_a_long_hole_is_left_out_and_said_and_a_short_one_is_bridged() -> None:
    time_s = np.arange(3000) / 1000
    values = np.tile([[4.0, 2.0]], (3000, 1)) + 0.01 * np.sin(time_s)[:, None]
    values[500:600, 0] = np.nan
    values[1000:1800, 1] = np.nan
    chain = SignalChain.from_table(little_pad("N"), time_s, values)
    out_s, out, _, masks = rows(run(chain, time_s, values))
    np.testing.assert_allclose(out[:, 0], 4.0, atol=0.02)
    gone = np.array([mask[1] for mask in masks])
    assert out_s[gone][0] == pytest.approx(1.0, abs=0.011)
    assert out_s[gone][-1] == pytest.approx(1.82, abs=0.02)
    assert (out[gone, 1] == 0).all()
    np.testing.assert_allclose(out[~gone, 1], 2.0, atol=0.08)
    assert [(fault.taxel, fault.reason) for fault in chain.left_out] == [
        ("b", "dead: no numbers for a while from 1.00 s")
    ]


def test_times_are_from_the_first_sample() -> None:
    time_s = 100.0 + np.arange(50) / 50
    values = np.ones((50, 2))
    chain = SignalChain.from_table(little_pad("N"), time_s, values)
    assert table(chain, time_s, values)[0][0] == 0.0
    assert chain.origin_s == 100.0


def test_a_table_longer_than_one_slice_gives_the_same_bits() -> None:
    n = 20_000
    time_s = np.arange(n) / 1000
    values = np.random.default_rng(11).normal(5, 1, (n, 2))
    expected = table(SignalChain.from_table(little_pad("N"), time_s, values), time_s, values)
    chain = SignalChain.from_table(little_pad("N"), time_s, values)
    found = rows(run(chain, time_s, values, list(range(0, n, 1000))))
    assert np.array_equal(expected[1], found[1])
    assert len(expected[0]) == 2000


def test_no_sample_is_no_row() -> None:
    empty = np.empty((0, 2))
    chain = SignalChain.from_table(little_pad("counts"), np.empty(0), empty)
    assert run(chain, np.empty(0), empty) == []
    assert chain.left_out == ()


def test_a_stretch_that_is_not_believed_is_missing_where_it_lies() -> None:
    time_s = 5.0 + np.arange(1000) / 100.0
    values = np.maximum(np.random.default_rng(4).normal(0.3, 0.1, (1000, 16)), 0.01)
    values[:, 4] += 6.0 * np.sin(np.arange(1000) / 60.0) ** 2
    values[300:700, 9] = 4.0
    chain = SignalChain.from_table(PAD, time_s, values)
    forces = np.asarray(chain.forces_of(time_s, values))
    assert np.flatnonzero(np.isnan(forces[:, 9])).tolist() == list(range(300, 700))
    known = ~np.isnan(forces)
    assert known.sum() == forces.size - 400
    np.testing.assert_allclose(forces[known], values[known])
    assert chain.forces_of(time_s[:0], values[:0]).shape == (0, 16)
