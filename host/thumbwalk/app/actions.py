"""What a room of the window may ask for, without knowing who does it: no room reaches into a session.

It needs no Qt, so that whoever opens the window can say what it can do before Qt is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

Act = Callable[[], object]
OfSet = Callable[[int], object]
"""What is done with one of a drill's sets, by its number from 0."""
Icon = Literal[
    "play", "stop", "again", "set", "next", "watch",
    "today", "drills", "free", "give", "strength", "progress", "rig", "settings", "help",
]  # fmt: skip
"""What a button shows beside its words."""
OfGuess = Callable[[float | None], object]
"""What takes a force that was guessed, newtons; None from who would rather be told."""


@dataclass(frozen=True)
class Actions:
    """One callable an action; None is not possible here, and no room offers it.

    They are called in the window's thread and must come back at once; what they change shows in the next snapshots.
    ``close``, ``back`` and ``help`` are the window's own, ``watch`` is the practice room's: it plays a set. ``end``
    ends what runs and keeps it, ``repeat`` does the drill again and ``this_set`` one of its sets. ``guess`` takes what
    the learner thinks to have pressed; ``tempo`` and ``bites`` have the drill that waits go at half its tempo, and
    wait for each bite, or no more. ``trial`` has something go wrong with the virtual rig, ``show`` a
    scripted hand show the drill.
    """

    start: Act | None = None
    pause: Act | None = None
    resume: Act | None = None
    end: Act | None = None
    repeat: Act | None = None
    this_set: OfSet | None = None
    next: Act | None = None
    guess: OfGuess | None = None
    tempo: Act | None = None
    bites: Act | None = None
    trial: Act | None = None
    show: Act | None = None
    watch: Act | None = None
    close: Act | None = None
    back: Act | None = None
    help: Act | None = None


@dataclass(frozen=True)
class Offer:
    """Something that can be asked for just now: the name of its key, what it does in a word or two, and how.

    ``plate`` is what its button says, "" for none, ``icon`` the sign beside that; of several the ``advised`` one is
    filled.
    """

    key: str
    says: str
    act: Act | None
    plate: str = ""
    advised: bool = False
    icon: Icon | None = None

    def without_plate(self) -> Offer:
        """The same as a key alone."""
        return replace(self, plate="")
