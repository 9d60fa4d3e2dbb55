"""The real commands on boards that print lines.

Behind a pseudo-terminal and in real time where those are the point; elsewhere by the board's own clock, which nobody
waits for.
"""

from __future__ import annotations

import builtins
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.sketch.boards import Hand, board, labelled, parted, pressed_counts
from tests.sketch.ports import plugged_in, printed

from thumbwalk.cli.main import run
from thumbwalk.link import watch
from thumbwalk.places import drills_path
from thumbwalk.session.replay import read_touch
from thumbwalk.signal.calibration import Calibration
from thumbwalk.sketch import first_lines

pytestmark = pytest.mark.slow

DRILL = """
[[drill]]
name = "short"
title = "Short"
description = "Four seconds of kneading."
count_in_s = 0.5
[[drill.set]]
technique = "knead"
title = "Knead the heel"
duration_s = 4
zone = "heel"
rate_per_min = 60
force_n = 10
"""


@pytest.fixture(autouse=True)
def _short_drill(_own_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    drills_path().parent.mkdir(parents=True, exist_ok=True)
    drills_path().write_text(DRILL)


def layout(path: Path, unit: str = "counts", names: str = "abcd") -> str:
    taxels = "".join(f'[[taxel]]\nname = "{name}"\n' for name in names)
    path.write_text(f'name = "mine"\nunit = "{unit}"\n{taxels}')
    return str(path)


def looked_at(port: str, capsys: pytest.CaptureFixture[str], *options: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["doctor", "--port", port, "--lines", "--seconds", "1.2", "--json", *options]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


DIALECTS: dict[str, Any] = {
    "commas": (parted(","), None, {"written": "parted by ','", "names": ["c0", "c1", "c2", "c3"]}),
    "tabs, one behind the last, CRLF": (parted("\t", end="\t\r\n"), None, {"written": "parted by tabs"}),
    "semicolons, header, time in ms, banner, half a line": (
        parted(";", timed=1e3),
        b"9;1\r\n\x00\xf0\r\nBooting v1.2\r\ntime_ms;heel;arch;ball;toe\r\n",
        {"timed": "their time in ms (time_ms)", "names": ["heel", "arch", "ball", "toe"]},
    ),
    "blanks, time in us without a name": (parted(" ", timed=1e6), None, {"timed": "their time in us (column 1)"}),
    "decimal commas": (
        parted(";", decimals=","), None, {"written": "parted by ';', with decimal commas"},
    ),
    "labels": (labelled, b"hello\r\n", {"written": "LABEL:VALUE", "names": ["A0", "A1", "A2", "A3"]}),
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_doctor_says_what_a_board_prints(
    dialect: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sketch, before, said = DIALECTS[dialect]
    report = looked_at(plugged_in(monkeypatch, printed(sketch, before=before or b"")), capsys)
    is_what_was_said(report, said)


def test_doctor_says_the_same_behind_a_pseudo_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    sketch, before, said = DIALECTS["semicolons, header, time in ms, banner, half a line"]
    with board(sketch, before=before) as port:
        is_what_was_said(looked_at(port, capsys), said)


def is_what_was_said(report: dict[str, Any], said: dict[str, Any]) -> None:
    found = {**report, "names": [one["name"] for one in report["columns"]]}
    assert {key: found[key] for key in said} == said
    assert report["rate_hz"] == pytest.approx(100.0, rel=0.05)
    assert report["problems"] == []
    most = [one["most"] for one in report["columns"]]
    assert most[1] == pytest.approx(820, abs=12)
    assert any("calibrate --quick" in step for step in report["next_steps"])


def test_doctor_says_slow_lines_torn_lines_and_several_under_one_millisecond(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = looked_at(plugged_in(monkeypatch, printed(parted(","), 10.0)), capsys, code=1)
    assert any("lines a second are few: too slow for quick strokes" in one for one in report["problems"])

    def harmed(n: int, time_s: float) -> bytes:
        whole = parted(",", timed=1e3)(n, time_s)
        return {7: whole[:5] + b"\n", 23: b"\xff\xfe\x00\n", 41: whole[:-1] + b",7\n"}.get(n % 50, whole)

    report = looked_at(plugged_in(monkeypatch, printed(harmed)), capsys, code=1)
    damage = {kind: n for kind, n in report["damage"].items() if n}
    assert set(damage) == {"torn", "garbage", "columns"}
    assert report["lost_frames"] == pytest.approx(sum(damage.values()), abs=1)
    assert any(one.endswith("check cable and baud rate") for one in report["problems"])
    report = looked_at(plugged_in(monkeypatch, printed(parted(",", timed=1e3), 1600.0)), capsys)
    assert "several lines under each: taken as even" in report["timed"]
    assert report["rate_hz"] == pytest.approx(1600.0, rel=0.02)


def test_doctor_in_words_shows_each_column_and_the_next_steps(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    board = printed(labelled, before=b"Sketch 7 says \x1b[2J hi\r\nready\r\n", at=[(2.6, b"low battery\r\n")])
    assert run(["doctor", "--port", plugged_in(monkeypatch, board), "--lines", "--seconds", "1.5"]) == 0
    out = capsys.readouterr().out
    assert re.match(r"lines-dev-x prints 4 sensors a line, LABEL:VALUE; no time in them: taken as even\n", out)
    assert re.search(r"│ A1 +│ counts │ \d+ +│ \d+ +│ 82\d +│", out)
    assert "The board says: ready" in out
    assert "The board says: low battery" in out
    assert "Next: `thumbwalk practice`, with the same --port and --lines" in out


def practised(port: str, out: Path) -> None:
    assert run(["practice", "--port", port, "--lines", "--drill", "short", "--out", str(out)]) == 0


@pytest.mark.parametrize("waits", [True, False])
def test_a_practice_runs_to_its_end_and_its_replay_is_equal_to_the_last_digit(
    waits: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    if waits:
        with board(parted(";", timed=1e3, end="\r\n"), 200.0) as port:
            practised(port, out)
    else:
        practised(plugged_in(monkeypatch, printed(labelled, 50.0)), out)
    said = capsys.readouterr()
    assert "is not calibrated: its newtons are a guess, and are not scored" in said.err
    assert "no sole: the drill is done anywhere on it, and no place is scored" in said.err
    assert sorted(path.name for path in out.iterdir()) == ["practice.twr", "score.json", "session.json", "window.png"]
    score = json.loads((out / "score.json").read_text())
    assert score["score"] > 95
    assert "losses" not in score
    (only,) = score["sets"]
    rows = {one["name"]: one["value"] for one in only["metrics"]}
    assert rows["rate_per_min"] == pytest.approx(60.0, rel=0.02)
    assert rows["rhythm_cv"] < 0.03
    assert {"name": "peak_force_n", "reason": "not calibrated"} in only["not_scored"]
    assert run(["replay", str(out / "practice.twr"), "--json"]) == 0
    assert capsys.readouterr().out == (out / "score.json").read_text()


def test_a_reset_in_the_middle_of_a_practice_is_said_everywhere_and_the_practice_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    plain = parted(",", timed=1e3)

    def reset(n: int, time_s: float) -> bytes:
        """Silent for a boot of 0.8 s at 5 s, then its banner, and its time from 0 on."""
        if 5.0 <= time_s < 5.8:
            return b""
        return plain(n, time_s) if time_s < 5.8 else plain(n, round(time_s - 5.7, 3))

    practised(plugged_in(monkeypatch, printed(reset, at=[(5.8, b"\r\nInsole v1\r\nready\r\n")])), out)
    assert "the board restarted once: check its supply and plug" in capsys.readouterr().err
    score = json.loads((out / "score.json").read_text())
    assert score["losses"]["restarts"] == 1
    assert score["losses"]["frames"] == 0
    assert run(["replay", str(out / "practice.twr"), "--json"]) == 0
    again = capsys.readouterr()
    assert again.out == (out / "score.json").read_text()
    assert "the board restarted once" in again.err


def test_a_board_that_falls_silent_pauses_the_drill_until_it_prints_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LOST_S", 1.0)
    out = tmp_path / "out"
    plain = parted(",")

    def silent(n: int, time_s: float) -> bytes:
        return b"" if 4.5 <= time_s < 7.0 else plain(n, time_s)

    with board(silent) as port:
        practised(port, out)
    said = capsys.readouterr().out
    assert "Paused: " in said
    assert "the rig sent no scan for" in said
    assert "The rig is back; the drill goes on." in said
    score = json.loads((out / "score.json").read_text())
    assert score["complete"] is not False if "complete" in score else True
    assert score["sets"][0]["score"] is not None


def test_damaged_lines_cost_no_more_than_themselves_and_are_in_the_score(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    whole = parted(",", timed=1e3)

    def harmed(n: int, time_s: float) -> bytes:
        return whole(n, time_s)[:4] + b"\n" if n % 100 == 50 else whole(n, time_s)

    practised(plugged_in(monkeypatch, printed(harmed)), out)
    assert re.search(r"warning: \d lines were not used of \d+: \d torn", capsys.readouterr().err)
    score = json.loads((out / "score.json").read_text())
    assert 5 <= score["losses"]["frames"] <= 9
    assert score["score"] > 95


def kneaded_newtons(n: int, time_s: float) -> bytes:
    """A scale of four cells that prints grams, a thumb of 12 N on the second."""
    force_n = [0.0, 12.0 * math.sin(math.pi * time_s) ** 2, 0.0, 0.1]
    return ("\t".join(f"{101.9716 * one + 0.3 * math.sin(n):.1f}" for one in force_n) + "\r\n").encode()


def test_forces_in_grams_are_newtons_and_count_as_calibrated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.twr"
    port = plugged_in(monkeypatch, printed(kneaded_newtons, 80.0))
    assert run(["record", "--port", port, "--lines", "--unit", "g", "--seconds", "4", "--out", str(out)]) == 0
    assert capsys.readouterr().err == ""
    touched = read_touch(out)
    assert touched.calibrated
    assert touched.warnings == ()
    assert np.quantile(touched.touch.total_n, 0.98) == pytest.approx(12.0, rel=0.05)
    assert run(["analyse", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    (segment,) = document["segments"]
    assert segment["technique"] == "knead"
    for command in (
        ["score", str(out), "--technique", "knead"],
        ["export", str(out), "--out", str(tmp_path / "n.csv")],
    ):
        assert run(command) == 0


def test_grams_called_newtons_are_said_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = layout(tmp_path / "mine.toml", "N")

    def called(n: int, time_s: float) -> bytes:
        press = 300.0 * math.sin(math.pi * time_s) ** 2
        return (",".join(f"{press * share:.1f}" for share in (0.9, 1.0, 0.8, 0.7)) + "\n").encode()

    report = looked_at(plugged_in(monkeypatch, printed(called)), capsys, "--layout", mine, code=1)
    assert any("no hand presses so hard; grams called newtons?" in one for one in report["problems"])


def test_a_hand_keeps_off_and_a_tare_takes_what_is_there_as_zero(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def resting(n: int, time_s: float) -> bytes:
        return f"{40 + n % 2},{55 + n % 3},{30},{2200 + n % 2}\n".encode()

    def light(n: int, time_s: float) -> bytes:
        return f"{40 + n % 2},{55 + n % 3},{30},{45 + n % 2}\n".encode()

    assert run(["tare", "--port", plugged_in(monkeypatch, printed(light)), "--lines", "--bits", "12"]) == 0
    said = capsys.readouterr().out
    kept = Path(said.rpartition(": ")[2].strip())
    assert "Tared 4 sensors of board lines-dev-x" in said
    calibration = Calibration.load(kept)
    assert [one.tare_counts for one in calibration.channels] == pytest.approx([40, 56, 30, 45], abs=1)
    assert (calibration.bits, calibration.bleed_us, calibration.is_measured) == (12, 0.0, False)
    # the bits that are kept hold from then on, though the lines would tell ten
    assert looked_at(plugged_in(monkeypatch, printed(light)), capsys)["identity"]["bits"] == 12
    port = plugged_in(monkeypatch, printed(light))
    assert run(["doctor", "--port", port, "--lines", "--bits", "10", "--seconds", "1"]) == 2
    assert "made for 4 channels, 12 bits" in capsys.readouterr().err
    kept.unlink()
    assert run(["tare", "--port", plugged_in(monkeypatch, printed(resting)), "--lines"]) == 2
    assert "c3 reads" in capsys.readouterr().err


def test_a_quick_calibration_makes_counts_newtons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand(n=3)

    def answer(prompt: str) -> str:
        """Do what the wizard asks, as somebody with a scale would."""
        hand.put(None, 0.0)
        if match := re.search(r"\[\d/3\] c(\d): .*?(?:put on|go down to) (\d+) g", prompt):
            hand.put(int(match[1]), float(match[2]) * 9.80665e-3)
        return ""

    monkeypatch.setattr(builtins, "input", answer)
    port = plugged_in(monkeypatch, printed(hand.sketch))
    assert run(["calibrate", "--port", port, "--lines", "--quick"]) == 0
    out = capsys.readouterr().out
    assert "Kept 3 of 3 tiles" in out
    kept = Path(re.findall(r"tiles: (.*\.toml)", out)[0])
    calibration = Calibration.load(kept)
    assert calibration.is_measured
    recorded = tmp_path / "a.twr"
    hand.knead(1, 8.0)
    assert run(["record", "--port", port, "--lines", "--seconds", "4", "--out", str(recorded)]) == 0
    touched = read_touch(recorded)
    assert touched.calibrated
    assert np.quantile(touched.touch.total_n, 0.98) == pytest.approx(8.0, rel=0.1)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    return line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["practice", "--lines"], "--lines needs the board's port: name it with --port"),
        (["practice", "--lines", "--virtual"], "--virtual and --lines exclude each other"),
        (["record", "--lines", "--port", "x", "--e11", "--out", "a.twr"], "--e11 and --lines exclude each other"),
        (["doctor", "--lines", "--port", "x", "--press"], "--press and --lines exclude each other"),
        (["calibrate", "--lines", "--port", "x", "--load-weight", "500"], "--load-weight and --lines exclude"),
        (["tare", "--port", "x", "--baud", "9600"], "--baud is for a board that prints lines; add --lines"),
        (["practice", "--virtual", "--unit", "g"], "--unit is for a board that prints lines; add --lines"),
        (["record", "--lines", "--port", "/dev/no-such-port", "--out", "a.twr"], "/dev/no-such-port: no such port"),
        (["config", "--lines"], "No such option: --lines"),
        (["flash", "--lines"], "No such option: --lines"),
    ],
)
def test_options_that_make_no_sense_together_are_refused_in_one_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert says in refused(capsys, *arguments)


def test_a_board_that_prints_nothing_to_be_read_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def text(n: int, time_s: float) -> bytes:
        return b"\xf0\x9f\xe2\x80"

    monkeypatch.setattr(first_lines, "WAIT_S", 1.0)
    with board(text, 50.0) as port:
        line = refused(capsys, "record", "--port", port, "--lines", "--baud", "9600", "--out", str(tmp_path / "a.twr"))
    assert "another baud rate than 9600? Say the one of the sketch's Serial.begin with --baud" in line
    assert not (tmp_path / "a.twr").exists()


def test_columns_of_another_layout_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ["--layout", layout(tmp_path / "mine.toml", names="abc")]
    port = plugged_in(monkeypatch, printed(parted(",")))
    line = refused(capsys, "practice", "--port", port, "--lines", *given)
    assert "a line has 4 numbers, layout 'mine' has 3 taxels" in line


def test_a_press_beyond_the_told_range_ends_with_the_option_and_keeps_what_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.twr"

    def wider(n: int, time_s: float) -> bytes:
        return (",".join(map(str, pressed_counts(time_s, top=4095, still_s=4.0))) + "\n").encode()

    port = plugged_in(monkeypatch, printed(wider))
    assert run(["record", "--port", port, "--lines", "--seconds", "20", "--out", str(out)]) == 2
    line = capsys.readouterr().err.splitlines()[-1]
    assert "say the converter's with --bits" in line
    assert read_touch(out).duration_s > 1.0
