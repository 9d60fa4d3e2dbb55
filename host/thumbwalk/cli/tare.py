"""Subcommand tare: the untouched foot is zero."""

from __future__ import annotations

import typer

from thumbwalk.cli.connect import kept_calibration, layout_text, opened
from thumbwalk.cli.options import E11Option, LayoutOption, PortOption, SeedOption, VirtualOption
from thumbwalk.places import calibration_path
from thumbwalk.rig.calibrating import tared
from thumbwalk.rig.channels import pad_for
from thumbwalk.virtual.foot import FootSpec


def tare(
    port: PortOption = None,
    virtual: VirtualOption = False,
    seed: SeedOption = 0,
    layout: LayoutOption = None,
    e11: E11Option = False,
) -> None:
    """Keep what the untouched foot reads as its zero, for this board. Hands off the foot."""
    with opened(port, virtual, FootSpec(seed=seed, layout=layout_text(layout))) as rig:
        pad = pad_for(rig.hello, layout)
        calibration, _ = kept_calibration(rig.hello, e11=e11)
        found = tared(rig.link, calibration, pad)
    path = calibration_path(rig.hello.board_id)
    found.save(path)
    typer.echo(f"Tared {pad.n_taxels} sensors of board {rig.hello.board_id}: {path}")
