"""Values that no hand makes are said with their likely cause, and sound ones without a word."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.gate.values import check_range, told_of_values
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


@pytest.mark.parametrize("unit", ["N", "kPa"])
def test_sound_forces_are_taken_without_a_word(unit: Unit) -> None:
    assert told_of_values(pad(unit), worked()) is None


def test_sound_counts_are_taken_without_a_word() -> None:
    assert told_of_values(pad("counts"), np.round(300.0 + 100.0 * worked())) is None


@pytest.mark.parametrize(
    ("unit", "values", "says", "mend"),
    [
        ("N", 101.97 * worked(), "grams called newtons?", "divide them by 101.97"),
        ("kPa", 1000.0 * worked(), "pascals called kilopascals?", "divide them by 1000"),
        ("N", -worked(), "a sign turned?", "multiply them by -1"),
        ("counts", 4000.0 - 100.0 * worked(), "a divider the other way round?", "4095 - count"),
        (
            "counts",
            np.clip(0.02 + worked() / 20.0, 0.0, 1.0),
            "between 0 and 1",
            "multiply them by the converter's top",
        ),
    ],
)
def test_what_no_hand_makes_is_said_with_what_mends_it(unit: Unit, values: Array, says: str, mend: str) -> None:
    told = told_of_values(pad(unit), values)
    assert told is not None
    assert says in told
    assert mend in told


def test_one_taxel_alone_at_the_top_is_a_fault_and_no_unit() -> None:
    values = worked()
    values[500:800, 3] = 255.0
    assert told_of_values(pad("N"), values) is None


def test_missing_values_and_short_tables_say_nothing() -> None:
    assert told_of_values(pad("N"), np.full((50, 8), np.nan)) is None
    assert told_of_values(pad("N"), np.full((3, 8), 900.0)) is None


def test_what_no_converter_gives_is_refused_where_it_stands() -> None:
    values = worked()
    for nothing in (values, np.full((50, 8), np.nan), values[:0]):
        check_range(nothing, pad("N").names, lambda row: row + 2, "t.csv")
    values[7, 3] = -1e300
    with pytest.raises(RecordingError, match=r"t\.csv:9: column t3: -1e\+300 is no value of a sensor"):
        check_range(values, pad("N").names, lambda row: row + 2, "t.csv")
