"""Subcommand replay: a recording through the chain again, with its drill's score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.options import JsonOption
from thumbwalk.cli.show import console, print_drill_score, print_json, print_lost, warn
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.errors import RecordingError
from thumbwalk.session.practice import lost_part_of, scores_document
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed


def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A recording (.twr) of a practice.")],
    json: JsonOption = False,
) -> None:
    """Run a recording through the chain again and show its drill's score, the same to the last digit."""
    recording = open_recording(file)
    practice = replayed(recording)
    warn(recording.warnings)
    results = practice.results()
    if not results:
        raise RecordingError(f"{file}: there is no drill in it; `thumbwalk analyse` says what was done")
    scores = [result for _, result in results]
    if json:
        print_json(scores_document(scores, practice.losses))
    else:
        for drill, result in results:
            print_drill_score(console(), drill, result, packaged_drills())
        print_lost(console(), lost_part_of(scores, practice.losses))
