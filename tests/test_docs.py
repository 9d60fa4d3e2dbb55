"""The documents say what the program does: commands, options, files, links, and nothing about health."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer

import thumbwalk
from thumbwalk.bench import run as bench_run
from thumbwalk.cli.main import app, run
from thumbwalk.coach import drill as drills
from thumbwalk.coach import targets as bands
from thumbwalk.coach.points import load_points
from thumbwalk.coach.score import Cap, Metric, NotScored, Score
from thumbwalk.coach.tomltext import TomlText
from thumbwalk.link.configure import KEYS
from thumbwalk.link.health import Status
from thumbwalk.link.selftest import LoadCell, SelfTest, Settings
from thumbwalk.link.wire import FrameType, Hello, HostFrame, Scans, Tally, encode_frame, encode_scans
from thumbwalk.pad import Pad, Taxel, builtin_pad, parse_pad
from thumbwalk.session.checkup import check_up
from thumbwalk.session.padtable import parse_pad_table
from thumbwalk.session.practice import replayed
from thumbwalk.session.press_check import PressedChannel
from thumbwalk.session.recording import RecordingWriter, is_recording, open_recording
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.load_cell import LoadComparison
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.measures import common
from thumbwalk.technique.work import Work
from thumbwalk.touch.blocks import TouchBlock
from thumbwalk.validate.findings import Findings, KindFindings, Recovered
from thumbwalk.validate.kinds import KINDS, TITLES
from thumbwalk.validate.limits import LIMITS
from thumbwalk.validate.recordings import Checked
from thumbwalk.validate.session import Judged

PACKAGE = Path(thumbwalk.__file__).parent
PROJECT = PACKAGE.parents[1]
PAGES = sorted(
    [*PROJECT.glob("*.md")]
    + [page for folder in ("docs", "firmware", "hardware", "benchmarks") for page in (PROJECT / folder).rglob("*.md")]
)
COMMANDS_PAGE, FILES_PAGE = PROJECT / "docs" / "commands.md", PROJECT / "docs" / "files.md"
CONTRIBUTING = PROJECT / "CONTRIBUTING.md"


def page_id(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


@cache
def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """Fenced blocks of a page: language, mark (the word after it, or nothing) and text."""
    return re.findall(r"(?ms)^```(\w*)[ ]?([\w-]*)\n(.*?)^```$", read(page))


def block(page: Path, mark: str) -> str:
    found = [text for _, name, text in blocks(page) if name == mark]
    assert len(found) == 1, f"{page_id(page)} has {len(found)} blocks marked '{mark}'"
    return found[0]


def sections(page: Path) -> dict[str, str]:
    """Text below each second-level heading, without the fenced blocks."""
    text = re.sub(r"(?ms)^```.*?^```$", "", read(page))
    parts = re.split(r"(?m)^## (.+)$", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def coded(text: str) -> set[str]:
    """Words that stand in code on a page: what is between backticks, and the words of its fenced blocks."""
    fenced = " ".join(re.findall(r"(?ms)^```[^\n]*\n(.*?)^```$", text))
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```$", "", text))
    return set(inline) | set(re.findall(r"\w+", " ".join(inline))) | set(re.findall(r"\w+", fenced))


# --- commands and options ---------------------------------------------------------------------------------------------


@cache
def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def parameters(command: Any) -> dict[str, Any]:
    """A command's options by their long name, and its arguments by what the help calls them."""
    named = {}
    for parameter in command.params:
        name = next((one for one in parameter.opts if one.startswith("--")), parameter.metavar or parameter.name)
        named[name] = parameter
    return named


def default_of(parameter: Any) -> str:
    """A default as the page writes it."""
    if parameter.required:
        return "required"
    if parameter.default is None:
        return "none"
    if isinstance(parameter.default, bool):
        return "on" if parameter.default else "off"
    value = parameter.default
    return f"`{value:g}`" if isinstance(value, int | float) else f"`{value}`"


def documented(section: str) -> dict[str, str]:
    """Options and arguments that a section's table describes, with their defaults."""
    rows = re.findall(r"(?m)^\| `(--[a-z0-9-]+|[A-Z]+)[^`]*` \| ([^|]+?) \| (?:\S.*) \|$", section)
    assert len({name for name, _ in rows}) == len(rows), f"described twice: {sorted(name for name, _ in rows)}"
    return dict(rows)


