"""What runs on a sitting's rig at one time: a session with what ends it, and how it is kept when it is over."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.errors import RigError
from thumbwalk.session.begin import has_counted
from thumbwalk.session.customs import Customs, Learning
from thumbwalk.session.free import free_practice
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.snapshot import Snapshot


@dataclass
class SittingRun:
    """A session that runs; ``ending`` ends it, ``holding`` lets go of its folder, which not every one has.

    ``asked`` is the drill as it was asked for.
    """

    session: LiveSession
    practice: Practice
    ending: ExitStack
    holding: ExitStack
    folder: SessionFolder | None = None
    learning: Learning | None = None
    asked: Drill | None = None
    free: FreeSummary | None = None

    @property
    def drill(self) -> Drill | None:
        """What is practised; None in free practice, and where nothing is kept."""
        return self.practice.drill

    @property
    def has_counted(self) -> bool:
        """Whether there is anything to keep: of a rig that is only listened to there is not."""
        return self.folder is not None and has_counted(self.practice)

    def end(self) -> tuple[Snapshot, Exception | None]:
        """End the session and its recording; gives the last moment, and what went wrong first."""
        self.session.stop()
        last, failed = self.session.snapshot(), self.session.error
        try:
            self.ending.close()
        except RigError as error:
            failed = failed or error
        return last, failed

    def keep(self, folder: SessionFolder, customs: Customs) -> None:
        """Keep the scores, or what was done freely, in the folder; one that nothing came of is forgotten."""
        if not self.has_counted:
            folder.recording.unlink(missing_ok=True)
            folder.forget()
            return
        folder.keep_scores([result for _, result in self.practice.results()], self.practice.losses)
        if self.practice.drill is None:
            done = free_practice(folder.recording, customs.targets, customs.drills)
            folder.keep_free(done)
            self.free = done.summary

    def keep_learned(self, *, whole: bool = True) -> Exception | None:
        """Keep what is known of the learner, if all else is kept, and let go of the folder; gives what failed."""
        try:
            with self.holding:
                if whole and self.has_counted and self.learning is not None and self.folder is not None:
                    self.learning.keep(self.practice, self.folder, self.free)
        except RigError as error:
            return error
        return None
