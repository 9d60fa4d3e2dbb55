"""A store is made anew of the folders, also when nothing of it can be read any more."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.store.homes import Home, everything, not_free

from thumbwalk.errors import StoreError
from thumbwalk.store.engines import url_of
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
