"""The folder of a session: chosen, made, and what can't be kept in it said once."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from thumbwalk.errors import NotKept, OptionError
from thumbwalk.places import write_whole
from thumbwalk.session import kept
from thumbwalk.session.kept import FREE, PICTURE, RECORDING, SCORE, SessionFolder

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_choosing_makes_nothing_and_two_of_the_same_second_get_a_folder_each(tmp_path: Path) -> None:
    first, second = (SessionFolder.dated(tmp_path / "sessions", "first-steps", NOW) for _ in range(2))
    assert list(tmp_path.iterdir()) == []
    first.make()
    first.recording.touch()
    second.make()
    assert [one.path.name for one in (first, second)] == [
        "2026-03-04_050607_first-steps",
        "2026-03-04_050607_first-steps-2",
    ]


def test_a_folder_that_was_named_may_be_there_but_no_session_may_be_in_it(tmp_path: Path) -> None:
    SessionFolder(tmp_path).make()
    for name in (RECORDING, SCORE, FREE, PICTURE):
        taken = tmp_path / name.replace(".", "-")
        taken.mkdir()
        (taken / name).touch()
        with pytest.raises(OptionError, match=f"there is a {name} in it already"):
            SessionFolder(taken)
    (tmp_path / "file").touch()
    with pytest.raises(OptionError, match="is a file"):
        SessionFolder(tmp_path / "file")
    with pytest.raises(OptionError, match="can't make the folder"):
        SessionFolder(tmp_path / "file" / "below").make()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_the_first_thing_that_cannot_be_kept_is_remembered_and_nothing_is_half_written(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = write_whole

    def full(path: Path, chunks: Iterable[str | bytes]) -> None:
        if path.name == PICTURE:
            raise OSError(number, os.strerror(number))
        whole(path, chunks)

    monkeypatch.setattr(kept, "write_whole", full)
    folder = SessionFolder(tmp_path)
    folder.keep_picture(b"one")
    first = folder.failure
    folder.keep_picture(b"two")
    assert isinstance(first, NotKept)
    assert folder.failure is first
    assert str(first) == f"{tmp_path / PICTURE}: can't be written: {os.strerror(number)}; make room first"
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_written_over_an_older_one_whole(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    for content in (b"\x89PNG\r\n1", b"\x89PNG\r\n"):
        folder.keep_picture(content)
    assert folder.failure is None
    assert (tmp_path / PICTURE).read_bytes() == b"\x89PNG\r\n"
    assert [path.name for path in tmp_path.iterdir()] == [PICTURE]


@pytest.mark.parametrize("asked_for", [True, False])
def test_a_link_that_leads_nowhere_is_said_and_nothing_is_made(tmp_path: Path, asked_for: bool) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone" / "disk")
    path = tmp_path / "link" if asked_for else tmp_path / "link" / "sessions" / "one"
    with pytest.raises(OptionError, match=f"{tmp_path / 'link'} is a link that leads nowhere; "):
        SessionFolder(path, asked_for=asked_for).make()
    assert [one.name for one in tmp_path.iterdir()] == ["link"]


def test_what_was_made_for_nothing_is_removed_and_what_was_there_stays(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path / "home" / "sessions" / "one", asked_for=False)
    folder.make()
    folder.forget()
    assert list(tmp_path.iterdir()) == []
    folder.make()
    folder.recording.touch()
    folder.forget()
    assert folder.recording.exists()
    there = SessionFolder(tmp_path / "home")
    there.make()
    there.forget()
    assert (tmp_path / "home").is_dir()


def test_what_is_gone_is_named(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    for name in (RECORDING, PICTURE):
        (tmp_path / name).touch()
    assert folder.gone() == [SCORE]
