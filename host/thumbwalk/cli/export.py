"""Subcommand export: a table for other programs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.options import FileArgument, LayoutOption
from thumbwalk.cli.show import warn
from thumbwalk.export.formats import FORMATS, export_file
from thumbwalk.session.part_of import Span


def export(
    file: FileArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="File to write, not there yet; without it FILE's name with .csv."),
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
) -> None:
    """Write a recording's newtons, or the contacts in any file, as a table that other programs read."""
    part = from_s is not None or to_s is not None
    span = Span(from_s or 0.0, math.inf if to_s is None else to_s) if part else None
    written = export_file(file, format_, out, layout, span)
    warn(written.warnings)
    typer.echo(f"Wrote {written.rows} rows ({format_}): {written.path}")
