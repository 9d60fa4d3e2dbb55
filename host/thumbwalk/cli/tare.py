"""Subcommand tare: the untouched foot is zero."""

from __future__ import annotations

import typer

from thumbwalk.cli.connect import asked_lines, kept_for, layout_text, opened, warn_of_board
from thumbwalk.cli.options import (
    BaudOption,
    BitsOption,
    E11Option,
    LayoutOption,
    LinesOption,
    LineUnitOption,
    PortOption,
    SeedOption,
    VirtualOption,
)
from thumbwalk.places import calibration_path
from thumbwalk.rig.calibrating import tared
from thumbwalk.rig.channels import pad_of
from thumbwalk.virtual.foot import FootSpec


def tare(
    port: PortOption = None,
    virtual: VirtualOption = False,
    seed: SeedOption = 0,
    layout: LayoutOption = None,
    e11: E11Option = False,
    lines: LinesOption = False,
    baud: BaudOption = None,
    unit: LineUnitOption = None,
    bits: BitsOption = None,
) -> None:
    """Keep what the untouched foot reads as its zero, for this board. Hands off the foot."""
    others = {"--virtual": virtual, "--e11": e11}
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others=others)
    with opened(port, virtual, FootSpec(seed=seed, layout=layout_text(layout)), lines=printed) as rig:
        warn_of_board(rig)
        pad = pad_of(rig, layout)
        calibration, _ = kept_for(rig, pad, e11=e11)
        found = tared(rig.link, calibration, pad)
    path = calibration_path(rig.hello.board_id)
    found.save(path)
    typer.echo(f"Tared {pad.n_taxels} sensors of board {rig.hello.board_id}: {path}")
