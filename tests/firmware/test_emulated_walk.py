"""From a bare Pico to a live trace: the steps of firmware/README.md, typed on an emulated RP2040 in their order.

The board begins with MicroPython and an empty file system. Each program is a process of its own and meets the board
through a pty, as it would through USB; only the least MicroPython is changed in it, so that the UF2 may
be older than the firmware asks for. The chip is some twenty times slower than a real one, so the host is asked for
patience, and everything else is judged by the device's clock.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.firmware.emulated_pico import Pico, switched_on, with_micropython

from thumbwalk import __version__
from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.firmware import firmware_dir

pytestmark = pytest.mark.emulated

pytest.importorskip("rp2040py", reason="the emulator is not installed")
emulated = pytest.importorskip("tests.firmware.emulated_board")

NAMES = builtin_pad().names
REST, NOISE = 14, 2
"""Codes of a sensor at rest with its bleed, and how much that varies."""
PRESS = {"heel_anterior": 1200, "heel_medial": 2800, "heel_lateral": 2800}
"""Codes of a press of nearly 20 N in the middle of these."""
PLACE_MM = (40.0, 52.0)
PATIENCE = "40"
BYTES_PER_S = 45_000
MOST_S = 1500.0
"""Real time, for one program."""
PROGRAM = "from thumbwalk.cli.main import main; main()"
OLDER_WILL_DO = "import thumbwalk.install.flash as flash; flash.LEAST_MICROPYTHON = (1, 26)\n" + PROGRAM
DRILL = """
[[drill]]
name = "one-press"
title = "One press"
description = "To see that the rig is live."
count_in_s = 1.0

[[drill.set]]
technique = "hold"
title = "Press the heel"
duration_s = 10.0
zone = "heel"
force_n = 10.0
"""


@dataclass
class Bench:
    """A board, and a maker's computer beside it."""

    pico: Pico
    folder: Path

    def begin(self, *arguments: str, program: str = OLDER_WILL_DO, **environment: str) -> subprocess.Popen[str]:
        """Start `thumbwalk` with these arguments."""
        home = {"THUMBWALK_HOME": str(self.folder / "home"), "THUMBWALK_PATIENCE": PATIENCE}
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **home, **environment},
        )

    def run(self, *arguments: str, ends: int = 0, program: str = OLDER_WILL_DO) -> tuple[str, str]:
        """Run `thumbwalk` to its end; gives what it said on stdout and stderr."""
        with self.begin(*arguments, program=program) as process:
            try:
                out, err = process.communicate(timeout=MOST_S)
            except BaseException:
                process.kill()
                raise
        assert process.returncode == ends, out + err
        return out, err

    def run_on(self, *arguments: str, ends: int = 0, program: str = OLDER_WILL_DO) -> tuple[str, str]:
        """As `run`, with the board's port, which a real board need not be told."""
        return self.run(*arguments, "--port", self.pico.port, ends=ends, program=program)

    def press(self, codes: dict[str, int]) -> None:
        """Let sensors read these codes from now on."""
        for name, code in codes.items():
            self.pico.tell(f"code {NAMES.index(name)} {code}")

    def settings(self) -> dict[str, Any]:
        """What the board says that it remembers."""
        found: dict[str, Any] = json.loads(self.run_on("config", "--json")[0])["settings"]
        return found


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    image = tmp_path / "bare.img"
    image.write_bytes(emulated.filesystem({}))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "drills.toml").write_text(DRILL)
    with switched_on(image, [REST] * len(NAMES)) as pico:
        for channel in range(len(NAMES)):
            pico.tell(f"noise {channel} {NOISE}")
        yield Bench(pico, tmp_path)


def ports(bench: Bench, words: list[str]) -> None:
    """A pty has no USB identity, so this board is not in the list; that there is a list is all that can be seen."""
    assert bench.run(*words)[0]


def dry_run(bench: Bench, words: list[str]) -> None:
    out, err = bench.run_on(*words)
    assert "Raspberry Pi Pico with RP2040, MicroPython 1." in out
    assert "no Thumbwalk firmware" in out
    assert f"Would write firmware {__version__}: " in out
    assert (out.splitlines()[-1], err) == ("Nothing was changed.", "")
    assert out.splitlines()[:-1] == bench.run_on(*words)[0].splitlines()[:-1], "nothing was, indeed"


def flash(bench: Bench, words: list[str]) -> None:
    out, err = bench.run_on(*words)
    assert "Written, and read back by its hashes." in out
    line = f"runs firmware {__version__} on 'pico': 16 channels at 1000 Hz, layout 'sole16'. Next: `thumbwalk doctor`."
    assert line in out
    assert err == ""
    assert "are there already" in bench.run_on(*words)[0], "while the firmware runs"


def config(bench: Bench, words: list[str]) -> None:
    assert bench.settings()["state"] == "defaults"
    assert "Left foot" in bench.run_on(*words)[0]
    bench.run_on("config", "--set", "rate_hz=500")
    bench.pico.tell("reset")
    after = bench.settings()
    assert (after["name"], after["rate_hz"], after["state"]) == ("Left foot", 500, "file")
    out, err = bench.run_on("config", "--set", "rate_hz=5000", ends=2)
    assert (out, err.count("\n")) == ("", 1)
    bench.run_on("config", "--set", "rate_hz=1000")


