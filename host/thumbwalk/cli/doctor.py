"""Subcommand doctor: how a rig is, and what to mend."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.connect import asked_lines, kept_calibration, layout_text, load_cell_hz, opened
from thumbwalk.cli.options import (
    BaudOption,
    BitsOption,
    JsonOption,
    LayoutOption,
    LinesOption,
    LineUnitOption,
    LoadCellOption,
    PortOption,
    SeedOption,
    SettingsOption,
    VirtualOption,
)
from thumbwalk.cli.show import print_json
from thumbwalk.cli.show_checkup import print_checkup
from thumbwalk.cli.show_lines import print_lines_checkup
from thumbwalk.coach.score.rules import TODAY
from thumbwalk.errors import CalibrationError, LayoutError, OptionError
from thumbwalk.link.losses import LostPart
from thumbwalk.places import calibration_path
from thumbwalk.rig.cells_checkup import check_plate
from thumbwalk.rig.channels import pad_for, plate_calibration_of
from thumbwalk.rig.checkup import check_up
from thumbwalk.rig.guided_press import guided_press
from thumbwalk.rig.lines_checkup import check_lines
from thumbwalk.rig.listening import stretch_of
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.plate_presses import press_corners
from thumbwalk.signal.load_cell import LoadCheck
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.sensor_faults import OF_CELLS, OF_TILES, parse_faults

SecondsOption = Annotated[float, typer.Option("--seconds", min=0.5, max=86400.0, help="How long to look, in seconds.")]


def doctor(
    port: PortOption = None,
    virtual: VirtualOption = False,
    seconds: SecondsOption = 5.0,
    seed: SeedOption = 0,
    press: Annotated[
        bool,
        typer.Option(
            "--press",
            help="Then have each tile, or corner of a plate, pressed in turn: finds dead and swapped sensors.",
        ),
    ] = False,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            "--fault",
            metavar="KIND:TAXEL",
            help="Virtual rig: a fault to find: dead, open, unbled, shorted, stuck, noisy, drifting, or "
            "swapped:TAXEL,TAXEL; of a plate's cells also reversed, missing, rating or frame; may be given again.",
        ),
    ] = None,
    layout: LayoutOption = None,
    load_cell: LoadCellOption = None,
    settings: SettingsOption = None,
    lines: LinesOption = False,
    baud: BaudOption = None,
    unit: LineUnitOption = None,
    bits: BitsOption = None,
    json: JsonOption = False,
) -> None:
    """Look at a rig for some seconds and say how it is: rate, losses, jitter and each sensor. Hands off the foot.

    Ends with 1 if something needs a hand.
    """
    if fault and not virtual:
        raise OptionError("--fault is for the virtual rig; add --virtual, or leave it out")
    faults = parse_faults(fault or [])
    spec = FootSpec(
        seed=seed,
        layout=layout_text(layout),
        load_cell_hz=load_cell_hz(load_cell, virtual=virtual),
        **asdict(faults),
    )
    pad = spec.pad()
    # a taxel that there is not is refused before anything is started
    faults.columns(pad, without=OF_TILES if pad.is_plate else OF_CELLS)
    others = {"--virtual": virtual, "--press": press}
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others=others)
    with opened(port, virtual, spec, settings=settings, lines=printed) as rig:
        if rig.lines is not None:
            _look_at_lines(rig, seconds, json=json)
            return
        if not rig.hello.channels:
            _look_at_plate(rig, layout, seconds, press=press, json=json)
            return
        # a board that does not know its sensors' names is shown with those of the layout
        hello = rig.hello if layout is None else replace(rig.hello, channels=pad_for(rig.hello, layout).names)
        remembered, self_test = rig.link.settings(), rig.link.self_test()
        found = stretch_of(rig.link, seconds)
        lost = LostPart.of(found.losses, (0.0, found.seconds), (), TODAY.most_lost_share)
        report = check_up(hello, found.blocks, found.tally, self_test, remembered, lost)
        if press:
            calibration, is_own = kept_calibration(rig)
            load = LoadCheck(calibration)
            pressed = guided_press(rig, hello.channels, load, partial(typer.echo, err=True))
            report = report.pressed(pressed).loaded(load.result(), calibrated=is_own)
    if json:
        print_json(report.to_json())
    else:
        print_checkup(report, found.logs)
    if not report.healthy:
        raise typer.Exit(1)


def _look_at_plate(rig: OpenRig, layout: Path | None, seconds: float, *, press: bool, json: bool) -> None:
    """The same of a board that reads a plate's load cells, and nothing else."""
    remembered, self_test = rig.link.settings(), rig.link.self_test()
    found = stretch_of(rig.link, seconds)
    lost = LostPart.of(found.losses, (0.0, found.seconds), (), TODAY.most_lost_share)
    pad, wrong = None, list[str]()
    try:
        pad = pad_for(rig.hello, layout)
        calibration, _ = plate_calibration_of(rig, pad, calibration_path(rig.hello.board_id))
    except (LayoutError, CalibrationError) as error:
        calibration = None
        wrong = [str(error)]
    report = check_plate(rig.hello, found, self_test, remembered, lost, calibration)
    report = replace(report, problems=(*wrong, *report.problems))
    if press and pad is not None:
        report = report.pressed_at_corners(press_corners(rig, pad, partial(typer.echo, err=True), calibration))
    if json:
        print_json(report.to_json())
    else:
        print_checkup(report, found.logs)
    if not report.healthy:
        raise typer.Exit(1)


def _look_at_lines(rig: OpenRig, seconds: float, *, json: bool) -> None:
    """The same of a board that prints lines; it says nothing of itself, so that its lines tell everything."""
    _, is_own = kept_calibration(rig)
    report = check_lines(rig, stretch_of(rig.link, seconds), calibrated=is_own)
    if json:
        print_json(report.to_json())
    else:
        print_lines_checkup(report)
    if report.problems:
        raise typer.Exit(1)
