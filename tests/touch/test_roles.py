"""Who works and who rests is told by motion, and where nobody moves, by force."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.touch.past import WATCH, Past, Seen
from thumbwalk.touch.roles import Hand, roles_of


def past_of(force_n: float, *, pressing: bool = False, lifts: bool = False, blocks: int = 2 * WATCH + 5) -> Past:
    past = Past()
    wave = 0.5 + 0.5 * np.sin(np.arange(20 * blocks) / 12.0) if pressing else np.ones(20 * blocks)
    if lifts:
        wave[-30:] = np.linspace(1.0, 0.05, 30)
    for part in np.array_split(force_n * wave, blocks):
        past.add(Seen(100.0, 50.0, part))
    return past


def hand(force_n: float, *, rests: bool, known: bool = False) -> Hand:
    return Hand(100.0, 50.0, force_n, 0.4, rests=rests, known=known)


def test_a_resting_hand_that_presses_and_lets_go_works() -> None:
    hands, pasts = roles_of(
        (hand(5.0, rests=False), hand(8.0, rests=True)), [past_of(5.0), past_of(8.0, pressing=True)]
    )
    assert [one.rests for one in hands] == [False, False]
    assert pasts[1].works > 0


def test_a_still_hand_beside_one_that_works_comes_to_rest_and_is_named_last() -> None:
    still, busy = past_of(5.0), past_of(9.0, pressing=True)
    hands, pasts = roles_of((hand(5.0, rests=False), hand(9.0, rests=False)), [still, busy])
    assert [one.rests for one in hands] == [False, True]
    assert pasts == [busy, still]


@pytest.mark.parametrize(
    ("work_n", "rest_n", "turned"), [(3.0, 11.0, True), (3.0, 5.0, False), (8.0, 20.0, False)],
    ids=["far harder", "hardly", "no light hand"],
)  # fmt: skip
def test_of_two_still_hands_the_far_harder_one_works(work_n: float, rest_n: float, turned: bool) -> None:
    pasts = [past_of(work_n), past_of(rest_n)]
    hands, ordered = roles_of((hand(work_n, rests=False), hand(rest_n, rests=True)), pasts)
    assert [one.force_n for one in hands] == ([rest_n, work_n] if turned else [work_n, rest_n])
    assert [one.rests for one in hands] == [False, True]
    assert ordered == (pasts[::-1] if turned else pasts)


def test_a_hand_that_lifts_and_one_that_is_known_to_hold_are_not_turned() -> None:
    lifting = [past_of(12.0, lifts=True), past_of(6.0)]
    assert not roles_of((hand(1.0, rests=False), hand(6.0, rests=True)), lifting)[0][0].rests
    assert roles_of((hand(1.0, rests=False), hand(6.0, rests=True)), lifting)[0][0].force_n == 1.0
    known = (hand(3.0, rests=False), hand(11.0, rests=True, known=True))
    assert roles_of(known, [past_of(3.0), past_of(11.0)])[0] == known
