"""Subcommand score: a file against the targets of one technique."""

from __future__ import annotations

from typing import Annotated

import typer

from thumbwalk.cli.options import FileArgument, JsonOption, LayoutOption
from thumbwalk.cli.show import console, print_json, print_score, warn
from thumbwalk.coach.score.judge import score_technique
from thumbwalk.session.replay import read_touch


def score(
    file: FileArgument,
    technique: Annotated[
        str,
        typer.Option("--technique", metavar="T", help="What was to be done: hold, knead, circles, walk, glide or tap."),
    ],
    layout: LayoutOption = None,
    json: JsonOption = False,
) -> None:
    """Score a recording or pad table as one technique, against the targets."""
    touched = read_touch(file, layout)
    warn(touched.warnings)
    result = score_technique(touched.touch, touched.pad, technique)
    if json:
        print_json(result.to_json())
    else:
        print_score(console(), result)
