"""Free practice as it is kept: a recording without a drill, through the chain again, summed up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.summary import FreeSummary, free_summary
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.session.replay import Touched, read_recording


def summed_up(touched: Touched, targets: Targets, drills: Mapping[str, Drill]) -> FreeSummary:
    """What was done in a file, by these targets, with one of these drills to go on with."""
    return free_summary(
        touched.touch,
        touched.pad,
        targets,
        drills,
        left_out=touched.left_out,
        calibrated=touched.calibrated,
    )


def free_practice(path: Path, targets: Targets, drills: Mapping[str, Drill]) -> FreeSummary:
    """Sum up a recording, whatever drill is in it.

    It is made of the recording, so that a replay gives the same to the last digit.

    Raises
    ------
    RecordingError, LayoutError
        When the recording can't be used.
    """
    return summed_up(read_recording(path), targets, drills)
