"""What is said of a session is a document of its own, which outlives the store."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.store.homes import Home, everything

from thumbwalk.errors import NotKept
from thumbwalk.store.finding import session_named
from thumbwalk.store.spoken import say, unsay, word_row, words_folder, words_in

AT = datetime(2026, 3, 5, 9, 30, 15, 999, tzinfo=UTC)


def test_a_word_is_the_same_row_said_and_read(practised: Home) -> None:
    store = practised.store()
    with store.writing() as db:
        row = session_named(db, "1")
        folder = words_folder(store, practised.kept, row)
        row.words.append(word_row(*say(folder, "note", AT, {"text": "slept badly"})))
        row.words.append(word_row(*say(folder, "trim", AT, {"from_s": 1.0, "to_s": 2.0})))
    before = everything(store)
    assert [one["kind"] for one in before["sessions"][1]["words"]] == ["note", "trim"]
    practised.file.unlink()
    practised.catch_up()
    assert everything(practised.store()) == before


def test_a_damaged_word_costs_itself(practised: Home) -> None:
    folder = practised.kept.sessions / "2026-03-01_181500_frozen"
    say(folder, "note", AT, {"text": "one"})
    name, _ = say(folder, "note", AT, {"text": "two"})
    (folder / name).write_text("{", encoding="utf-8")
    assert [one.text for one in words_in(folder)] == ["one"]


def test_taken_back_is_only_what_is_of_a_kind(practised: Home) -> None:
    folder = practised.kept.sessions / "2026-03-01_181500_frozen"
    say(folder, "note", AT, {"text": "a trim_ in it"})
    say(folder, "trim", AT, {"from_s": 1.0, "to_s": 2.0})
    assert len(unsay(folder, "trim")) == 1
    assert [one.kind for one in words_in(folder)] == ["note"]


def test_of_a_session_that_is_gone_nothing_can_be_said(practised: Home) -> None:
    store = practised.store()
    folder = practised.kept.sessions / "2026-03-01_181500_frozen"
    folder.rename(practised.path / "taken away")
    with store.reading() as db, pytest.raises(NotKept, match="is not there any more"):
        words_folder(store, practised.kept, session_named(db, "1"))
