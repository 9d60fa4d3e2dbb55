"""Scoring a file against a drill or a technique: the same for recordings and tables, and what does not go together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.one_tile import one_tile_table

from thumbwalk.cli.main import run
from thumbwalk.pad import builtin_pad

RECORDING = Path(__file__).parents[1] / "data" / "practice_version_1" / "practice.twr"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds of nothing, 8 s of 9 N on a tile, and nothing for as long as the drill lasts."""
    path = tmp_path_factory.mktemp("table") / "session.csv"
    return one_tile_table(path, since_s=3.2, until_s=10.8, force_n=9.0, duration_s=41.0)


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_a_table_is_scored_set_by_set(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(["score", str(table), "--drill", "first-steps"], capsys)
    assert (document["drill"], "complete" in document) == ("first-steps", False)
    hold, knead, _ = document["sets"]
    assert hold["technique"] == "hold"
    assert hold["score"] > 30
    assert knead["score"] == 0.0
    parts = [row["points"] for one in document["sets"] for row in (*one["metrics"], *one["caps"])]
    assert sum(parts) == pytest.approx(100 - document["score"])
    assert [row["name"] for row in hold["errors"]] == ["force_n"]


def test_forces_that_no_hand_makes_are_not_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same hand in grams: what is made of its force is a guess, its times are not."""
    path, names = tmp_path / "grams.csv", builtin_pad().names
    time_s = np.arange(600) / 50.0
    grams = np.zeros((600, len(names)))
    # of two tiles: one alone at such a force is a fault of that one
    press = 101.97 * (9.0 + 0.3 * np.sin(time_s)) * ((time_s > 3.2) & (time_s < 10.8))
    grams[:, 7], grams[:, 12] = 0.6 * press, 0.4 * press
    rows = [",".join(f"{value:.3f}" for value in (time, *row)) for time, row in zip(time_s, grams, strict=True)]
    path.write_text("\n".join([",".join(["time_s", *names]), *rows]) + "\n", encoding="utf-8")
    document = printed(["score", str(path), "--technique", "hold"], capsys)
    assert {row["name"]: row["reason"] for row in document["not_scored"]}.get("force_n") == "not calibrated"
    assert "force_n" not in {row["name"] for row in document["metrics"]}
    assert not document["caps"]


def test_a_drill_that_began_later_is_not_finished(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(["score", str(table), "--drill", "first-steps", "--start", "20"], capsys)
    assert (document["complete"], document["stars"]) == (False, 0)
    assert [one.get("done", True) for one in document["sets"]] == [True, False, False]


def test_a_recording_is_scored_by_today_s_rules(capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(["score", str(RECORDING), "--drill", "first-steps"], capsys)
    assert all("errors" in one for one in document["sets"])


def test_a_window_a_point_and_a_zone_are_asked_for(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["score", str(table), "--technique", "hold", "--window", "3", "11", "--point", "kidney"]
    document = printed(arguments, capsys)
    rows = {one["name"]: one for one in document["metrics"]}
    assert rows["flow"]["value"] == pytest.approx(1.0)
    assert "off_point_mm" in rows
    assert rows["force_n"]["band"] == pytest.approx([7.2, 10.8])
    zone = printed(["score", str(table), "--technique", "hold", "--zone", "toes"], capsys)
    assert "coverage" in {one["name"] for one in zone["metrics"]}


def test_words_are_what_the_learner_would_have_been_told(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = printed(["score", str(table), "--drill", "first-steps", "--words"], capsys)["words"]
    assert {key for row in words for key in row} == {"time_s", "word", "reason"}
    assert [row["time_s"] for row in words] == sorted({row["time_s"] for row in words})
    kneading = [row["reason"] for row in words if 14.0 < row["time_s"] < 26.0]
    assert kneading == ["", "press"], "nobody touches"
    later = printed(["score", str(table), "--drill", "first-steps", "--start", "0.25", "--words"], capsys)["words"]
    assert later[-1]["time_s"] == words[-1]["time_s"] + 0.25, "seconds of the file"
    assert "words" not in printed(["score", str(table), "--drill", "first-steps"], capsys)


def test_words_are_printed_a_line_each(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["score", str(table), "--drill", "first-steps", "--words"]) == 0
    assert re.search(r"(?m)^ +1[45]\.\d+ s  Press$", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--technique", "hold", "--words"], "--words goes with --drill"),
        ([], "score needs --technique or --drill, and there is neither"),
        (["--technique", "hold", "--drill", "first-steps"], "there is both"),
        (["--drill", "first-steps", "--point", "kidney"], "--point goes with --technique"),
        (["--technique", "hold", "--start", "3"], "--start goes with --drill"),
        (["--technique", "hold", "--zone", "ankle"], "no zone 'ankle'; there are: toes"),
        (["--technique", "hold", "--point", "ear"], "no point 'ear'"),
        (["--technique", "hold", "--window", "5", "4"], "FROM must be 0 or more, and less than TO"),
        (["--drill", "last-steps"], "no drill 'last-steps'"),
    ],
)
def test_what_does_not_go_together_is_refused(
    table: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    assert says in refused(["score", str(table), *options], capsys)
