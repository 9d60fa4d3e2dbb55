"""Who works and who rests is told by motion, and where nobody moves, by force."""

from __future__ import annotations

from dataclasses import replace

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


def told(*, works: int = 0, still: int = 0) -> Past:
    """A past of which only what it was found to be is known."""
    return Past(works=works, still=still)


@pytest.mark.parametrize(
    ("works", "known", "rests"), [(1, False, True), (2, False, False), (24, True, True), (25, True, False)]
)
def test_a_resting_hand_works_after_two_blocks_and_one_that_is_known_to_hold_after_five_seconds(
    works: int, known: bool, rests: bool
) -> None:
    hands, _ = roles_of((hand(8.0, rests=False), hand(5.0, rests=True, known=known)), [told(), told(works=works)])
    assert hands[1].rests == rests
    assert hands[1].worked == (not rests)


@pytest.mark.parametrize(
    ("still", "worked", "force_n", "idle", "other_works", "rests"),
    [
        (9, False, 5.0, 0, 2, False),
        (10, False, 5.0, 0, 2, True),
        (14, True, 5.0, 0, 2, False),
        (15, True, 5.0, 0, 2, True),
        (10, False, 1.0, 0, 2, False),
        (10, False, 1.1, 0, 2, True),
        (10, False, 5.0, 1, 2, False),
        (10, False, 5.0, 0, 1, False),
    ],
)
def test_a_working_hand_rests_that_presses_and_stands_still_while_another_one_works(
    still: int, worked: bool, force_n: float, idle: int, other_works: int, rests: bool
) -> None:
    one = replace(hand(force_n, rests=False), worked=worked, idle=idle)
    hands, _ = roles_of((one, hand(9.0, rests=False)), [told(still=still), told(works=other_works)])
    assert [each.rests for each in hands] == [False, rests]
    if rests:
        assert hands[1].force_n == force_n


def test_beside_one_that_rests_no_hand_comes_to_rest_by_what_that_one_does() -> None:
    hands, _ = roles_of((hand(5.0, rests=False), hand(9.0, rests=True, known=True)), [told(still=20), told(works=3)])
    assert [each.rests for each in hands] == [False, True]


def test_a_block_of_work_is_remembered_of_a_hand_for_ever() -> None:
    hands, _ = roles_of((hand(5.0, rests=False), hand(6.0, rests=False)), [told(works=1), told(still=3)])
    assert [each.worked for each in hands] == [True, False]


@pytest.mark.parametrize(
    ("work_n", "rest_n", "still", "turned"),
    [(4.9, 9.9, 3, True), (5.1, 11.0, 3, False), (4.0, 7.9, 3, False), (4.0, 8.1, 3, True), (4.0, 8.1, 2, False)],
)
def test_a_light_still_hand_rests_where_the_other_one_presses_twice_as_hard(
    work_n: float, rest_n: float, still: int, turned: bool
) -> None:
    pasts = [past_of(work_n), past_of(rest_n)]
    pasts[0].still, pasts[1].still = still, 9
    hands, _ = roles_of((hand(work_n, rests=False), hand(rest_n, rests=True)), pasts)
    assert (hands[0].force_n == rest_n) == turned
