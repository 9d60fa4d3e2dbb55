"""Recordings by strangers: each ends with 0 or 2 and one line, whatever stands in it, and what is lost is said."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.session.streams import document_of

from thumbwalk.cli.main import run
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.link.wire import FrameType, Hello, HostFrame, WireDecoder, encode_frame, encode_scans, hello_of
from thumbwalk.pad import builtin_pad
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.calibration import Calibration

PAD = builtin_pad()
HELLO = Hello(1, "0.1.0", "i", "b", "B", PAD.names, 100.0, 12, 3300.0, "sole16")
DRILL = Drill("d", "D", "", 0.0, 0.0, (DrillSet("knead", "Knead", 4.0),))
N_FRAMES = 500


def frames() -> list[bytes]:
    """Five seconds of presses on the heel."""
    time_us = 1_000_000 + 10_000 * np.arange(N_FRAMES)
    counts = np.full((N_FRAMES, 16), 13, np.uint16)
    counts[:, 13] += (1200 * np.clip(np.sin(2 * np.pi * np.arange(N_FRAMES) / 100), 0, 1)).astype(np.uint16)
    return [encode_scans(i, time_us[i : i + 1], counts[i : i + 1]) for i in range(N_FRAMES)]


def written(path: Path, wire: list[bytes]) -> Path:
    path.unlink(missing_ok=True)
    calibration = Calibration.generic(16)
    practice = Practice(PAD, calibration)
    practice.take(HELLO)
    practice.begin(document_of(DRILL))
    with RecordingWriter(path, PAD, calibration, created=None) as writer:
        for frame in practice.opening():
            writer.host(frame)
        writer.raw(b"".join(wire))
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written(tmp_path_factory.mktemp("whole") / "a.twr", frames()).read_bytes()


def payloads(whole: bytes) -> list[tuple[int, str]]:
    """The host's frames of a recording, in order."""
    decoder = WireDecoder(max_frame=1 << 23, recorded=True)
    return [(event.kind, event.payload) for event in decoder.feed(whole) if isinstance(event, HostFrame)]


def with_payload(whole: bytes, index: int, text: str) -> bytes:
    """The recording with another text in one of the host's frames."""
    kind, before = payloads(whole)[index]
    old = encode_frame(kind, 0, 0, before.encode())
    assert whole.count(old) == 1
    return whole.replace(old, encode_frame(kind, 0, 0, text.encode("utf-8", "surrogatepass")))


