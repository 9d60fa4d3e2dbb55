"""The tables hold what belongs together."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select
from tests.store.homes import Home
from tests.store.rows import FIRST, put

from thumbwalk.errors import StoreError
from thumbwalk.store.models import Learner, PastSession, SessionWord, SetMeasure, StoreTable
from thumbwalk.store.moments import moment_of


def test_what_is_of_a_learner_goes_with_them(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1)
    with home.store().writing() as db:
        db.execute(delete(Learner))
    with home.store().reading() as db:
        assert [db.scalar(select(func.count()).select_from(table)) for table in (PastSession, SetMeasure)] == [0, 0]


@pytest.mark.parametrize("times", [(5.0, 5.0), (5.0, 1.0)])
def test_a_trim_of_no_time_is_refused_by_the_database_itself(home: Home, times: tuple[float, float]) -> None:
    def trim() -> None:
        with home.store().writing() as db:
            word = SessionWord(**moment_of(FIRST), document="said_1", kind="trim", from_s=times[0], to_s=times[1])
            put(db, 1).words.append(word)

    with pytest.raises(StoreError):
        trim()


@pytest.mark.parametrize("second", [(1, "another"), (2, "key-1")], ids=["number", "key"])
def test_no_two_sessions_have_one_key_or_number(home: Home, second: tuple[int, str]) -> None:
    def twice() -> None:
        with home.store().writing() as db:
            put(db, 1)
            put(db, second[0], key=second[1])

    with pytest.raises(StoreError):
        twice()


def test_of_a_stranger_s_text_so_much_is_kept_as_any_engine_takes(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, drill="x\0" * 999)
    with home.store().reading() as db:
        assert db.scalar(select(PastSession.drill)) == "x" * 200


def test_every_constraint_has_a_name_that_a_migration_can_call_it_by() -> None:
    for table in StoreTable.metadata.tables.values():
        assert all(one.name for one in table.constraints), table.name
        assert all(one.name for one in table.indexes), table.name
