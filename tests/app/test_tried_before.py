"""What was tried is read aside: whoever asks comes back at once, and what was known stays while it is read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from tests.app import scenes
from tests.app.desks import TRIED, still_desk

from thumbwalk.app.tried_before import TriedBefore
from thumbwalk.errors import LearnerError
from thumbwalk.learner.tried import Tried


class Later(Executor):
    """Does what it is given when it is told to."""

    def __init__(self) -> None:
        self.waits: list[Callable[[], Any]] = []

    def submit(self, act: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        self.waits.append(lambda: act(*given, **named))
        return Future()

    def work(self) -> None:
        while self.waits:
            self.waits.pop(0)()


@pytest.fixture
def later() -> Later:
    return Later()


def test_nothing_is_known_until_it_is_read_and_the_last_answer_stays_while_it_is_read_again(later: Later) -> None:
    answers = [{"a": TRIED["hold-1"]}, {"b": TRIED["hold-1"]}]
    before = TriedBefore(lambda _learner, _virtual: answers.pop(0), later)
    assert before.of("Jo", virtual=True, age=0) is None
    assert before.of("Jo", virtual=True, age=0) is None
    assert len(later.waits) == 1, "it is read once"
    later.work()
    assert before.of("Jo", virtual=True, age=0) == {"a": TRIED["hold-1"]}
    assert before.of("Jo", virtual=True, age=1) == {"a": TRIED["hold-1"]}
    later.work()
    assert before.of("Jo", virtual=True, age=1) == {"b": TRIED["hold-1"]}


def test_another_learner_or_kind_of_rig_is_not_told_by_what_was_known_of_the_one_before(later: Later) -> None:
    def read(learner: str, virtual: bool) -> Mapping[str, Tried]:
        if virtual:
            raise LearnerError("damaged")
        return {learner: TRIED["hold-1"]}

    before = TriedBefore(read, later)
    before.of("Jo", virtual=False, age=0)
    before.of("Li", virtual=False, age=0)
    later.work()
    assert before.of("Li", virtual=False, age=0) == {"Li": TRIED["hold-1"]}, "who was asked for first came too late"
    assert before.of("Li", virtual=True, age=0) is None
    later.work()
    assert (before.of("Li", virtual=True, age=0), before.trouble) == ({}, "damaged")


def test_who_has_practised_is_not_sent_to_the_first_rung_while_that_is_being_read(later: Later) -> None:
    desk = still_desk(scenes.quiet())
    desk.past.held = True
    desk.tried_before = TriedBefore(lambda _learner, _virtual: {}, later)
    assert (desk.suggestions(), desk.tried()) == ((), {})
    later.work()
    assert desk.suggestions()[0].drill == "first-steps"
