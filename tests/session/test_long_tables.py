"""A table that lies in a file while it is read gives what one in memory does, and needs little memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk import longtable
from thumbwalk.errors import RecordingError
from thumbwalk.gate import lines, rows
from thumbwalk.gate import values as gate_values
from thumbwalk.longtable import Filed
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.padtable import PadTable, read_pad_table, write_pad_table
from thumbwalk.session.replay import Touched, read_touch

PAD = builtin_pad()
LAYOUT = "layout.toml"
Array = NDArray[np.float64]


def pressed(seconds: float, rate_hz: float = 200.0) -> tuple[Array, Array]:
    """A thumb that goes from tile to tile, a press a second, with noise and a rest in between."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    force_n = 0.02 * np.random.default_rng(3).standard_normal((len(time_s), PAD.n_taxels))
    away_mm = np.hypot(*(PAD.positions_mm[:, None] - PAD.positions_mm[None]).transpose(2, 0, 1))
    share = np.exp(-((away_mm / 18.0) ** 2))[(time_s % PAD.n_taxels).astype(int)]
    force_n += np.where((time_s % 16 < 12)[:, None], 6.0 * np.sin(np.pi * time_s)[:, None] ** 2 * share, 0.0)
    return time_s, np.round(force_n, 4)


def harmed(kind: str) -> tuple[Array, Array]:
    time_s, values = pressed(60.0)
    if kind == "spikes, noughts and a stuck tile":
        values[700, 3], values[1500:1503] = 40.0, 0.0
        values[4000:5200, 9] = 3.3
    elif kind == "a drift and a step":
        values[:, 5] += 0.9 * time_s / 60.0
        values[6000:, 11] += 1.2
    elif kind == "holes, a silent tile and a gap":
        values[2000:2400, 6] = values[::17, 1] = np.nan
        values[:, 8] = 0.01
        time_s[9000:] += 3.0
    elif kind == "noise":
        values[3000:6000, 2] += np.random.default_rng(1).standard_normal(3000)
    return time_s, values


def written(folder: Path, time_s: Array, values: Array, pad: Pad = PAD) -> Path:
    write_pad_table(folder / "table.csv", PadTable(time_s, values, pad))
    (folder / LAYOUT).write_text(pad.text, encoding="utf-8")
    return folder / "table.csv"


def seen(touched: Touched) -> list[object]:
    """All that is known of a file, with each bit of its touch."""
    touch = [getattr(touched.touch, name).tobytes() for name in touched.touch.__dataclass_fields__]
    losses = [(one.from_s, one.to_s, one.lost_s) for one in touched.losses.spans]
    rest = replace(touched, touch=None, losses=None)  # type: ignore[arg-type]
    return [touch, losses, repr(rest)]


@pytest.mark.parametrize("unit", ["N", "counts"])
@pytest.mark.parametrize(
    "kind",
    [
        "nothing",
        "spikes, noughts and a stuck tile",
        "a drift and a step",
        "holes, a silent tile and a gap",
        "noise",
    ],
)
def test_a_table_in_a_file_gives_the_touch_of_one_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, unit: str
) -> None:
    time_s, values = harmed(kind)
    pad = PAD
    if unit == "counts":
        text = PAD.text.replace('unit = "N"', 'unit = "counts"')
        assert text != PAD.text
        pad = replace(PAD, unit="counts", text=text)
        values = np.round(200.0 + 80.0 * values)
    path = written(tmp_path, time_s, values, pad)
    whole = read_touch(path, tmp_path / LAYOUT)
    assert whole.touch.touching.any()
    assert isinstance(read_pad_table(path, pad).values, np.ndarray)
    monkeypatch.setattr(rows, "_IN_MEMORY", 1000)
    monkeypatch.setattr(longtable, "_AT_ONCE", 17 * 900)
    monkeypatch.setattr(lines, "_BLOCK_BYTES", 1 << 15)
    assert isinstance(read_pad_table(path, pad).values, longtable.Columns)
    assert seen(read_touch(path, tmp_path / LAYOUT)) == seen(whole)


def most_bytes(task: Callable[[], Any]) -> int:
    """What a task needs at the most, of Python's and numpy's memory."""
    tracemalloc.start()
    try:
        task()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_longer_table_needs_little_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of times and sixteen forces has 136 bytes; read whole, and looked at in copies, it took four times as many.

    Half a row of touch, which is kept, has 60; a time that is looked at has 8 a copy.
    """
    monkeypatch.setattr(rows, "_IN_MEMORY", 1000)
    monkeypatch.setattr(longtable, "_AT_ONCE", 17 * 1000)
    monkeypatch.setattr(lines, "_BLOCK_BYTES", 1 << 16)
    monkeypatch.setattr(gate_values, "_ROWS", 1000)  # a sample of them, which is soon as large as it gets
    reading, feeding = list[int](), list[int]()
    for seconds in (60.0, 180.0):
        path = written(tmp_path, *pressed(seconds))
        reading.append(most_bytes(partial(read_pad_table, path, PAD)))
        table = read_pad_table(path, PAD)
        assert len(table) == round(200.0 * seconds)
        pipeline = Pipeline.of_table(PAD, table.time_s, table.values)
        feeding.append(most_bytes(partial(pipeline.feed_table, table.time_s, table.values)))
    a_row_read, a_row_fed = ((most - least) / (120.0 * 200.0) for least, most in (reading, feeding))
    assert a_row_read < 100.0
    assert a_row_fed < 100.0


def test_a_long_table_is_looked_at_whole_in_less_memory_than_it_has_numbers() -> None:
    _, once = pressed(48.0, 100.0)
    filed = Filed(PAD.n_taxels)
    for _ in range(100):
        filed.add(once)
    table = filed.complete()
    time_s = np.arange(len(table)) / 100.0
    assert most_bytes(lambda: Pipeline.of_table(PAD, time_s, table)) < 0.8 * 8 * len(table) * PAD.n_taxels


def test_where_there_is_no_room_for_a_long_table_it_is_refused_with_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Filed, _n_rows: int) -> None:
        raise OSError(28, "No space left on device")

    path = written(tmp_path, *pressed(5.0))
    monkeypatch.setattr(rows, "_IN_MEMORY", 1000)
    monkeypatch.setattr(longtable, "_AT_ONCE", 1700)
    monkeypatch.setattr(Filed, "_write", full)
    with pytest.raises(
        RecordingError, match=r"table\.csv: a table so long lies in .* No space left on device; make room"
    ):
        read_pad_table(path, PAD)
