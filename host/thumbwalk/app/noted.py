"""What was noted of the learner in this window, until it is read back with all else. It needs no Qt."""

from __future__ import annotations

from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History


class Noted:
    """Puts the newest upon what was read, which may have been read before it was noted."""

    def __init__(self) -> None:
        self._noted: list[tuple[int, Entry]] = []
        self._last: tuple[History, int, History] | None = None

    def add(self, entry: Entry, renewals: int) -> None:
        """Remember one more; ``renewals`` is how often something had been added with it."""
        self._noted.append((renewals, entry))

    def upon(self, read: History, renewals: int) -> History:
        """Give what was read when so much had been added, and what was noted since; the same one until that changes."""
        self._noted = [one for one in self._noted if one[0] > renewals]
        if self._last is None or self._last[0] is not read or self._last[1] != len(self._noted):
            whole = History((*read.entries, *(entry for _, entry in self._noted))) if self._noted else read
            self._last = read, len(self._noted), whole
        return self._last[2]
