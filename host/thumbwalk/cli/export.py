"""Subcommand export: a table for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.options import FileArgument, LayoutOption
from thumbwalk.cli.show import warn
from thumbwalk.export.formats import FORMATS, export_file


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
) -> None:
    """Write a recording's newtons, or the contacts in any file, as a table that other programs read."""
    written = export_file(file, format_, out, layout)
    warn(written.warnings)
    typer.echo(f"Wrote {written.rows} rows ({format_}): {written.path}")
