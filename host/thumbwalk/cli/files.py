"""Subcommands that read recordings and pad tables: analyse, score, export, replay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

from thumbwalk.cli.connect import JsonOption, LayoutOption
from thumbwalk.cli.show import console, number, print_drill_score, print_json, print_score, warn
from thumbwalk.coach.score.faults import faults_in
from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.targets.bands import load_targets
from thumbwalk.errors import RecordingError
from thumbwalk.session.export import export_csv, export_track
from thumbwalk.session.practice import replayed, scores_document
from thumbwalk.session.recording import open_recording
from thumbwalk.session.touched import Touched, read_touch
from thumbwalk.technique.analysis import Analysis
from thumbwalk.technique.analysis import analyse as analyse_touch
from thumbwalk.touch.resolution import resolution_of

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A recording (.twr) or a pad table (CSV).")]


def analyse(file: FileArgument, layout: LayoutOption = None, json: JsonOption = False) -> None:
    """Say what the hands did: each technique's time, strokes, force, rhythm and place."""
    touched = _read(file, layout)
    analysis = analyse_touch(touched.touch, touched.pad, touched.left_out, duration_s=touched.duration_s)
    if json:
        print_json(analysis.to_json())
    else:
        _print_analysis(analysis, touched)


def score(
    file: FileArgument,
    technique: Annotated[
        str,
        typer.Option(
            "--technique", metavar="T", help="What was to be done: hold, knead, circles, walk, glide, tap or friction."
        ),
    ],
    layout: LayoutOption = None,
    json: JsonOption = False,
) -> None:
    """Score a recording or pad table as one technique, against the targets."""
    touched = _read(file, layout)
    result = score_technique(touched.touch, touched.pad, technique)
    if json:
        print_json(result.to_json())
    else:
        print_score(console(), result)


def export(
    file: FileArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="File to write, not there yet; without it FILE's name with .csv."),
    ] = None,
    format_: Annotated[
        Literal["csv", "track"],
        typer.Option("--format", help="csv: a recording's newtons as a pad table. track: the contacts."),
    ] = "csv",
    layout: LayoutOption = None,
) -> None:
    """Write a recording's newtons, or the contacts in any file, as a table that other programs read."""
    suffix = ".csv" if format_ == "csv" else ".track.csv"
    out = file.with_suffix(suffix) if out is None else out
    if out.exists():
        raise RecordingError(f"{out}: is there already; name another --out, or move it away")
    if format_ == "track":
        rows = export_track(_read(file, layout), out)
    elif layout is not None:
        raise RecordingError("--layout: a recording's pad table is of its own layout; leave --layout out")
    else:
        rows, warnings = export_csv(file, out)
        warn(warnings)
    typer.echo(f"Wrote {rows} rows ({format_}): {out}")


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
    if json:
        print_json(scores_document([result for _, result in results]))
    else:
        for drill, result in results:
            print_drill_score(console(), drill, result)


def _read(file: Path, layout: Path | None) -> Touched:
    touched = read_touch(file, layout)
    warn(touched.warnings)
    return touched


def _print_analysis(analysis: Analysis, touched: Touched) -> None:
    out = console()
    out.print(f"{analysis.layout}: {analysis.duration_s:.1f} s, {len(analysis.segments)} segments")
    table = Table("technique", "from", "to", "sure", "measures")
    for segment, measures in zip(analysis.segments, analysis.measures, strict=True):
        shown = ", ".join(
            f"{name} {number(value) if isinstance(value, float) else value}"
            for name, value in measures.items()
            if value is not None
        )
        sure = "unsure" if segment.unsure else f"{segment.confidence:.2f}"
        table.add_row(segment.technique, number(segment.start_s, 1), number(segment.end_s, 1), sure, shown)
    out.print(table)
    targets = load_targets()
    for segment in analysis.segments:
        out.print(f"{segment.start_s:.1f} s: {segment.explanation.sentence}", soft_wrap=True)
        for fault in faults_in(segment, touched.touch, touched.pad, targets):
            out.print(f"    {fault.sentence}", soft_wrap=True)
    told = resolution_of(touched.pad)
    resolves = "no places, only forces" if told is None else told.sentence
    out.print(f"This layout resolves: {resolves}", soft_wrap=True)
    for taxel, reason in analysis.left_out.items():
        out.print(f"Left out: {taxel}: {reason}")
