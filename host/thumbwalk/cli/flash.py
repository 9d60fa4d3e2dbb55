"""Subcommand flash: puts the firmware on a board."""

from __future__ import annotations

import contextlib
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from thumbwalk.cli.connect import which_board
from thumbwalk.cli.options import PortOption
from thumbwalk.cli.show import console
from thumbwalk.errors import DeviceNotFound, LinkLost, ProtocolMismatch, RigError
from thumbwalk.install.board import MicroPythonBoard
from thumbwalk.install.bundle import Bundle, read_bundle
from thumbwalk.install.flash import KEPT_MAIN, FlashPlan, plan_flash
from thumbwalk.install.flash import flash as carry_out
from thumbwalk.interrupts import Interrupted
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.ports import RigLink, list_all
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.wire import Hello
from thumbwalk.rig.opening import board_port
from thumbwalk.virtual.firmware import firmware_dir

_START_S = 15.0
"""How long a board may take from its restart to its first hello; a Pico takes two seconds."""


def flash(
    port: PortOption = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Only say what would be done; the board starts afresh, nothing is changed."),
    ] = False,
) -> None:
    """Put the firmware on a board: copy it, read it back by its hashes, restart the board and let it say who it is.

    The board needs MicroPython, and is found by its USB identity. Its settings stay. A power cut or a pulled plug in
    the middle leaves the old firmware, or a board that waits for the next `thumbwalk flash`; never half of the new one.
    """
    bundle = read_bundle(firmware_dir())
    where = _board_port(port)
    with MicroPythonBoard(where) as board:
        try:
            plan = plan_flash(board, bundle)
            _print_plan(where, plan, bundle, dry_run=dry_run)
            if not dry_run:
                _carry_out(board, bundle, plan)
        finally:
            # whatever came of it, a board that can start its own program shall
            with contextlib.suppress(RigError):
                board.restart()
    if not dry_run:
        hello = _greeted(where, bundle)
        typer.echo(
            f"{hello.name or hello.board} {hello.board_id} runs firmware {hello.firmware} on '{hello.board}': "
            f"{len(hello.channels)} channels at {hello.rate_hz:g} Hz, layout '{hello.layout}'. "
            "Next: `thumbwalk doctor`."
        )


def _board_port(port: str | None) -> str:
    if port is None and not any(one.may_be_rig for one in list_all()):
        raise DeviceNotFound(
            "no board is plugged in; plug it in, or name its port with --port. A board fresh from its box needs "
            "MicroPython first (firmware/README.md says how)"
        )
    return board_port(port, which_board)


def _print_plan(where: str, plan: FlashPlan, bundle: Bundle, *, dry_run: bool) -> None:
    about = plan.about
    version = ".".join(str(part) for part in about.version)
    has = "no Thumbwalk firmware" if plan.found is None else f"Thumbwalk firmware {plan.found}"
    typer.echo(escaped(f"{where}: {about.machine}, MicroPython {version}, {has}"))
    if plan.is_done:
        typer.echo(f"All {len(bundle.files)} files of firmware {bundle.version} are there already.")
    else:
        will = "Would write" if dry_run else "Writing"
        typer.echo(
            f"{will} firmware {bundle.version}: {len(bundle.files)} files, {bundle.size / 1000:.0f} kB; "
            f"{len(plan.changes)} of them are new or changed."
        )
    for path in plan.removals:
        typer.echo(f"{'Would remove' if dry_run else 'Removing'} {escaped(path)}")
    if plan.keeps_main:
        typer.echo(f"{'Would keep' if dry_run else 'Keeping'} the board's own main.py as {KEPT_MAIN}")
    if dry_run:
        typer.echo("Nothing was changed.")


def _carry_out(board: MicroPythonBoard, bundle: Bundle, plan: FlashPlan) -> None:
    if plan.is_done:
        return
    columns = (
        TextColumn("{task.description:<24}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
    )
    try:
        out = console()
        with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
            bar = progress.add_task("", total=len(bundle.files))
            carry_out(board, bundle, plan, lambda path: progress.update(bar, advance=1, description=path))
    except Interrupted:
        typer.echo("Stopped in the middle; run `thumbwalk flash` again to finish.", err=True)
        raise
    typer.echo("Written, and read back by its hashes.")


def _greeted(where: str, bundle: Bundle) -> Hello:
    """Wait for the board's hello after its restart."""
    try:
        rig = RigLink(SerialLink(where), timeout_s=_START_S)
    except (ProtocolMismatch, DeviceNotFound, LinkLost) as error:
        raise LinkLost(
            f"the firmware is on the board, but it does not say hello ({error}); unplug it, plug it in and run "
            "`thumbwalk doctor`"
        ) from error
    rig.close()
    if rig.hello.firmware != bundle.version:
        raise LinkLost(
            f"{where}: firmware {bundle.version} was written, but firmware {rig.hello.firmware} says hello; "
            "look at the board's own main.py and boot.py"
        )
    return rig.hello
