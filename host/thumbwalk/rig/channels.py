"""What a rig's channels are and mean: the pad that they belong to, and the calibration that was made for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from thumbwalk.errors import CalibrationError, LayoutError
from thumbwalk.language import told, told_n
from thumbwalk.link.wire import Hello
from thumbwalk.pad import DEFAULT_LAYOUT, PLATE_LAYOUT, Pad, builtin_names, builtin_pad, load_pad, rig_pad
from thumbwalk.rig.opening import OpenRig
from thumbwalk.signal.any_calibration import AnyCalibration, load_calibration
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.e11 import BOARD
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.signal.plate_scale import promised_codes_per_n
from thumbwalk.sketch.value_codes import STEP_N


def pad_for(hello: Hello, layout: Path | None) -> Pad:
    """Give the pad that a board's channels, or its load cells, belong to: by their names or by their places.

    Without a ``layout`` it is the board's own; of a board that has nothing but cells it is the plate on them.

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
        # of tiles on a plate a rig's stream is that of its tiles so far
        pad = rig_pad(hello.layout.partition("+")[0])
        if not hello.channels and not pad.is_plate:
            pad = rig_pad(PLATE_LAYOUT)
    else:
        raise LayoutError(
            told("layout '{layout}' of the board is not built in; name its file with --layout", layout=hello.layout)
        )
    if pad.is_plate:
        _refuse_other_cells(hello, pad)
    elif hello.channels != pad.names and not _by_place(hello, pad):
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


def _refuse_other_cells(hello: Hello, pad: Pad) -> None:
    names = () if hello.cells is None else hello.cells.names
    if names == pad.names:
        return
    odd = [pair for pair in zip(names, pad.names, strict=False) if pair[0] != pair[1]]
    raise LayoutError(
        told(
            "the board reads {where}, layout '{name}' has {n}; name one that fits with --layout, or tell the "
            "board: `thumbwalk config --set cells={n}`",
            where=told("the load cell '{cell}' where it is '{other}'", cell=odd[0][0], other=odd[0][1])
            if odd
            else told_n("{n} load cell", "{n} load cells", len(names)),
            name=pad.name,
            n=pad.n_taxels,
        )
    )


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


def plate_calibration_of(rig: OpenRig, pad: Pad, kept: Path) -> tuple[PlateCalibration, bool]:
    """Give a plate's calibration, and whether a weight was ever put on: else it is what data sheets promise.

    A virtual plate that nobody calibrated has its maker's. Raises CalibrationError when the one that is kept is
    another's.
    """
    if not kept.exists():
        calibration = rig.made or PlateCalibration.nominal(pad, promised_of(rig.hello))
        return calibration, calibration.is_measured
    found = load_calibration(kept)
    if not isinstance(found, PlateCalibration) or tuple(cell.name for cell in found.cells) != pad.names:
        raise CalibrationError(
            told(
                "{path}: made for another rig than a plate on {names}; move the file away and run "
                "`thumbwalk calibrate` again",
                path=kept,
                names=", ".join(pad.names),
            )
        )
    return found, found.is_measured


def any_calibration_of(rig: OpenRig, pad: Pad, kept: Path, *, e11: bool = False) -> tuple[AnyCalibration, bool]:
    """Give the calibration of a rig, whatever its pad is: see `calibration_of` and `plate_calibration_of`."""
    return plate_calibration_of(rig, pad, kept) if pad.is_plate else calibration_of(rig, kept, e11=e11)


def promised_of(hello: Hello) -> float:
    """Codes a newton that a board's cells promise by their data sheets; it has cells."""
    assert hello.cells is not None  # noqa: S101  else its pad is no plate
    bank = hello.cells
    return promised_codes_per_n(bank.bits, bank.gain, bank.mv_per_v, bank.rating_n)


def _kept_calibration(hello: Hello, path: Path, start: Calibration) -> tuple[Calibration, bool]:
    """The one that is kept, or else the one to ``start`` with."""
    if not path.exists():
        return start, start.is_measured
    calibration = load_calibration(path)
    if not isinstance(calibration, Calibration):
        raise CalibrationError(
            told(
                "{path}: made for a plate on load cells, the board scans tiles; move the file away and run "
                "`thumbwalk calibrate` again",
                path=path,
            )
        )
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
