"""The load cell under the plate beside the tiles' sum, checked while the rig is only listened to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from thumbwalk.link.board_state import LoadReading, Status
from thumbwalk.link.wire import Scans
from thumbwalk.session.listener import Heard
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.load_cell import LoadCheck, LoadComparison

LoadStage = Literal["none", "known", "rest", "press", "done"]
REST_S, PRESS_S = 1.0, 5.0
"""So long the foot is left alone, and so long somebody has to press and hold it then."""


@dataclass(frozen=True)
class LoadMoment:
    """How far the check is: ``none`` without a load cell, ``known`` with one that was not checked.

    ``left_s`` is until the next stage; ``found`` is what came of it, None when nothing was held.
    """

    stage: LoadStage = "none"
    left_s: float = 0.0
    found: LoadComparison | None = None


class LoadEar:
    """Hears the stream on the reader's thread; `moment` may be looked at on any."""

    def __init__(self) -> None:
        self.moment = LoadMoment()
        self._check: LoadCheck | None = None
        self._begun: Calibration | None = None
        self._since_us = 0

    def forget(self) -> None:
        """Know nothing: another stream begins."""
        self.moment, self._check, self._begun = LoadMoment(), None, None

    def begin(self, calibration: Calibration) -> None:
        """Check with the next scans, by this calibration; nothing without a load cell."""
        if self.moment.stage != "none":
            self._begun = calibration

    def hear(self, heard: Heard) -> None:
        """Take readings, scans and the supply."""
        if isinstance(heard, LoadReading):
            if self.moment.stage == "none":
                self.moment = LoadMoment("known")
            if self._check is not None:
                self._check.reading(heard.device_us, heard.code)
        elif isinstance(heard, Status) and self._check is not None:
            self._check.supply(heard.supply_ratio)
        elif isinstance(heard, Scans) and len(heard.time_us):
            self._scans(heard)

    def _scans(self, heard: Scans) -> None:
        if self._begun is not None:
            self._check, self._begun = LoadCheck(self._begun), None
            self._since_us = int(heard.time_us[0])
        if self._check is None:
            return
        self._check.scans(heard.time_us, heard.counts)
        gone_s = (int(heard.time_us[-1]) - self._since_us) * 1e-6
        if gone_s < REST_S:
            self.moment = LoadMoment("rest", REST_S - gone_s)
        elif gone_s < REST_S + PRESS_S:
            self.moment = LoadMoment("press", REST_S + PRESS_S - gone_s)
        else:
            self.moment, self._check = LoadMoment("done", found=self._check.result()), None
