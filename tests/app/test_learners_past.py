"""The past is read once on another thread, again when something was added, and an error is said."""

from __future__ import annotations

from dataclasses import replace

from tests.app import pasts

from thumbwalk.app.learners_past import LookBack, Past, Wanted
from thumbwalk.errors import StoreError

ME = Wanted("me", False, "right", "sole16", pasts.TODAY.date())


def test_it_is_read_once_for_all_who_ask_and_stays_in_sight_while_it_is_read_anew() -> None:
    worker, read = pasts.Later(), list[Wanted]()

    def look(wanted: Wanted) -> LookBack:
        read.append(wanted)
        return pasts.first_day()

    past = Past(look, worker)
    assert (past.of(ME).stage, past.of(ME).found) == ("reading", None)
    worker.work()
    assert (past.of(ME).stage, past.of(ME).found) == ("read", pasts.first_day())
    assert read == [ME]
    past.renew()
    assert (past.of(ME).stage, past.of(ME).found) == ("reading", pasts.first_day())
    worker.work()
    assert read == [ME, ME]


def test_of_another_learner_nothing_is_shown_of_the_one_before_even_if_that_comes_late() -> None:
    worker = pasts.Later()
    past = Past(lambda wanted: pasts.first_day() if wanted == ME else pasts.weeks(), worker)
    past.of(ME)
    other = replace(ME, learner="Jo")
    assert past.of(other).found is None
    worker.waiting.reverse()
    worker.work()
    assert past.of(other).found is pasts.weeks()


def test_what_cannot_be_read_is_said_and_tried_again_only_when_somebody_asks_for_it() -> None:
    tries = 0

    def locked(_wanted: Wanted) -> LookBack:
        nonlocal tries
        tries += 1
        raise StoreError("thumbwalk.sqlite3: is in use by another program; try again when that has ended")

    past = Past(locked, pasts.AtOnce())
    for _ in range(3):
        past.of(ME)
    assert (past.state.stage, tries) == ("failed", 1)
    assert "is in use" in past.state.trouble
    past.renew()
    past.of(ME)
    assert tries == 2


def test_while_it_is_held_nothing_is_read() -> None:
    worker = pasts.Later()
    past = Past(lambda _wanted: pasts.first_day(), worker)
    past.held = True
    assert past.of(ME).stage == "unread"
    assert worker.waiting == []
    past.held = False
    past.of(ME)
    worker.work()
    assert past.state.stage == "read"
