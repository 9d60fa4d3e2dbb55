"""`thumbwalk flash` as a user meets it, on MicroPython's unix port behind a pty as on a chip's USB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import serial

from thumbwalk.cli.main import run
from thumbwalk.install.bundle import read_bundle
from thumbwalk.link.ports import PortInfo, RigLink
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.virtual.firmware import firmware_dir, micropython_path

if sys.platform == "win32":
    pytest.skip("there are no ptys", allow_module_level=True)
if micropython_path() is None:
    pytest.skip("no micropython on this machine", allow_module_level=True)

import pty
import tty

from tests.install.unix_chip import UnixChip, chip_firmware


@pytest.fixture
def firmware(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = chip_firmware(tmp_path / "firmware")
    monkeypatch.setattr("thumbwalk.cli.flash.firmware_dir", lambda: folder)
    return folder


@pytest.fixture
def flash_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "flash"
    folder.mkdir()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["flash", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_bare_board_is_flashed_verified_restarted_and_says_who_it_is(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with UnixChip(flash_folder) as chip:
        code, out, err = said(["--port", chip.port, "--dry-run"], capsys)
        assert (code, err, contents(flash_folder)) == (0, "", {})
        assert "Would write firmware 0." in out
        assert "Nothing was changed." in out
        code, out, err = said(["--port", chip.port], capsys)
        assert (code, err) == (0, "")
        assert "read back by its hashes" in out
        assert "Test board 00aa runs firmware 0." in out
        assert contents(flash_folder) == read_bundle(firmware).files
        # it runs now, and has to be interrupted
        (firmware / "rig" / "mux.py").write_text("# changed\n")
        code, out, err = said(["--port", chip.port], capsys)
        assert (code, err) == (0, "")
        assert "1 of them are new or changed" in out
        assert contents(flash_folder) == read_bundle(firmware).files
        code, out, _ = said(["--port", chip.port], capsys)
        assert code == 0
        assert "are there already" in out
        assert run(["config", "--port", chip.port]) == 0


def test_a_bare_board_becomes_a_rig_that_is_healthy_and_recorded(
    firmware: Path, flash_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with UnixChip(flash_folder) as chip:
        assert said(["--port", chip.port], capsys)[0] == 0
        assert run(["config", "--port", chip.port, "--set", "name=Left foot"]) == 0
        capsys.readouterr()
        assert run(["doctor", "--port", chip.port, "--seconds", "1", "--json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert report["identity"]["name"] == "Left foot"
        assert report["rate_hz"] == 1000.0
        assert (report["gaps"], report["overruns"], report["bad_frames"], report["notices"]) == (0, 0, 0, [])
        assert {channel["state"] for channel in report["channels"]} == {"ok"}
        assert run(["record", "--port", chip.port, "--seconds", "1", "--out", str(tmp_path / "a.twr")]) == 0
        assert run(["export", str(tmp_path / "a.twr"), "--out", str(tmp_path / "a.csv")]) == 0
        # it is flashed again while it streams for nobody
        rig = RigLink(SerialLink(chip.port))
        rig.link.send("start")
        rig.link.close()
        (firmware / "rig" / "mux.py").write_text("# changed\n")
        assert said(["--port", chip.port], capsys)[0] == 0
    assert len((tmp_path / "a.csv").read_text().splitlines()) > 95
    expected = read_bundle(firmware).files
    assert {path: data for path, data in contents(flash_folder).items() if path != "settings.json"} == expected


def test_a_board_that_was_left_at_its_prompt_is_named_and_started_again_by_flash(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with UnixChip(flash_folder) as chip:
        assert said(["--port", chip.port], capsys)[0] == 0
        with serial.Serial(chip.port, timeout=0.5) as terminal:
            deadline = time.monotonic() + 20.0
            said_last = b""
            while not said_last.endswith(b">>> ") and time.monotonic() < deadline:
                # it counts after a moment's silence only, which the wait for the prompt has been at the latest
                terminal.write(b"\x03")
                said_last = terminal.read_until(b">>> ")
            assert said_last.endswith(b">>> ")
        assert run(["doctor", "--port", chip.port]) == 2
        err = capsys.readouterr().err
        assert "not a rig now: MicroPython's prompt is there" in err
        assert "`thumbwalk flash`" in err
        assert said(["--port", chip.port], capsys)[0] == 0
        assert run(["config", "--port", chip.port]) == 0


def test_the_home_of_whoever_runs_the_tests_is_left_alone(
    firmware: Path, flash_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = tmp_path / "user"
    users.mkdir()
    monkeypatch.setenv("HOME", str(users))
    with UnixChip(flash_folder) as chip, serial.Serial(chip.port, timeout=5.0) as terminal:
        terminal.read_until(b">>> ")
        terminal.write(b"print('a word')\r\n\x04")  # a soft reset ends the unix port, and its history is written
        assert b"soft reboot" in terminal.read_until(b"soft reboot")
        terminal.read_until(b">>> ")
    assert list(users.iterdir()) == []


def test_half_a_command_that_a_program_left_behind_is_never_obeyed(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with UnixChip(flash_folder) as chip:
        assert said(["--port", chip.port], capsys)[0] == 0
        with serial.Serial(chip.port) as cut_short:
            cut_short.write(b"config rate_hz 5")  # of 500
        assert run(["config", "--port", chip.port, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["settings"]["rate_hz"] == 1000


def test_a_plug_pulled_in_the_middle_leaves_the_old_firmware_and_says_what_to_do(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with UnixChip(flash_folder) as chip:
        assert said(["--port", chip.port], capsys)[0] == 0
    old = contents(flash_folder)
    (firmware / "rig" / "mux.py").write_text("# changed\n")
    sent = 0

    def pulled(data: bytes) -> bytes | None:
        nonlocal sent
        sent += len(data)
        return data if sent < 20_000 else None

    with UnixChip(flash_folder, pulled) as chip:
        code, _, err = said(["--port", chip.port], capsys)
    assert code == 1
    assert len(err.splitlines()) == 1
    assert "it still has what it had; plug it in and run `thumbwalk flash` again" in err
    left = contents(flash_folder)
    assert {path: left[path] for path in old} == old
    assert set(left) > set(old)
    with UnixChip(flash_folder) as chip:
        assert said(["--port", chip.port], capsys)[0] == 0
    assert contents(flash_folder) == read_bundle(firmware).files


def test_damage_on_the_way_is_found_by_the_hash_and_sent_again(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = list[bytes]()

    def noisy(data: bytes) -> bytes:
        if b"CD74HC4067" in data and not damaged:
            damaged.append(data)
            return data.replace(b"CD74HC4067", b"CD74HC4O67")
        return data

    with UnixChip(flash_folder, noisy) as chip:
        code, _, err = said(["--port", chip.port], capsys)
    assert damaged
    assert (code, err) == (0, "")
    assert contents(flash_folder) == read_bundle(firmware).files


def test_a_program_of_somebody_else_is_interrupted_and_kept(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = b"import time\nwhile True:\n    time.sleep_ms(5)\n    print('tick')\n"
    (flash_folder / "main.py").write_bytes(mine)
    with UnixChip(flash_folder, signals=True) as chip:
        code, out, err = said(["--port", chip.port, "--dry-run"], capsys)
        assert (code, err) == (0, "")
        assert "Would keep the board's own main.py as main_before_thumbwalk.py" in out
        assert contents(flash_folder) == {"main.py": mine}
        assert said(["--port", chip.port], capsys)[0] == 0
    assert contents(flash_folder) == {**read_bundle(firmware).files, "main_before_thumbwalk.py": mine}


_WATCHDOG = """
import sys
class _Watchdog:
    def __init__(self, timeout):
        with open("../fed", "a") as f:
            f.write("%d\\n" % timeout)
    def feed(self):
        with open("../fed", "a") as f:
            f.write("fed\\n")
