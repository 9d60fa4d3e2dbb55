"""The command line as users and programs meet it: exit codes, one line an error, JSON as specified."""

from __future__ import annotations

import errno
import json
import os
import pty
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import serial

from thumbwalk import __version__
from thumbwalk.cli.main import run
from thumbwalk.link import ports
from thumbwalk.link.wire import FrameType, encode_frame
from thumbwalk.pad import builtin_pad

DATA = Path(__file__).parents[1] / "data"
ISCAN = DATA / "iscan_finger_presses"


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr of a command that ends with 2 and prints nothing else."""
    capsys.readouterr()
    assert run(arguments) == 2
    out, err = said(capsys)
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 1, err
    assert "Traceback" not in err
    return lines[0]


@contextmanager
def a_pty_that_answers(answer: bytes) -> Iterator[str]:
    """A port with something behind it that sends ``answer`` whenever it is spoken to."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    done = threading.Event()
    os.set_blocking(master, False)

    def talk() -> None:
        while not done.wait(0.02):
            try:
                if os.read(master, 4096):
                    os.write(master, answer)
            except BlockingIOError:
                continue

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        done.set()
        thread.join()
        os.close(master)
        os.close(slave)


def hello(**changes: Any) -> bytes:
    card: dict[str, Any] = {
        "protocol": 1, "firmware": __version__, "id": "x1", "board": "pico", "channels": builtin_pad().names,
        "rate_hz": 1000, "bits": 12, "divider_ohm": 3300, "layout": "sole16",
    }  # fmt: skip
    return encode_frame(FrameType.HELLO, 0, 0, json.dumps(card | changes).encode())


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert said(capsys)[0].startswith("thumbwalk 0.")


@pytest.mark.parametrize("arguments", [["nonsense"], ["score"], ["doctor", "--seconds", "x"], ["drills", "--nope"]])
def test_a_bad_argument_is_one_line_and_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "thumbwalk" in refused(arguments, capsys)


def test_an_unknown_port_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no such port" in refused(["doctor", "--port", "/dev/ttyNOSUCH"], capsys)
    assert "add --virtual" in refused(["doctor", "--fault", "dead:mth1"], capsys)
    assert "add --virtual" in refused(["doctor", "--load-cell", "80"], capsys)
    assert "not KIND:TAXEL" in refused(["doctor", "--virtual", "--fault", "mth1"], capsys)
    assert "no taxel 'nose'" in refused(["doctor", "--virtual", "--fault", "dead:nose"], capsys)


def test_a_socket_where_nothing_listens_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing listens" in refused(["doctor", "--port", "socket://127.0.0.1:9"], capsys)


