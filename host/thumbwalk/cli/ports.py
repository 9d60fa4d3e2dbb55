"""Subcommand ports: what is plugged in."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table

from thumbwalk.cli.options import JsonOption
from thumbwalk.cli.show import console, print_json
from thumbwalk.link.ports import list_all


def ports(json: JsonOption = False) -> None:
    """List the serial ports, those that may be a rig first."""
    found = list_all()
    if json:
        print_json({"version": 1, "ports": [asdict(p) | {"may_be_rig": p.may_be_rig} for p in found]})
        return
    if not found:
        typer.echo("No serial port. Plug the rig in, or practise with `thumbwalk practice --virtual`.")
        return
    table = Table("port", "may be a rig", "description", "serial number")
    for port in found:
        table.add_row(port.device, "yes" if port.may_be_rig else "", port.description, port.serial_number or "")
    console().print(table)
