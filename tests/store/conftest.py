"""A store of each test's own, and homes in which something was practised."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.store.homes import Home

from thumbwalk.store.access import open_store
from thumbwalk.store.engines import url_of


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's file in which nothing is: copied, it costs a test nothing."""
    folder = tmp_path_factory.mktemp("empty")
    open_store(url_of(None, folder / "thumbwalk.sqlite3"), folder)
    return folder / "thumbwalk.sqlite3"


@pytest.fixture
def home(tmp_path: Path, empty_file: Path) -> Home:
    """A home in which nothing was practised yet."""
    made = Home(tmp_path / "home")
    made.path.mkdir()
    shutil.copy(empty_file, made.path / "thumbwalk.sqlite3")
    return made


@pytest.fixture(scope="session")
def _practised_once(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    made = Home(tmp_path_factory.mktemp("practised"))
    shutil.copy(empty_file, made.path / "thumbwalk.sqlite3")
    for day in (1, 2, 3):
        made.practise(day)
    made.catch_up()
    return made.path


@pytest.fixture
def practised(tmp_path: Path, _practised_once: Path) -> Home:
    """A home with three practices by Anna, on three days, that are in the store."""
    shutil.copytree(_practised_once, tmp_path / "home")
    return Home(tmp_path / "home")
