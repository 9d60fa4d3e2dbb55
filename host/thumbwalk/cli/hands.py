"""Subcommand hands: a virtual session as a pad table for other programs, with the truth about it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.errors import OptionError
from thumbwalk.pad import DEFAULT_LAYOUT, Foot, builtin_pad
from thumbwalk.places import json_text, write_whole
from thumbwalk.session.padtable import PadTable, write_pad_table
from thumbwalk.validate.kinds import Kind, held_out
from thumbwalk.virtual.feet import foot_of_size
from thumbwalk.virtual.hand import HandKind

TABLE, TRUTH, LAYOUT = "session.csv", "truth.json", "layout.toml"
"""What ``thumbwalk hands`` writes into its folder."""


def hands(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder for the session; refused if it holds one already.")
    ],
    kind: Annotated[Kind, typer.Option("--kind", help="Which kind of hand and foot.")] = "designed",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another number is another session.")] = 0,
    hand: Annotated[HandKind, typer.Option("--hand", help="Whose hand: an expert's, or one with a fault.")] = "expert",
    skill: Annotated[
        float | None, typer.Option("--skill", min=0.0, max=1.0, help="From 0, a beginner, to 1, an expert.")
    ] = None,
    size: Annotated[float, typer.Option("--size", metavar="NUMBER", help="EU size of the foot, 35 to 48.")] = 42.0,
    layout: Annotated[
        str,
        typer.Option(
            "--layout", metavar="NAME", help="Which foot: sole16, plate4, a plate on four load cells, or sole16+plate4."
        ),
    ] = DEFAULT_LAYOUT,
    foot: Annotated[Foot | None, typer.Option("--foot", help="Which foot; without it a right one.")] = None,
) -> None:
    """Write a session of virtual hands as a pad table, with its layout and with the truth about it."""
    taken = next((name for name in (TABLE, TRUTH, LAYOUT) if (out / name).exists()), None)
    if taken is not None:
        raise OptionError(f"{out}: there is a {taken} in it already; name another --out, or move it away")
    one = held_out(kind, seed, foot_of_size(builtin_pad(layout), size, foot), hand=hand, skill=skill)
    pad = one.session.pad
    write_pad_table(out / TABLE, PadTable(one.time_s, one.values, pad))
    try:
        write_whole(out / LAYOUT, [pad.text])
        write_whole(out / TRUTH, [json_text(one.to_json())])
    except OSError as error:
        raise OptionError(f"{out}: can't write the session: {error.strerror}; name another --out") from error
    duration_s = one.session.truth.duration_s
    typer.echo(f"Wrote {duration_s:.1f} s, {len(one.time_s)} samples, to {out}: {TABLE}, {LAYOUT}, {TRUTH}")