class _Machine:
    WDT = _Watchdog
sys.modules["machine"] = _Machine
"""


@pytest.mark.parametrize("switched_on", [0, 1])
def test_a_watchdog_that_is_on_is_fed_while_the_board_is_flashed_and_no_other_is_started(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str], switched_on: int
) -> None:
    settings = f'{{"name": "T", "watchdog": {switched_on}}}\n00000000\n'.encode()
    (flash_folder / "settings.json").write_bytes(settings)
    with UnixChip(flash_folder, prelude=_WATCHDOG) as chip:
        assert said(["--port", chip.port], capsys)[0] == 0
    fed = flash_folder.parent / "fed"
    assert fed.exists() == bool(switched_on)
    if switched_on:
        timeout, *meals = fed.read_text().split()
        assert int(timeout) < 8388, "the longest that an RP2040 knows"
        assert len(meals) > len(read_bundle(firmware).files)
    assert contents(flash_folder)["settings.json"] == settings


def test_an_old_micropython_is_refused_and_the_board_goes_on_with_what_it_had(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with UnixChip(flash_folder) as chip:
        assert said(["--port", chip.port], capsys)[0] == 0
        (firmware / "rig" / "mux.py").write_text("# changed\n")
        before = contents(flash_folder)
        monkeypatch.setattr("thumbwalk.install.flash.LEAST_MICROPYTHON", (99, 1))
        code, out, err = said(["--port", chip.port], capsys)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert "needs 99.1 or newer" in err
        assert "micropython.org" in err
        assert contents(flash_folder) == before
        assert run(["config", "--port", chip.port]) == 0, "it was started again"


def test_a_port_that_is_no_micropython_is_refused(firmware: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("thumbwalk.install.board._REPL_S", 0.1)
        code, out, err = said(["--port", os.ttyname(theirs)], capsys)
    os.close(ours)
    os.close(theirs)
    assert (code, out) == (2, "")
    assert "no MicroPython answers there" in err
    assert "hold BOOTSEL" in err


def test_no_board_and_several_boards_say_what_to_do(
    firmware: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    boards = list[PortInfo]()
    for module in ("thumbwalk.cli.flash", "thumbwalk.rig.opening", "thumbwalk.link.ports"):
        monkeypatch.setattr(f"{module}.list_all", lambda: boards)
    code, out, err = said([], capsys)
    assert (code, out) == (2, "")
    assert "no board is plugged in" in err
    assert "firmware/README.md" in err
    boards += [PortInfo(f"/dev/ttyACM{i}", "Board", 0x2E8A, 5, f"E66{i}") for i in range(2)]
    code, out, err = said([], capsys)
    assert (code, out) == (2, "")
    assert "name one with --port, e.g. --port /dev/ttyACM0" in err


def test_an_unknown_port_is_refused(firmware: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(["--port", "/dev/ttyNOSUCH"], capsys)
    assert code == 2
    assert "no such port" in err


def test_the_only_board_is_found_by_its_usb_identity(
    firmware: Path, flash_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with UnixChip(flash_folder) as chip:
        boards = [PortInfo("/dev/ttyS0", "n/a", None, None, None), PortInfo(chip.port, "Board", 0x2E8A, 5, "E660")]
        for module in ("thumbwalk.cli.flash", "thumbwalk.rig.opening", "thumbwalk.link.ports"):
            monkeypatch.setattr(f"{module}.list_all", lambda: boards)
        code, out, _ = said([], capsys)
    assert code == 0
    assert chip.port in out


def test_mip_installs_the_same_files(flash_folder: Path) -> None:
    package = str(firmware_dir() / "package.json")
    with UnixChip(flash_folder) as chip:
        command = [sys.executable, "-m", "mpremote", "connect", chip.port, "mip", "install", "--target=.", package]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(flash_folder) == read_bundle(firmware_dir()).files
