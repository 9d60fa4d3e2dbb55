"""The same store on a school's PostgreSQL, also when that is stopped in the midst of a practice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from tests.cli.test_practice import with_short_drill
from tests.needs import needs
from tests.store.homes import Home, everything, not_free
from tests.store.server import NO_SERVER, Server, programs
from tests.store.test_migrating import with_later

from thumbwalk.cli.main import run
from thumbwalk.errors import StoreError
from thumbwalk.places import home_dir
from thumbwalk.session.live import LiveSession
from thumbwalk.store.access import open_store
from thumbwalk.store.catching_up import catch_up
from thumbwalk.store.engines import engine_of, url_of
from thumbwalk.store.migrating import migrate
from thumbwalk.store.models import StoreTable
from thumbwalk.store.recovering import recover

pytest.importorskip("psycopg", reason="psycopg is not installed: make setup brings it")
pytestmark = needs(programs(), NO_SERVER)


@pytest.fixture(scope="module")
def _server() -> Iterator[Server]:
    server = Server.made()
    yield server
    server.remove()


@pytest.fixture
def server(_server: Server) -> Server:
    """One that runs, with nothing in it."""
    if _server.process is None:
        _server.start()
    with engine_of(url_of(_server.url, Path("unused"))).begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return _server


def test_it_has_the_same_rows_as_a_file(server: Server, practised: Home) -> None:
    url = url_of(server.url, Path("unused"))
    store = open_store(url, practised.path)
    catch_up(store, practised.kept, not_free)
    assert everything(store) == everything(practised.store())
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, StoreTable.metadata) == []
    again, _ = recover(url, practised.path, practised.kept, not_free)
    assert everything(again) == everything(practised.store())


def test_stations_share_it_and_each_makes_its_own_part_anew(server: Server, tmp_path: Path) -> None:
    url = url_of(server.url, Path("unused"))
    first, second = (Home(tmp_path / name, Path("unused")) for name in ("one", "two"))
    for home in (first, second):
        home.practise(1)
        catch_up(open_store(url, home.path), home.kept, not_free)
    before = everything(open_store(url, first.path))
    assert list(before["sessions"]) == [1, 2]
    with open_store(url, first.path).writing() as db:
        # as after an update, before anybody opened it
        db.execute(text("UPDATE sessions SET folder_id = NULL"))
    store, done = recover(url, first.path, first.kept, not_free)
    assert [one.about.id for one in done.taken] == ["id-1-18-one"]
    assert everything(store) == before


def test_a_migration_that_fails_changes_nothing_and_a_later_one_is_done(server: Server, practised: Home) -> None:
    url = url_of(server.url, Path("unused"))
    store = open_store(url, practised.path)
    catch_up(store, practised.kept, not_free)
    before, config = everything(store), with_later()
    with store.writing() as db:
        # what the migration's second step will fall over
        db.execute(text("CREATE VIEW evenly AS SELECT evenness FROM practice_sets"))
    with pytest.raises(Exception, match="other objects depend on it"):
        migrate(url, config, goal="0003")
    assert everything(store) == before
    with store.writing() as db:
        db.execute(text("DROP VIEW evenly"))
    migrate(url, config, goal="0003")
    with pytest.raises(StoreError, match="newer Thumbwalk"):
        open_store(url, practised.path)


def test_stopped_in_the_midst_of_a_practice_costs_nothing_of_it(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THUMBWALK_DATABASE", server.url)
    assert run(["history"]) == 0
    began = LiveSession.start

    def start(session: LiveSession) -> None:
        server.stop()
        began(session)

    monkeypatch.setattr(LiveSession, "start", start)
    assert run(["practice", "--virtual", "--fast", *with_short_drill(home_dir())]) == 0
    shown, err = capsys.readouterr()
    assert "Kept in" in shown
    assert err.count("\n") == 1
    assert "can't be reached or used" in err
    assert "taken in the next time" in err
    server.start()
    assert run(["history"]) == 0
    assert "short" in capsys.readouterr().out
