"""Subcommand config: what a board remembers without power."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from thumbwalk.cli.connect import opened
from thumbwalk.cli.options import JsonOption, PortOption, SettingsOption, VirtualOption
from thumbwalk.cli.show import console, print_json, warn, where_kept
from thumbwalk.errors import OptionError, RigError
from thumbwalk.link.configure import RESET, change_settings, parse_change, settings_of, values_of
from thumbwalk.link.ports import RigLink
from thumbwalk.link.selftest import Settings


def config(
    port: PortOption = None,
    virtual: VirtualOption = False,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A setting to change; may be given more than once."),
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the defaults, before any --set.")] = False,
    settings: SettingsOption = None,
    json: JsonOption = False,
) -> None:
    """Show what a board remembers without power, or change it: its name, its rate, what is wired to it.

    The board checks each value; if it refuses one, nothing is changed.
    """
    changes = dict(parse_change(text) for text in change or [])
    if len(changes) != len(change or []):
        raise OptionError("a setting is given twice; leave one of them out")
    with opened(port, virtual, settings=settings) as rig:
        found = _changed(rig.link, changes, reset=reset)
    if json:
        print_json({"version": 1, "board_id": rig.hello.board_id, "settings": asdict(found)})
    else:
        _print_settings(rig.hello.board_id, found)
    if found.state == "damaged":
        line = (
            f"the board's settings are damaged ({found.why}), its defaults hold; set them again with "
            "`thumbwalk config --set`, or accept the defaults with `thumbwalk config --reset`"
        )
        warn([line])


def _changed(rig: RigLink, changes: dict[str, str], *, reset: bool) -> Settings:
    before = settings_of(rig)
    if reset:
        rig.configure(RESET)
    try:
        return change_settings(rig, changes) if changes else settings_of(rig)
    except RigError:
        if reset and before.state == "file":
            # the reset was part of what was asked for, and all of it is refused
            change_settings(rig, values_of(before))
        raise


def _print_settings(board_id: str, settings: Settings) -> None:
    table = Table("setting", "value", title=f"Board {board_id}", title_justify="left")
    for key, value in values_of(settings).items():
        table.add_row(key, value)
    console().print(table)
    typer.echo(f"These are {where_kept(settings)}.")
