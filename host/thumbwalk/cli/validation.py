"""Subcommands about held-out hands: validate judges the measures on them, hands writes one down for other programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from thumbwalk.cli.connect import JsonOption
from thumbwalk.cli.show import console, json_text, number, print_json
from thumbwalk.errors import RecordingError
from thumbwalk.pad import Foot, builtin_pad
from thumbwalk.places import write_whole
from thumbwalk.session.padtable import PadTable, write_pad_table
from thumbwalk.validate.findings import Findings
from thumbwalk.validate.kinds import TITLES, Kind, held_out
from thumbwalk.validate.limits import X_REALTIME, Verdict
from thumbwalk.validate.plan import Plan
from thumbwalk.validate.plan import validate as run_plan
from thumbwalk.validate.write import write_report
from thumbwalk.virtual.feet import foot_of_size
from thumbwalk.virtual.hand import HandKind

TABLE, TRUTH, LAYOUT = "session.csv", "truth.json", "layout.toml"
"""What ``thumbwalk hands`` writes into its folder."""
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
    json: JsonOption = False,
) -> None:
    """Judge the measures on virtual hands and feet that nothing was tuned on, and on the real recordings.

    It takes some minutes. A limit that is missed is said, and is no error of the command.
    """
    plan = Plan(sessions, seed, kind, jobs or min(os.cpu_count() or 1, MOST_JOBS))
    columns = (TextColumn("validating"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    seen = sys.stderr.isatty()
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, disable=not seen) as progress:
        bar = progress.add_task("validating", total=None)
        found = run_plan(plan, lambda done, of: progress.update(bar, completed=done, total=of))
    written = [] if out is None else write_report(out, found)
    if json:
        print_json(found.to_json())
        return
    _print_findings(found)
    for path in written:
        typer.echo(f"Wrote {path}")


def hands(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder for the session; refused if it holds one already.")
    ],
    kind: Annotated[Kind, typer.Option("--kind", help="Which kind of hand and foot.")] = "designed",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another number is another session.")] = 0,
    hand: Annotated[HandKind, typer.Option("--hand", help="Whose hand: an expert's, or one with a fault.")] = "expert",
    skill: Annotated[
        float | None, typer.Option("--skill", min=0.0, max=1.0, help="From 0, a beginner, to 1, an expert.")
    ] = None,
    size: Annotated[float, typer.Option("--size", metavar="NUMBER", help="EU size of the foot, 35 to 48.")] = 42.0,
    foot: Annotated[Foot | None, typer.Option("--foot", help="Which foot; without it a right one.")] = None,
) -> None:
    """Write a session of virtual hands as a pad table, with its layout and with the truth about it."""
    taken = next((name for name in (TABLE, TRUTH, LAYOUT) if (out / name).exists()), None)
    if taken is not None:
        raise RecordingError(f"{out}: there is a {taken} in it already; name another --out, or move it away")
    one = held_out(kind, seed, foot_of_size(builtin_pad(), size, foot), hand=hand, skill=skill)
    pad = one.session.pad
    write_pad_table(out / TABLE, PadTable(one.time_s, one.values, pad))
    try:
        write_whole(out / LAYOUT, [pad.text])
        write_whole(out / TRUTH, [json_text(one.to_json())])
    except OSError as error:
        raise RecordingError(f"{out}: can't write the session: {error.strerror}; name another --out") from error
    duration_s = one.session.truth.duration_s
    typer.echo(f"Wrote {duration_s:.1f} s, {len(one.time_s)} samples, to {out}: {TABLE}, {LAYOUT}, {TRUTH}")


def _print_findings(found: Findings) -> None:
    out = console()
    table = Table("figure", *(heading for kind in found.kinds for heading in (TITLES[kind], "limit", "met")))
    for rows in zip(*(one.verdicts for one in found.kinds.values()), strict=True):
        cells = [cell for one in rows for cell in (_shown(one), number(one.limit, 3), "yes" if one.met else "no")]
        table.add_row(rows[0].name, *cells)
    out.print(table)
    for one in found.kinds.values():
        same = "the same" if one.live_same else "not the same"
        latest_s = max(one.delays_s, default=0.0)
        out.print(
            f"Live, {TITLES[one.kind]}: {len(one.delays_s)} strokes, the latest known {latest_s:.2f} s after its end; "
            f"they are {same} as in the stream fed whole"
        )
    if found.x_realtime is not None:
        out.print(f"Whole chain: {found.x_realtime:.0f} x real time; the limit is {X_REALTIME:g} x")
    if found.recordings is None:
        out.print("The real recordings are not there: they come with the source, under tests/data")
    for checked in found.recordings or ():
        if checked.right is not None:
            out.print(f"{checked.recording}: {checked.what}: {checked.found}, known: {checked.known}")
    out.print("Every limit is met." if not found.not_met else "Not met: " + "; ".join(found.not_met))


def _shown(one: Verdict) -> str:
    return number(one.median, 3) if one.p90 is None else f"{number(one.median, 3)} ({number(one.p90, 3)})"
