"""A store is made anew of the folders, also when nothing of it can be read any more."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.store.homes import Home, everything, not_free

from thumbwalk.errors import StoreError
from thumbwalk.session.packing import pack_recording
from thumbwalk.store.engines import url_of
from thumbwalk.store.finding import session_named
from thumbwalk.store.forgetting import forget_session
from thumbwalk.store.models import Rig
from thumbwalk.store.recovering import recover


def test_what_is_on_no_disk_is_not_in_it_either(practised: Home) -> None:
    store = practised.store()
    with store.writing() as db:
        db.add(Rig(board_id="of nobody", board="none"))
    before = everything(store)
    store, _ = recover(store.url, practised.path, practised.kept, not_free)
    assert everything(store) == before
    with store.reading() as db:
        assert "of nobody" not in list(db.scalars(select(Rig.board_id)))


def test_a_damaged_one_is_put_aside_and_made_anew(practised: Home) -> None:
    before = everything(practised.store())
    practised.file.write_bytes(b"no database " * 1000)
    with pytest.raises(StoreError, match="is damaged; `thumbwalk recover` makes it anew from the folders"):
        practised.store()
    store, done = recover(url_of(None, practised.file), practised.path, practised.kept, not_free)
    assert everything(store) == before
    assert done.told[0].endswith("it is kept as " + str(practised.path / "thumbwalk.sqlite3.damaged-1"))
    assert (practised.path / "thumbwalk.sqlite3.damaged-1").read_bytes().startswith(b"no database")


def test_one_whose_recording_was_damaged_on_the_disk_is_mended_when_the_store_is_made_anew(practised: Home) -> None:
    recording = practised.kept.sessions / "2026-03-02_181500_frozen" / "practice.twr"
    assert pack_recording(recording)
    data = recording.read_bytes()
    harmed = data[: len(data) // 2] + bytes(64) + data[len(data) // 2 + 64 :]
    recording.write_bytes(harmed)
    store, done = recover(practised.store().url, practised.path, practised.kept, not_free)
    (line,) = done.told
    assert line.startswith(f"{recording}: was damaged; all that can be read of it is put in order")
    assert recording.with_name("practice.twr.damaged-1").read_bytes() == harmed
    rows = everything(store)["sessions"]
    assert (rows[2]["state"], len(rows[2]["sets"])) == ("whole", 2)
    again, done = recover(store.url, practised.path, practised.kept, not_free)
    assert done.told == []
    assert everything(again)["sessions"] == rows
    with store.writing() as db:
        forget_session(store, practised.kept, db, session_named(db, "2"))
    assert [path.name for path in recording.parent.iterdir()] == ["SOURCE.txt"]


def test_one_whose_beginning_was_damaged_is_a_whole_practice_all_the_same(practised: Home) -> None:
    recording = practised.kept.sessions / "2026-03-02_181500_frozen" / "practice.twr"
    assert pack_recording(recording)
    data = bytearray(recording.read_bytes())
    data[600:640] = bytes(40)
    recording.write_bytes(data)
    store, done = recover(practised.store().url, practised.path, practised.kept, not_free)
    assert [f"{recording}: was damaged" in line for line in done.told] == [True]
    row = everything(store)["sessions"][2]
    assert (row["state"], [one["technique"] for one in row["sets"]]) == ("whole", ["hold", "knead"])
    assert 0.0 < row["lost_s"] < 1.0
