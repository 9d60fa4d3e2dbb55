"""What the learner tried of the drills, read on another thread: rooms show what is known by now. No Qt is needed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Executor

from thumbwalk.errors import RigError
from thumbwalk.learner.tried import Tried

NOTHING: Mapping[str, Tried] = {}


class TriedBefore:
    """Has the documents read when somebody asks for another learner's, or when they are old.

    Parameters
    ----------
    read : callable
        Gives what a learner tried on the virtual rig, or on real ones; may take its time, and raise RigError.
    worker : Executor
        Whose thread reads.

    Attributes
    ----------
    trouble : str
        Why the documents can't be read, in a line: then nothing was tried.
    """

    def __init__(self, read: Callable[[str, bool], Mapping[str, Tried]], worker: Executor) -> None:
        self._read, self._worker = read, worker
        self._asked: tuple[str, bool, Hashable] | None = None
        self._found: Mapping[str, Tried] | None = None
        self.trouble = ""

    def of(self, learner: str, *, virtual: bool, age: Hashable) -> Mapping[str, Tried] | None:
        """What is known by now; comes back at once. None while nothing is known of this learner yet.

        Of another ``age`` than the last it is read again, and what was known stays in sight meanwhile.
        """
        asked = learner, virtual, age
        if asked != self._asked:
            if self._asked is None or self._asked[:2] != asked[:2]:
                self._found = None
            self._asked = asked
            self._worker.submit(self._look, asked)
        return self._found

    def _look(self, asked: tuple[str, bool, Hashable]) -> None:
        try:
            found, trouble = self._read(*asked[:2]), ""
        except RigError as error:
            found, trouble = NOTHING, str(error)
        if asked == self._asked:
            self._found, self.trouble = found, trouble
