"""The foot as the button that starts a drill: a press that is held, on a foot that nobody touched before."""

from __future__ import annotations

from thumbwalk.session.screen.snapshot import Snapshot

HELD_S = 0.7
"""Shorter is a hand that comes to its place or brushes the foot; longer is felt as waiting."""


class PressToStart:
    """Feed it snapshots while a drill waits; a hand that rests on the foot already starts nothing."""

    def __init__(self) -> None:
        self._was_free = False
        self._since_s: float | None = None

    def starts(self, snapshot: Snapshot) -> bool:
        """Whether the press has been held for long enough, told once."""
        touch, now_s = snapshot.touch, snapshot.time_s
        if not snapshot.stream.connected or not touch.touching:
            self._was_free |= snapshot.stream.connected and snapshot.time_s > 0.0
            self._since_s = None
            return False
        if not self._was_free:
            return False
        if self._since_s is None or now_s < self._since_s:
            self._since_s = now_s
        if now_s - self._since_s < HELD_S:
            return False
        self._was_free, self._since_s = False, None
        return True
