"""Sessions on the disk are known by their documents, or by what their folders are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store.homes import Home

from thumbwalk.errors import RecordingError
from thumbwalk.session.about import ABOUT, About, read_about
from thumbwalk.session.in_use import in_use
from thumbwalk.store.sources import Source, folders_in, has_left_over


def test_a_folder_of_before_there_were_documents_says_when_and_what(home: Home) -> None:
    folder = home.practise(5)
    (folder / ABOUT).unlink()
    about = Source.of_folder(folder).about()
    assert (about.at.replace(tzinfo=None), about.kind) == (datetime(2026, 3, 5, 18, 15), "drill")
    (folder / "score.json").rename(folder / "free.json")
    assert Source.of_folder(folder).about().kind == "free"


@pytest.mark.parametrize("name", ["mine", "2026-99-99_999999_x"])
def test_one_of_another_name_is_as_old_as_its_recording(home: Home, name: str) -> None:
    folder = home.practise(5).rename(home.path / name)
    (folder / ABOUT).unlink()
    about = Source.of_folder(folder).about()
    assert about.at.timestamp() == pytest.approx((folder / "practice.twr").stat().st_mtime)
    assert about.id.startswith(name)


def test_a_number_is_written_down_where_it_can_be(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source.of_folder(home.practise(1))
    about = source.about()
    source.number(about, 7)
    assert read_about(source.document) == replace(about, number=7)

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("thumbwalk.session.about.write_whole", refuse)
    source.number(about, 8)
    assert source.about().number == 7


def test_a_note_leads_to_a_folder_or_a_recording_and_one_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    about = About("x", datetime(2026, 3, 1, tzinfo=UTC), "recording", path=tmp_path / "a.twr")
    about.keep(tmp_path / "note" / ABOUT)
    source = Source.of_note(tmp_path / "note")
    assert (source.recording, source.is_there) == (tmp_path / "a.twr", False)
    replace(about, path=None).keep(tmp_path / "note" / ABOUT)
    with pytest.raises(RecordingError, match="does not say where its session is"):
        Source.of_note(tmp_path / "note")


def test_what_crashed_last_is_seen_without_the_store_and_only_when_nobody_is_at_it(practised: Home) -> None:
    assert not has_left_over(practised.kept.sessions)
    crashed = practised.practise(9, cut=0.5)
    with in_use(crashed / ABOUT):
        assert not has_left_over(practised.kept.sessions)
    assert has_left_over(practised.kept.sessions)
    practised.catch_up()
    assert not has_left_over(practised.kept.sessions)
    assert not has_left_over(practised.path / "none")


def test_folders_are_listed_in_order_without_hidden_ones(tmp_path: Path) -> None:
    assert list(folders_in(tmp_path / "none")) == []
    for name in ("b", "a", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").touch()
    assert [path.name for path in folders_in(tmp_path)] == ["a", "b"]
