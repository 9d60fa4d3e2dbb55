"""Harmed files through the command line: `analyse` and `score` warn of the same, or refuse in the same one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from thumbwalk.cli.main import run

HEADER, *ROWS = (Path(__file__).parents[1] / "data" / "virtual_knead" / "table.csv").read_text().split()
Lines = list[str]


def values(change: Callable[[float], float]) -> Lines:
    changed = []
    for row in ROWS:
        time, *fields = row.split(",")
        changed.append(",".join([time, *(f"{change(float(field)):.3f}" for field in fields)]))
    return [HEADER, *changed]


def timed(change: Callable[[float], float]) -> Lines:
    return [HEADER, *(f"{change(float(row.partition(',')[0]))!r},{row.partition(',')[2]}" for row in ROWS)]


def told(lines: Lines, command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    (folder / "t.csv").write_text("\n".join(lines))
    more = ["--technique", "knead"] if command == "score" else []
    code = run([command, str(folder / "t.csv"), *more])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", ["analyse", "score"])
@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (values(lambda n: 102.0 * n), "grams called newtons?"),
        (values(lambda n: -n), "a sign turned?"),
        (values(lambda n: 0.01 * n), "nothing is touched: touch begins above 0.5 N in sum"),
        (timed(lambda s: 1000.0 * s), "it is taken as milliseconds"),
        (timed(lambda s: s if s < 5.0 else s + 1.7e9), "time leaps by 1.7e+09 s"),
        ([HEADER], "no samples are in it"),
    ],
)
def test_what_was_odd_is_a_warning(
    command: str, lines: Lines, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(lines, command, tmp_path, capsys)
    assert code == 0
    assert out
    assert all(line.startswith("thumbwalk: warning: ") for line in err.splitlines())
    assert says in err


@pytest.mark.parametrize("command", ["analyse", "score"])
@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (timed(lambda s: s if s < 7.0 else s - 6.995), "time begins again"),
        (timed(lambda s: 40.0 * s), "samples are"),
        (ROWS, "the table has no header"),
        ([HEADER, *(row.replace(".", ",") for row in ROWS)], "decimal commas"),
    ],
)
def test_what_can_not_be_read_is_one_line(
    command: str, lines: Lines, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(lines, command, tmp_path, capsys)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert says in err
