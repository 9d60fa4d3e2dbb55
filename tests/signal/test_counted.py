"""A sensor that sticks in a table of counts is left out for that while, and the rest comes out as without it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.padtable import read_pad_table
from thumbwalk.signal.counted import believed_counts, counted
from thumbwalk.technique.analysis import Analysis, analyse
from thumbwalk.touch.touch_block import TouchBlock

PAD = replace(builtin_pad(), unit="counts")
Array = NDArray[np.float64]
A_NEWTON = 100.0
DATA = Path(__file__).parents[1] / "data"
RESTS = np.array([300.0, 260, 340, 310, 280, 300, 330, 270, 300, 290, 310, 350, 240, 300, 320, 280])


@cache
def kneaded_n() -> tuple[Array, Array]:
    """Ten strokes of kneading by a virtual hand, in newtons."""
    table = read_pad_table(DATA / "virtual_knead" / "table.csv", builtin_pad())
    return table.time_s, np.asarray(table.values)


def kneaded(a_newton: float = A_NEWTON, top: float = 4095.0, rests: Array = RESTS) -> tuple[Array, Array]:
    """Give the same in whole counts, with a little noise."""
    time_s, force_n = kneaded_n()
    return time_s, np.clip(np.round(force_n * a_newton + rests), 0.0, top)


def analysed(time_s: Array, counts: Array, pad: Pad = PAD) -> Analysis:
    pipeline = Pipeline.of_table(pad, time_s, counts)
    touch = TouchBlock.joined(pipeline.feed(time_s, counts) + pipeline.finish())
    return analyse(touch, pad, pipeline.left_out, duration_s=float(time_s[-1]))


@pytest.mark.parametrize("taxel", ["mth5", "hallux"])
@pytest.mark.parametrize("value", [4095.0, 0.0, 800.0])
@pytest.mark.parametrize(("first", "stop"), [(600, 800), (600, 900), (500, 900), (0, 640), (660, 1300)])
def test_what_sticks_for_a_while_costs_no_stroke_and_is_said(taxel: str, value: float, first: int, stop: int) -> None:
    time_s, counts = kneaded()
    (sound,) = analysed(time_s, counts).to_json()["segments"]
    counts[first:stop, PAD.names.index(taxel)] = value
    found = analysed(time_s, counts)
    (segment,) = found.to_json()["segments"]
    assert (segment["technique"], segment["measures"]["strokes"]) == ("knead", sound["measures"]["strokes"])
    assert segment["measures"]["force_counts"] == pytest.approx(sound["measures"]["force_counts"], rel=0.05)
    assert list(found.left_out) == [taxel]
    (reason,) = found.left_out[taxel]
    assert reason.startswith(f"stuck: reads {value:.0f} counts from {time_s[first]:.1f} to ")


@pytest.mark.parametrize(("a_newton", "rest", "top"), [(100.0, 0.0, 4095.0), (20.0, 40.0, 255.0), (20.0, 0.0, 1023.0)])
@pytest.mark.parametrize("value_n", [5.0, np.inf])
def test_coarse_converters_show_it_too(a_newton: float, rest: float, top: float, value_n: float) -> None:
    time_s, counts = kneaded(a_newton=a_newton, top=top, rests=np.full(16, rest))
    counts[600:900, PAD.names.index("mth5")] = min(top, rest + np.nan_to_num(a_newton * value_n))
    (stretch,) = believed_counts(PAD, time_s, counts).stretches
    assert PAD.names[stretch.index] == "mth5"
    assert (stretch.start_s, stretch.end_s) == pytest.approx((6.0, 8.99))


@pytest.mark.parametrize(("a_newton", "top"), [(100.0, 4095.0), (100.0, 600.0), (20.0, 255.0), (8.0, 255.0)])
def test_a_sound_table_has_no_stretches_clipped_or_not(a_newton: float, top: float) -> None:
    time_s, counts = kneaded(a_newton=a_newton, top=top, rests=RESTS * a_newton / 400.0)
    assert believed_counts(PAD, time_s, counts).stretches == ()


def test_a_hold_beyond_the_range_is_a_press() -> None:
    time_s, counts = kneaded(rests=np.zeros(16))
    held = np.flatnonzero((time_s > 6.5) & (time_s < 10.5))
    counts[held] = counts[np.argmax(counts.sum(axis=1))] + np.random.default_rng(1).integers(-2, 3, (len(held), 16))
    counts = np.minimum(counts, 400.0)
    assert np.ptp(counts[held, PAD.names.index("mth5")]) == 0.0
    assert believed_counts(PAD, time_s, counts).stretches == ()


def test_a_slow_creep_of_single_counts_is_no_fault() -> None:
    """Coarse counts stand still for seconds between one step of a drifting rest and the next."""
    time_s, counts = kneaded(a_newton=8.0, top=255.0, rests=np.full(16, 10.0))
    counts[:, PAD.names.index("hallux")] = 10.0 + np.floor(time_s / 2.5)
    assert believed_counts(PAD, time_s, counts).stretches == ()


@pytest.mark.parametrize("seed", range(3))
def test_the_size_of_newtons_is_told_within_a_factor_of_two(seed: int) -> None:
    time_s, counts = kneaded()
    rng = np.random.default_rng(seed)
    counts[300:900, rng.choice(16, 2, replace=False)] = 4095.0
    how = counted(PAD, time_s, counts)
    assert how is not None
    assert 0.5 < how.n_a_count * A_NEWTON < 2.5


def test_where_nobody_pressed_nothing_tells_the_size_of_newtons() -> None:
    time_s, counts = kneaded()
    counts[:] = RESTS + np.random.default_rng(2).integers(-3, 4, counts.shape)
    assert counted(PAD, time_s, counts) is None
    assert believed_counts(PAD, time_s, counts).n_a_count == 1.0


def test_a_fall_below_its_rest_for_most_of_a_table_is_not_its_rest() -> None:
    time_s, counts = kneaded()
    index = PAD.names.index("mth5")
    counts[500:1250, index] = 0.0
    how = counted(PAD, time_s, counts)
    assert how is not None
    assert how.rest[index] == pytest.approx(RESTS[index], abs=5.0)


def test_contacts_of_counts_are_those_of_the_same_newtons() -> None:
    time_s, counts = kneaded()
    pipeline = Pipeline.of_table(PAD, time_s, counts)
    by_counts = TouchBlock.joined(pipeline.feed(time_s, counts) + pipeline.finish())
    newtons = replace(PAD, unit="N")
    pipeline = Pipeline.of_table(newtons, time_s, (counts - RESTS) / A_NEWTON)
    by_newtons = TouchBlock.joined(pipeline.feed(time_s, (counts - RESTS) / A_NEWTON) + pipeline.finish())
    firm = by_newtons.total_n > 4.0
    away_mm = np.hypot(by_counts.x_mm - by_newtons.x_mm, by_counts.y_mm - by_newtons.y_mm)
    assert np.median(away_mm[firm]) < 1.0
    assert np.median(by_counts.total_n[firm] / by_newtons.total_n[firm]) == pytest.approx(A_NEWTON, rel=0.05)


def test_without_a_layer_all_are_believed() -> None:
    time_s, counts = kneaded()
    counts[600:900, 7] = 4095.0
    assert believed_counts(replace(PAD, layer_mm=None), time_s, counts).stretches == ()
