"""The guided press on a rig that streams: asks for one tile after the other and hears what answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from thumbwalk.link.board_state import LoadReading, Status
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.wire import Event, Scans
from thumbwalk.rig.listening import Listening, Reading
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.press_check import PressCheck, PressedChannel
from thumbwalk.rig.trial_rig import VirtualHand
from thumbwalk.signal.load_cell import LoadCheck


def guided_press(
    rig: OpenRig, names: Sequence[str], load: LoadCheck, say: Callable[[str], None]
) -> tuple[PressedChannel, ...]:
    """Ask for one tile after the other with ``say``; on the virtual rig its own hand presses.

    Parameters
    ----------
    names : sequence of str
        What the channels are called, in order.
    load : LoadCheck
        Is fed the stream, to compare the whole force afterwards.

    Raises
    ------
    LinkLost
        When the rig goes away or falls silent.
    """
    check = PressCheck(names, rig.hello.bits, rig.hello.rate_hz)
    finger = None if rig.hand is None else _Finger(rig.hand)
    asked: int | None = None

    def take(reading: Reading) -> None:
        nonlocal asked
        for event in reading.events:
            if isinstance(event, Scans):
                check.feed(event.counts)
        _watch_load(reading.events, load)
        if check.target is not None and check.target != asked:
            asked = check.target
            say(f"{asked + 1} of {len(names)}: press {escaped(names[asked])}, then let go.")
        if finger is not None:
            finger.follow(check)

    listening = Listening(rig.link, take)
    listening.run(lambda: check.finished)
    listening.stop()
    return check.channels()


def _watch_load(events: Sequence[Event], load: LoadCheck) -> None:
    for event in events:
        if isinstance(event, Scans):
            load.scans(event.time_us, event.counts)
        elif isinstance(event, LoadReading):
            load.reading(event.device_us, event.code)
        elif isinstance(event, Status):
            load.supply(event.supply_ratio)


class _Finger:
    """The virtual hand at a guided press: the middle of each tile for a while, or on when nothing answers."""

    def __init__(self, hand: VirtualHand) -> None:
        self._hand = hand
        self._target: int | None = None
        self._is_down = False

    def follow(self, check: PressCheck) -> None:
        """Do what is asked for now."""
        if check.target is None:
            return
        if check.target != self._target:
            self._target, self._is_down = check.target, True
            x_mm, y_mm = (float(value) for value in self._hand.pad.positions_mm[check.target])
            self._hand.press(x_mm, y_mm, _PRESS_N)
        elif self._is_down and (check.held_s >= _HOLD_S or check.waited_s >= _PATIENCE_S):
            self._hand.release()
            self._is_down = False
        elif not self._is_down and check.held_s == 0.0 and check.waited_s >= _PATIENCE_S:
            check.skip()


_PRESS_N, _HOLD_S, _PATIENCE_S = 15.0, 0.3, 1.0
"""A press that every sensor answers to, held until the check has its shortest press and more; a dead tile gets a
second of stream before it is passed over."""
