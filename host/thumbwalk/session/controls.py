"""What is asked of a practice while its stream runs: begin, pause, resume, end; from any thread, done by the reader.

The reader takes what was asked between two blocks, as frames that stand in the recording where they took effect: so a
replay gives what the live session gave.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.link.wire import HostFrame
from thumbwalk.session.marks import Mark, drill_frame, mark_frame
from thumbwalk.session.practice import Practice


class Controls:
    """Asks of one practice, in the order in which they came."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        # a deque's ends may be used by several threads at once
        self._asked: deque[Drill | Mark] = deque(["start"] if practice.drill is not None else [])

    def begin(self, drill: Drill) -> None:
        """Begin a drill now, by the targets in force; one that is under way ends.

        Raises
        ------
        DrillError, LayoutError
            When the drill can't be done on this pad; nothing is begun then.
        """
        self._asked.extend((self._practice.ready(drill).drill, "start"))

    def pause(self) -> None:
        """Let the drill stand still; nothing if it does."""
        self._asked.append("pause")

    def resume(self) -> None:
        """Let the drill go on."""
        self._asked.append("resume")

    def end(self) -> None:
        """End the drill early: it is judged by what there is of it."""
        self._asked.append("end")

    def due(self) -> Iterator[HostFrame]:
        """Frames of what was asked so far, for the practice and the recording; for the reader, between two blocks.

        What needs a time waits for the stream's first scan.
        """
        while self._asked:
            asked = self._asked[0]
            if isinstance(asked, Drill):
                frame = drill_frame(asked, self._practice.pad.foot)
            elif (at_us := self._practice.mark_us(asked)) is not None:
                frame = mark_frame(asked, at_us)
            else:
                return
            self._asked.popleft()
            yield frame
