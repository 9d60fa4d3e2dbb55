"""What was tried is read aside: whoever asks comes back at once, and what was known stays while it is read again."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.app import pasts, scenes
from tests.app.desks import TRIED, still_desk

from thumbwalk.app.tried_before import Known, TriedBefore
from thumbwalk.errors import LearnerError
from thumbwalk.learner.tried import Tried


def told(before: TriedBefore, learner: str, *, virtual: bool, renewals: int) -> Mapping[str, Tried] | None:
    known = before.of(learner, virtual=virtual, kept=None, renewals=renewals)
    return None if known is None else known.tried


@pytest.fixture
def later() -> pasts.Later:
    return pasts.Later()


def test_nothing_is_known_until_it_is_read_and_the_last_answer_stays_while_it_is_read_again(later: pasts.Later) -> None:
    answers = [{"a": TRIED["hold-1"]}, {"b": TRIED["hold-1"]}]
    before = TriedBefore(lambda _learner, _virtual: Known(answers.pop(0)), later)
    assert told(before, "Jo", virtual=True, renewals=0) is None
    assert told(before, "Jo", virtual=True, renewals=0) is None
    assert len(later.waiting) == 1, "it is read once"
    later.work()
    assert told(before, "Jo", virtual=True, renewals=0) == {"a": TRIED["hold-1"]}
    assert told(before, "Jo", virtual=True, renewals=1) == {"a": TRIED["hold-1"]}
    later.work()
    assert told(before, "Jo", virtual=True, renewals=1) == {"b": TRIED["hold-1"]}


def test_another_learner_or_kind_of_rig_is_not_told_by_what_was_known_of_the_one_before(later: pasts.Later) -> None:
    def read(learner: str, virtual: bool) -> Known:
        if virtual:
            raise LearnerError("damaged")
        return Known({learner: TRIED["hold-1"]})

    before = TriedBefore(read, later)
    told(before, "Jo", virtual=False, renewals=0)
    told(before, "Li", virtual=False, renewals=0)
    later.work()
    assert told(before, "Li", virtual=False, renewals=0) == {"Li": TRIED["hold-1"]}, (
        "who was asked for first came too late"
    )
    assert told(before, "Li", virtual=True, renewals=0) is None
    later.work()
    assert (told(before, "Li", virtual=True, renewals=0), before.trouble) == ({}, "damaged")


def test_who_has_practised_is_not_sent_to_the_first_rung_while_that_is_being_read(later: pasts.Later) -> None:
    desk = still_desk(scenes.quiet())
    desk.past.held = True
    desk.tried_before = TriedBefore(lambda _learner, _virtual: Known(), later)
    assert (desk.suggestions(), desk.tried()) == ((), {})
    later.work()
    assert desk.suggestions()[0].drill == "first-steps"
