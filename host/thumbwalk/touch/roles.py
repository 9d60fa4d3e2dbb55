"""Which of several hands work and which rest: by what each did, and how hard it pressed, block after block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thumbwalk.touch.past import WATCH, Past

_SURELY, _KNOWN, _STILL_BLOCKS, _STILL_WORKER = 2, 25, 10, 15
"""Blocks of work that make a resting hand work, or one that is known to hold the foot; blocks of stillness that make
one rest, or one that has worked before."""
REMEMBERED = 2 * WATCH + _STILL_WORKER
"""Blocks of a hand's past that its role depends on."""
_STILL, _LEAST_N = 3, 1.0
"""Blocks of standing still after which two hands are told by their force alone; and what a hand that waits presses."""
_LIGHT_N, _FIRMER = 5.0, 2.0
"""Lighter than this a still hand may rest (it does with 2 to 8 N), where another one presses so many times as hard."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One of several hands: where it is, how hard it presses and how widely that spreads, and whether it rests.

    ``idle`` counts blocks without force, ``worked`` says whether it ever worked, ``known`` that it rests for certain.
    """

    x_mm: float
    y_mm: float
    force_n: float
    spread: float
    rests: bool
    idle: int = 0
    worked: bool = False
    known: bool = False


def roles_of(hands: Sequence[Hand], pasts: Sequence[Past]) -> tuple[tuple[Hand, ...], list[Past]]:
    """Say anew of each hand whether it works or rests; those that work come first, their pasts with them."""
    found = list(hands)
    for i, (hand, past) in enumerate(zip(hands, pasts, strict=True)):
        if hand.rests and past.works >= (_KNOWN if hand.known else _SURELY):
            found[i] = replace(hand, rests=False, worked=True)
        elif not hand.rests:
            others = [p for j, p in enumerate(pasts) if j != i and not found[j].rests]
            enough = _STILL_WORKER if hand.worked else _STILL_BLOCKS
            waits = past.still >= enough and hand.force_n > _LEAST_N and hand.idle == 0
            if waits and any(p.works >= _SURELY for p in others):
                found[i] = replace(hand, rests=True)
            elif past.works:
                found[i] = replace(hand, worked=True)
    order = sorted(range(len(found)), key=lambda i: found[i].rests)
    ordered, of_them = tuple(found[i] for i in order), [pasts[i] for i in order]
    if _is_turned(ordered, of_them):
        work, rest = ordered
        return (replace(rest, rests=False), replace(work, rests=True)), of_them[::-1]
    return ordered, of_them


def _is_turned(hands: Sequence[Hand], pasts: Sequence[Past]) -> bool:
    """Whether, where nobody moves, the one that rests presses far harder than a light other."""
    if len(hands) != 2 or hands[0].rests or not hands[1].rests or hands[1].known:
        return False
    if min(past.still for past in pasts) < _STILL:
        return False
    work_n, rest_n = (past.pressed_n for past in pasts)
    return 0.0 < work_n < _LIGHT_N and rest_n > _FIRMER * work_n
