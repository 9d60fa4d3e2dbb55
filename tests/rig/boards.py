"""Boards that stand in for a virtual rig's processes."""

from __future__ import annotations

from dataclasses import dataclass, field

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.rig.trial_rig import TrialRig
from thumbwalk.virtual.foot import FootSpec


@dataclass
class StillBoard:
    """A board that does nothing but note what it is told."""

    pad: Pad = field(default_factory=builtin_pad)
    url: str = "still"
    told: list[str] = field(default_factory=list)

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        self.told.append(f"press {x_mm} {y_mm} {force_n}")

    def release(self) -> None:
        self.told.append("release")

    def be_late(self, late_s: float) -> None:
        self.told.append(f"late {late_s}")

    def break_tile(self, kind: str, name: str) -> None:
        self.told.append(f"break {kind} {name}")

    def check(self) -> None:
        """It lives."""

    def close(self) -> None:
        self.told.append("close")


def played_trial() -> TrialRig:
    """A trial in which a tile has died and the cable is out, without any process."""
    trial = TrialRig(FootSpec(), made=lambda _spec: StillBoard())
    trial.play("dead", "mth1")
    trial.faults.append(("unplug", ""))
    return trial
