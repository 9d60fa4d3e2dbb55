"""Where files live, and that they get there whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.places import calibration_path, calibrations_dir, home_dir, sessions_dir, write_whole


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
