"""The options that more than one command takes, once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from thumbwalk.session.about import Side
from thumbwalk.sketch.value_codes import LineUnit

LoadCellRate = Literal["10", "80"]

PortOption = Annotated[
    str | None,
    typer.Option(
        "--port", metavar="PORT", help="Port of the rig, or any pyserial URL; without it the only board plugged in."
    ),
]
VirtualOption = Annotated[
    bool, typer.Option("--virtual", help="Use the virtual rig: no hardware, but the real firmware.")
]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Virtual rig: seed of the hand and sensors.")]
LoadCellOption = Annotated[
    LoadCellRate | None,
    typer.Option(
        "--load-cell", metavar="HZ", help="Virtual rig: a load cell under it, with 10 or 80 readings a second."
    ),
]
BuiltOption = Annotated[
    list[str] | None,
    typer.Option(
        "--built",
        metavar="HOW",
        help="Virtual rig: how its foot is built: bonded, half-space, tipping, layer:MM, warm:DEGREES, creep:PART or "
        "hysteresis:PART; may be given again.",
    ),
]
SettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--settings", metavar="FILE", help="Virtual rig: file of its board's settings; without it they are forgotten."
    ),
]
LayoutOption = Annotated[
    Path | None,
    typer.Option(
        "--layout",
        metavar="FILE",
        help="Layout file (TOML) of the pad, or sole16 or plate4; without it the one that fits.",
    ),
]
E11Option = Annotated[
    bool,
    typer.Option(
        "--e11", help="Pico (RP2040): correct its converter's four wide codes; a kept calibration keeps it on."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A recording (.twr) or a pad table (CSV).")]
LinesOption = Annotated[
    bool,
    typer.Option(
        "--lines", help="The board prints a line of numbers a sample, as an Arduino sketch does; needs --port."
    ),
]
BaudOption = Annotated[
    int | None,
    typer.Option(
        "--baud", min=300, max=4_000_000, metavar="NUMBER", help="--lines: bits a second, as in Serial.begin; 115200."
    ),
]
BitsOption = Annotated[
    int | None,
    typer.Option(
        "--bits", min=8, max=16, metavar="NUMBER", help="--lines: bits of its counts; without it told from the lines."
    ),
]
LineUnitOption = Annotated[
    LineUnit | None,
    typer.Option("--unit", help="--lines: what the numbers are; without it what the layout says, else counts."),
]
HandsOption = Annotated[Side | None, typer.Option("--side", help="Which hand practises; progress is told apart by it.")]
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="URL", help="Store to use; without it THUMBWALK_DATABASE, or the file in your folder."
    ),
]
UNNAMED = "me"
"""Who it is where no learner is named: the default of every command that keeps something of one."""
LearnerOption = Annotated[
    str, typer.Option("--learner", metavar="NAME", help="Whose hands they are: what is known of them is kept.")
]
Hand = Literal["left", "right"]
HandOption = Annotated[Hand, typer.Option("--side", help="Which hand presses.")]
ReceiverOption = Annotated[
    str | None, typer.Option("--receiver", metavar="NAME", help="Whose foot: what `thumbwalk match` found is in force.")
]
SessionArgument = Annotated[
    str, typer.Argument(metavar="SESSION", help="Which session: its number, its day, or last, first or best.")
]
WhoseOption = Annotated[
    str | None, typer.Option("--learner", metavar="NAME", help="Only whose hands these are; without it everybody's.")
]
LslOption = Annotated[
    bool,
    typer.Option("--lsl", help="Give contact and forces to the Lab Streaming Layer as well, on this machine."),
]
