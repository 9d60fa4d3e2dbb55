"""A session that is under way is known from one whose program was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from thumbwalk.session.in_use import in_use, is_in_use

HOLDS = """
import sys, time
from pathlib import Path
from thumbwalk.session.in_use import in_use
with in_use(Path(sys.argv[1])):
    print("holds", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "session.json"
    path.write_text("{}", encoding="utf-8")
    return path


def test_it_is_held_as_long_as_its_block_lasts(document: Path) -> None:
    assert not is_in_use(document)
    with in_use(document):
        assert is_in_use(document)
        assert document.read_text(encoding="utf-8") == "{}"
    assert not is_in_use(document)


def test_who_only_asks_does_not_hold_it(document: Path) -> None:
    assert not is_in_use(document)
    with in_use(document):
        assert is_in_use(document)


def test_a_program_that_is_killed_holds_it_no_more(document: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(document)], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"holds\n"
        assert is_in_use(document)
        program.kill()
    assert not is_in_use(document)


def test_where_nothing_can_be_held_a_session_goes_on(tmp_path: Path) -> None:
    missing = tmp_path / "none" / "session.json"
    with in_use(missing):
        assert not is_in_use(missing)