def doctor(bench: Bench, words: list[str]) -> None:
    out, err = bench.run_on(*words)
    assert out.startswith("Left foot ")
    assert (out.splitlines()[-1], err) == ("The rig is healthy.", "")
    report = json.loads(bench.run_on(*words, "--json", "--seconds", "1")[0])
    assert report["healthy"]
    assert report["rate_hz"] == pytest.approx(1000.0, rel=0.001)
    losses = ("gaps", "overruns", "dropped", "bad_frames", "lost_frames")
    assert [report[loss] for loss in losses] == [0] * len(losses)
    assert report["jitter_us"]["p99"] < 50
    assert report["self_test"]["scan_us"] <= 160
    assert (report["identity"]["board"], report["identity"]["name"]) == ("pico", "Left foot")
    assert [(one["name"], one["state"], one["median_counts"]) for one in report["channels"]] == [
        (name, "ok", REST) for name in NAMES
    ]
    _broken_sensors_are_named(bench, words)


def _broken_sensors_are_named(bench: Bench, words: list[str]) -> None:
    broken, stuck = "mth3", "forefoot_central"
    bench.press({broken: 0})
    for name in (broken, stuck):
        bench.pico.tell(f"noise {NAMES.index(name)} 0")
    report = json.loads(bench.run_on(*words, "--json", "--seconds", "0.5", ends=1)[0])
    states = {one["name"]: one["state"] for one in report["channels"] if one["state"] != "ok"}
    assert states == {broken: "open", stuck: "stuck"}
    assert [line.split(":")[0] for line in report["problems"]] == [broken, stuck]
    bench.press({broken: REST})
    for name in (broken, stuck):
        bench.pico.tell(f"noise {NAMES.index(name)} {NOISE}")


def practice(bench: Bench, words: list[str]) -> None:
    """Practise in the live window, which Qt draws where nobody sees it: a word after "offscreen" makes it a display.

    It is closed by Ctrl-C while the heel is pressed, so that the picture that is kept shows the live trace.
    """
    kept = bench.folder / "practice"
    asked = (*words, "--drill", "one-press", "--out", str(kept), "--port", bench.pico.port)
    with bench.begin(*asked, DISPLAY=":0", QT_QPA_PLATFORM="offscreen:") as process:
        try:
            _until(lambda: _recorded_s(kept) > 1.5, process)
            bench.press(PRESS)
            pressed_s = _recorded_s(kept)
            _until(lambda: _recorded_s(kept) > pressed_s + 1.5, process)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=MOST_S)
        except BaseException:
            process.kill()
            raise
    bench.press(dict.fromkeys(PRESS, REST))
    assert process.returncode == 130, out + err
    assert "is not calibrated, its forces are rough" in err
    assert "One press: " in out
    assert (kept / "window.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((kept / "score.json").read_text())["sets"][0]["score"] > 0
    _one_press_was_seen(bench, kept / "practice.twr")


def _one_press_was_seen(bench: Bench, recording: Path) -> None:
    found = json.loads(bench.run("analyse", str(recording), "--json")[0])
    (segment,) = found["segments"]
    assert 1.0 < segment["start_s"] < segment["end_s"] == pytest.approx(found["duration_s"], abs=0.2)
    assert segment["measures"]["strokes"] == 1
    assert (segment["measures"]["x_mm"], segment["measures"]["y_mm"]) == pytest.approx(PLACE_MM, abs=10.0)
    assert segment["measures"]["contact_force_n"] > 10.0


def _until(done: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + MOST_S
    while not done():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _recorded_s(folder: Path) -> float:
    """About how much of a stream at 1 kHz the recording in there holds."""
    path = folder / "practice.twr"
    return path.stat().st_size / BYTES_PER_S if path.exists() else 0.0


STEPS = {
    "ports": ports,
    "flash --dry-run": dry_run,
    "flash": flash,
    'config --set name="Left foot"': config,
    "doctor": doctor,
    "practice": practice,
}


def test_the_steps_are_the_readmes() -> None:
    page = (firmware_dir() / "README.md").read_text(encoding="utf-8")
    walk = page.split("## From a bare Pico")[1].split("\n### ")[0]
    assert re.findall(r"(?m)^    \$ thumbwalk (.+)$", walk) == list(STEPS)


@with_micropython
def test_an_old_micropython_is_refused_and_named(bench: Bench) -> None:
    too_new = OLDER_WILL_DO.replace("(1, 26)", "(99, 1)")
    out, err = bench.run_on("flash", ends=2, program=too_new)
    assert out == ""
    assert re.search(r"the board has MicroPython 1\.\d+\.\d+, the firmware needs 99\.1 or newer", err)


@with_micropython
def test_a_bare_pico_becomes_a_rig_with_a_live_trace_by_the_steps_of_the_readme(bench: Bench) -> None:
    for command, step in STEPS.items():
        begun = time.monotonic()
        step(bench, shlex.split(command))
        print(f"thumbwalk {command}: {time.monotonic() - begun:.0f} s")
    recording = bench.folder / "a.twr"
    bench.run_on("record", "--seconds", "2", "--out", str(recording))
    assert json.loads(bench.run("analyse", str(recording), "--json")[0])["segments"] == [], "nobody pressed"
