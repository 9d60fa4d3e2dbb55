"""A board that is unplugged in the middle, with the real firmware behind a pseudo-terminal: it is waited for."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.app import window as app_window
from thumbwalk.cli.main import run
from thumbwalk.link.ports import PortInfo, RigLink
from thumbwalk.places import home_dir
from thumbwalk.rig import way_back
from thumbwalk.session.outcome import scores_document
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")]

BOARD, ANOTHER = "b0a2d1", "b0a2d2"
DEADLINE_S = 60.0
SECOND_BYTES = 20_000
"""Less than a second of stream takes in a recording."""
DRILL = """
[[drill]]
name = "short"
title = "Short"
description = "Two holds."
count_in_s = 0.0
rest_s = 0.0
[[drill.set]]
technique = "hold"
title = "One"
duration_s = 1.5
[[drill.set]]
technique = "hold"
title = "Two"
duration_s = 1.5
"""


class Plug:
    """A place where boards are plugged in: a link that leads to the port of the one that is there."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rig"
        self._rig: VirtualRig | None = None

    def plug_in(self, board_id: str = BOARD, *, name: Path | None = None) -> str:
        self._rig = VirtualRig(FootSpec(), board_id=board_id, transport="pty")
        (name or self.path).symlink_to(self._rig.url)
        return str(name or self.path)

    def tell_firmware(self, number: signal.Signals) -> None:
        assert self._rig is not None
        process = self._rig._board._process
        assert process is not None
        process.send_signal(number)

    def unplug(self) -> None:
        self.path.unlink(missing_ok=True)
        if self._rig is not None:
            self._rig.close()
            self._rig = None


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    home_dir().mkdir(parents=True, exist_ok=True)
    (home_dir() / "drills.toml").write_text(DRILL, encoding="utf-8")
    made = Plug(tmp_path)
    made.plug_in()
    yield made
    made.unplug()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)


@contextmanager
def once_recorded(recording: Path, act: Callable[[], None]) -> Iterator[None]:
    """Do something beside when a second or so is in a recording."""

    def wait_and_act() -> None:
        until(lambda: recording.exists() and recording.stat().st_size > SECOND_BYTES)
        act()

    beside = threading.Thread(target=wait_and_act)
    beside.start()
    try:
        yield
    finally:
        beside.join(DEADLINE_S)


def kept(folder: Path) -> dict[str, Any]:
    """The score that was kept; a replay gives the same."""
    document: dict[str, Any] = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    practice = replayed(open_recording(folder / "practice.twr"))
    assert scores_document([score for _, score in practice.results()], practice.losses) == document
    assert {path.name for path in folder.iterdir()} == {"practice.twr", "score.json", "session.json", "window.png"}
    return document


def practise(plug: Plug, out: Path) -> int:
    return run(["practice", "--port", str(plug.path), "--drill", "short", "--out", str(out)])


