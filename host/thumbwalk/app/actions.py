"""What a room of the window may ask for, without knowing who does it: no room reaches into a session.

It needs no Qt, so that whoever opens the window can say what it can do before Qt is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Act = Callable[[], object]


@dataclass(frozen=True)
class Actions:
    """One callable an action; None is not possible here, and no room offers it.

    They are called in the window's thread and must come back at once; what they change shows in the next snapshots.
    ``close`` is the window's own.
    """

    start: Act | None = None
    pause: Act | None = None
    resume: Act | None = None
    repeat: Act | None = None
    next: Act | None = None
    close: Act | None = None
