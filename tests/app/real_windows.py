"""The whole window over a real sitting on the virtual rig, in this process and in a home of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.app.conftest import Until

from thumbwalk.app.front import Front
from thumbwalk.app.window import end
from thumbwalk.cli.app import desk_of
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.preferences import Preferences
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.sound.sounds import Sounds

_STEPS = packaged_drills()["first-steps"]
HOLD = replace(_STEPS, name="short", title="Short", count_in_s=0.4, rest_s=2.6, sets=(_STEPS.sets[0],))
PLACE_MM = 140.0, 45.0


def short(*durations_s: float, **more: Any) -> Drill:
    """Holds of so many seconds each."""
    return replace(HOLD, sets=tuple(replace(HOLD.sets[0], duration_s=lasts_s, **more) for lasts_s in durations_s))


class RealWindow:
    """A window that is used by keys and a hand; what it shows is looked at."""

    def __init__(self, front: Front, until: Until) -> None:
        self.front, self.desk = front, front.desk
        self._until = until

    @property
    def now(self) -> Snapshot:
        """What is on the screen."""
        assert self.front.window.snapshot is not None
        return self.front.window.snapshot

    @property
    def room(self) -> Any:
        return self.front.window.room

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.front.window, key)

    def until(self, true: Callable[[Snapshot], bool]) -> None:
        self._until(lambda: true(self.now))

    def press(self, force_n: float, at_mm: tuple[float, float] = PLACE_MM) -> None:
        """Press, or lift the hand with a force of 0."""
        hand = self.desk.sitting.hand
        assert hand is not None
        if force_n > 0.0:
            hand.press(*at_mm, force_n)
        else:
            hand.release()

    def hold(self, lasts_s: float, force_n: float = 8.0, at_mm: tuple[float, float] = PLACE_MM) -> None:
        """Press for so long by the rig's clock, and lift."""
        since_s = self.now.time_s
        self.press(force_n, at_mm)
        self.until(lambda now: now.time_s >= since_s + lasts_s)
        self.press(0.0)

    def prepare(self, drill: Drill) -> None:
        """Have a drill wait in the practice room."""
        self.desk.take(drill)
        self.front.go("Practice")
        self.until(
            lambda now: now.drill is not None and (now.drill.drill.name, now.drill.stand) == (drill.name, "ready")
        )


@contextmanager
def real_window(
    until: Until,
    sounds: Sounds | None = None,
    door: Callable[[], AbstractContextManager[OpenRig]] | None = None,
    **preferences: Any,
) -> Iterator[RealWindow]:
    """Open the window on the virtual rig, or by another door, and wait until its stream comes."""
    settings = Preferences(rig="virtual", learner="Jo", safety_read=True, **preferences)
    storing = ThreadPoolExecutor(1)
    desk = desk_of(settings, storing)
    if door is not None:
        desk.doors = replace(desk.doors, virtual=lambda _foot: door())
    try:
        desk.begin()
        front = Front(desk, sounds)
        try:
            # a small one is painted sooner
            front.window.resize(800, 520)
            front.window.show()
            front.window.start()
            window = RealWindow(front, until)
            until(lambda: desk.sitting.state.is_ready and math.isfinite(window.now.time_s) and window.now.time_s > 0.2)
            yield window
        finally:
            desk.end_show()
            desk.sitting.onsets.tell(None)
            end(front.window)
    finally:
        desk.sitting.close()
        storing.shutdown()
