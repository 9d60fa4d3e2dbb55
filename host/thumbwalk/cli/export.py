"""Subcommand export: a table for other programs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.called import file_called
from thumbwalk.cli.keeping import caught_up_store, kept
from thumbwalk.cli.options import DatabaseOption, LayoutOption
from thumbwalk.cli.show import warn
from thumbwalk.errors import OptionError
from thumbwalk.export.formats import FORMATS, export_file, format_named
from thumbwalk.learner.folder import checked_name
from thumbwalk.link.plain_text import escaped
from thumbwalk.places import file_name
from thumbwalk.session.part_of import Span


def export(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A recording (.twr), a pad table (CSV), a practice's folder, or a session's number, its day, last, "
            "first or best; without it the last session.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="File to write, not there yet; without it FILE's name, or session-NUMBER here.",
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=" ".join(f"{name}: {one.about}." for name, one in FORMATS.items()),
        ),
    ] = "csv",
    layout: LayoutOption = None,
    from_s: Annotated[
        float | None,
        typer.Option(
            "--from", min=0.0, metavar="SECONDS", help="Leave out what is before; counted from the first scan."
        ),
    ] = None,
    to_s: Annotated[
        float | None, typer.Option("--to", min=0.0, metavar="SECONDS", help="Leave out what is from there on.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="In place of FILE all that is kept of --learner, as one zip.")
    ] = False,
    learner: Annotated[str | None, typer.Option("--learner", metavar="NAME", help="With --everything: whose.")] = None,
    database: DatabaseOption = None,
) -> None:
    """Write a recording's newtons, or the contacts in any file, as a table that other programs read.

    Or, with --everything, all that is kept of a person: recordings, results, tests, notes.
    """
    if everything or learner is not None:
        _everything(file, learner, out, database, everything=everything)
        return
    how = format_named(format_)
    source, number = file_called(file or "last", database)
    part = from_s is not None or to_s is not None
    span = Span(from_s or 0.0, math.inf if to_s is None else to_s) if part else None
    if out is None and number is not None:
        # not into the session's folder: it is to be taken along
        out = Path(f"session-{number}{how.suffix}")
    written = export_file(source, format_, out, layout, span)
    warn(written.warnings)
    typer.echo(f"Wrote {written.rows} rows ({format_}): {written.path}")


def _everything(
    file: str | None, learner: str | None, out: Path | None, database: str | None, *, everything: bool
) -> None:
    """Write all that is kept of a learner."""
    if not everything or learner is None:
        raise OptionError("--learner and --everything go together; add the other, or leave both out")
    if file is not None:
        raise OptionError(f"--everything is of a learner, and {file} is a file; leave one out")
    from thumbwalk.store.handing_over import write_everything  # noqa: PLC0415  tables need no store

    name = checked_name(learner, "--learner")
    out = Path(f"thumbwalk-{file_name(name)}.zip") if out is None else out
    if out.exists():
        raise OptionError(f"{out}: is there already; name another --out, or move it away")
    n, elsewhere = write_everything(caught_up_store(database), kept(), name, out)
    if elsewhere:
        warn([f"of {elsewhere} of {name}'s sessions the files are at other stations; export there as well"])
    typer.echo(escaped(f"Wrote all that is kept of {name}, {n} sessions: {out}"))
