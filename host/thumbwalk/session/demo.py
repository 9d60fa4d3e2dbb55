"""A scripted hand's show of a drill on a rig of its own: nobody's practice, so nothing is recorded, kept or scored."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.errors import RigError
from thumbwalk.language import marked
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.begin import prepared
from thumbwalk.session.held_rig import Door, HeldRig
from thumbwalk.session.live import LiveSession
from thumbwalk.session.screen.preview import nothing_open
from thumbwalk.session.screen.snapshot import Snapshot

DemoHand = Literal["beginner", "halfway", "expert", "heavy", "light", "uneven", "rushing"]
"""Whose hand a show is: how far it has come, or an expert's with one fault."""
DEMO_HANDS: tuple[DemoHand, ...] = get_args(DemoHand)
_LOOK_EVERY_S = 0.05
"""How often it is looked whether the show is over, or nobody watches any more."""


class Demo:
    """Opens a rig whose hand shows the drill by itself, follows it, and closes the rig, all on a thread of its own.

    Parameters
    ----------
    door : Door
        Opens the rig.
    document : DrillDocument
        What is shown.
    foot : "left" or "right"
    calibration_of : callable
        Gives a board's calibration file by its id.
    pad : Pad
        What is drawn until the rig is open.

    Attributes
    ----------
    over : bool
        Whether the show has come to its end, or could not begin.
    trouble : str
        What went wrong, in a line.
    """

    def __init__(
        self, door: Door, document: DrillDocument, foot: Foot, calibration_of: Callable[[str], Path], pad: Pad
    ) -> None:
        self.over, self.trouble = False, ""
        self._newest = nothing_open(pad, marked("The show begins in a moment."))
        self._door, self._document, self._foot, self._calibration_of = door, document, foot, calibration_of
        self._session: LiveSession | None = None
        self._leaves = threading.Event()
        self._thread = threading.Thread(target=self._run, name="thumbwalk-demo", daemon=True)
        self._thread.start()

    def snapshot(self) -> Snapshot:
        """Give the newest moment, without a score: it is nobody's."""
        now = self._newest if self._session is None else self._session.snapshot()
        drill = None if now.drill is None else replace(now.drill, running_score=None)
        return replace(now, drill=drill, result=None, reviews=())

    def close(self) -> None:
        """End the show, and close the rig."""
        self._leaves.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            rig = HeldRig.of(self._door, self._foot, self._calibration_of)
        except RigError as error:
            self.trouble, self.over = str(error), True
            return
        try:
            session = LiveSession(rig.link, prepared(rig.link, rig.pad, rig.calibration, self._document))
            session.start()
            self._session = session
            while session.running and not self._leaves.wait(_LOOK_EVERY_S):
                pass
            session.stop()
            self._newest, self._session = session.snapshot(), None
            self.trouble = "" if session.error is None else str(session.error)
        finally:
            rig.close()
            self.over = True