def test_a_port_without_permission_names_the_group(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port = tmp_path / "ttyACM0"
    port.touch(mode=0o660)

    def denied(*_: object, **__: object) -> None:
        raise serial.SerialException(errno.EACCES, f"could not open port {port}: Permission denied")

    monkeypatch.setattr(serial, "Serial", denied)
    line = refused(["doctor", "--port", str(port)], capsys)
    assert "permission" in line
    assert f"usermod -aG {port.group()}" in line


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such file")
def test_a_file_that_is_no_port_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "/dev/null: is no serial port; `thumbwalk ports`" in refused(["doctor", "--port", "/dev/null"], capsys)


def test_a_busy_port_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with a_pty_that_answers(b"") as port:
        holder = serial.Serial(port, exclusive=True)
        try:
            assert "busy" in refused(["doctor", "--port", port], capsys)
        finally:
            holder.close()


@pytest.mark.parametrize("answer", [b"", b"ok\r\n>>> "])
def test_a_device_that_is_not_a_rig_is_refused(answer: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with a_pty_that_answers(answer) as port:
        assert "not a rig" in refused(["doctor", "--port", port], capsys)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"protocol": 7}, "update thumbwalk"),
        ({"protocol": 7}, "thumbwalk flash"),
        ({"protocol": 0}, "thumbwalk flash"),
        ({"channels": []}, "thumbwalk flash"),
    ],
)
def test_a_board_of_another_time_is_refused(
    changes: dict[str, Any], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_pty_that_answers(hello(**changes)) as port:
        line = refused(["doctor", "--port", port], capsys)
    assert word in line


def test_a_board_of_another_version_is_a_warning_where_one_practises_or_records(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with a_pty_that_answers(hello(firmware="0.0.1", layout="handmade")) as port:
        for command in (["record", "--out", str(tmp_path / "a.twr")], ["practice", "--out", str(tmp_path / "b")]):
            capsys.readouterr()
            assert run([*command, "--port", port]) == 2
            warning, error = said(capsys)[1].splitlines()
            assert warning.startswith("thumbwalk: warning: the board has firmware 0.0.1")
            assert "thumbwalk flash" in warning
            assert "--layout" in error


def test_a_board_with_another_layout_asks_for_its_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with a_pty_that_answers(hello(layout="handmade")) as port:
        line = refused(["record", "--port", port, "--out", str(tmp_path / "a.twr")], capsys)
    assert "--layout" in line
    assert not (tmp_path / "a.twr").exists()


def test_two_boards_are_told_apart_by_naming_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    two = [ports.PortInfo(f"/dev/ttyACM{i}", "Board", 0x2E8A, 5, f"E66{i}") for i in range(2)]
    monkeypatch.setattr(ports, "list_all", lambda: two)
    monkeypatch.setattr("thumbwalk.rig.opening.list_all", lambda: two)
    line = refused(["doctor"], capsys)
    assert "--port /dev/ttyACM0" in line
    assert "E661" in line


def test_no_board_at_all_offers_the_virtual_rig(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "list_all", list)
    monkeypatch.setattr("thumbwalk.rig.opening.list_all", list)
    assert "--virtual" in refused(["practice"], capsys)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('name = "x"\nunit = "N"\n[[taxel]]\nname = "a"\nx_mm = "wide"\n', 5, "wide"),
        ('name = "x"\nunit = "stone"\n', 2, "stone"),
        ('name = "x"\nunit = "N"\n[[taxel]\n', 3, "TOML"),
        ('name = "x"\nunit = "N"\n[[taxel]]\nname = "a"\n[[taxel]]\nname = "a"\n', 6, "same name"),
        ('name = "x"\nunit = "N"\n', 1, "taxel"),
    ],
)
def test_a_malformed_layout_is_refused_with_its_line(
    text: str, line: int, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout, table = tmp_path / "l.toml", tmp_path / "t.csv"
    layout.write_text(text)
    table.write_text("time_s,a\n0,1\n")
    message = refused(["analyse", str(table), "--layout", str(layout)], capsys)
    assert word in message
    assert f"l.toml:{line}" in message or f"line {line}" in message


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ("time_s,a,c\n0,1,2\n", "'c'"),
        ("time_s,a,b\n0,1,2\n0.1,1,x\n", "t.csv:3: column 3 (b)"),
        ("time_s,a,b\n0,1,2\n0.1,1\n", "t.csv:3"),
        ("time_s,a,b\n0.2,1,2\n0.1,1,2\n", "t.csv:3"),
    ],
)
def test_a_malformed_pad_table_is_refused_with_line_and_column(
    rows: str, where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout, table = tmp_path / "l.toml", tmp_path / "t.csv"
    layout.write_text('name = "x"\nunit = "N"\n[[taxel]]\nname = "a"\n[[taxel]]\nname = "b"\n')
    table.write_text(rows)
    assert where in refused(["analyse", str(table), "--layout", str(layout)], capsys)


def test_files_that_are_not_there_or_are_something_else_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no such file" in refused(["analyse", str(tmp_path / "no.csv")], capsys)
    junk = tmp_path / "junk.twr"
    junk.write_bytes(bytes(np.random.default_rng(0).integers(0, 256, 3000).astype(np.uint8)))
    for command in (["analyse"], ["replay"], ["export"], ["score", "--technique", "knead"]):
        assert "not a recording" in refused([*command, str(junk)], capsys)
    assert list(tmp_path.iterdir()) == [junk]


def test_an_unknown_technique_and_an_unknown_drill_name_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = refused(
        ["score", str(ISCAN / "presses.csv"), "--layout", str(ISCAN / "layout.toml"), "--technique", "x"], capsys
    )
    assert "knead" in line
    assert "first-steps" in refused(["practice", "--virtual", "--drill", "x"], capsys)


def test_the_presses_of_a_real_finger_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", str(ISCAN / "presses.csv"), "--layout", str(ISCAN / "layout.toml"), "--json"]) == 0
    out, err = said(capsys)
    document = json.loads(out)
    assert err == ""
    assert list(document) == ["version", "layout", "duration_s", "left_out", "segments"]
    assert sum(segment["measures"]["strokes"] for segment in document["segments"]) == 11
    (segment,) = document["segments"]
    assert 2.1 <= 60.0 / segment["measures"]["rate_per_min"] <= 2.7
    assert all(not name.endswith("_n") for name in segment["measures"])


def test_a_score_document_has_the_specified_keys(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["score", str(ISCAN / "presses.csv"), "--layout", str(ISCAN / "layout.toml"), "--technique", "knead"]
    assert run([*arguments, "--json"]) == 0
    document = json.loads(said(capsys)[0])
    assert list(document) == [
        "version", "technique", "score", "stars", "metrics", "caps", "not_scored", "errors", "elsewhere",
    ]  # fmt: skip
    keys = {"name", "value", "unit", "band", "credit", "weight", "points_lost", "advice", "points"}
    assert all(set(metric) == keys for metric in document["metrics"])
    assert {one["name"] for one in document["not_scored"]} >= {"peak_force_counts"}
    assert run(arguments) == 0
    assert "knead" in said(capsys)[0]


def test_lists_are_there_for_people_and_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drills"]) == 0
    assert "first-steps" in said(capsys)[0]
    assert run(["drills", "--json"]) == 0
    assert json.loads(said(capsys)[0])["drills"][0]["name"] == "first-steps"
    assert run(["ports", "--json"]) == 0
    assert json.loads(said(capsys)[0])["version"] == 1


def test_an_internal_fault_is_one_line_and_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("thumbwalk.cli.drills.read_drills", broken)
    assert run(["drills"]) == 1
    out, err = said(capsys)
    assert out == ""
    assert "ZeroDivisionError" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_an_os_error_without_a_file_s_name_is_not_called_the_output(
    number: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("thumbwalk.cli.drills.read_drills", broken)
    assert run(["drills"]) == 1
    _, err = said(capsys)
    assert os.strerror(number) in err
    assert "the output" not in err
    assert ("make room first" in err) == (number != errno.EIO)


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, 1), (errno.EDQUOT, 1), (errno.EACCES, 2)])
def test_a_full_disk_and_a_full_quota_are_a_fault_and_a_folder_that_can_t_be_written_is_not(
    number: int, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("thumbwalk.session.padtable.write_whole", full)
    recording = Path(__file__).parents[1] / "data" / "practice_version_1" / "practice.twr"
    assert run(["export", str(recording), "--out", str(tmp_path / "a.csv")]) == code
    (line,) = said(capsys)[1].splitlines()
    assert os.strerror(number) in line


@pytest.mark.parametrize(
    ("loaded", "spared"),
    [
        ("thumbwalk.cli.main", ("PySide6", "scipy")),
        ("thumbwalk.session.read_ahead", ("PySide6", "scipy")),
        ("thumbwalk.app.shell", ("scipy", "sqlalchemy", "jinja2", "pyarrow", "qtawesome")),
    ],
)
def test_nothing_is_loaded_that_a_start_has_no_use_for(loaded: str, spared: tuple[str, ...]) -> None:
    code = f"import sys, {loaded}; print([name for name in {spared!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
