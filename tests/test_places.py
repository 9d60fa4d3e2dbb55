"""Where files live, and that they get there whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from thumbwalk import places
from thumbwalk.errors import CalibrationError
from thumbwalk.places import (
    begun_file,
    calibration_path,
    calibrations_dir,
    home_dir,
    left_unnamed,
    sessions_dir,
    write_whole,
)


def test_everything_is_under_the_users_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "mine"))
    assert home_dir() == tmp_path / "mine"
    assert {calibrations_dir().parent, sessions_dir().parent} == {home_dir()}
    assert calibration_path("e6-1").parent == calibrations_dir()
    monkeypatch.delenv("THUMBWALK_HOME")
    assert home_dir().name == "thumbwalk"


@pytest.mark.parametrize("board_id", ["", "../../x", "a/b", "x" * 65, "a b"])
def test_a_boards_id_can_not_lead_out_of_the_folder(board_id: str) -> None:
    with pytest.raises(CalibrationError, match="board id"):
        calibration_path(board_id)


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")
    path.chmod(0o640)
    write_whole(path, ["af", "ter\n"])
    assert path.read_text() == "after\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_whole(tmp_path / "link", ["after"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


def test_what_fails_on_the_way_leaves_nothing_behind(tmp_path: Path) -> None:
    def chunks() -> Iterator[str]:
        yield "half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(tmp_path / "file", chunks())
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=["nameless", "renamed"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Files that get their name when they are whole, and the other way, for systems without."""
    if request.param == "renamed":
        monkeypatch.setattr(places, "_nameless", lambda _folder: None)
    return str(request.param)


@pytest.mark.usefixtures("either_way")
def test_either_way_a_file_is_new_or_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "below" / "file"
    for content in ("one", "two"):
        write_whole(path, [content])
        assert path.read_text() == content
        assert list(path.parent.iterdir()) == [path]
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.usefixtures("either_way")
def test_either_way_what_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def chunks() -> Iterator[str]:
        yield "half"
        raise RuntimeError

    for kept in ([], ["file"]):
        with pytest.raises(RuntimeError):
            write_whole(tmp_path / "file", chunks())
        assert [path.name for path in tmp_path.iterdir()] == kept
        write_whole(tmp_path / "file", ["whole"])
    assert (tmp_path / "file").read_text() == "whole"


@pytest.mark.parametrize("way", ["nameless", "renamed"])
def test_what_a_program_leaves_that_ends_before_a_file_is_in_its_place_is_known_by_that_file(
    way: str, tmp_path: Path
) -> None:
    path = tmp_path / "a [1].twr"
    path.write_text("before")
    for stranger in (".a [1].twr.part", ".b.twr.0123abcd.part", ".a [1].twr.swp", "a [1].twr.0123abcd.part"):
        (tmp_path / stranger).touch()
    strangers = set(tmp_path.iterdir())
    ended = f"""if 1:
        import os, pathlib
        from thumbwalk import places
        {"places._nameless = lambda folder: None" if way == "renamed" else ""}
        pathlib.Path.replace = lambda *_: os._exit(9)
        places.write_whole(pathlib.Path({str(path)!r}), ["after"])
    """
    assert subprocess.run([sys.executable, "-c", ended], check=False).returncode == 9
    assert path.read_text() == "before"
    (left,) = set(tmp_path.iterdir()) - strangers
    assert left_unnamed(path) == [left]
    assert left.read_text() == "after"


def test_nothing_has_a_name_before_it_is_whole(tmp_path: Path) -> None:
    if not hasattr(os, "O_TMPFILE"):
        pytest.skip("no nameless files here")
    seen: list[list[Path]] = []

    def chunks() -> Iterator[str]:
        yield "half"
        seen.append(list(tmp_path.iterdir()))

    write_whole(tmp_path / "file", chunks())
    assert seen == [[]]


def test_a_begun_file_appears_with_its_beginning_and_never_over_another(either_way: str, tmp_path: Path) -> None:
    path = tmp_path / either_way
    with begun_file(path, b"head") as file:
        assert path.read_bytes() == b"head"
        file.write(b" and more")
    assert path.read_bytes() == b"head and more"
    with pytest.raises(FileExistsError):
        begun_file(path, b"another")
    assert path.read_bytes() == b"head and more"


def test_a_home_of_nobody_is_a_name_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUMBWALK_HOME", "~no-such-user-here/x")
    assert home_dir() == Path("~no-such-user-here/x")
