"""Work that is spread is done once each, whoever dies on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.deadly import doubled

from thumbwalk.errors import OptionError
from thumbwalk.store.spreading import spread, spread_over


def test_with_one_process_it_is_done_here_in_order(tmp_path: Path) -> None:
    pieces = [(str(tmp_path), number, False) for number in (4, 2, 8)]
    assert list(spread(doubled, pieces, 1)) == [(piece, 2 * piece[1]) for piece in pieces]


def test_what_a_killed_process_was_at_is_done_again_and_nothing_twice(tmp_path: Path) -> None:
    pieces = [(str(tmp_path), number, False) for number in (2, 3, 4, 6)]
    found = list(spread(doubled, pieces, 2))
    assert sorted(found) == [(piece, 2 * piece[1]) for piece in pieces]
    assert (tmp_path / "3").exists(), "it was killed"


def test_what_kills_each_time_is_given_up(tmp_path: Path) -> None:
    pieces = [(str(tmp_path), 2, False), (str(tmp_path), 3, True)]
    assert dict(spread(doubled, pieces, 2))[pieces[1]] is None


def test_a_cluster_that_there_is_not_is_one_line() -> None:
    pytest.importorskip("distributed", reason="the package dask[distributed] is not installed")
    with pytest.raises(OptionError) as refused:
        list(spread_over("nonsense://nowhere", doubled, [("", 2, False)]))
    assert "no Dask scheduler answers there" in str(refused.value)
    assert "\n" not in str(refused.value)
