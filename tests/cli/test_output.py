"""An output that is closed, full or knows only ASCII costs no file, and gives a line at most."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from thumbwalk.session.about import ABOUT
from thumbwalk.session.kept import PICTURE, RECORDING, SCORE

SHORT = Path(__file__).with_name("short_drill.toml")
NO_ROOM = "thumbwalk: can't write the output: No space left on device; make room or name another file\n"

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")


def shell(tmp_path: Path, line: str, **environment: str) -> tuple[int, str, str]:
    """Run a line of shell in which $thumbwalk is the program."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    shutil.copy(SHORT, home / "drills.toml")
    own = {"THUMBWALK_HOME": str(home), "thumbwalk": f"{sys.executable} -m thumbwalk", "out": str(tmp_path / "out")}
    done = subprocess.run(
        ["/bin/bash", "-c", line], capture_output=True, env=os.environ | own | environment, check=False, timeout=120
    )
    encoding = environment.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)


def is_whole(out: Path) -> bool:
    names = sorted(path.name for path in out.iterdir())
    return names == sorted((RECORDING, SCORE, PICTURE, ABOUT)) and "score" in json.loads((out / SCORE).read_text())


PRACTICE = '$thumbwalk practice --virtual --fast --drill short --out "$out"'


@pytest.mark.parametrize(
    ("line", "ends_with"),
    [
        pytest.param(f"{PRACTICE} >/dev/full", (1, NO_ROOM), marks=needs_full),
        pytest.param(f"{PRACTICE} >/dev/full 2>/dev/full", (1, ""), marks=needs_full),
        (f"{PRACTICE} | true; exit ${{PIPESTATUS[0]}}", (1, "")),
        (f"{PRACTICE} >&-", (0, "")),
        (f"{PRACTICE} <&- >&- 2>&-", (0, "")),
    ],
)
def test_whatever_becomes_of_the_output_everything_is_kept(
    tmp_path: Path, line: str, ends_with: tuple[int, str]
) -> None:
    code, _, err = shell(tmp_path, line)
    assert (code, err) == ends_with
    assert is_whole(tmp_path / "out")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "ascii:strict"])
def test_letters_that_an_output_does_not_have_are_said_with_those_it_has(tmp_path: Path, encoding: str) -> None:
    code, out, err = shell(tmp_path, f"{PRACTICE} && $thumbwalk drills", PYTHONIOENCODING=encoding)
    assert (code, err) == (0, "")
    assert is_whole(tmp_path / "out")
    assert "Short *" in out
    assert "?" not in out.replace("A hold ? short", "")


@needs_full
def test_what_is_only_printed_says_that_it_could_not_be(tmp_path: Path) -> None:
    assert shell(tmp_path, "$thumbwalk drills --json >/dev/full") == (1, "", NO_ROOM)
    assert shell(tmp_path, "$thumbwalk drills --json | true; exit ${PIPESTATUS[0]}")[::2] == (1, "")


def test_a_closed_stdout_is_not_taken_by_the_next_file(tmp_path: Path) -> None:
    code, _, _ = shell(tmp_path, '$thumbwalk record --virtual --seconds 0.5 --out "$out" >&- 2>&-')
    assert code == 0
    assert b"Recorded" not in (tmp_path / "out").read_bytes()
