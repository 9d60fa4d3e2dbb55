"""Subcommand calibrate: a wizard with a kitchen scale, counts to newtons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

import typer

from thumbwalk.cli.connect import asked_lines, kept_calibration, layout_text, load_cell_hz, opened, warn_of_board
from thumbwalk.cli.options import (
    BaudOption,
    BitsOption,
    E11Option,
    LayoutOption,
    LinesOption,
    LoadCellOption,
    PortOption,
    SeedOption,
    VirtualOption,
)
from thumbwalk.errors import CalibrationError, OptionError
from thumbwalk.interrupts import Interrupted, noted
from thumbwalk.link.plain_text import escaped
from thumbwalk.pad import Pad
from thumbwalk.places import calibration_path
from thumbwalk.rig.calibrating import QUICK_WEIGHTS, quick_tiles, tile_wizard, walk_through, with_load_scale
from thumbwalk.rig.channels import pad_of
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.plate_weighing import weighed_plate
from thumbwalk.signal.calibration import GRAVITY
from thumbwalk.signal.plate_scale import PLACES
from thumbwalk.signal.wizard import COMMANDS, CalibrationWizard, ScaleUnit
from thumbwalk.virtual.foot import FootSpec


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
    quick: Annotated[
        bool, typer.Option("--quick", help="Two weights on three tiles; the other tiles get the level of these.")
    ] = False,
    load_weight: Annotated[
        float | None,
        typer.Option(
            "--load-weight",
            metavar="WEIGHT",
            help="Scale the load cell with this weight instead of tiles; of a plate the weight that is put on it.",
        ),
    ] = None,
    load_cell: LoadCellOption = None,
    e11: E11Option = False,
    lines: LinesOption = False,
    baud: BaudOption = None,
    bits: BitsOption = None,
) -> None:
    """Calibrate a rig with a kitchen scale or weights, tile by tile, loading and unloading.

    Put the foot on the scale, press a tile until the scale shows what is asked for, wait, press enter. Tiles that are
    done are kept whenever you stop. A plate takes one weight, a kilogram or more, at five places in turn.
    """
    spec = FootSpec(seed=seed, layout=layout_text(layout), load_cell_hz=load_cell_hz(load_cell, virtual=virtual))
    others = {"--virtual": virtual, "--e11": e11, "--load-weight": load_weight is not None}
    # forces need no calibration: whoever calibrates has counts, whatever unit the layout's tables are in
    printed = asked_lines(lines, port, layout, baud=baud, unit="counts" if lines else None, bits=bits, others=others)
    with opened(port, virtual, spec, lines=printed) as rig:
        warn_of_board(rig)
        pad = pad_of(rig, layout)
        if pad.is_plate:
            _refuse_of_tiles({"--weights": weights, "--tile": tile, "--quick": quick, "--e11": e11})
            _calibrate_plate(rig, pad, load_weight, unit)
            return
        start, _ = kept_calibration(rig, e11=e11)
        path = calibration_path(rig.hello.board_id)
        if load_weight is not None:
            scaled = with_load_scale(rig, start, load_weight, unit, _ask)
            scaled.save(path)
            typer.echo(f"The load cell has {scaled.load_codes_per_n:.0f} codes a newton: {path}")
            return
        asked = _weights(weights) or (QUICK_WEIGHTS[unit] if quick else None)
        tiles = tile or (quick_tiles(pad) if quick else None)
        wizard = tile_wizard(rig.link, pad, start, unit=unit, weights=asked, tiles=tiles)
        interrupted = _walk(wizard)
    done, of = wizard.progress
    if done:
        with noted() as ended:
            made = wizard.calibration(rig.hello.board_id, datetime.now(UTC).isoformat(timespec="seconds"))
            (made.shared() if quick else made).save(path)
        ended.again()
        typer.echo(f"Kept {done} of {of} tiles: {path}")
    else:
        typer.echo("No tile is done; nothing was changed.")
    if interrupted is not None:
        raise interrupted


def _refuse_of_tiles(given: Mapping[str, object]) -> None:
    for name, value in given.items():
        if value:
            raise OptionError(f"{name} is for a rig of tiles, and this is a plate: it takes one weight; leave it out")


def _calibrate_plate(rig: OpenRig, pad: Pad, weight: float | None, unit: ScaleUnit) -> None:
    """Have one weight put on five places, and keep what its cells are."""
    if weight is None:
        answer = _ask(f"How much does your weight weigh, in {unit}? A litre of water is 1000 g, or 9.81 N")
        try:
            weight = float(answer)
        except ValueError as error:
            raise CalibrationError(f"weight '{answer}': not a number of {unit}; run it again") from error
    date = datetime.now(UTC).isoformat(timespec="seconds")
    weight_n = weight * GRAVITY / 1000.0 if unit == "g" else weight
    found = weighed_plate(rig, pad, weight_n, _ask, _say, date=date)
    path = calibration_path(rig.hello.board_id)
    with noted() as ended:
        found.save(path)
    ended.again()
    read, placed = f"{100.0 * (found.force_off or 0.0):.2f} %", f"{found.place_off_mm or 0.0:.1f} mm"
    typer.echo(f"The weight is read to {read}, and found to {placed} (RMS at {len(PLACES)} places): {path}")


def _walk(wizard: CalibrationWizard) -> Interrupted | None:
    """Go from tile to tile; what ended it before its time, if anything did."""
    typer.echo(f"Answers: {COMMANDS}.")
    try:
        walk_through(wizard, _ask, _say)
    except EOFError:
        typer.echo()
        return Interrupted()
    except Interrupted as end:
        typer.echo()
        return end
    return None


def _ask(prompt: str) -> str:
    return input(f"{escaped(prompt)}: ")


def _say(answer: str) -> None:
    typer.echo(escaped(answer, keep="\n"))


def _weights(text: str | None) -> list[float] | None:
    if text is None:
        return None
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise CalibrationError(f"--weights {text!r}: not numbers with commas; e.g. --weights 100,500,2000") from error
