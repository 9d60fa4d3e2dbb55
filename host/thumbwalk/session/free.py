"""Free practice as it is kept: a recording without a drill, through the chain again, summed up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.summary import FreeSummary, free_summary
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.link.losses import Losses
from thumbwalk.session.replay import read_recording


@dataclass(frozen=True)
class FreePractice:
    """What was done in a recording, and what it lost on the way."""

    summary: FreeSummary
    losses: Losses

    def to_json(self) -> dict[str, Any]:
        """The document of ``free.json``; what the stream lost stands in it where it lost anything."""
        return self.summary.to_json() | ({"losses": self.losses.to_json()} if self.losses.any else {})


def free_practice(path: Path, targets: Targets, drills: Mapping[str, Drill]) -> FreePractice:
    """Sum up a recording, whatever drill is in it, by these targets, with one of these drills to go on with.

    It is made of the recording, so that a replay gives the same to the last digit.

    Raises
    ------
    RecordingError, LayoutError
        When the recording can't be used.
    """
    touched = read_recording(path)
    summary = free_summary(
        touched.touch,
        touched.pad,
        targets,
        drills,
        left_out=touched.left_out,
        calibrated=touched.calibrated,
    )
    return FreePractice(summary, touched.losses)
