"""What was recorded once is read for ever, and scores as it did on its day."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.caps import SCORE_VERSION, packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import RecordingError
from thumbwalk.link.wire import FrameType, HostFrame, encode_frame
from thumbwalk.pad import builtin_pad
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter, open_recording, recording_decoder
from thumbwalk.session.replay import replayed
from thumbwalk.signal.calibration import Calibration

DATA = Path(__file__).parents[1] / "data"
KEPT = sorted(path.parent for path in DATA.glob("practice_version_*/practice.twr"))


ROUNDING = 1e-9
"""Sums are rounded in another order by another processor or version of a library, in their fourteenth digit; nobody
is shown the ninth."""


def score_of(folder: Path) -> dict[str, Any]:
    result = replayed(open_recording(folder / "practice.twr")).result()
    assert result is not None
    return dict(leaves(result.to_json()))


def on_its_day(folder: Path) -> dict[str, Any]:
    kept = leaves(json.loads((folder / "score.json").read_text(encoding="utf-8")))
    return {
        path: pytest.approx(value, rel=ROUNDING, abs=ROUNDING) if isinstance(value, float) else value
        for path, value in kept
    }


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every text, number and switch of a document by its path; an empty list is something as well."""
    if isinstance(value, dict | list):
        yield path, type(value).__name__
        for name, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, f"{path}/{name}")
    else:
        yield path, value


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_a_kept_practice_scores_as_on_its_day_but_for_rounding(folder: Path) -> None:
    assert score_of(folder) == on_its_day(folder)


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_what_is_asked_for_today_has_no_part_in_it(folder: Path) -> None:
    home = Path(os.environ["THUMBWALK_HOME"])
    home.mkdir()
    (home / "targets.toml").write_text("[knead]\nrate_per_min = { min = 1, max = 2 }\n", encoding="utf-8")
    (home / "caps.toml").write_text('[cap_n]\n"medial arch" = 40\n', encoding="utf-8")
    assert score_of(folder) == on_its_day(folder)


def rewritten(source: Path, to: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy of a recording whose drill is another; everything else to the byte."""
    frames = source.read_bytes().split(b"\0")
    decoder = recording_decoder()
    for number, frame in enumerate(frames):
        for event in decoder.feed(frame + b"\0"):
            if isinstance(event, HostFrame) and '"drill"' in event.payload:
                noted = json.loads(event.payload)
                change(noted["drill"])
                frames[number] = encode_frame(FrameType.EVENT, 0, 0, json.dumps(noted).encode()).removesuffix(b"\0")
    to.write_bytes(b"\0".join(frames))
    return to


def test_caps_that_a_recording_carries_go_before_the_first_versions(tmp_path: Path) -> None:
    def with_caps(drill: dict[str, Any]) -> None:
        drill |= {"version": 2, "caps": {"cap_n": {"medial arch": 26.0}}}

    source = DATA / "practice_version_1" / "practice.twr"
    result = replayed(open_recording(rewritten(source, tmp_path / "a.twr", with_caps))).result()
    assert result is not None
    assert [[(cap.zone, cap.limit) for cap in one.caps] for one in result.sets] == [[], [("medial arch", 26.0)]]


def test_a_drill_that_makes_no_sense_is_refused_with_the_recordings_name(tmp_path: Path) -> None:
    def spoil(drill: dict[str, Any]) -> None:
        drill["sets"][1]["duration_s"] = "long"

    path = rewritten(DATA / "practice_version_1" / "practice.twr", tmp_path / "a.twr", spoil)
    with pytest.raises(RecordingError, match=r"a\.twr: the recording: its drill's set 2: duration_s is 'long'"):
        replayed(open_recording(path))


def test_a_practice_of_today_keeps_its_rules(tmp_path: Path) -> None:
    caps = replace(packaged_caps(), cap_n={**packaged_caps().cap_n, "toes": 9.0})
    practice = Practice(builtin_pad(), Calibration.generic(16))
    practice.begin(DrillDocument.of(packaged_drills()["first-steps"], packaged_targets(), caps))
    with RecordingWriter(tmp_path / "a.twr", builtin_pad(), Calibration.generic(16)) as writer:
        for frame in practice.opening():
            writer.host(frame)
    (noted,) = [
        json.loads(event.payload)
        for event in open_recording(tmp_path / "a.twr").events()
        if isinstance(event, HostFrame) and event.kind is FrameType.EVENT
    ]
    assert noted["drill"]["score_version"] == SCORE_VERSION
    assert noted["drill"]["caps"] == caps.to_json()
