"""What was noted is known until a reading has it, in whichever order readings come."""

from __future__ import annotations

from tests.app import pasts

from thumbwalk.app.noted import Noted
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History

FIRST, SECOND = Entry("pain", pasts.TODAY, {"site": "thumb"}), Entry("pain", pasts.TODAY, {"site": "wrist"})


def test_a_reading_from_before_lacks_it_and_one_from_since_has_it() -> None:
    noted, read = Noted(), History()
    noted.add(FIRST, 1)
    noted.add(SECOND, 2)
    assert noted.upon(read, 0).entries == (FIRST, SECOND)
    assert noted.upon(read, 1).entries == (SECOND,)
    assert noted.upon(read, 2) is read


def test_the_same_is_given_until_something_is_added_or_read() -> None:
    noted, read = Noted(), History()
    noted.add(FIRST, 1)
    whole = noted.upon(read, 0)
    assert noted.upon(read, 0) is whole
    noted.add(SECOND, 2)
    assert noted.upon(read, 0).entries == (FIRST, SECOND)
    assert noted.upon(History((FIRST, SECOND)), 0).entries == (FIRST, SECOND, FIRST, SECOND)
