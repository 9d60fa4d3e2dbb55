"""The page of files says what is read and written."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard
from tests.docs.pages import (
    FILES_PAGE,
    PACKAGE,
    block,
    blocks,
    coded,
    read,
    sections,
)
from tests.played import LESSON, PAD, played

from thumbwalk.cli.main import run
from thumbwalk.coach.drill import drills_file, set_rows
from thumbwalk.coach.free.summary import free_summary
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Cap, GuideError, Metric, NotScored, Score
from thumbwalk.coach.targets import caps, targets_file
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.points import load_points
from thumbwalk.learner.entry import KINDS, entry_in
from thumbwalk.link.wire import FrameType, HostFrame, Scans, encode_frame, encode_scans
from thumbwalk.pad import Pad, Taxel, builtin_pad, parse_pad
from thumbwalk.session.about import ABOUT, About, read_about
from thumbwalk.session.differences import as_differences
from thumbwalk.session.packing import pack_recording
from thumbwalk.session.padtable import parse_pad_table
from thumbwalk.session.preferences import Preferences, read_preferences
from thumbwalk.session.recording import RecordingWriter, is_recording, open_recording
from thumbwalk.session.recording_index import BlockStart, RecordingIndex
from thumbwalk.session.replay import replayed
from thumbwalk.session.zstd_blocks import contents_of, packed, read_block, unpacked
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.store.own_folder import FOLDER_CARD, folder_key
from thumbwalk.store.spoken import words_in
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.tomlfile import TomlFile
from thumbwalk.trueness.check_bundle import document_of
from thumbwalk.trueness.check_figures import figures_of
from thumbwalk.trueness.check_plan import plan_for
from thumbwalk.trueness.check_run import Seen


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
    assert keys == {field.name for field in fields(Pad)} - {"taxels", "cells", "outline", "text"} | {"outline_mm"}
    # of a plate's cells, behind all taxels
    page = FILES_PAGE.read_text(encoding="utf-8")
    assert "`[[cell]]`" in page


def read_table() -> None:
    table = parse_pad_table(block(FILES_PAGE, "pad-table"), example_pad(), "the table on the page")
    assert np.isnan(table.values).sum() == 2
    assert np.diff(table.time_s).max() > 0.25


def read_calibration() -> None:
    calibration = Calibration.from_text(block(FILES_PAGE, "calibration"), "the calibration on the page")
    assert calibration.n_taxels == tomllib.loads(block(FILES_PAGE, "calibration"))["channels"]
    assert Calibration.from_text(calibration.to_text(), "again") == calibration


def read_plate() -> None:
    plate = PlateCalibration.from_text(block(FILES_PAGE, "plate"), "the plate on the page")
    assert plate.n_taxels == tomllib.loads(block(FILES_PAGE, "plate"))["cells"]
    assert plate.is_measured
    assert keys_in(tomllib.loads(plate.to_text())) <= coded(sections(FILES_PAGE)["Calibration"])


def read_targets() -> None:
    packaged = targets_file.packaged_targets()
    file = TomlFile(block(FILES_PAGE, "targets"), "the targets on the page", targets_file.TARGETS_FILE)
    own = targets_file.parse_targets(file, packaged)
    assert own["hold"]["force_n"] == Band(6.0, 12.0, packaged["hold"]["force_n"].weight)
    assert own["knead"]["release"].weight == 0.0


def read_caps() -> None:
    file = TomlFile(block(FILES_PAGE, "caps"), "the caps on the page", caps.CAPS_FILE)
    own, packaged = caps.parse_caps(file, caps.packaged_caps()), caps.packaged_caps()
    assert own.cap_n == {**packaged.cap_n, "toes": 8.0, "medial arch": 10.0}


def read_drills() -> None:
    file = TomlFile(block(FILES_PAGE, "drills"), "the drills on the page", drills_file.DRILLS_FILE)
    own = drills_file.parse_drills(file, targets_file.packaged_targets())
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

    def cap_of(row: dict[str, Any]) -> Cap:
        return Cap(row["reason"].rpartition(" the ")[2], row["limit"], row["value"], row["max_score"], row["points"])

    def score(row: dict[str, Any]) -> Score:
        return Score(
            row["technique"],
            row["score"],
            row["stars"],
            tuple(Metric(**metric | {"band": tuple(metric["band"])}) for metric in row["metrics"]),
            tuple(cap_of(cap) for cap in row["caps"]),
            tuple(NotScored(**one) for one in row["not_scored"]),
            tuple(GuideError(**one) for one in row["errors"]),
            row["elsewhere"],
            row.get("done", True),
            row.get("reason", ""),
            row.get("lost_s", 0.0),
        )

    sets = tuple(score(row) for row in document["sets"])
    assert DrillScore(document["drill"], document["score"], document["stars"], sets).to_json() == document


def read_learner() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        path.write_text(block(FILES_PAGE, "learner"), encoding="utf-8")
        entry = entry_in(path)
    assert entry.kind in KINDS
    assert entry.to_json() == json.loads(block(FILES_PAGE, "learner"))


def read_free() -> None:
    shown = json.loads(block(FILES_PAGE, "free"))
    touch, targets = played(LESSON), targets_file.packaged_targets()
    real = free_summary(touch, PAD, targets, drills_file.packaged_drills()).to_json()
    assert set(shown) == set(real)
    for key in ("techniques", "zones", "minutes"):
        assert set(shown[key][0]) == set(real[key][0])
    assert set(shown["drill"]) == set(real["drill"])
    assert shown["best"] in shown["minutes"]
    assert keys_in(real) <= coded(sections(FILES_PAGE)["free.json"])


def read_compressed() -> None:
    file = io.BytesIO(bytes.fromhex(block(FILES_PAGE, "compressed")))
    end = bytes.fromhex(block(FILES_PAGE, "end"))
    assert b"".join(unpacked(lambda: file.read(7))) == end
    contents = contents_of(file)
    assert contents is not None
    assert [read_block(file, one) for one in contents.blocks] == [end]
    index = RecordingIndex.from_bytes(contents.note)
    assert index is not None
    assert index == RecordingIndex((BlockStart((704, 2**32 + 704), has_news=True),), 1000, 2**32 + 704)
    lines = [bytes.fromhex(line) for line in block(FILES_PAGE, "compressed").splitlines()]
    assert index.to_bytes() == b"".join(lines[6:10])
    # what any zstd program gives, and the sum that it takes then
    assert zstandard.ZstdDecompressor().decompress(b"".join(lines[:5])) == lines[1] + end
    assert as_differences([end]) == [lines[1], lines[3]]
    assert b"".join(packed([as_differences([end])], index.to_bytes)) == b"".join(lines)


def read_sums() -> None:
    raw = Path(__file__).parents[1] / "data" / "practice_version_1" / "practice.twr"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.twr"
        shutil.copy(raw, path)
        assert pack_recording(path)
        with zstandard.ZstdDecompressor().stream_reader(
            io.BytesIO(path.read_bytes()), read_across_frames=True
        ) as reader:
            blocks_of_it = reader.read()
    summed = subprocess.run(
        [sys.executable, "-c", block(FILES_PAGE, "sums")], input=blocks_of_it, stdout=subprocess.PIPE, check=True
    )
    assert summed.stdout == raw.read_bytes()


def read_session() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ABOUT
        path.write_text(block(FILES_PAGE, "session"), encoding="utf-8")
        about = read_about(path)
    assert about.to_json() == json.loads(block(FILES_PAGE, "session"))
    assert set(About("x", about.at, "recording", path=path).to_json()) <= coded(sections(FILES_PAGE)["session.json"])


def read_folder() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FOLDER_CARD).write_text(block(FILES_PAGE, "folder"), encoding="utf-8")
        assert folder_key(Path(folder)) == json.loads(block(FILES_PAGE, "folder"))["id"]


def read_said() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "said_1.json").write_text(block(FILES_PAGE, "said"), encoding="utf-8")
        (said,) = words_in(Path(folder))
    assert (said.kind, said.text) == ("note", "slept badly")


def read_settings() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_text(block(FILES_PAGE, "settings"), encoding="utf-8")
        found = read_preferences(path)
    assert found == Preferences(learner="Jo")
    assert {one.name for one in fields(Preferences)} <= coded(sections(FILES_PAGE)["settings.toml"])


def read_rig_check() -> None:
    shown = json.loads(block(FILES_PAGE, "rig-check"))
    step = plan_for(builtin_pad()).steps[0]
    seen = Seen(step, 1.0, 3.0, np.full(5, 2.0), np.full(5, 50.0), np.full(5, 50.0))
    made = document_of(figures_of([seen]), builtin_pad(), "pico", calibrated=True)
    assert made.keys() == shown.keys()
    assert made["steps"][0].keys() == shown["steps"][0].keys()


READERS: dict[str, Callable[[], None] | None] = {
    "rig-check": read_rig_check,
    "layout": read_layout,
    "pad-table": read_table,
    "calibration": read_calibration,
    "plate": read_plate,
    "targets": read_targets,
    "caps": read_caps,
    "drills": read_drills,
    "points": read_points,
    "score": read_score,
    "folder": read_folder,
    "learner": read_learner,
    "free": read_free,
    "session": read_session,
    "settings": read_settings,
    "said": read_said,
    # together they make a recording, which has a test of its own
    "recording": None,
    "clock": None,
    "event": None,
    "mark": None,
    "end": None,
    "compressed": read_compressed,
    "sums": read_sums,
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
    frames = [event for event in open_recording(practised / "practice.twr").events() if isinstance(event, HostFrame)]
    recorded = {frame.kind: frame.payload for frame in frames}
    assert set(json.loads(block(FILES_PAGE, "recording"))) == set(json.loads(recorded[FrameType.RECORDING]))
    events = [json.loads(frame.payload) for frame in frames if frame.kind is FrameType.EVENT]
    assert [event["event"] for event in events] == ["rig", "drill", "start"]
    assert events[2].keys() == json.loads(block(FILES_PAGE, "mark")).keys()
    event, shown = events[1], json.loads(block(FILES_PAGE, "event"))
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
        # the bands of a drill's set have a section of their own
        inside = [value for key, value in table.items() if key != "targets"]
        return set(table) | {key for value in inside for key in keys_in(value)}
    return {key for value in table for key in keys_in(value)} if isinstance(table, list) else set()


def own_keys(name: str) -> set[str]:
    """Every key that a packaged data file uses, and those that its reader knows besides."""
    data = PACKAGE / "data" / name
    files = [data] if data.is_file() else sorted((PACKAGE / "data" / "drills").glob("*.toml"))
    used = {key for file in files for key in keys_in(tomllib.loads(file.read_text(encoding="utf-8")))}
    known = {
        "drills.toml": {*drills_file.DRILL_KEYS, *set_rows.SET_KEYS},
        "targets.toml": set(targets_file._KEYS),
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
    assert listed == {technique: set(rows) for technique, rows in targets_file.packaged_targets().items()}


@pytest.mark.parametrize("key", [*drills_file.DRILL_KEYS, *set_rows.SET_KEYS])
def test_every_key_of_a_drill_stands_in_a_row_of_the_page(key: str) -> None:
    rows = [line.partition(" | ")[0] for line in read(FILES_PAGE).partition("## drills.toml")[2].splitlines()]
    assert any(f"`{key}`" in row or f"`[[drill.{key}]]`" in row for row in rows if row.startswith("| "))


def test_every_kind_of_a_learners_documents_has_a_row() -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \| ", sections(FILES_PAGE)["A learner"])
    assert sorted(rows) == sorted({*KINDS, "kind"})
