"""The JSON documents on the page are those that are printed."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from tests.docs.pages import (
    COMMANDS_PAGE,
    PROJECT,
    block,
    blocks,
    coded,
    read,
    sections,
)

from thumbwalk.bench import figures as bench_run
from thumbwalk.bench.by_kind import KINDS as KINDS_TIMED
from thumbwalk.cli.main import run
from thumbwalk.coach.score.score import Cap, NotScored, Score
from thumbwalk.coach.strength.protocol import TEST_NAMES, strength_test
from thumbwalk.coach.strength.strength_figures import Done, MeasuredPress
from thumbwalk.link.board_state import Status
from thumbwalk.link.configure import KEYS
from thumbwalk.link.losses import Losses, LossKind, LostPart
from thumbwalk.link.selftest import LoadCell, SelfTest, Settings
from thumbwalk.link.wire import Hello, Scans, Tally
from thumbwalk.rig.cell_health import CellHealth
from thumbwalk.rig.checkup import check_up
from thumbwalk.rig.press_check import PressedChannel
from thumbwalk.signal.load_cell import LoadComparison
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.measures import common
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.validate.findings import Findings, KindFindings, Recovered
from thumbwalk.validate.judged_session import Judged
from thumbwalk.validate.kinds import KINDS, TITLES
from thumbwalk.validate.limits import LIMITS
from thumbwalk.validate.naming import NAMES
from thumbwalk.validate.recordings import Checked


def keys_of(document: Any) -> Any:
    """A document's shape: its keys, for a list the keys of all its entries, for a plain value nothing."""
    if isinstance(document, dict):
        return {key: keys_of(value) for key, value in document.items()}
    if isinstance(document, list):
        shape: dict[str, Any] = {}
        for entry in document:
            shape |= keys_of(entry) if isinstance(entry, dict) else {}
        return [shape]
    return None


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_documents_of_the_page_have_the_keys_that_are_printed(
    practised: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = str(practised / "practice.twr")
    shown = {mark: json.loads(text) for language, mark, text in blocks(COMMANDS_PAGE) if language == "json"}
    real = {
        "drills": printed(["drills"], capsys),
        "score": printed(["score", recording, "--technique", "knead"], capsys),
    }
    for name, document in real.items():
        assert set(keys_of(document)) == set(keys_of(shown[name])), name
    assert keys_of(shown["score"])["metrics"] == keys_of(real["score"])["metrics"]
    (drill,), (listed,) = keys_of(shown["drills"])["drills"], keys_of(real["drills"])["drills"]
    assert drill.keys() == listed.keys()
    assert drill["sets"][0].keys() == listed["sets"][0].keys()
    analysis = printed(["analyse", recording], capsys)
    assert set(shown["analyse"]) == set(analysis)
    kneading = next(one for one in analysis["segments"] if one["technique"] == "knead")
    assert keys_of(shown["analyse"]["segments"][0]) == keys_of(kneading)
    replay = printed(["replay", recording], capsys)
    assert set(shown["replay"]) == set(replay)
    assert keys_of(shown["replay"])["sets"][0].keys() == keys_of(replay)["sets"][0].keys()


def test_the_document_of_a_checkup_is_as_on_the_page() -> None:
    hello = Hello(1, "0.1.0", "1", "pico", "Rig", ("heel",), 1000.0, 12, 3300.0, "one")
    scans = Scans(np.arange(3, dtype=np.int64) * 1000, np.full((3, 1), 13, np.uint16))
    load = LoadCell("running", 10.0, 2, 0)
    test = SelfTest(200, 0, 1000, None, (199, *[0] * 7), 3300, None, None, True, ("ok",), (13.0,), (1.5,), load)
    settings = Settings("Rig", "one", 1, 1000, 1, 3300, True, False, "defaults", "")
    tally = Tally(load_readings=2, status=Status(0, 1.0, "running", 2, 0, 0))
    report = check_up(hello, [scans], tally, test, settings)
    report = replace(report, cells=(CellHealth("heel_medial", "ok", "", 79.4, 1.0, 61.0, 0.0),))
    pressed = report.pressed((PressedChannel("heel", "ok", ""),))
    document = pressed.loaded(LoadComparison(9, 15.0, 14.6, True), calibrated=True).to_json()
    assert keys_of(json.loads(json.dumps(document))) == keys_of(json.loads(block(COMMANDS_PAGE, "doctor")))


def test_the_document_of_the_settings_is_as_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert keys_of(printed(["config", "--virtual"], capsys)) == keys_of(json.loads(block(COMMANDS_PAGE, "config")))
    rows = re.findall(r"(?m)^\| `(\w+)` \| ", sections(COMMANDS_PAGE)["config"])
    assert rows == list(KEYS)


def test_the_document_of_the_ports_is_as_on_the_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from thumbwalk.link.ports import PortInfo  # noqa: PLC0415

    monkeypatch.setattr(
        "thumbwalk.cli.ports.list_all", lambda: [PortInfo("/dev/ttyACM0", "Pico", 0x2E8A, 5, "e6614103")]
    )
    assert keys_of(printed(["ports"], capsys)) == keys_of(json.loads(block(COMMANDS_PAGE, "ports")))


def test_the_document_of_the_benchmark_is_as_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    press = pytest.importorskip("thumbwalk.bench.stopwatch", reason="needs a pty", exc_type=ImportError)
    watch = press.Stopwatch(0.0, np.zeros(1))
    watch.latencies_ms, watch.frames, watch.wall_s = [8.0, 9.0], 10, 1.0
    monkeypatch.setattr(bench_run, "decode_scans_per_s", lambda: 1.0)
    monkeypatch.setattr(bench_run, "pipeline_x_realtime", lambda: 1.0)
    monkeypatch.setattr(bench_run, "x_realtime_by_kind", lambda: dict.fromkeys(KINDS_TIMED, 1.0))
    monkeypatch.setattr(bench_run, "first_frame_s", lambda: 1.0)
    monkeypatch.setattr(bench_run, "_child", lambda *_: json.dumps(watch.figures()))
    assert keys_of(bench_run.measure_all(5.0)) == keys_of(json.loads(block(COMMANDS_PAGE, "bench")))


def test_what_was_lost_is_as_on_the_page_and_every_key_is_explained() -> None:
    losses = Losses()
    losses.take_gap(1.0, 2.0)
    document = LostPart.of(losses, (0.0, 30.0), [(0.0, 3.0)], 0.05).to_json()
    shown = json.loads(block(COMMANDS_PAGE, "losses"))
    assert keys_of(shown) == keys_of(document)
    explained = coded(sections(COMMANDS_PAGE)["analyse"])
    assert set(document["losses"]) <= explained
    assert set(get_args(LossKind)) <= explained


def test_notes_of_pain_are_as_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pain", "wrist"]) == 0
    assert keys_of(printed(["pain"], capsys)) == keys_of(json.loads(block(COMMANDS_PAGE, "pain")))


def test_the_document_of_the_test_of_two_presses_is_as_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(["feel", "--virtual", "--pairs", "1"], capsys)
    assert keys_of(document) == keys_of(json.loads(block(COMMANDS_PAGE, "feel")))


def test_the_document_of_a_test_of_strength_is_as_on_the_page_and_every_figure_is_explained(
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = printed(["strength", "peak", "--virtual"], capsys)
    assert keys_of(document) == keys_of(json.loads(block(COMMANDS_PAGE, "strength")))
    explained = coded(sections(COMMANDS_PAGE)["strength"])
    for name in TEST_NAMES:
        presses = [MeasuredPress(0.0, None, 30.0, 30.0, 0.1)] * len(strength_test(name).presses)
        done = Done(strength_test(name), presses, [np.zeros(10)] * len(presses), 0.01, 40.0)
        assert set(done.figures()) <= explained, name


def test_the_document_of_a_match_is_as_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(["match", "heel", "--receiver", "Mum", "--virtual"], capsys)
    assert keys_of(document) == keys_of(json.loads(block(COMMANDS_PAGE, "match")))


def test_the_document_of_a_guide_is_as_on_the_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stopped:
        def wait(self, seconds: float) -> str:
            return "stop"

        def read(self) -> str:
            return ""

    monkeypatch.setattr("thumbwalk.cli.guide.TypedLines", Stopped)
    monkeypatch.setattr("builtins.input", lambda: "yes")
    assert run(["guide"]) == 0
    assert keys_of(printed(["guide"], capsys)) == keys_of(json.loads(block(COMMANDS_PAGE, "guide")))


def test_the_keys_of_the_safety_page_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(printed(["safety"], capsys)) <= coded(sections(COMMANDS_PAGE)["safety"]) | {"version"}


def test_rare_entries_of_a_document_are_as_on_the_page() -> None:
    made = Score("hold", 60.0, 1, caps=(Cap("toes", 12.0, 15.0, 60.0),), not_scored=(NotScored("release", "why"),))
    assert set(json.loads(block(COMMANDS_PAGE, "cap"))) == set(made.to_json()["caps"][0])
    assert set(json.loads(block(COMMANDS_PAGE, "not-scored"))) == set(made.to_json()["not_scored"][0])
    assert set(json.loads(block(COMMANDS_PAGE, "left-out"))) == {"taxel", "reason"}


def test_every_measure_that_an_analysis_prints_is_explained(
    practised: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    analysis = printed(["analyse", str(practised / "practice.twr")], capsys)
    assert {one["technique"] for one in analysis["segments"]} <= set(TECHNIQUES)
    rows = re.findall(r"(?m)^\| (`[^|]+) \|", sections(COMMANDS_PAGE)["analyse"])
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert {name for one in analysis["segments"] for name in one["measures"]} <= explained
    nothing = Work.of(TouchBlock.joined([]), [])
    for technique in TECHNIQUES.values():
        assert set(technique.measures(nothing)) <= explained
    # this one is there only when a second hand rests on the foot
    assert set(re.findall(r'measures\["(\w+)"\]', inspect.getsource(common))) <= explained


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_that_can_be_scored_is_named(technique: str) -> None:
    row = next(line for line in sections(COMMANDS_PAGE)["score"].splitlines() if line.startswith("| `--technique"))
    assert f"`{technique}`" in row


def test_the_validation_page_is_there_and_judges_every_limit_on_every_kind_of_hand() -> None:
    page = read(PROJECT / "docs" / "validation.md")
    for limit in LIMITS:
        row = next((line for line in page.splitlines() if line.startswith(f"| {limit.name} |")), "")
        assert row.count("yes") + row.count("**no**") == len(KINDS), limit.name
    for title in TITLES.values():
        assert f"**{title}**" in page
    for section in (
        "Recognition",
        "Live delay and speed",
        "What is not resolvable",
        "Faults",
        "A master's drill",
        "Real recordings",
    ):
        assert f"## {section}" in page
    sessions = re.search(r"thumbwalk validate --sessions (\d+)", page)
    assert sessions is not None
    assert int(sessions[1]) >= 40, "the limits are for at least 40 sessions"


def test_the_validation_document_has_the_keys_that_are_printed() -> None:
    shown = json.loads(block(COMMANDS_PAGE, "validate"))
    kind = KindFindings.of("hard", [Judged(np.zeros((len(NAMES), len(NAMES)), np.int64), (), None, 0.0, 0.0, None)])
    recording = Checked("a", "b", "c", "d", None)
    real = Findings(0, "machine", {"hard": kind}, recordings=(recording,)).to_json()
    assert set(shown) == set(real)
    assert set(shown["recordings"][0]) == set(real["recordings"][0])
    assert set(shown["kinds"][0]) == set(real["kinds"][0])
    assert set(shown["kinds"][0]["figures"][0]) == set(real["kinds"][0]["figures"][0])
    assert set(shown["kinds"][0]["measures"][0]) == {field.name for field in fields(Recovered)}
    for name in ("confusion", "live", "dead_tiles"):
        assert set(shown["kinds"][0][name]) == set(real["kinds"][0][name])
    explained = coded(sections(COMMANDS_PAGE)["validate"])
    assert set(real) - {"version", "thumbwalk", "machine", "seed"} <= explained
