"""Subcommand validate: how right the measures are, on hands that nothing was tuned on."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from thumbwalk.cli.options import JsonOption
from thumbwalk.cli.show import print_json
from thumbwalk.cli.show_findings import print_findings
from thumbwalk.pad import DEFAULT_LAYOUT, builtin_pad
from thumbwalk.trueness.check_bundle import read_bundles
from thumbwalk.validate.kinds import Kind
from thumbwalk.validate.plan import Plan
from thumbwalk.validate.plan import validate as run_plan
from thumbwalk.validate.write import write_report

MOST_JOBS = 60
"""Windows waits for no more processes at once."""


def validate(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder for validation.md and its pictures; without it none are made."
        ),
    ] = None,
    sessions: Annotated[int, typer.Option("--sessions", min=1, max=10_000, help="Sessions of each kind of hand.")] = 40,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Which held-out hands.")] = 0,
    kind: Annotated[
        Kind | None, typer.Option("--kind", help="Only this kind of hand, without sweeps; without it everything.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, max=MOST_JOBS, help="Processes at once; without it one for each core."),
    ] = None,
    layout: Annotated[
        str,
        typer.Option(
            "--layout", metavar="NAME", help="Another built-in foot, plate4 or sole16+plate4: without sweeps."
        ),
    ] = DEFAULT_LAYOUT,
    rigs: Annotated[
        list[Path] | None,
        typer.Option("--rigs", metavar="DIR", help="A bundle of `check-rig`, or a folder of them; may be given again."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Judge the measures on virtual hands and feet that nothing was tuned on, and on the real recordings.

    It takes some minutes. A limit that is missed is said, and is no error of the command.
    """
    builtin_pad(layout)  # refuses another name before anything is begun
    checks = tuple(read_bundles(rigs or ()))
    plan = Plan(sessions, seed, kind, jobs or min(os.cpu_count() or 1, MOST_JOBS), layout)
    columns = (TextColumn("validating"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    seen = sys.stderr.isatty()
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, disable=not seen) as progress:
        bar = progress.add_task("validating", total=None)
        found = run_plan(plan, lambda done, of: progress.update(bar, completed=done, total=of))
    found = replace(found, rigs=checks)
    written = [] if out is None else write_report(out, found)
    if json:
        print_json(found.to_json())
        return
    print_findings(found)
    for path in written:
        typer.echo(f"Wrote {path}")
