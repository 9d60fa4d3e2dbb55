"""Values that no hand makes are said with their likely cause, and sound ones without a word."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.gate.values import check_range, oddity_of
from thumbwalk.pad import Pad, Taxel, Unit

Array = NDArray[np.float64]


def pad(unit: Unit) -> Pad:
    return Pad("eight", unit, tuple(Taxel(f"t{at}", area_mm2=1000.0) for at in range(8)))


def worked(n: int = 2000) -> Array:
    """Newtons of a thumb that presses each of eight taxels in turn, 12 N each."""
    time = np.arange(n) / 100.0
    turn = (time // 2.5).astype(int) % 8
    force = 12.0 * np.sin(np.pi * time) ** 2
    noise = np.random.default_rng(2).standard_normal((n, 8))
    return np.asarray(0.02 * noise + force[:, None] * (turn[:, None] == np.arange(8)))


def once(n: int = 2000, share: float = 0.5) -> Array:
    """Newtons of a thumb that holds two of eight taxels for a share of the time."""
    noise = np.random.default_rng(2).standard_normal((n, 8))
    held = (np.arange(n) < share * n)[:, None] * np.array([12.0, 8.0, *[0.0] * 6])
    return np.asarray(0.02 * noise + held)


HALF = np.arange(8) % 2
"""One for every other taxel."""


def test_a_palm_that_lies_and_lifts_is_no_divider_turned() -> None:
    values = 100.0 * worked()
    lies = np.arange(len(values)) % 400 < 330
    values[:, [5, 6, 7]] += 900.0 * lies[:, None]
    assert oddity_of(pad("counts"), np.round(300.0 + values)) is None


@pytest.mark.parametrize("times", [1.0, 3.0, 8.0])
def test_a_strong_hand_is_none_of_a_giant(times: float) -> None:
    assert oddity_of(pad("N"), times * worked()) is None


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_a_hand_that_holds_one_place_for_long_turns_nothing_round(share: float) -> None:
    assert oddity_of(pad("N"), once(share=share)) is None
    assert oddity_of(pad("counts"), np.round(300.0 + 100.0 * once(share=share))) is None


@pytest.mark.parametrize("value", [255.0, -20.0, -9999.0])
@pytest.mark.parametrize("taxels", [[3], [1, 3, 5]])
def test_sensors_at_their_stop_are_the_chains_to_leave_out(value: float, taxels: list[int]) -> None:
    values = worked()
    values[500:800, taxels] = value
    assert oddity_of(pad("N"), values) is None


@pytest.mark.parametrize("unit", ["N", "kPa"])
def test_sound_forces_are_taken_without_a_word(unit: Unit) -> None:
    assert oddity_of(pad(unit), worked()) is None


def test_sound_counts_are_taken_without_a_word() -> None:
    assert oddity_of(pad("counts"), np.round(300.0 + 100.0 * worked())) is None


@pytest.mark.parametrize(
    ("unit", "values", "says", "mend"),
    [
        ("N", 101.97 * worked(), "grams called newtons?", "divide them by 101.97"),
        ("N", 1000.0 * worked(), "millinewtons called newtons?", "divide them by 1000"),
        ("kPa", 1000.0 * worked(), "pascals called kilopascals?", "divide them by 1000"),
        ("N", -worked(), "a sign turned?", "multiply them by -1"),
        ("N", 20.0 * worked() + 13.0, "grams called newtons?", 'unit = "counts"'),
        ("N", 5.0 * worked() + 3.0, "not tared, or counts called newtons?", 'unit = "counts"'),
        ("N", worked() - 3.0, "below zero most of the time, -3 N: not tared?", "take off what each reads untouched"),
        ("N", 3.3 - 0.2 * worked(), "a divider the other way round", "take each from what it reads untouched"),
        ("N", worked() * np.where(np.arange(8) < 3, -1, 1), "values of t0 and 2 more fall below zero", "by -1"),
        ("N", worked() / 9.80665, "kilograms called newtons?", "multiply them by 9.80665"),
        ("counts", 4000.0 - 100.0 * worked(), "a divider the other way round?", "4095 - count"),
        ("counts", np.round(4000.0 - 100.0 * once()), "a divider the other way round?", "4095 - count"),
        ("counts", np.round(-20.0 - 100.0 * once()), "a sign turned?", "Multiply them by -1"),
        (
            "counts",
            np.round(300.0 + 100.0 * worked()) * HALF + np.round(3795.0 - 100.0 * worked()) * (1.0 - HALF),
            "the counts of t0 and 3 more fall where the pad is pressed, and those of others rise",
            "4095 - count",
        ),
        ("N", 8.0 * worked() + 5.0 * np.roll(worked(), 1, axis=1), "no hand presses so hard", "put a known weight"),
        ("counts", 0.1 + worked() / 5.0, "volts called counts?", "codes per volt"),
        (
            "counts",
            np.clip(0.02 + worked() / 20.0, 0.0, 1.0),
            "between 0 and 1",
            "multiply them by the converter's top",
        ),
    ],
)
def test_what_no_hand_makes_is_said_with_what_mends_it(unit: Unit, values: Array, says: str, mend: str) -> None:
    told = oddity_of(pad(unit), values)
    assert told is not None
    assert says in told.says
    assert mend in told.says
    # a brush may be as light; and of counts nobody believes a force
    assert told.believed == (unit == "counts" or "kilograms" in says)


def test_one_taxel_alone_at_the_top_is_a_fault_and_no_unit() -> None:
    values = worked()
    values[500:800, 3] = 255.0
    assert oddity_of(pad("N"), values) is None


def test_missing_values_and_short_tables_say_nothing() -> None:
    assert oddity_of(pad("N"), np.full((50, 8), np.nan)) is None
    assert oddity_of(pad("N"), np.full((3, 8), 900.0)) is None


def test_what_no_converter_gives_is_refused_where_it_stands() -> None:
    values = worked()
    for nothing in (values, np.full((50, 8), np.nan), values[:0]):
        check_range(nothing, pad("N").names, lambda row: row + 2, "t.csv")
    values[7, 3] = -1e300
    with pytest.raises(RecordingError, match=r"t\.csv:9: column t3: -1e\+300 is no value of a sensor"):
        check_range(values, pad("N").names, lambda row: row + 2, "t.csv")
