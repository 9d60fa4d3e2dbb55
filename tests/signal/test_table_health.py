"""Faults in whole tables: named with a reason, and no sound taxel with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import Pad, Taxel, Unit, load_pad
from thumbwalk.signal.table_health import table_faults

DATA = Path(__file__).parents[1] / "data"
Values = NDArray[np.float64]


def grid_pad(unit: Unit = "N") -> Pad:
    return Pad("grid", unit, tuple(Taxel(f"t{i}", 10.0 * (i // 4), 10.0 * (i % 4)) for i in range(16)))


def rolling(noise: float = 0.01) -> Values:
    """A broad contact that goes over all sixteen taxels and back."""
    time_s = np.arange(600) / 60
    places = np.array([[10.0 * (i // 4), 10.0 * (i % 4)] for i in range(16)])
    centre = np.column_stack([15 + 15 * np.cos(time_s), 15 + 15 * np.sin(3 * time_s)])
    away2 = ((places - centre[:, None, :]) ** 2).sum(axis=2)
    force = 6.0 * np.exp(-away2 / 200.0)
    return np.asarray(np.maximum(force + np.random.default_rng(7).normal(0, noise, force.shape), 0))


def found(values: Values, pad: Pad | None = None) -> dict[str, str]:
    return {fault.taxel: fault.reason.split(":")[0] for fault in table_faults(pad or grid_pad(), values)}


def test_a_sound_table_has_no_fault() -> None:
    assert found(rolling()) == {}
    assert found(np.zeros((100, 16))) == {}
    assert found(np.empty((0, 16))) == {}


def test_what_was_never_pressed_is_not_dead() -> None:
    values = np.zeros((600, 16))
    values[:, :4] = rolling()[:, :4]
    assert found(values) == {}


def test_each_fault_is_named() -> None:
    values = rolling()
    values[:, 5] = 0.0
    values[:, 0] = np.nan
    values[:, 15] = 25.0
    values[:, 10] = 7.0 * np.random.default_rng(8).random(600)
    assert found(values) == {"t0": "dead", "t5": "dead", "t10": "noisy", "t15": "stuck"}
    assert "25 N in every sample" in table_faults(grid_pad(), values)[-1].reason


def test_a_taxel_at_the_top_half_of_the_time_is_saturated() -> None:
    values = np.rint(rolling() * 40) + 10
    values[:400, 3] = 255.0
    assert found(values, grid_pad("counts")) == {"t3": "saturated"}


def test_a_few_missing_values_are_no_fault() -> None:
    values = rolling()
    values[::5, 6] = np.nan
    assert found(values) == {}


def test_all_missing_is_all_dead() -> None:
    assert len(found(np.full((50, 16), np.nan))) == 16


@pytest.mark.parametrize(
    "name", ["insole250_walk_jittery/walk", "stappone_insole12/walk", "iscan_finger_presses/presses"]
)
def test_real_tables_have_no_fault(name: str) -> None:
    path = DATA / f"{name}.csv"
    values = np.loadtxt(path, delimiter=",", skiprows=1)[:, 1:]
    assert found(values, load_pad(path.with_name("layout.toml"))) == {}


def test_a_taxel_is_dead_only_where_all_about_it_was_pressed() -> None:
    values = np.rint(rolling(noise=0.0) * 4)  # so coarse that stillness alone tells nothing
    values[:, 5] = 0.0
    pad = grid_pad("counts")
    (fault,) = table_faults(pad, values)
    assert (fault.taxel, fault.reason) == ("t5", "dead: reads 0 counts throughout, with all about it pressed")
    values[:, 6] = np.minimum(values[:, 6], 2.0)  # a neighbour that hardly anybody pressed
    assert found(values, pad) == {}


def test_half_of_the_numbers_missing_is_bad_luck_and_more_is_dead() -> None:
    values = rolling()
    values[:300, 3] = np.nan
    assert found(values) == {}
    values[:301, 3] = np.nan
    assert found(values) == {"t3": "dead"}


def test_a_rough_table_is_nobody_s_fault() -> None:
    assert found(rolling() + 3.0 * np.random.default_rng(3).random((600, 16))) == {}


def test_seven_rows_say_nothing() -> None:
    values = rolling()[:7]
    values[:, 0] = np.nan
    assert found(values) == {}
    assert found(rolling()[:8] * np.where(np.arange(16) == 0, np.nan, 1.0)) == {"t0": "dead"}
