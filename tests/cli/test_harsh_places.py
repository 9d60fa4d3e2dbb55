"""Folders that may only be read, and a clock that was set back: a practice goes on, one line says what was not kept."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from tests.cli.bytes_only import PRACTICE

from thumbwalk.cli import practising
from thumbwalk.cli.keeping import keep_in_store
from thumbwalk.cli.main import run
from thumbwalk.session.kept import PICTURE, RECORDING, SCORE
from thumbwalk.session.recording import open_recording

_CAPABILITIES_3 = 0x20080522
_OVERRIDING = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (linux/capability.h)."""


@contextmanager
def held_to_permissions() -> Iterator[None]:
    """Root may write everywhere; meanwhile it lays that right down, and is a folder's owner like any other."""
    if os.geteuid() != 0:
        yield
        return
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux lets root lay its rights down for a while")
    libc = ctypes.CDLL(None, use_errno=True)
    head, rights = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(head, rights) == 0
    had = rights[0]
    rights[0] = had & ~_OVERRIDING
    assert libc.capset(head, rights) == 0
    try:
        yield
    finally:
        rights[0] = had
        assert libc.capset(head, rights) == 0


@pytest.fixture
def only_read(begun: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that may only be read, with a practice and a store in it; beside it `mine`, which may be written."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home, mine = Path(folder) / "home", Path(folder) / "mine"
        shutil.copytree(begun, home)
        mine.mkdir()
        mine.chmod(0o777)
        for path in (home, *home.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        monkeypatch.setenv("THUMBWALK_HOME", str(home))
        yield home
        for path in (home, *(one for one in home.rglob("*") if one.is_dir())):
            path.chmod(0o755)


def test_a_practice_that_has_no_place_does_not_begin(only_read: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(only_read.rglob("*"))
    with held_to_permissions():
        assert run(PRACTICE) == 2
    shown, err = capsys.readouterr()
    assert err.count("\n") == 1
    assert "can't make the folder: Permission denied; mend it, or name a folder with --out" in err
    assert "Kept in" not in shown
    assert sorted(only_read.rglob("*")) == before


def test_kept_elsewhere_the_practice_is_whole_and_one_line_says_what_is_not(
    only_read: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = only_read.with_name("mine") / "practice"
    with held_to_permissions():
        code = run([*PRACTICE, "--out", str(out)])
    _, err = capsys.readouterr()
    assert (code, err.count("\n")) == (1, 1), err
    assert all((out / name).exists() for name in (RECORDING, SCORE, PICTURE))
    assert list(open_recording(out / RECORDING).events())


def test_a_store_that_may_only_be_read_is_one_line(only_read: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with held_to_permissions():
        assert run(["history"]) == 1
    shown, err = capsys.readouterr()
    assert (shown, err.count("\n")) == ("", 1)
    assert f"{only_read / 'thumbwalk.sqlite3'}: can't be written; make it and its folder writable" in err


def test_one_that_another_program_took_in_at_once_is_called_by_its_number_all_the_same(
    begun: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(begun, Path(os.environ["THUMBWALK_HOME"]))

    def second(*arguments: Any, **options: Any) -> None:
        assert run(["history"]) == 0
        keep_in_store(*arguments, **options)

    monkeypatch.setattr("thumbwalk.cli.practice.keep_in_store", second)
    assert run(PRACTICE) == 0
    assert capsys.readouterr().out.count("It is session 2: ") == 1


def test_two_practices_between_which_the_clock_was_set_back_are_two_and_each_is_found(
    begun: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Path(os.environ["THUMBWALK_HOME"])
    shutil.copytree(begun, home)
    yesterday = datetime.now().astimezone() - timedelta(days=1, hours=3)
    monkeypatch.setattr(practising, "now", lambda: yesterday)

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return yesterday.astimezone(tz)

    monkeypatch.setattr("thumbwalk.cli.practice.datetime", Yesterday)
    assert run(PRACTICE) == 0
    shown, err = capsys.readouterr()
    assert err == ""
    assert "It is session 2" in shown
    assert run(["history", "--json"]) == 0
    assert [row["session"] for row in json.loads(capsys.readouterr().out)["sessions"]] == [2, 1]
    assert run(["show", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["at"] == yesterday.isoformat(timespec="seconds")
