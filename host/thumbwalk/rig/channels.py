"""What a rig's channels are and mean: the pad that they belong to, and the calibration that was made for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from thumbwalk.errors import CalibrationError, LayoutError
from thumbwalk.language import told
from thumbwalk.link.wire import Hello
from thumbwalk.pad import DEFAULT_LAYOUT, Pad, builtin_names, builtin_pad, load_pad, rig_pad
from thumbwalk.rig.opening import OpenRig
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.e11 import BOARD
from thumbwalk.sketch.value_codes import STEP_N


def pad_for(hello: Hello, layout: Path | None) -> Pad:
    """Give the pad that a board's channels belong to, by their names or, where it knows none, by their places.

    Raises
    ------
    LayoutError
        When the board's layout is unknown, or its channels are not those of the layout.
    """
    if layout is not None:
        pad = load_pad(layout)
        if pad.cells:
            what = told("layout '{name}' is of tiles on a plate, of which a rig can't be read yet", name=pad.name)
            raise LayoutError(told("{what}; name that of the tiles alone with --layout", what=what))
    elif hello.layout in builtin_names():
        pad = rig_pad(hello.layout)
    else:
        raise LayoutError(
            told("layout '{layout}' of the board is not built in; name its file with --layout", layout=hello.layout)
        )
    if hello.channels != pad.names and not _by_place(hello, pad):
        odd = [pair for pair in zip(hello.channels, pad.names, strict=False) if pair[0] != pair[1]]
        same_number = len(hello.channels) == pad.n_taxels
        where = (
            told("'{channel}' where the layout has '{tile}'", channel=odd[0][0], tile=odd[0][1])
            if same_number
            else told("{n_channels} channels", n_channels=len(hello.channels))
        )
        raise LayoutError(
            told(
                "the board sends {where}, layout '{name}' has {n_taxels} taxels; name one that fits with "
                "--layout, or tell the board: `thumbwalk config --set layout=NAME`, and channels",
                where=where,
                name=pad.name,
                n_taxels=pad.n_taxels,
            )
        )
    return pad


def _by_place(hello: Hello, pad: Pad) -> bool:
    """Whether channel i is the layout's taxel i, though a board does not know its taxels' names.

    It then calls its channels c0 and so on or, when they are as many as the built-in foot's, as that foot does, though
    it was told that its layout is another one.
    """
    unnamed = hello.channels == tuple(f"c{i}" for i in range(len(hello.channels)))
    other = hello.layout == pad.name != DEFAULT_LAYOUT and hello.channels == builtin_pad().names
    return len(hello.channels) == pad.n_taxels and (unnamed or other)


def pad_of(rig: OpenRig, layout: Path | None) -> Pad:
    """Give a rig's pad: of one that prints lines the one that it was told by, else as `pad_for`. Raises LayoutError."""
    return pad_for(rig.hello, layout) if rig.lines is None else rig.lines.told.columns.pad


def calibration_of(rig: OpenRig, kept: Path, *, e11: bool = False) -> tuple[Calibration, bool]:
    """Give a rig's calibration as `calibration_for`; forces that a board sends need none, only a zero."""
    if rig.lines is None:
        return calibration_for(rig.hello, kept, e11=e11)
    codes, divider_ohm = rig.lines.told.codes, rig.hello.divider_ohm
    if codes.is_force:
        start = Calibration.of_forces(codes.pad.n_taxels, codes.bits, divider_ohm, STEP_N)
    else:
        start = Calibration.generic(codes.pad.n_taxels, codes.bits, divider_ohm, bleed_us=0.0)
    calibration, is_own = _kept_calibration(rig.hello, kept, start)
    by_name = {channel.name: channel for channel in calibration.channels}
    if set(by_name) == set(codes.pad.names):
        # a sketch that prints its columns in another order has the same sensors
        calibration = replace(calibration, channels=tuple(by_name[name] for name in codes.pad.names))
    return calibration, is_own


def calibration_for(hello: Hello, kept: Path, *, e11: bool = False) -> tuple[Calibration, bool]:
    """Give the board's calibration, and whether any of its curves was measured: a tare alone makes none.

    Parameters
    ----------
    kept : Path
        Where the board's calibration is, if it has one; without it a generic one of its electronics is given.
    e11 : bool
        Switches the correction of the RP2040's converter on, if the calibration does not have it on anyway.

    Raises
    ------
    CalibrationError
        When it was made for other electronics, or the board has no such converter.
    """
    if e11 and hello.board != BOARD:
        raise CalibrationError(
            told(
                "--e11 corrects the RP2040's converter (board '{of}'), and this board is '{board}'; leave it out",
                of=BOARD,
                board=hello.board,
            )
        )
    start = Calibration.generic(len(hello.channels), hello.bits, hello.divider_ohm)
    calibration, is_own = _kept_calibration(hello, kept, start)
    return (calibration.with_e11() if e11 else calibration), is_own


def _kept_calibration(hello: Hello, path: Path, start: Calibration) -> tuple[Calibration, bool]:
    """The one that is kept, or else the one to ``start`` with."""
    if not path.exists():
        return start, start.is_measured
    calibration = Calibration.load(path)
    made_for = calibration.n_taxels, calibration.bits, calibration.divider_ohm
    is_now = len(hello.channels), hello.bits, hello.divider_ohm
    if made_for != is_now or calibration.n_per_code != start.n_per_code:
        raise CalibrationError(
            told(
                "{path}: made for {channels} channels, {bits} bits and {ohm:g} ohm, the board has {has_channels}, "
                "{has_bits} and {has_ohm:g}; move the file away and run `thumbwalk calibrate` again",
                path=path,
                channels=made_for[0],
                bits=made_for[1],
                ohm=made_for[2],
                has_channels=is_now[0],
                has_bits=is_now[1],
                has_ohm=is_now[2],
            )
        )
    return calibration, calibration.is_measured
