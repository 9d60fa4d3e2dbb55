"""How a sitting stands, for whoever looks: the rig, whether a practice runs, and what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from thumbwalk.coach.free.summary import FreeSummary

RigStage = Literal["none", "opening", "open", "failed"]


@dataclass(frozen=True)
class SittingState:
    """How things stand: the rig, whether a practice runs, and what went wrong or was said last, in a line.

    ``folder`` is where the last practice is kept, ``free`` what was done in it where it had no drill. ``busy`` is what
    is being done at this moment, "" for nothing.
    """

    stage: RigStage = "none"
    virtual: bool = False
    calibrated: bool = False
    practising: bool = False
    busy: str = ""
    trouble: str = ""
    said: str = ""
    folder: Path | None = None
    free: FreeSummary | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the rig is open, and nothing is being done with it that takes its time."""
        return self.stage == "open" and not self.busy