def test_the_page_has_a_section_for_every_command_and_for_no_other() -> None:
    described = [heading for heading in sections(COMMANDS_PAGE) if heading != "Every command"]
    assert described == list(commands())


@pytest.mark.parametrize("name", commands())
def test_a_commands_table_has_its_options_with_their_defaults_and_no_others(name: str) -> None:
    real = {option: default_of(one) for option, one in parameters(commands()[name]).items() if not one.hidden}
    assert documented(sections(COMMANDS_PAGE)[name]) == real


def test_options_before_a_command_are_described() -> None:
    group: Any = typer.main.get_command(app)
    real = {option: default_of(one) for option, one in parameters(group).items()}
    assert documented(sections(COMMANDS_PAGE)["Every command"]) == real


@pytest.mark.parametrize("name", commands())
def test_every_command_and_every_option_has_help(name: str) -> None:
    command = commands()[name]
    assert (command.help or "").strip()
    assert [option for option, one in parameters(command).items() if not (one.help or "").strip()] == []


@pytest.mark.parametrize("name", commands())
def test_every_command_has_an_example_and_its_exit_codes(name: str) -> None:
    section = sections(COMMANDS_PAGE)[name]
    assert re.search(rf"(?m)^    (\$ )?thumbwalk {name}\b", section)
    assert "Exit code" in section


def test_the_first_table_links_to_every_command() -> None:
    opening = read(COMMANDS_PAGE).split("\n## ", maxsplit=1)[0]
    assert re.findall(r"\| \[`(\w+)`\]\(#(\w+)\)", opening) == [(name, name) for name in commands()]


@pytest.mark.parametrize("option", ["--hand", "--foot", "--unit", "--format", "--kind"])
def test_every_choice_of_an_option_is_on_the_page(option: str) -> None:
    owner = next(name for name, one in commands().items() if option in parameters(one))
    choices = re.findall(r"'(\w+)'", str(parameters(commands()[owner])[option].type_descriptor.annotation))
    row = next(line for line in sections(COMMANDS_PAGE)[owner].splitlines() if line.startswith(f"| `{option}"))
    assert choices
    assert [choice for choice in choices if f"`{choice}`" not in row] == []


