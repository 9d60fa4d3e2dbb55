"""A set that lost more of its time than its rules allow has no score, and says why."""

from __future__ import annotations

import pytest

from thumbwalk.coach.score.enough import NOT_ENOUGH, lost_share, not_enough
from thumbwalk.coach.score.rules import RULES


@pytest.mark.parametrize("version", RULES)
def test_the_share_of_each_version_is_data_and_parts_what_is_judged_from_what_is_not(version: int) -> None:
    rules = RULES[version]
    assert rules.most_lost_share == 0.05
    assert not_enough("knead", 0.05 * 8.0, 8.0, rules) is None
    none = not_enough("knead", 0.5, 8.0, rules)
    assert none is not None
    assert (none.score, none.done, none.version) == (None, True, version)
    assert none.reason == f"{NOT_ENOUGH}: 6 % of its time was lost on the way"
    assert (none.lost_s, none.lost_share) == (0.5, 0.0625)


def test_a_share_is_of_some_time() -> None:
    assert lost_share(1.0, 0.0) == 0.0
    assert lost_share(9.0, 3.0) == 1.0
