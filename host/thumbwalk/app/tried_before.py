"""What the learner tried of the drills, and their documents, read on another thread: rooms show what is known by now.

No Qt is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

from thumbwalk.errors import RigError
from thumbwalk.learner.history import History
from thumbwalk.learner.tried import Tried


@dataclass(frozen=True)
class Known:
    """What a learner's documents say of the drills, and the documents themselves.

    ``renewals`` is how often something had been added when they were read.
    """

    tried: Mapping[str, Tried] = field(default_factory=dict)
    history: History = field(default_factory=History)
    renewals: int = 0


NOTHING = Known()


class TriedBefore:
    """Has the documents read when somebody asks for another learner's, or when they are old.

    Parameters
    ----------
    read : callable
        Gives what is known of a learner on the virtual rig, or on real ones; may take its time, and raise RigError.
    worker : Executor
        Whose thread reads.

    Attributes
    ----------
    trouble : str
        Why the documents can't be read, in a line: then nothing was tried.
    """

    def __init__(self, read: Callable[[str, bool], Known], worker: Executor) -> None:
        self._read, self._worker = read, worker
        self._asked: tuple[str, bool, object, int] | None = None
        self._found: Known | None = None
        self.trouble = ""

    def of(self, learner: str, *, virtual: bool, kept: object, renewals: int) -> Known | None:
        """What is known by now; comes back at once. None while nothing is known of this learner yet.

        It is read again when something else was ``kept`` last, or added since, and what was known stays in sight
        meanwhile.
        """
        asked = learner, virtual, kept, renewals
        if asked != self._asked:
            if self._asked is None or self._asked[:2] != asked[:2]:
                self._found = None
            self._asked = asked
            self._worker.submit(self._look, asked)
        return self._found

    def _look(self, asked: tuple[str, bool, object, int]) -> None:
        try:
            found, trouble = replace(self._read(*asked[:2]), renewals=asked[3]), ""
        except RigError as error:
            found, trouble = replace(NOTHING, renewals=asked[3]), str(error)
        if asked == self._asked:
            self._found, self.trouble = found, trouble