def calls(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Every call of the program that a page shows, as code: the command, and the options behind it."""
    text = re.sub(r"(?ms)^```.*?^```$", "", read(page))
    shown = re.findall(r"`([^`\n]*)`", text) + re.findall(r"(?m)^    (.+)$", text)
    for code in shown:
        call = re.match(r"(?:\$ )?(?:\S*[/\\])?thumbwalk ([a-z]\w*)(.*)", code)
        if call:
            yield call[1], re.findall(r"(?<!\S)(--[a-z0-9-]+)", call[2])


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands_and_options_that_a_page_shows_exist(page: Path) -> None:
    for name, options in calls(page):
        assert name in commands(), f"there is no `thumbwalk {name}`"
        unknown = set(options) - set(parameters(commands()[name])) - {"--help"}
        assert not unknown, f"`thumbwalk {name}` has no {sorted(unknown)}"


def test_the_readme_shows_every_command() -> None:
    assert {name for name, _ in calls(PROJECT / "README.md")} == set(commands())


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_make_targets_that_a_page_names_exist(page: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", read(PROJECT / "Makefile")))
    named = re.findall(r"(?:`|^    )make ([a-z]+)", read(page), flags=re.MULTILINE)
    assert set(named) <= targets


def test_every_environment_variable_of_ours_is_described() -> None:
    source = " ".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    used = set(re.findall(r'environ(?:\.get\(|\[)"(THUMBWALK_\w+)"', source))
    assert used
    assert used <= coded(read(COMMANDS_PAGE))


# --- JSON documents ---------------------------------------------------------------------------------------------------


def keys_of(document: Any) -> Any:
    """A document's shape: its keys, for a list the keys of all its entries, for a plain value nothing."""
    if isinstance(document, dict):
        return {key: keys_of(value) for key, value in document.items()}
    if isinstance(document, list):
        shape: dict[str, Any] = {}
        for entry in document:
            shape |= keys_of(entry) or {}
        return [shape]
    return None


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a practice that has something of everything: strokes, scores and a cap."""
    folder = tmp_path_factory.mktemp("practised") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUMBWALK_HOME", str(folder.parent / "home"))
        assert run(["practice", "--virtual", "--fast", "--hand", "heavy", "--out", str(folder)]) == 0
    return folder


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
    assert keys_of(shown["drills"])["drills"] == keys_of(real["drills"])["drills"]
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
    from thumbwalk.cli import rig  # noqa: PLC0415
    from thumbwalk.link.ports import PortInfo  # noqa: PLC0415

    monkeypatch.setattr(rig, "list_all", lambda: [PortInfo("/dev/ttyACM0", "Pico", 0x2E8A, 5, "e6614103")])
    assert keys_of(printed(["ports"], capsys)) == keys_of(json.loads(block(COMMANDS_PAGE, "ports")))


def test_the_document_of_the_benchmark_is_as_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    press = pytest.importorskip("thumbwalk.bench.press_to_pixel", reason="needs a pty", exc_type=ImportError)
    watch = press.Stopwatch(0.0, np.zeros(1))
    watch.latencies_ms, watch.frames, watch.wall_s = [8.0, 9.0], 10, 1.0
    monkeypatch.setattr(bench_run, "decode_scans_per_s", lambda: 1.0)
    monkeypatch.setattr(bench_run, "pipeline_x_realtime", lambda: 1.0)
    monkeypatch.setattr(bench_run, "first_frame_s", lambda: 1.0)
    monkeypatch.setattr(bench_run, "_child", lambda *_: json.dumps(watch.figures()))
    assert keys_of(bench_run.measure_all(5.0)) == keys_of(json.loads(block(COMMANDS_PAGE, "bench")))


def test_rare_entries_of_a_document_are_as_on_the_page() -> None:
    def names(kind: type[Cap | NotScored | Metric]) -> set[str]:
        return {field.name for field in fields(kind)}

    assert set(json.loads(block(COMMANDS_PAGE, "cap"))) == names(Cap)
    assert set(json.loads(block(COMMANDS_PAGE, "not-scored"))) == names(NotScored)
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
    for section in ("Recognition", "Live delay and speed", "What is not resolvable", "Faults", "Real recordings"):
        assert f"## {section}" in page
    sessions = re.search(r"thumbwalk validate --sessions (\d+)", page)
    assert sessions is not None
    assert int(sessions[1]) >= 40, "the limits are for at least 40 sessions"


def test_the_validation_document_has_the_keys_that_are_printed() -> None:
    shown = json.loads(block(COMMANDS_PAGE, "validate"))
    kind = KindFindings.of("hard", [Judged(np.zeros((7, 7), np.int64), (), None, 0.0, None)])
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


# --- files ------------------------------------------------------------------------------------------------------------


def example_pad() -> Pad:
    return parse_pad(block(FILES_PAGE, "layout"), "the layout on the page")


def example_recording(folder: Path) -> Path:
    """A recording made of the page's own payloads, with half a second of untouched scans."""
    head, clock, event = (block(FILES_PAGE, mark).strip() for mark in ("recording", "clock", "event"))
    calibration = Calibration.from_text(block(FILES_PAGE, "calibration"), "the calibration on the page")
    pad = example_pad()
    hello = {"protocol": 1, "id": "1", "channels": pad.names, "rate_hz": 1000, "bits": 12, "divider_ohm": 3300}
    scans = np.tile(np.array([[13, 14]], np.uint16), (500, 1))
    frames = [
        encode_frame(FrameType.RECORDING, 0, 0, head.encode()),
        encode_frame(FrameType.LAYOUT, 0, 0, pad.text.encode()),
        encode_frame(FrameType.CALIBRATION, 0, 0, calibration.to_text().encode()),
        encode_frame(FrameType.EVENT, 0, 0, event.encode()),
        encode_frame(FrameType.HELLO, 0, 0, json.dumps(hello).encode()),
        *(
            encode_scans(1 + i, np.array([1000 * i, 1000 * i + 500]), scans[2 * i : 2 * i + 2])
            for i in range(len(scans) // 2)
        ),
        encode_frame(FrameType.CLOCK, 0, 0, clock.encode()),
        bytes.fromhex(block(FILES_PAGE, "end")),
    ]
    path = folder / "example.twr"
    path.write_bytes(b"".join(frames))
    return path


def read_layout() -> None:
    pad = example_pad()
    assert pad.is_sole
    assert pad.has_areas
    keys = set(tomllib.loads(block(FILES_PAGE, "layout"))) - {"taxel"}
    assert keys == {field.name for field in fields(Pad)} - {"taxels", "outline", "text"} | {"outline_mm"}


def read_table() -> None:
    table = parse_pad_table(block(FILES_PAGE, "pad-table"), example_pad(), "the table on the page")
    assert np.isnan(table.values).sum() == 2
    assert np.diff(table.time_s).max() > 0.25


def read_calibration() -> None:
    calibration = Calibration.from_text(block(FILES_PAGE, "calibration"), "the calibration on the page")
    assert calibration.n_taxels == tomllib.loads(block(FILES_PAGE, "calibration"))["channels"]
    assert Calibration.from_text(calibration.to_text(), "again") == calibration


def read_targets() -> None:
    packaged = bands.parse_targets(TomlText.packaged("targets.toml"), {})
    own = bands.parse_targets(TomlText(block(FILES_PAGE, "targets"), "the targets on the page"), packaged)
    assert own["hold"]["force_n"] == bands.Band(6.0, 12.0, packaged["hold"]["force_n"].weight)
    assert own["knead"]["release"].weight == 0.0


def read_drills() -> None:
    own = drills.parse_drills(TomlText(block(FILES_PAGE, "drills"), "the drills on the page"))
    for one in own.values():
        for part in one.sets:
            assert part.target_mm(builtin_pad()) is not None
            assert part.technique in TECHNIQUES


def read_points() -> None:
    for row in tomllib.loads(block(FILES_PAGE, "points"))["point"]:
        point = load_points()[row["name"]]
        assert (point.u, point.w, point.foot) == (row["u"], row["w"], row.get("foot"))


def read_score() -> None:
    document = json.loads(block(FILES_PAGE, "score"))

    def score(row: dict[str, Any]) -> Score:
        return Score(
            row["technique"],
            row["score"],
            row["stars"],
            tuple(Metric(**metric | {"band": tuple(metric["band"])}) for metric in row["metrics"]),
            tuple(Cap(**cap) for cap in row["caps"]),
            tuple(NotScored(**one) for one in row["not_scored"]),
        )

    sets = tuple(score(row) for row in document["sets"])
    assert drills.DrillScore(document["drill"], document["score"], document["stars"], sets).to_json() == document


READERS: dict[str, Callable[[], None] | None] = {
    "layout": read_layout,
    "pad-table": read_table,
    "calibration": read_calibration,
    "targets": read_targets,
    "drills": read_drills,
    "points": read_points,
    "score": read_score,
    # together they make a recording, which has a test of its own
    "recording": None,
    "clock": None,
    "event": None,
    "end": None,
}


def test_every_example_on_the_page_has_a_reader() -> None:
    assert sorted(mark for _, mark, _ in blocks(FILES_PAGE)) == sorted(READERS)
    assert read(FILES_PAGE).count("\n```") == 2 * len(READERS)


@pytest.mark.parametrize("mark", [mark for mark, reader in READERS.items() if reader is not None])
def test_an_example_is_read_by_the_programs_own_reader(mark: str) -> None:
    reader = READERS[mark]
    assert reader is not None
    reader()


def test_the_pages_frames_make_a_recording_that_is_read_and_replayed(tmp_path: Path) -> None:
    path = example_recording(tmp_path)
    assert is_recording(path)
    recording = open_recording(path)
    practice = replayed(recording)
    assert recording.warnings == []
    assert practice.drill is not None
    assert practice.drill.name == json.loads(block(FILES_PAGE, "event"))["drill"]["name"]
    assert practice.hello is not None


def test_host_frames_on_the_page_are_those_that_a_practice_writes(practised: Path, tmp_path: Path) -> None:
    recorded = {
        event.kind: event.payload
        for event in open_recording(practised / "practice.twr").events()
        if isinstance(event, HostFrame)
    }
    assert set(json.loads(block(FILES_PAGE, "recording"))) == set(json.loads(recorded[FrameType.RECORDING]))
    event, shown = json.loads(recorded[FrameType.EVENT]), json.loads(block(FILES_PAGE, "event"))
    assert event.keys() == shown.keys()
    assert event["drill"].keys() == shown["drill"].keys()
    assert event["drill"]["sets"][0].keys() == shown["drill"]["sets"][0].keys()
    with RecordingWriter(tmp_path / "a.twr", builtin_pad(), Calibration.generic(16)):
        pass
    assert (tmp_path / "a.twr").read_bytes().endswith(bytes.fromhex(block(FILES_PAGE, "end")))
    table = {int(code, 16): name for code, name in re.findall(r"(?m)^\| (0x\w\w) \| (\w+) \|", read(FILES_PAGE))}
    assert table == {kind.value: kind.name for kind in FrameType if kind >= 0x80}


def test_a_recording_that_is_cut_or_damaged_is_treated_as_the_page_says(tmp_path: Path) -> None:
    path = example_recording(tmp_path)
    whole = path.read_bytes()
    third = [match.end() for match in re.finditer(b"\0", whole)][2]

    def scans_and_warnings(data: bytes) -> tuple[int, list[str]]:
        path.write_bytes(data)
        recording = open_recording(path)
        scans = sum(len(event.counts) for event in recording.events() if isinstance(event, Scans))
        return scans, recording.warnings

    scans, warnings = scans_and_warnings(whole)
    assert (scans, warnings) == (500, [])
    scans, warnings = scans_and_warnings(whole[: len(whole) - 400])
    assert scans > 450
    assert len(warnings) == 1
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0x55
    scans, warnings = scans_and_warnings(bytes(damaged))
    assert 494 <= scans < 500
    assert len(warnings) == 1
    path.write_bytes(whole[: third - 1])
    assert run(["analyse", str(path)]) == 2


def keys_in(table: Any) -> set[str]:
    """Every key of nested tables."""
    if isinstance(table, dict):
        return set(table) | {key for value in table.values() for key in keys_in(value)}
    return {key for value in table for key in keys_in(value)} if isinstance(table, list) else set()


def own_keys(name: str) -> set[str]:
    """Every key that a packaged data file uses, and those that its reader knows besides."""
    used = keys_in(tomllib.loads((PACKAGE / "data" / name).read_text(encoding="utf-8")))
    known = {
        "drills.toml": {*drills._DRILL_KEYS, *drills._SET_KEYS},
        "targets.toml": set(bands._KEYS),
    }
    return used | known.get(name, set())


@pytest.mark.parametrize("name", ["drills.toml", "targets.toml", "points.toml"])
def test_every_key_of_a_data_file_is_in_its_section(name: str) -> None:
    words = coded(sections(FILES_PAGE)[name])
    assert own_keys(name) - words == set()


def test_every_key_of_a_layout_a_calibration_and_a_score_is_in_its_section(practised: Path) -> None:
    layout = keys_in(tomllib.loads(builtin_pad().text)) | {field.name for field in fields(Taxel)}
    calibration = Calibration.from_text(block(FILES_PAGE, "calibration"), "the calibration on the page")
    kept = {
        "Layout": layout,
        "Calibration": keys_in(tomllib.loads(calibration.to_text())),
        "score.json": keys_in(json.loads((practised / "score.json").read_text(encoding="utf-8"))),
    }
    for heading, keys in kept.items():
        assert keys - coded(sections(FILES_PAGE)[heading]) == set(), heading


def test_what_a_practice_leaves_is_listed(practised: Path) -> None:
    listed = coded(sections(FILES_PAGE)["Your folder"])
    assert {path.name for path in practised.iterdir()} <= listed


def test_every_point_is_listed_with_its_foot() -> None:
    listed = re.search(r"The points: ([^.]+)\.", " ".join(sections(FILES_PAGE)["points.toml"].split()))
    assert listed is not None
    sides = {"left": " (left foot)", "right": " (right foot)", None: ""}
    assert listed[1].split(", ") == [point.name + sides[point.foot] for point in load_points().values()]


def test_measures_are_listed_with_the_techniques_whose_targets_name_them() -> None:
    rows = re.findall(r"(?m)^\| `\[(\w+)\]` \| (.+) \|$", sections(FILES_PAGE)["targets.toml"])
    listed = {technique: set(re.findall(r"`(\w+)`", row)) for technique, row in rows}
    assert listed == {technique: set(rows) for technique, rows in bands.load_targets().items()}


# --- pages ------------------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as forges make them."""
    headings = re.findall(r"(?m)^#+ (.+)$", re.sub(r"(?ms)^```.*?^```$", "", read(page)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"(?ms)^```.*?^```$", "", read(page))):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page_id(page)} links to {target}"
        assert not anchor or anchor in anchors(file), f"{page_id(page)} links to {target}"


@pytest.mark.parametrize("page", [CONTRIBUTING, PROJECT / "CHANGELOG.md", COMMANDS_PAGE, FILES_PAGE], ids=page_id)
def test_paths_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(r"`([\w.-]+(?:/[\w.-]*)+)`", read(page))
    places = (PROJECT, PACKAGE)
    yours = {"sessions/", "calibrations/"}
    gone = [
        path
        for path in named
        if not any((place / path).exists() for place in places) and "NAME" not in path and path not in yours
    ]
    assert gone == []


def test_the_table_of_rooms_is_the_one_that_is_held() -> None:
    spec = importlib.util.spec_from_file_location("house", PROJECT / "tests" / "test_house.py")
    assert spec is not None
    assert spec.loader is not None
    house = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(house)
    rows = re.findall(r"(?m)^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", read(CONTRIBUTING))
    assert {room: set(re.findall(r"`(\w+)`", cell)) for room, cell in rows} == house.ALLOWED


CLAIMS = re.compile(
    r"\b((?<!platinum-)cur(e|es|ed|ing|ative)|heal(s|ed|ing|er)?|treat(s|ed|ing|ment|ments)?|therap(y|ies|ist|ists|eutic)"
    r"|diagnos(e|es|is|ed|tic|tics)|reliev(e|es|ing)|relief|remed(y|ies)|detox\w*|illness(es)?|disease(s)?"
    r"|patient(s)?|clinical(ly)?|wellbeing|well-being|healthier|health benefit(s)?)\b",
    re.IGNORECASE,
)
DENIALS = (
    "It does not diagnose or treat any condition.",
    "no page, window or message says that pressing a foot does anything for an illness.",
)
"""The only sentences in which such words may stand: each says that no claim is made."""


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s+", " ".join(text.split()))


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_no_page_makes_a_health_claim(page: Path) -> None:
    claims = [one for one in sentences(read(page)) if CLAIMS.search(one) and one.strip() not in DENIALS]
    assert claims == []


@pytest.mark.parametrize("claim", ["It cures.", "Kneading heals the foot.", "It treats pain.", "A therapy for all."])
def test_a_health_claim_would_be_found(claim: str) -> None:
    assert CLAIMS.search(claim)


def test_the_pages_say_what_it_is_not() -> None:
    for page in (PROJECT / "README.md", CONTRIBUTING, COMMANDS_PAGE):
        assert "not a medical device" in " ".join(read(page).split()), page_id(page)
    for page in (PROJECT / "README.md", CONTRIBUTING, FILES_PAGE):
        assert "traditional" in read(page), page_id(page)


def test_every_recording_of_others_says_where_it_is_from() -> None:
    wanted = {"repo", "licence", "what", "tests"}
    for folder in (PROJECT / "tests" / "data").iterdir():
        source = (folder / "SOURCE.txt").read_text(encoding="utf-8")
        assert wanted <= {line.split()[0] for line in source.splitlines() if line.strip()}, folder.name


def test_the_changelog_knows_this_version() -> None:
    text = read(PROJECT / "CHANGELOG.md")
    newest = text.split("\n## ")[1]
    assert newest.startswith(("[Unreleased]", f"[{thumbwalk.__version__}]"))
    assert thumbwalk.__version__ in newest
