"""Subcommand safety: the page that is shown before somebody practises on a person."""

from __future__ import annotations

from dataclasses import asdict

import typer

from thumbwalk.cli.options import JsonOption
from thumbwalk.cli.show import print_json
from thumbwalk.coach.person.safety_page import safety_page


def safety(json: JsonOption = False) -> None:
    """Show what to read before practising on a person."""
    page = safety_page()
    if json:
        print_json({"version": 1, **asdict(page)})
    else:
        typer.echo("\n".join([*page.lines(), *(f"Ask: {one}" for one in page.before)]))