@pytest.mark.parametrize("named", ["the same name", "another name"])
def test_the_same_board_goes_on_wherever_it_is_plugged_in(
    named: str, plug: Plug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    ports = [PortInfo(str(elsewhere), "", 0x2E8A, 1, None)]
    monkeypatch.setattr(way_back, "list_all", lambda: ports if elsewhere.exists() else [])

    def replug() -> None:
        plug.unplug()
        plug.plug_in(name=elsewhere if named == "another name" else None)

    with once_recorded(tmp_path / "out" / "practice.twr", replug):
        assert practise(plug, tmp_path / "out") == 0
    said = capfd.readouterr().out
    assert "plug it in again, it is waited for" in said
    assert "The rig is back; the drill goes on." in said
    document = kept(tmp_path / "out")
    assert "complete" not in document
    assert (document["losses"]["away"], document["losses"]["restarts"]) == (1, 1)
    assert 0.0 < document["losses"]["away_s"] < DEADLINE_S
    assert document["losses"]["believed"] is True
    assert {"away", "restart"} <= {one["kind"] for one in document["losses"]["spans"]}


def test_a_board_that_hung_for_a_while_comes_back_by_the_port_that_it_has(
    plug: Plug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its port is open and locked all the time, as that of a board whose firmware hangs."""
    monkeypatch.setattr("thumbwalk.link.watch.LOST_S", 1.0)
    looked: list[str] = []
    opened = way_back._open

    def look(url: str) -> RigLink:
        looked.append(url)
        if len(looked) == 1:
            plug.tell_firmware(signal.SIGCONT)
        return opened(url)

    real_init = way_back.WayBack.__init__
    monkeypatch.setattr(
        way_back.WayBack, "__init__", lambda self, hello, port, opened=look: real_init(self, hello, port, opened)
    )
    with once_recorded(tmp_path / "out" / "practice.twr", lambda: plug.tell_firmware(signal.SIGSTOP)):
        assert practise(plug, tmp_path / "out") == 0
    assert "The rig is back; the drill goes on." in capfd.readouterr().out
    document = kept(tmp_path / "out")
    assert "complete" not in document
    assert document["losses"]["away"] == 1
    assert 0.0 < document["losses"]["away_s"] < DEADLINE_S


def test_ctrl_c_while_the_rig_is_away_ends_with_130_and_everything_kept(plug: Plug, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "thumbwalk", "practice", "--port", str(plug.path), "--drill", "short"]
    with subprocess.Popen([*command, "--out", str(out)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        until(lambda: (out / "practice.twr").exists() and (out / "practice.twr").stat().st_size > SECOND_BYTES)
        plug.unplug()
        for line in process.stdout:
            if "waited for" in line:
                break
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.wait(DEADLINE_S) == 130
    document = kept(out)
    assert document["complete"] is False
    assert document["losses"]["away"] == 1


def test_another_board_is_refused_and_one_that_never_comes_back_is_waited_for_so_long(
    plug: Plug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("thumbwalk.cli.connect.MOST_AWAY_S", 6.0)

    def swap() -> None:
        plug.unplug()
        plug.plug_in(ANOTHER)

    with once_recorded(tmp_path / "out" / "practice.twr", swap):
        assert practise(plug, tmp_path / "out") == 1
    said = capfd.readouterr()
    assert f"board {ANOTHER} is another one" in " ".join(said.out.split())
    *_, line = said.err.splitlines()
    assert line.startswith(f"thumbwalk: {plug.path}: ")
    assert line.endswith("what came before is kept")
    document = kept(tmp_path / "out")
    assert document["complete"] is False
    assert document["sets"][-1]["done"] is False
    assert (document["losses"]["away"], document["losses"]["restarts"]) == (1, 0)
    assert document["losses"]["away_s"] >= 6.0


def test_a_recording_without_a_drill_waits_too_and_tells_the_gap(
    plug: Plug, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.twr"

    def replug() -> None:
        plug.unplug()
        plug.plug_in()

    with once_recorded(out, replug):
        assert run(["record", "--port", str(plug.path), "--out", str(out), "--seconds", "3"]) == 0
    said = capfd.readouterr()
    assert said.out.startswith("Recorded 3.")
    assert "plug it in again, it is waited for" in said.err
    assert "the rig is back; the recording goes on" in said.err
    assert run(["analyse", str(out), "--json"]) == 0
    losses = json.loads(capfd.readouterr().out)["losses"]
    assert (losses["away"], losses["restarts"], losses["believed"]) == (1, 1, True)


def test_a_window_that_is_closed_while_the_rig_is_away_keeps_everything_and_says_so(
    plug: Plug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def closed_when_away(session: Any, **options: Any) -> None:
        run_practice(session, **(options | {"close_when": lambda _window: not session.snapshot().stream.connected}))

    run_practice = app_window.run_practice
    monkeypatch.setattr(app_window, "run_practice", closed_when_away)
    monkeypatch.setattr("thumbwalk.app.platform.has_display", lambda: True)
    with once_recorded(tmp_path / "out" / "practice.twr", plug.unplug):
        assert practise(plug, tmp_path / "out") == 1
    *_, line = capfd.readouterr().err.splitlines()
    assert line.endswith(f"was not back when the window was closed; what came before is in {tmp_path / 'out'}")
    assert kept(tmp_path / "out")["losses"]["away"] == 1
