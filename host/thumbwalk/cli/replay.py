"""Subcommand replay: a recording through the chain again, with its drill's score, or what was done in free practice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.options import JsonOption
from thumbwalk.cli.show import console, print_drill_score, print_json, print_lost, warn
from thumbwalk.cli.show_free import print_free
from thumbwalk.coach.drill.drills_file import packaged_drills, read_drills
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.places import drills_dir, drills_path, targets_path
from thumbwalk.session.free import free_practice
from thumbwalk.session.outcome import lost_part_of, scores_document
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed


def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A recording (.twr) of a practice.")],
    json: JsonOption = False,
) -> None:
    """Run a recording through the chain again and show its drill's score, the same to the last digit.

    Of a recording without a drill it shows what was done.
    """
    recording = open_recording(file)
    practice = replayed(recording)
    warn(recording.warnings)
    results = practice.results()
    if not results:
        targets = read_targets(targets_path())
        done = free_practice(file, targets, read_drills(drills_path(), targets, drills_dir()))
        if json:
            print_json(done.to_json())
        else:
            print_free(console(), done.summary)
        return
    scores = [result for _, result in results]
    if json:
        print_json(scores_document(scores, practice.losses))
    else:
        for drill, result in results:
            print_drill_score(console(), drill, result, packaged_drills(), practice.pad.foot)
        print_lost(console(), lost_part_of(scores, practice.losses))
