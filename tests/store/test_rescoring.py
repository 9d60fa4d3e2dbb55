"""Sessions scored again: once each, the same by whoever does it, and known again when the store is made anew."""

from __future__ import annotations

import json
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.store.homes import Home

from thumbwalk.coach.targets.caps import SCORE_VERSION
from thumbwalk.errors import NotKept
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.store import rescoring
from thumbwalk.store.access import Store
from thumbwalk.store.finding import Wanted
from thumbwalk.store.models import PastSession, SetScore
from thumbwalk.store.rescoring import due, keep
from thumbwalk.store.scoring_again import Due, Rescored, scored_again
from thumbwalk.store.spreading import spread, spread_over

AGAIN = partial(scored_again, version=SCORE_VERSION)


def scores_in(store: Store) -> dict[int, list[tuple[int, int, bool, float | None]]]:
    """By session: set, version, whether it is of its day, and the score."""
    with store.reading() as db:
        return {
            row.number: sorted((s.n, one.version, one.own, one.score) for s in row.sets for one in s.scores)
            for row in db.scalars(select(PastSession))
        }


def test_today_s_scores_stand_beside_those_of_the_day_in_the_store_and_in_the_folder(practised: Home) -> None:
    store = practised.store()
    pieces, had = due(store, Wanted(), SCORE_VERSION)
    assert ([one.number for one in pieces], had) == ([1, 2, 3], 0)
    for one in pieces:
        keep(store, one, AGAIN(one), SCORE_VERSION)
    recording = open_recording(Path(pieces[0].folder) / "practice.twr")
    today, then = replayed(recording, SCORE_VERSION).result(), replayed(recording).result()
    assert today is not None
    assert then is not None
    assert today != then
    for rows in scores_in(store).values():
        assert [row[3] for row in rows if row[1] == SCORE_VERSION] == [one.score for one in today.sets]
        assert [row[3] for row in rows if row[2]] == [one.score for one in then.sets]
    document = json.loads((Path(pieces[0].folder) / f"score_v{SCORE_VERSION}.json").read_text())
    assert document == json.loads(json.dumps(today.to_json()))
    assert due(store, Wanted(), SCORE_VERSION) == ([], 3)


def test_what_was_kept_is_known_again_when_the_store_is_made_anew(practised: Home) -> None:
    store = practised.store()
    pieces, _ = due(store, Wanted(), SCORE_VERSION)
    keep(store, pieces[1], AGAIN(pieces[1]), SCORE_VERSION)
    before = scores_in(store)
    practised.file.unlink()
    practised.catch_up()
    assert scores_in(practised.store()) == before
    assert [one.number for one in due(practised.store(), Wanted(), SCORE_VERSION)[0]] == [1, 3]


def test_two_processes_give_what_one_gives_to_the_digit(practised: Home) -> None:
    pieces, _ = due(practised.store(), Wanted(), SCORE_VERSION)
    one, two = (dict(spread(AGAIN, pieces[:2], n)) for n in (1, 2))
    assert one == two


def test_killed_between_folder_and_store_it_is_done_again(practised: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store = practised.store()
    (first, *_), _ = due(store, Wanted(), SCORE_VERSION)
    done = AGAIN(first)

    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rescoring, "add_scores", killed)
        with pytest.raises(KeyboardInterrupt):
            keep(store, first, done, SCORE_VERSION)
    assert first in due(store, Wanted(), SCORE_VERSION)[0]
    keep(store, first, done, SCORE_VERSION)
    keep(store, first, done, SCORE_VERSION)
    with store.reading() as db:
        assert len(db.scalars(select(SetScore).where(SetScore.version == SCORE_VERSION)).all()) == 2


def test_what_can_t_be_read_says_why_and_what_does_not_fit_is_not_kept(practised: Home) -> None:
    store = practised.store()
    (first, *_), _ = due(store, Wanted(), SCORE_VERSION)
    (Path(first.folder) / "practice.twr").write_bytes(b"\x02\x80 no more")
    assert "its beginning is damaged" in AGAIN(first).failed
    with pytest.raises(NotKept, match="are not the scores of session 1: there are 0 scores of 2 sets"):
        keep(store, first, Rescored({"sets": []}), SCORE_VERSION)
    assert first in due(store, Wanted(), SCORE_VERSION)[0]


@pytest.mark.filterwarnings("ignore")  # the cluster's own, of how its processes end
def test_a_cluster_of_two_workers_one_of_which_is_killed_does_all_once_and_the_same(practised: Home) -> None:
    distributed = pytest.importorskip("distributed", reason="the package dask[distributed] is not installed")
    store = practised.store()
    pieces, _ = due(store, Wanted(), SCORE_VERSION)
    found: list[tuple[Due, Rescored | None]] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        for index, (one, done) in enumerate(spread_over(cluster.scheduler_address, AGAIN, pieces, patience_s=60.0)):
            found.append((one, done))
            if index == 0:
                _kill_one(distributed, cluster.scheduler_address)
    for one, done in found:
        assert done is not None
        keep(store, one, done, SCORE_VERSION)
    assert sorted(one.number for one, _ in found) == [1, 2, 3]
    assert dict(found) == {one: AGAIN(one) for one in pieces}
    assert due(store, Wanted(), SCORE_VERSION) == ([], 3)


def _kill_one(distributed: Any, address: str) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
