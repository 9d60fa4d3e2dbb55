"""Subcommand drills: what can be practised."""

from __future__ import annotations

from rich.table import Table

from thumbwalk.cli.options import JsonOption
from thumbwalk.cli.show import console, print_json
from thumbwalk.coach.drill.document import drill_to_json
from thumbwalk.coach.drill.drill import load_drills


def drills(json: JsonOption = False) -> None:
    """List the drills that can be practised."""
    known = load_drills()
    if json:
        print_json({"version": 1, "drills": [drill_to_json(one) for one in known.values()]})
        return
    table = Table("drill", "title", "sets", "seconds", "what for")
    for one in known.values():
        sets = ", ".join(part.technique for part in one.sets)
        table.add_row(one.name, one.title, sets, f"{one.duration_s:.0f}", one.description)
    console().print(table)