def checked(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """How replay and analyse end: with nothing but 0 or 2, one line of errors, and nothing that a terminal obeys."""
    ends = []
    for command in (["replay", str(path)], ["analyse", str(path)]):
        capsys.readouterr()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            code = run(command)
        out, err = capsys.readouterr()
        assert code in (0, 2), err
        said = [line for line in err.splitlines() if "warning:" not in line]
        assert len(said) == (code == 2)
        assert all(line.isprintable() for line in [*out.splitlines(), *err.splitlines()])
        ends.append((code, err))
    return ends[0]


ODD_VALUES: list[str] = [
    *("1e999", "NaN", "-1", "0", "1e7", "1e-300", "9" * 5000, "null", "true", "[]", "{}", '""', '"x"', "[1]"),
    *(r'"\u001b]0;pwned\u0007"', r'"\u202ex"', "[" * 2000 + "]" * 2000, '"' + "a" * 5000 + '"', "1e308", "-1e308"),
]


def leaves(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Ways to every value in a document."""
    found = [way] if way else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += leaves(inner, (*way, key))
    return found


def mutated(document: str, at: int, odd: str) -> str:
    """The document with one of its values replaced by a text, which need not be JSON."""
    table = json.loads(document)
    ways = leaves(table)
    way = ways[at % len(ways)]
    inner = table
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = "@@here@@"
    return json.dumps(table).replace('"@@here@@"', odd)


@given(index=st.sampled_from([0, 3, 4]), at=st.integers(0, 60), odd=st.sampled_from(ODD_VALUES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mutated_documents_end_with_one_line_or_are_read(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], index: int, at: int, odd: str
) -> None:
    kind, text = payloads(whole)[index]
    assert kind in (FrameType.RECORDING, FrameType.EVENT)
    path = tmp_path / "a.twr"
    path.write_bytes(with_payload(whole, index, mutated(text, at, odd)))
    checked(path, capsys)


@pytest.mark.parametrize("index", [1, 2])
@pytest.mark.parametrize("key", ["layer_mm", "x_mm", "name", "channels", "bits", "tare_counts", "force_n", "unit"])
def test_odd_layouts_and_calibrations_in_a_recording_end_with_one_line(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], index: int, key: str
) -> None:
    _, text = payloads(whole)[index]
    path = tmp_path / "a.twr"
    for odd in (
        "nan",
        "inf",
        "-1",
        "0",
        "9" * 5000,
        "1e400",
        '""',
        "[]",
        "[" * 3000 + "]" * 3000,
        r'"\u001b]0;x\u0007"',
    ):
        lines = text.splitlines()
        at = next((i for i, line in enumerate(lines) if line.startswith(f"{key} =")), 0)
        lines[at] = f"{key} = {odd}"
        path.write_bytes(with_payload(whole, index, "\n".join(lines) + "\n"))
        checked(path, capsys)


def test_a_calibration_for_another_number_of_channels_is_refused(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.twr"
    path.write_bytes(with_payload(whole, 2, Calibration.generic(8).to_text()))
    code, said = checked(path, capsys)
    assert code == 2
    assert "8 channels" in said


def test_frames_that_are_missing_are_said_with_how_much_and_when(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = frames()
    path = written(tmp_path / "a.twr", sent[:200] + sent[350:])
    code, said = checked(path, capsys)
    assert code == 0
    assert "150 frames (1.5 s) are missing from 2.0 s on" in said
    path = written(tmp_path / "a.twr", sent[:100] + sent[101:200] + sent[350:])
    assert "151 frames (1.5 s) are missing in 2 places, most of them (1.5 s) from 2.0 s on" in checked(path, capsys)[1]


@pytest.mark.parametrize("how", ["repeated", "disordered"])
def test_frames_that_come_again_or_out_of_order_change_no_score(tmp_path: Path, how: str) -> None:
    sent = frames()
    arriving = {
        "repeated": sent[:300] + sent[100:160] + sent[300:] + sent[490:],
        "disordered": [one for i in range(0, N_FRAMES, 5) for one in reversed(sent[i : i + 5])],
    }[how]
    arriving = sent[:1] + [one for one in arriving if one is not sent[0]]
    clean = replayed(open_recording(written(tmp_path / "clean.twr", sent)))
    recording = open_recording(written(tmp_path / "odd.twr", arriving))
    odd = replayed(recording)
    assert recording.warnings == []
    assert odd.result() == clean.result()
    assert clean.result() is not None


def test_a_board_that_sends_the_hosts_frames_gets_none_into_a_recording(tmp_path: Path) -> None:
    sent = frames()
    evil = json.dumps({"event": "drill", "drill": {"name": "evil"}}).encode()
    foreign = [encode_frame(kind, 0, 0, evil) for kind in (FrameType.EVENT, FrameType.RECORDING, FrameType.END, 0xC3)]
    clean = replayed(open_recording(written(tmp_path / "clean.twr", sent)))
    recording = open_recording(written(tmp_path / "evil.twr", sent[:100] + foreign + sent[100:]))
    practice = replayed(recording)
    assert practice.drill == clean.drill
    assert practice.result() == clean.result()
    assert [line.partition(": ")[2] for line in recording.warnings] == ["4 damaged frames were skipped"]


def test_a_stream_that_stood_still_or_began_anew_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = np.full((1, 16), 13, np.uint16)
    later = [encode_scans(200 + i, np.array([400_000_000 + 10_000 * i]), counts) for i in range(100)]
    anew = [encode_scans(i, np.array([100_000 + 10_000 * i]), counts) for i in range(100)]
    path = written(tmp_path / "a.twr", frames()[:200] + later + anew)
    said = checked(path, capsys)[1]
    assert "the stream stood still for 397 s" in said
    assert "the board restarted once: check its supply and plug" in said


def test_the_greeting_that_was_recorded_is_the_one_that_is_read(whole: bytes) -> None:
    assert hello_of(json.loads(payloads(whole)[3][1])["hello"]) == HELLO
