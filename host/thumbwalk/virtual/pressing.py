"""Who presses a virtual foot: a scripted hand, and its other thumb, until a mouse takes over."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.virtual.hand import HandPath, Moments, MousePress, PathHand

Field = tuple[str, str] | tuple[str, str | np.dtype[np.void], tuple[int, ...]]
"""A part of a virtual board's record: its name, what it is, and how many."""


class PressedFoot(ABC):
    """What all virtual feet have in common: a layout, and whoever presses on it.

    Parameters
    ----------
    pad : Pad
        The layout.
    path : HandPath or None
        What the scripted hand does; None for nobody, until ``press``.
    second : HandPath or None
        What the other thumb does meanwhile.
    seed : int
        Fixes the mouse's tremor.
    """

    def __init__(self, pad: Pad, path: HandPath | None, second: HandPath | None, seed: int) -> None:
        self.pad = pad
        self._hand: PathHand | MousePress = PathHand(path) if path is not None else MousePress(seed)
        self._second = None if second is None else PathHand(second)
        self._seed = seed
        self._now_s = 0.0

    @property
    def duration_s(self) -> float | None:
        """When the scripted hand is done, seconds; None for a mouse, which never is."""
        return self._hand.duration_s if isinstance(self._hand, PathHand) else None

    @property
    @abstractmethod
    def record(self) -> list[Field]:
        """What comes with each tick of the board's timer, behind its time."""

    @abstractmethod
    def scan(self, records: NDArray[np.void], time_s: NDArray[np.float64]) -> None:
        """Put what is read at each of ``time_s`` (n,), not falling, into the records (n,) of these moments."""

    @abstractmethod
    def break_tile(self, kind: str, name: str) -> None:
        """Give one more taxel a fault of a kind from now on. Raises LayoutError when there is no such taxel."""

    def be_late(self, late_s: float) -> None:
        """Let the scripted hand go on so many seconds behind its time, as the drill that it shows has waited."""
        for hand in (self._hand, self._second):
            if isinstance(hand, PathHand):
                hand.be_late(late_s, self._now_s)

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Press there with that force from now on; the scripted hand is gone for good."""
        self._mouse().press(x_mm, y_mm, force_n)

    def release(self) -> None:
        """Lift from now on; the scripted hand is gone for good."""
        self._mouse().release()

    def _contacts(self, time_s: NDArray[np.float64]) -> list[Moments]:
        """What each thumb does at times (n,) that do not fall; a second one only where it presses at all."""
        contacts = [self._hand.at(time_s)]
        if self._second is not None and (other := self._second.at(time_s))[2].any():
            contacts.append(other)
        self._now_s = float(time_s[-1])
        return contacts

    def _mouse(self) -> MousePress:
        if not isinstance(self._hand, MousePress):
            self._hand, self._second = MousePress(self._seed, start_s=self._now_s), None
        return self._hand
