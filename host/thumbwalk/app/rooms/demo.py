"""A scripted hand's show in the practice room's looks: to be watched, and left; it is labelled, and scores nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.language import _
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.snapshot import Snapshot


class DemoRoom(PracticeRoom):
    """The practice room without anything to ask for; ``over`` tells whether the show has ended, ``end`` ends it.

    ``turn`` has another hand show it, the next or the one before.
    """

    name = "Demo"

    def __init__(
        self,
        pad: Pad,
        foot: Foot,
        over: Callable[[], bool],
        end: Callable[[], object],
        turn: Callable[[int], object],
    ) -> None:
        super().__init__(pad, foot)
        self._is_over, self._end, self._turn_hand = over, end, turn
        self._leave: Callable[[], object] | None = None

    def enter(self, actions: Actions) -> None:
        """Leave is all that can be asked for."""
        self._leave = actions.back
        super().enter(Actions(close=actions.close, back=actions.back, help=actions.help))

    def taken_keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows lead to the other hands."""
        turns = {Qt.Key.Key_Left: partial(self._turn_hand, -1), Qt.Key.Key_Right: partial(self._turn_hand, 1)}
        return {**super().taken_keys(), **turns}

    def _offers(self) -> tuple[Offer, ...]:
        """Another hand, and leaving."""
        return (Offer("← →", _("another hand"), partial(self._turn_hand, 1)), *super()._offers())

    def leave(self) -> None:
        """End the show."""
        super().leave()
        self._end()

    def show(self, snapshot: Snapshot) -> None:
        """Show a moment; behind the last one go back."""
        super().show(snapshot)
        if self._is_over() and self._leave is not None:
            leave, self._leave = self._leave, None
            leave()
