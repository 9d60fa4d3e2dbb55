"""Whose hand shows a drill, in words."""

from __future__ import annotations

from thumbwalk.language import Told, marked, told
from thumbwalk.session.demo import DemoHand

_SAID: dict[DemoHand, str] = {
    "beginner": marked("a beginner"),
    "halfway": marked("half-way"),
    "expert": marked("an expert"),
    "heavy": marked("too heavy"),
    "light": marked("too light"),
    "uneven": marked("uneven"),
    "rushing": marked("rushing"),
}


def hand_said(hand: DemoHand) -> Told:
    """Whose hand it is, in a word or two."""
    return told(_SAID[hand])
