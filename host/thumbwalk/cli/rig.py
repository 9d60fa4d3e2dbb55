"""Subcommands that talk to a rig: ports, tare, calibrate, record."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.table import Table

from thumbwalk.cli.connect import (
    E11Option,
    JsonOption,
    LayoutOption,
    LoadCellOption,
    PortOption,
    SeedOption,
    VirtualOption,
    calibration_for,
    layout_text,
    load_cell_hz,
    opened,
    pad_for,
    received,
    warn_of_version,
)
from thumbwalk.cli.show import console, print_json, warn
from thumbwalk.errors import CalibrationError, RecordingError
from thumbwalk.link.patience import patient
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.ports import RigLink, list_all
from thumbwalk.link.tally import losses_said
from thumbwalk.places import calibration_path
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.load_cell import codes_per_n
from thumbwalk.signal.wizard import COMMANDS, GRAVITY, CalibrationWizard, ScaleUnit, Settled, settled
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig


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


def tare(
    port: PortOption = None,
    virtual: VirtualOption = False,
    seed: SeedOption = 0,
    layout: LayoutOption = None,
    e11: E11Option = False,
) -> None:
    """Keep what the untouched foot reads as its zero, for this board. Hands off the foot."""
    with opened(port, virtual, FootSpec(seed=seed, layout=layout_text(layout))) as (rig, _):
        pad = pad_for(rig.hello, layout)
        calibration, _ = calibration_for(rig.hello, e11=e11)
        blocks = received(rig, _TARE_S).blocks
        tared = calibration.tared([block.counts for block in blocks], names=pad.names, board_id=rig.hello.board_id)
    path = calibration_path(rig.hello.board_id)
    tared.save(path)
    typer.echo(f"Tared {pad.n_taxels} sensors of board {rig.hello.board_id}: {path}")


_TARE_S = 1.5


def calibrate(
    port: PortOption = None,
    virtual: VirtualOption = False,
    seed: SeedOption = 0,
    layout: LayoutOption = None,
    unit: Annotated[ScaleUnit, typer.Option("--unit", help="What the scale shows: grams or newtons.")] = "g",
    weights: Annotated[
        str | None, typer.Option("--weights", metavar="LIST", help="Weights in that unit, rising, e.g. 100,500,2000.")
    ] = None,
    tile: Annotated[
        list[str] | None, typer.Option("--tile", metavar="NAME", help="Only this tile; may be given more than once.")
    ] = None,
    load_weight: Annotated[
        float | None,
        typer.Option("--load-weight", metavar="WEIGHT", help="Scale the load cell with this weight instead of tiles."),
    ] = None,
    load_cell: LoadCellOption = None,
    e11: E11Option = False,
) -> None:
    """Calibrate a rig with a kitchen scale or weights, tile by tile, loading and unloading.

    Put the foot on the scale, press a tile until the scale shows what is asked for, wait, press enter. Tiles that are
    done are kept whenever you stop.
    """
    spec = FootSpec(seed=seed, layout=layout_text(layout), load_cell_hz=load_cell_hz(load_cell, virtual=virtual))
    with opened(port, virtual, spec) as (rig, hand):
        pad = pad_for(rig.hello, layout)
        start, _ = calibration_for(rig.hello, e11=e11)
        if load_weight is not None:
            scaled = _with_load_scale(start, rig, hand, load_weight, unit)
            path = calibration_path(rig.hello.board_id)
            replace(scaled, board_id=rig.hello.board_id).save(path)
            typer.echo(f"The load cell has {scaled.load_codes_per_n:.0f} codes a newton: {path}")
            return

        def read() -> Settled:
            found = received(rig, _READ_S)
            counts = np.concatenate([np.empty((0, pad.n_taxels), np.uint16), *(b.counts for b in found.blocks)])
            return settled(counts, None if found.tally.status is None else found.tally.status.supply_ratio)

        wizard = CalibrationWizard(start, pad.names, read, unit=unit, weights=_weights(weights), tiles=tile)
        typer.echo(f"Answers: {COMMANDS}.")
        interrupted = False
        try:
            while not wizard.finished:
                typer.echo(escaped(wizard.answer(input(escaped(wizard.prompt) + ": ")), keep="\n"))
        except (EOFError, KeyboardInterrupt):
            interrupted = True
            typer.echo()
    done, of = wizard.progress
    if done:
        path = calibration_path(rig.hello.board_id)
        wizard.calibration(rig.hello.board_id, datetime.now(UTC).isoformat(timespec="seconds")).save(path)
        typer.echo(f"Kept {done} of {of} tiles: {path}")
    else:
        typer.echo("No tile is done; nothing was changed.")
    if interrupted:
        raise KeyboardInterrupt


_READ_S = 0.5


def _with_load_scale(
    calibration: Calibration, rig: RigLink, hand: VirtualRig | None, weight: float, unit: ScaleUnit
) -> Calibration:
    """Ask for the empty plate, then for the weight; on the virtual rig its own hand puts it on."""
    force_n = weight * GRAVITY / 1000.0 if unit == "g" else weight
    input("Take everything off the foot, then press enter: ")
    rest = received(rig, _LOAD_S).load_codes
    input(f"Put {weight:g} {unit} on the foot, wait five seconds, then press enter: ")
    if hand is not None:
        x_mm, y_mm = (float(value) for value in hand.pad.positions_mm.mean(axis=0))
        hand.press(x_mm, y_mm, force_n)
        received(rig, _LOAD_S)  # until it rests there
    return replace(calibration, load_codes_per_n=codes_per_n(rest, received(rig, _LOAD_S).load_codes, force_n))


_LOAD_S = 1.0


def _weights(text: str | None) -> list[float] | None:
    if text is None:
        return None
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise CalibrationError(f"--weights {text!r}: not numbers with commas; e.g. --weights 100,500,2000") from error


def record(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Recording to write (.twr); must not exist yet.")],
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.5, max=86400.0, help="How long to record, in seconds.")
    ] = 60.0,
    port: PortOption = None,
    virtual: VirtualOption = False,
    seed: SeedOption = 0,
    layout: LayoutOption = None,
    load_cell: LoadCellOption = None,
    e11: E11Option = False,
) -> None:
    """Record what a rig sends, without a drill; Ctrl-C ends it early and keeps what there is."""
    if out.exists():
        raise RecordingError(f"{out}: is there already; name another --out, or move it away")
    spec = FootSpec(seed=seed, layout=layout_text(layout), load_cell_hz=load_cell_hz(load_cell, virtual=virtual))
    with opened(port, virtual, spec) as (rig, _):
        warn_of_version(rig.hello)
        pad = pad_for(rig.hello, layout)
        calibration, _ = calibration_for(rig.hello, e11=e11)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        with RecordingWriter(out, pad, calibration, created=created) as writer:
            run = Practice(pad, calibration)
            run.take(rig.hello)
            run.note_in(writer)
            session = LiveSession(rig, run, writer)
            session.start()
            try:
                _wait(session, seconds)
            finally:
                session.stop()
        if session.error is not None:
            raise session.error
    warn(f"{out}: {line}" for line in losses_said(session.tally))
    typer.echo(f"Recorded {session.snapshot().time_s:.1f} s: {out}")


def _wait(session: LiveSession, seconds: float) -> None:
    """Wait until the stream is so long, by its own time, or has ended."""
    deadline = time.monotonic() + patient(2.0 * seconds + 5.0)
    while session.snapshot().time_s < seconds and time.monotonic() < deadline and not session.wait(0.02):
        pass
