"""Subcommand record: the raw stream of a rig, without a drill."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.connect import (
    asked_lines,
    layout_text,
    load_cell_hz,
    opened,
    undrilled,
    waits_s,
    warn_of_lines,
)
from thumbwalk.cli.keeping import keep_in_store, new_id, recorded_elsewhere
from thumbwalk.cli.learning import learner_or_last, now
from thumbwalk.cli.lsl import outlets, refuse_lsl
from thumbwalk.cli.options import (
    BaudOption,
    BitsOption,
    DatabaseOption,
    E11Option,
    LayoutOption,
    LinesOption,
    LineUnitOption,
    LoadCellOption,
    LslOption,
    PortOption,
    SeedOption,
    VirtualOption,
)
from thumbwalk.cli.show import warn
from thumbwalk.errors import OptionError
from thumbwalk.interrupts import Noted, noted
from thumbwalk.link.patience import patient
from thumbwalk.link.tally import losses_said
from thumbwalk.session.about import About
from thumbwalk.session.begin import recorded
from thumbwalk.session.live import LiveSession
from thumbwalk.virtual.foot import FootSpec


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
    lines: LinesOption = False,
    baud: BaudOption = None,
    unit: LineUnitOption = None,
    bits: BitsOption = None,
    learner: Annotated[
        str | None, typer.Option("--learner", metavar="NAME", help="Whose hands they are; without it whose were last.")
    ] = None,
    database: DatabaseOption = None,
    lsl: LslOption = False,
) -> None:
    """Record what a rig sends, without a drill; Ctrl-C ends it early and keeps what there is."""
    if os.path.lexists(out):
        raise OptionError(f"{out}: is there already; name another --out, or move it away")
    if lsl:
        refuse_lsl()
    spec = FootSpec(seed=seed, layout=layout_text(layout), load_cell_hz=load_cell_hz(load_cell, virtual=virtual))
    others = {"--virtual": virtual, "--e11": e11}
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others=others)
    with opened(port, virtual, spec, lines=printed) as rig:
        practice = undrilled(rig, layout, e11=e11)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        published = outlets(practice, rig, lsl=lsl)
        about = About(new_id(), now(), "recording", learner_or_last(learner), virtual=virtual)
        with noted() as ended:
            with (
                recorded_elsewhere(out, about),
                recorded(
                    *(rig.link, practice, out),
                    *published,
                    created=created,
                    way_back=rig.way_back,
                    waits_s=waits_s(windowed=False),
                ) as session,
            ):
                session.start()
                _wait(session, seconds, ended)
            warn(f"{out}: {line}" for line in losses_said(session.tally))
            warn_of_lines(rig)
            keep_in_store(database)
            if (error := session.error) is not None:
                raise error
        ended.again()
    typer.echo(f"Recorded {session.snapshot().time_s:.1f} s: {out}")


def _wait(session: LiveSession, seconds: float, ended: Noted) -> None:
    """Wait until the stream is so long, by its own time, or has ended, or shall end; say when the rig is away."""
    left_s, then_s, said = patient(2.0 * seconds + 5.0), time.monotonic(), ""
    while (now := session.snapshot()).time_s < seconds and left_s > 0.0:
        if session.wait(0.02) or ended.number is not None:
            return
        # while the rig is away the time stands
        away = "" if now.stream.connected else now.stream.message
        since_s, then_s = then_s, time.monotonic()
        left_s -= 0.0 if away else then_s - since_s
        if away != said:
            said = away
            warn([away or "the rig is back; the recording goes on"])
