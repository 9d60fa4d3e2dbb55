"""Listens to a practice for what its hand does, each technique at its weight: the hand load of the day."""

from __future__ import annotations

from thumbwalk.coach.strength.hand_load import HandLoad, weight_of
from thumbwalk.session.listener import Heard
from thumbwalk.session.practice import Practice
from thumbwalk.touch.touch_block import TouchBlock


class LoadWatch:
    """Adds up the hand load of a practice; between sets a touch weighs what the next set's does.

    In free practice it weighs what the technique does that is seen to be done, which is known a moment late.

    Attributes
    ----------
    load : HandLoad
        What was done so far.
    """

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self.load = HandLoad(calibrated=practice.calibrated)

    def hear(self, heard: Heard) -> None:
        """Take each touch."""
        if isinstance(heard, TouchBlock):
            run = self._practice.run
            asked = None if run is None else run.current_set()
            self.load.feed(heard, weight_of(self._practice.technique if asked is None else asked.technique))
