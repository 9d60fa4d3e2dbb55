"""Following a rig's touch without a drill: for whoever asks for presses and looks at each."""

from __future__ import annotations

import time
from collections.abc import Callable

from thumbwalk.link.ports import RigLink
from thumbwalk.link.wire import Over, Tally
from thumbwalk.rig.listening import Listening, Reading
from thumbwalk.session.practice import Practice
from thumbwalk.touch.touch_block import TouchBlock


def follow(
    rig: RigLink,
    practice: Practice,
    take: Callable[[TouchBlock], None],
    over: Callable[[], bool],
    *,
    lockstep: bool = False,
    now: Callable[[], float] = time.monotonic,
) -> Tally:
    """Pass a rig's touch on until whoever takes it has enough; gives what was received and lost.

    Parameters
    ----------
    practice : Practice
        What the stream is fed to; it has taken the rig's greeting.
    take : callable
        Told of every touch, in order.
    over : callable
        Whether that is enough; asked before every reading.
    lockstep : bool
        The stream's clock is not the wall's, and it ends with the board's OVER.
    now : callable
        The host's monotonic clock, seconds.

    Raises
    ------
    LinkLost, OtherRig
        When the rig goes away or falls silent, or is another one.
    """
    ended = False

    def read(reading: Reading) -> None:
        nonlocal ended
        for event in reading.events:
            ended |= lockstep and isinstance(event, Over)
            _pass_on(practice.take(event))

    def _pass_on(touches: list[TouchBlock]) -> None:
        for touch in touches:
            if len(touch):
                take(touch)

    listening = Listening(rig, read, speaks=not lockstep, now=now)
    listening.run(lambda: ended or over())
    if not ended:
        listening.stop()
    listening.rest()
    _pass_on(practice.finish())
    return listening.tally
