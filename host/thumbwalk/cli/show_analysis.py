"""What `thumbwalk analyse` prints for people."""

from __future__ import annotations

from rich.table import Table

from thumbwalk.cli.show import console, number
from thumbwalk.coach.score.faults import faults_in
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.places import targets_path
from thumbwalk.session.replay import Touched
from thumbwalk.technique.analysis import Analysis
from thumbwalk.technique.vocabulary import FaultName
from thumbwalk.touch.resolution import resolution_of

_OF_NEWTONS = (FaultName.TOO_HARD, FaultName.TOO_LIGHT)
"""What nobody is told whose newtons are a guess."""


def print_analysis(analysis: Analysis, touched: Touched) -> None:
    """Each stretch with its measures, why it is taken for that technique, and what was wrong with it."""
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
    targets = read_targets(targets_path())
    for segment in analysis.segments:
        out.print(f"{segment.start_s:.1f} s: {segment.explanation.sentence}", soft_wrap=True)
        for fault in faults_in(segment, touched.touch, touched.pad, targets):
            if fault.name in _OF_NEWTONS and not touched.calibrated:
                continue
            out.print(f"    {fault.sentence}", soft_wrap=True)
    told = resolution_of(touched.pad)
    resolves = "no places, only forces" if told is None else told.sentence
    out.print(f"This layout resolves: {resolves}", soft_wrap=True)
    for taxel, reasons in analysis.left_out.items():
        for reason in reasons:
            out.print(f"Left out: {taxel}: {reason}")
