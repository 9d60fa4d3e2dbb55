"""The best sets are read once on another thread, and what can't be read is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.app import scenes
from tests.app.desks import still_desk
from tests.app.pasts import Later

from thumbwalk.app.best_before import NONE_BEFORE, BestBefore, BestSet, BestSets, BestWanted
from thumbwalk.errors import StoreError
from thumbwalk.session.sitting_state import SittingState

DRILL = scenes.first_steps()
MINE = BestWanted("me", True, "right", "sole16", DRILL, Path("now"))


def found() -> BestSets:
    return {0: BestSet(91.0, date(2026, 2, 3), scenes.finished().reviews[0])}


def test_it_is_read_once_and_there_when_it_has_come() -> None:
    worker, read = Later(), list[BestWanted]()

    def look(wanted: BestWanted) -> BestSets:
        read.append(wanted)
        return found()

    best = BestBefore(look, worker)
    assert best.of(MINE) is best.of(MINE) is NONE_BEFORE
    worker.work()
    known = best.of(MINE)
    assert (known[0].score, best.of(replace(MINE)) is known, read) == (91.0, True, [MINE])


def test_of_another_drill_nothing_is_known_before_it_is_read_and_the_old_one_comes_too_late() -> None:
    worker = Later()
    best = BestBefore(lambda wanted: found() if wanted == MINE else {}, worker)
    best.of(MINE)
    other = replace(MINE, drill=DRILL.only(1))
    assert best.of(other) is NONE_BEFORE
    worker.work()
    assert best.of(other) == {}


def test_a_store_that_can_not_be_read_is_no_best_and_no_fault() -> None:
    def fail(_wanted: BestWanted) -> BestSets:
        raise StoreError("is locked")

    worker = Later()
    best = BestBefore(fail, worker)
    best.of(MINE)
    worker.work()
    assert best.of(MINE) == {}


def test_the_desk_asks_for_the_bests_of_others_than_what_was_just_kept() -> None:
    asked: list[BestWanted] = []
    worker = Later()
    desk = still_desk(scenes.quiet(), SittingState("open", virtual=True), learner="Anna")
    assert desk.best_before(DRILL) == {}
    desk.best = BestBefore(lambda wanted: asked.append(wanted) or {}, worker)  # type: ignore[func-returns-value]
    assert desk.best_before(DRILL) == {}
    assert worker.waiting == [], "it is not kept yet"
    folder = Path("sessions/now")
    desk.sitting.state = replace(desk.sitting.state, folder=folder)
    desk.best_before(DRILL)
    worker.work()
    assert asked == [BestWanted("Anna", True, "right", "sole16", DRILL, folder)]
