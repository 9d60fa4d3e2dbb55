"""What a recording or a table lost is told by every command that makes something of it, and whether to believe that."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cobs import cobs

from thumbwalk.cli.main import run
from thumbwalk.link.wire import FrameType
from thumbwalk.pad import builtin_pad

RECORDING = Path(__file__).parents[1] / "data" / "practice_version_1" / "practice.twr"
ANALYSIS = {"version", "layout", "duration_s", "left_out", "segments"}
FROM_S = 3.0
"""In the middle of a hold: the practice has one from 1 to 5 s, and kneading after it."""
Lost = Callable[..., Path]


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    capsys.readouterr()
    assert run([str(one) for one in arguments]) == 0
    return capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(printed(capsys, *arguments, "--json"))
    return told


@pytest.fixture
def recording(tmp_path: Path) -> Lost:
    """The kept practice without the frames of so many seconds, or every n-th of them."""

    def cut(seconds: float, every: int = 1) -> Path:
        pieces = RECORDING.read_bytes().split(b"\0")
        data = [at for at, piece in enumerate(pieces) if piece and cobs.decode(piece)[0] == FrameType.DATA]
        starts_us = [int.from_bytes(cobs.decode(pieces[at])[3:7], "little") for at in data]
        gone = {
            at
            for at, start_us in list(zip(data, starts_us, strict=True))[::every]
            if FROM_S <= (start_us - starts_us[0]) * 1e-6 < FROM_S + seconds
        }
        path = tmp_path / "cut.twr"
        path.write_bytes(b"\0".join(piece for at, piece in enumerate(pieces) if at not in gone))
        return path

    return cut


@pytest.fixture
def table(tmp_path: Path) -> Lost:
    """A hold of 9 N from 1 to 5 s as a table, without the rows of so many seconds."""

    def cut(seconds: float) -> Path:
        path, names = tmp_path / "cut.csv", builtin_pad().names
        time_s = np.arange(0.0, 12.0, 0.02)
        time_s = time_s[(time_s < FROM_S) | (time_s >= FROM_S + seconds)]
        values = np.zeros((len(time_s), len(names)))
        values[(time_s >= 1.0) & (time_s < 5.0), 7] = 9.0
        rows = [",".join(f"{value:.3f}" for value in (time, *row)) for time, row in zip(time_s, values, strict=True)]
        path.write_text("\n".join([",".join(["time_s", *names]), *rows]) + "\n", encoding="utf-8")
        return path

    return cut


@pytest.fixture(params=["recording", "table"])
def lost(request: pytest.FixtureRequest) -> Lost:
    made: Lost = request.getfixturevalue(request.param)
    return made


def test_an_undisturbed_file_s_documents_have_the_keys_that_they_had(
    lost: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lost(0.0)
    assert set(document(capsys, "analyse", path)) == ANALYSIS
    assert "losses" not in document(capsys, "score", path, "--technique", "hold")
    assert "Lost on the way" not in printed(capsys, "analyse", path)


def test_an_analysis_says_how_much_is_missing_and_when(lost: Lost, capsys: pytest.CaptureFixture[str]) -> None:
    path = lost(0.5)
    analysis = document(capsys, "analyse", path)
    assert set(analysis) == ANALYSIS | {"losses"}
    losses = analysis["losses"]
    assert losses["lost_s"] == pytest.approx(0.5, abs=0.03)
    (span,) = losses["spans"]
    assert (span["from_s"], span["to_s"]) == pytest.approx((FROM_S, FROM_S + 0.5), abs=0.03)
    assert losses["believed"] is True
    assert losses["share"] == pytest.approx(0.5 / analysis["duration_s"], abs=0.005)
    text = printed(capsys, "analyse", path)
    assert "Lost on the way: " in text
    assert "missing from 3.0 s on" in text
    assert "the result can still be believed" in text


def test_a_segment_that_lost_too_much_is_doubtful_though_the_rest_is_not(
    recording: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recording(2.0, every=5)
    analysis = document(capsys, "analyse", path)
    losses = analysis["losses"]
    assert losses["lost_s"] == pytest.approx(0.4, abs=0.03)
    assert losses["believed"] is True
    assert [analysis["segments"][at]["technique"] for at in losses["doubtful"]] == ["hold"]
    assert "in the middle of 1 (counted from 1)" in printed(capsys, "analyse", path)


def test_a_file_that_lost_too_much_is_not_believed(lost: Lost, capsys: pytest.CaptureFixture[str]) -> None:
    path = lost(4.0)
    assert document(capsys, "analyse", path)["losses"]["believed"] is False
    assert "not enough data to believe the result" in printed(capsys, "analyse", path)


@pytest.mark.parametrize(("seconds", "believed"), [(0.3, True), (0.5, False)])
def test_a_technique_is_scored_up_to_the_share(
    lost: Lost, seconds: float, believed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = "score", lost(seconds), "--technique", "hold", "--window", "1", "9"
    told = document(capsys, *arguments)
    assert (told["score"] is not None) == believed
    assert told["losses"]["believed"] == believed
    assert told["losses"]["share"] == pytest.approx(seconds / 8.0, abs=0.008)
    assert told["lost_s"] == pytest.approx(seconds, abs=0.03)
    assert believed or told["reason"].startswith("not enough data: ")
    text = printed(capsys, *arguments)
    assert ("hold: not enough data: " in text) != believed
    assert f"That is {100 * told['losses']['share']:.1f} % of its time" in text


def test_a_technique_without_a_window_is_judged_by_whatever_lost_more(
    recording: Lost, capsys: pytest.CaptureFixture[str]
) -> None:
    told = document(capsys, "score", recording(2.0), "--technique", "hold")
    assert (told["score"], told["losses"]["believed"]) == (None, False)


@pytest.mark.parametrize(("seconds", "believed"), [(0.1, True), (0.5, False)])
def test_a_drill_s_set_is_scored_up_to_the_share_in_a_file_as_in_a_replay(
    recording: Lost, seconds: float, believed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recording(seconds)
    for arguments, lasts_s in (
        (("replay", path), 5.0),
        (("score", path, "--drill", "first-steps", "--start", "-1"), 8.0),
    ):
        told = document(capsys, *arguments)
        hold, knead, *_ = told["sets"]
        assert (hold["score"] is not None) == believed
        assert hold["lost_s"] == pytest.approx(seconds, abs=0.03)
        # of a set that a file does not come to nothing was lost
        assert knead.get("reason", "") in ("", "the file ends before this set does")
        assert "lost_s" not in knead
        assert told["losses"]["believed"] == believed
        assert told["losses"]["share"] == pytest.approx(seconds / lasts_s, abs=0.008)
        text = printed(capsys, *arguments)
        assert "Lost on the way: " in text
        assert ("can still be believed" in text) == believed
