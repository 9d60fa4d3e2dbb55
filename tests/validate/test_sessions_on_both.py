"""Sessions on tiles that stand on a plate: place and force better than of either alone; a tile that lies is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from thumbwalk.cli.main import run
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.session.padtable import PadTable, read_pad_table, write_pad_table
from thumbwalk.validate.judged_session import analysed, judged
from thumbwalk.validate.kinds import HeldOut, Kind, held_out
from thumbwalk.validate.naming import macro_f1

BOTH = builtin_pad("sole16+plate4")
TILES = builtin_pad("sole16")
KINDS: tuple[Kind, ...] = ("designed", "hard", "built")


def off(one: HeldOut, pad: Pad, columns: slice) -> tuple[np.ndarray, np.ndarray]:
    """What is wrong with places, mm, and forces, parts, of all presses of 8 to 13 N."""
    touch, _ = analysed(pad, one.time_s, np.ascontiguousarray(one.values[:, columns]))
    path = one.session.path
    x, y, force = (np.interp(touch.time_s, path.time_s, true) for true in (path.x_mm, path.y_mm, path.force_n))
    some = (force > 8.0) & (force < 13.0) & touch.touching
    return np.hypot(touch.x_mm - x, touch.y_mm - y)[some], (touch.contact_n / np.maximum(force, 1.0) - 1.0)[some]


def rms(parts: list[np.ndarray]) -> float:
    return float(np.sqrt(np.mean(np.concatenate(parts) ** 2)))


@pytest.mark.parametrize("kind", KINDS)
def test_place_and_force_are_better_than_of_either_alone(kind: Kind) -> None:
    sessions = [held_out(kind, seed, BOTH) for seed in (20, 21, 22)]
    assert BOTH.plate is not None
    found = {}
    for name, pad, columns in (
        ("both", BOTH, slice(0, 20)),
        ("tiles", TILES, slice(0, 16)),
        ("plate", BOTH.plate, slice(16, 20)),
    ):
        places, forces = zip(*(off(one, pad, columns) for one in sessions), strict=True)
        found[name] = rms(list(places)), rms(list(forces))
    for alone in ("tiles", "plate"):
        assert found["both"][0] < found[alone][0]
        assert found["both"][1] < 0.6 * found[alone][1]
    assert found["both"][0] < 0.7
    assert found["both"][1] < 0.015


def test_techniques_are_told_as_by_the_tiles() -> None:
    confusion = [judged(kind, seed, pad=BOTH).confusion for kind in KINDS for seed in (20, 21)]
    assert macro_f1(np.sum(confusion, axis=0)) >= 0.99


def test_a_table_of_it_has_the_cells_behind_the_tiles_and_what_is_at_fault_in_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["hands", "--out", str(tmp_path / "h"), "--layout", "sole16+plate4", "--seed", "20"]) == 0
    values = np.asarray(read_pad_table(tmp_path / "h" / "session.csv", BOTH).values).copy()
    one = held_out("designed", 20, BOTH)
    np.testing.assert_array_equal(values, one.values)
    lies = int(np.argmax(values[:, :16].sum(axis=0)))
    faults = {
        "": values,
        f"{BOTH.names[lies]} shows": values * np.where(np.arange(20) == lies, 0.5, 1.0),
        "look at its cells": values * np.where(np.arange(20) == 18, -1.0, 1.0),
        "plate_heel_lateral: dead": values * (np.arange(20) != 17),
    }
    for said, changed in faults.items():
        write_pad_table(tmp_path / "a.csv", PadTable(one.time_s, changed, BOTH))
        capsys.readouterr()
        assert run(["analyse", str(tmp_path / "a.csv"), "--layout", "sole16+plate4"]) == 0
        told = [line for line in capsys.readouterr().err.splitlines() if "plate" in line or "tiles alone" in line]
        assert len(told) == bool(said), told
        assert all(said in line for line in told)
