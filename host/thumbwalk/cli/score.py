"""Subcommand score: a file against the targets of one technique."""

from __future__ import annotations

from typing import Annotated

import typer

from thumbwalk.cli.options import FileArgument, JsonOption, LayoutOption
from thumbwalk.cli.show import console, print_json, print_score, warn
from thumbwalk.coach.score.judge import Task, score_technique
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.caps import read_caps
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.places import caps_path, targets_path
from thumbwalk.session.replay import read_touch
from thumbwalk.technique.catalog import TECHNIQUES, technique_named


def score(
    file: FileArgument,
    technique: Annotated[
        str,
        typer.Option("--technique", metavar="T", help=f"What was to be done, one of {', '.join(TECHNIQUES)}."),
    ],
    layout: LayoutOption = None,
    json: JsonOption = False,
) -> None:
    """Score a recording or pad table as one technique, against the targets."""
    touched = read_touch(file, layout)
    warn(touched.warnings)
    bands = bands_in(read_targets(targets_path()), technique_named(technique).name)
    task = Task(calibrated=touched.calibrated)
    result = score_technique(touched.touch, touched.pad, technique, bands, read_caps(caps_path()), task)
    if json:
        print_json(result.to_json())
    else:
        print_score(console(), result)
