"""What a room calls by one word at a time, as it sounds: a test of strength's cues, a routine's parts.

Each sound has its twin on the screen: the word that changes, and the seconds that are left of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from thumbwalk.sound.cues import COUNTED_S
from thumbwalk.sound.earcons import Kind


@dataclass(frozen=True, slots=True)
class Call:
    """What is called just now: one ``name`` a call, the ``seconds`` that it still stands, None where none are shown.

    ``is_act`` is whether hands begin something with it, ``leads_on`` whether they do with the next, which is then
    counted in.
    """

    name: str
    seconds: int | None = None
    is_act: bool = True
    leads_on: bool = True


class CallEar:
    """Follows what is called, and says what it sounds like."""

    def __init__(self) -> None:
        self._last: Call | None = None

    def hear(self, call: Call | None) -> tuple[Kind, ...]:
        """What is heard of a call that may be the same as before; None calls nothing."""
        last, self._last = self._last, call
        if call is None:
            return ()
        if last is None or call.name != last.name:
            return ("go",) if call.is_act else ("set_over",)
        counted = call.leads_on and call.seconds is not None and 1 <= call.seconds <= COUNTED_S
        return ("count",) if counted and call.seconds != last.seconds else ()
