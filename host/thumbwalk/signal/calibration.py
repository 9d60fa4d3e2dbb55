"""A board's calibration: what each channel's code means in newtons, and the file it is kept in.

The file is TOML that a user may read and mend; it is written whole or not at all, and a damaged one is refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import marked, told
from thumbwalk.places import write_whole
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.e11 import corrected
from thumbwalk.tomlfile import FileKind, TomlFile, Where

VERSION = 1
"""Of the file's format."""
GRAVITY = 9.80665
"""Standard acceleration of free fall, m/s2 (CGPM 1901): what a gram on a kitchen scale presses with."""
BITS, DIVIDER_OHM = 12, 3300.0
"""The reference rig's converter, and its resistor between converter and ground (hardware/wiring.md)."""
BLEED_US = 1.0
"""The 1 M-ohm resistor across each sensor of the reference rig; 0 where none is fitted."""
LOAD_CODES_PER_N = 2**23 * 1e-3 * (2 * 128) / (20 * GRAVITY)
"""A 20 kg load cell of 1 mV/V on an HX711 with a gain of 128, whose 2**23 codes are half its own supply over the gain,
which feeds the cell too (HX711 data sheet, Avia): 10 949 codes a newton, at any supply."""

ZERO_CODE = 8192
"""The code of no force, of a board that sends forces; those below it are negative, as a load cell's drift is."""

_LEAST_SCANS = 20
"""Fewer scans make no mean: the noise of this many's is a quarter of one's."""
_LEAST_BITS, _MOST_BITS = 8, 16
"""Converters that there are on boards."""
_MOST_REST_N, _MOST_MOVED_N = 1.0, 0.3
"""A tare above this is a hand or a weight, and one that moved by more than this is a hand."""
_MOST_CHANNELS, _MOST_POINTS = 256, 1000
"""As many as a firmware scans at most, and far more than anybody weighs."""
_LEAST_POINT, _MOST_POINT = 1e-6, 1e9
"""Newtons and microsiemens that are any."""
_LEVELS_N = np.array([5.0, 10.0, 20.0])
"""Where curves are compared: what a thumb presses with."""
CALIBRATION_FILE = FileKind(
    told("calibration"),
    CalibrationError,
    mend=told("mend the file or run `thumbwalk calibrate` again"),
    missing=told("run `thumbwalk calibrate` to make one"),
)


_READS = marked(
    "{tile} reads {n} N, more than the {most} N of a pad at rest; take hands and loads off and run it again, or "
    "look at the sensor with `thumbwalk doctor`"
)
_MOVED = marked(
    "{tile} moved by {n} N, more than the {most} N of a pad at rest; take hands and loads off and run it again, or "
    "look at the sensor with `thumbwalk doctor`"
)


@dataclass(frozen=True)
class Channel:
    """One channel's curve, its code at rest, and how far the calibration's readings lie from the curve.

    ``residual`` is the RMS of (force by the curve / force put on - 1) over all readings; None for an assumed curve.
    """

    name: str
    curve: SensorCurve
    tare_counts: int = 0
    residual: float | None = None


@dataclass(frozen=True)
class Calibration:
    """Counts to newtons for all channels of one board.

    ``board_id`` and ``date`` (ISO 8601) are None for the generic calibration. Code c of ``bits`` bits means
    c / 2**bits = RM / (RM + R) with RM = ``divider_ohm``, times the supply by the reference; ``bleed_us`` is taken off
    the conductance 1/R. With ``e11`` codes are corrected for the RP2040's erratum first (`signal.e11`).
    ``load_codes_per_n`` is the load cell's scale. A board that sends forces has ``n_per_code`` newtons a code, from
    ZERO_CODE on, and no curve is asked; None for dividers.
    """

    channels: tuple[Channel, ...]
    bits: int = BITS
    divider_ohm: float = DIVIDER_OHM
    bleed_us: float = BLEED_US
    board_id: str | None = None
    date: str | None = None
    e11: bool = False
    load_codes_per_n: float = LOAD_CODES_PER_N
    n_per_code: float | None = None

    @classmethod
    def of_forces(cls, n_taxels: int, bits: int, divider_ohm: float, n_per_code: float) -> Calibration:
        """The calibration of a board that sends forces itself: what a code is, is known, so nothing is assumed."""
        named = (Channel(f"channel {i + 1}", SensorCurve.generic(), ZERO_CODE, 0.0) for i in range(n_taxels))
        return cls(tuple(named), bits, divider_ohm, 0.0, n_per_code=n_per_code)

    @classmethod
    def generic(
        cls, n_taxels: int = 16, bits: int = BITS, divider_ohm: float = DIVIDER_OHM, bleed_us: float = BLEED_US
    ) -> Calibration:
        """The calibration of a board nobody calibrated: every channel follows the generic curve, resting at 0 N."""
        tare = round(float(counts_of(bleed_us, bits, divider_ohm)))
        channel = SensorCurve.generic()
        named = tuple(Channel(f"channel {index + 1}", channel, tare) for index in range(n_taxels))
        return cls(named, bits, divider_ohm, bleed_us)

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Read a calibration file.

        Raises
        ------
        CalibrationError
            When it can't be read, is damaged or makes no sense; the message names file, line and value.
        """
        return calibration_in(TomlFile.of(path, CALIBRATION_FILE))

    @classmethod
    def from_text(cls, text: str, source: str) -> Calibration:
        """Read a calibration from the text of its file; ``source`` is what messages call it."""
        return calibration_in(TomlFile(text, source, CALIBRATION_FILE))

    def to_text(self) -> str:
        """The calibration as the text of its file; `from_text` gives back an equal one."""
        lines = [f"version = {VERSION}", f"channels = {len(self.channels)}"]
        if self.board_id is not None:
            lines.append(f"board_id = {quoted(self.board_id)}")
        if self.date is not None:
            lines.append(f"date = {quoted(self.date)}")
        lines += [f"bits = {self.bits}", f"divider_ohm = {self.divider_ohm!r}", f"bleed_us = {self.bleed_us!r}"]
        if self.e11:
            lines.append("e11 = true")
        if self.n_per_code is not None:
            lines.append(f"n_per_code = {self.n_per_code!r}")
        if self.load_codes_per_n != LOAD_CODES_PER_N:
            lines.append(f"load_codes_per_n = {self.load_codes_per_n!r}")
        for channel in self.channels:
            lines += ["", "[[channel]]", f"name = {quoted(channel.name)}", f"tare_counts = {channel.tare_counts}"]
            if channel.residual is not None:
                lines.append(f"residual = {channel.residual!r}")
            # Last in its table: a file cut short inside the last channel is then never valid.
            lines.append(f"force_n = [{', '.join(map(repr, channel.curve.force_n))}]")
            lines.append(f"conductance_us = [{', '.join(map(repr, channel.curve.conductance_us))}]")
        return "\n".join(lines) + "\n"

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        CalibrationError
            When the folder or file can't be written.
        """
        save_text(path, self.to_text())

    def tared(
        self, scans: Sequence[NDArray[np.uint16]], *, names: Sequence[str] | None = None, board_id: str | None = None
    ) -> Calibration:
        """The same calibration with the codes at rest taken from scans (n, n_taxels) of the untouched pad.

        Raises
        ------
        CalibrationError
            When there are too few scans, or a channel is pressed or moves: then it is no rest. Says which channel.
        """
        counts = np.concatenate([np.empty((0, self.n_taxels), np.uint16), *scans])
        names = [channel.name for channel in self.channels] if names is None else list(names)
        if len(counts) < _LEAST_SCANS:
            said = marked("{n} scans came, at least {least} make a rest; run it again")
            raise CalibrationError(told(said, n=len(counts), least=_LEAST_SCANS))
        low, rest, high = np.quantile(counts, [0.01, 0.5, 0.99], axis=0, method="nearest").astype(np.int64)
        table, columns = self.lookup(), np.arange(self.n_taxels)
        rest_n, moved_n = table[columns, rest], table[columns, high] - table[columns, low]
        for said, limit, force_n in ((_READS, _MOST_REST_N, rest_n), (_MOVED, _MOST_MOVED_N, moved_n)):
            worst = int(np.argmax(force_n))
            if force_n[worst] > limit:
                figures = {"n": f"{force_n[worst]:.2f}", "most": f"{limit:g}"}
                raise CalibrationError(told(said, tile=names[worst], **figures))
        channels = tuple(
            replace(channel, name=name, tare_counts=int(code))
            for channel, name, code in zip(self.channels, names, rest, strict=True)
        )
        return replace(self, channels=channels, board_id=board_id if board_id is not None else self.board_id)

    def shared(self) -> Calibration:
        """The same calibration, its assumed curves brought to the level of the measured ones: their median there.

        Sensors of one batch share their curve and differ by a gain; what a tile of its own deviates is not known then,
        which its ``residual``, None as before, says.
        """
        measured = [channel.curve for channel in self.channels if channel.residual is not None]
        if not measured:
            return self
        generic = SensorCurve.generic()
        gains = [
            float(np.median(curve.conductance_of(_LEVELS_N) / generic.conductance_of(_LEVELS_N))) for curve in measured
        ]
        assumed = generic.scaled(float(np.median(gains)))
        return replace(
            self,
            channels=tuple(one if one.residual is not None else replace(one, curve=assumed) for one in self.channels),
        )

    def differs_in_rest_alone(self, other: object) -> bool:
        """Whether another's curves are these: taring changes none."""
        curves = [channel.curve for channel in self.channels]
        return isinstance(other, Calibration) and [channel.curve for channel in other.channels] == curves

    @property
    def is_measured(self) -> bool:
        """Whether any curve was measured; the newtons of assumed ones are a guess.

        Two published cells differ 4.5 times in resistance at 50 N.
        """
        return any(channel.residual is not None for channel in self.channels)

    @property
    def n_taxels(self) -> int:
        """How many channels are calibrated."""
        return len(self.channels)

    def lookup(self) -> NDArray[np.float64]:
        """Force (N) of every code of every channel, (n_taxels, 2**bits), the bleed taken off; read-only."""
        if self.n_per_code is not None:
            return _forces(self.n_taxels, self.bits, self.n_per_code)
        curves = tuple(channel.curve for channel in self.channels)
        return _lookup(curves, self.bits, self.divider_ohm, self.bleed_us, self.e11)

    def even_codes(self) -> NDArray[np.float64]:
        """What each code (2**bits,) would be in a converter without E11: itself, unless that is corrected."""
        codes = np.arange(2.0**self.bits)
        return corrected(codes, self.bits) if self.e11 else codes

    def conductance_us(self, counts: NDArray[np.float64] | float, supply_ratio: float = 1.0) -> NDArray[np.float64]:
        """Conductance (uS) of a sensor that reads ``counts`` at a supply by the reference, the bleed taken off."""
        return _conductance_us(counts, self.bits, self.divider_ohm, self.bleed_us, self.e11, supply_ratio)

    def with_e11(self) -> Calibration:
        """The same calibration with the correction for E11 switched on.

        Curves that were measured without it are taken over: each point means the same force at the same code.
        """
        if self.e11:
            return self
        switched = replace(self, e11=True)
        return replace(switched, channels=tuple(map(switched.taken_over, self.channels)))

    def taken_over(self, channel: Channel) -> Channel:
        """A channel that was measured without the correction, in this calibration, which has it."""
        if channel.residual is None:
            return channel  # an assumed curve is of conductances, whatever the converter
        bare = np.asarray(channel.curve.conductance_us) + self.bleed_us
        points = self.conductance_us(counts_of(bare, self.bits, self.divider_ohm))
        return replace(channel, curve=SensorCurve(channel.curve.force_n, tuple(float(point) for point in points)))

    def tare_n(self) -> NDArray[np.float64]:
        """Force (N) each channel reads at rest by the calibration, (n_taxels,)."""
        codes = [channel.tare_counts for channel in self.channels]
        return self.lookup()[np.arange(len(codes)), codes]


def conductance_of(counts: NDArray[np.float64] | float, bits: int, divider_ohm: float) -> NDArray[np.float64]:
    """Conductance (uS) above the divider that gives a code: 1e6 c / (RM (1 - c)) with c = counts / 2**bits."""
    c = np.asarray(counts, dtype=np.float64) / 2.0**bits
    return 1e6 * c / (divider_ohm * (1.0 - c))


def counts_of(conductance_us: NDArray[np.float64] | float, bits: int, divider_ohm: float) -> NDArray[np.float64]:
    """Code, not rounded, that a conductance (uS) gives; the inverse of `conductance_of`."""
    g = np.asarray(conductance_us, dtype=np.float64) * divider_ohm * 1e-6
    return 2.0**bits * g / (1.0 + g)


def _conductance_us(
    counts: NDArray[np.float64] | float,
    bits: int,
    divider_ohm: float,
    bleed_us: float,
    e11: bool,
    supply_ratio: float = 1.0,
) -> NDArray[np.float64]:
    even = corrected(counts, bits) if e11 else np.asarray(counts, dtype=np.float64)
    by_supply = even if supply_ratio == 1.0 else np.minimum(even / supply_ratio, 2.0**bits - 1.0)
    return conductance_of(by_supply, bits, divider_ohm) - bleed_us


@lru_cache(maxsize=4)
def _forces(n_taxels: int, bits: int, n_per_code: float) -> NDArray[np.float64]:
    """Force (N) of every code of a board that sends forces, (n_taxels, 2**bits)."""
    table = np.tile((np.arange(2.0**bits) - ZERO_CODE) * n_per_code, (n_taxels, 1))
    table.setflags(write=False)
    return table


@lru_cache(maxsize=4)
def _lookup(
    curves: tuple[SensorCurve, ...], bits: int, divider_ohm: float, bleed_us: float, e11: bool
) -> NDArray[np.float64]:
    codes = np.arange(2**bits, dtype=np.float64)
    conductance = np.maximum(_conductance_us(codes, bits, divider_ohm, bleed_us, e11), 0.0)
    # Parts that share a curve share its inverse, which is what takes the time.
    forces = {curve: curve.force_of(conductance) for curve in set(curves)}
    table = np.stack([forces[curve] for curve in curves])
    table.setflags(write=False)
    return table


def save_text(path: Path, text: str) -> None:
    """Write a calibration's file, whole or not at all. Raises CalibrationError when the folder or file can't be."""
    try:
        write_whole(path, [text])
    except OSError as error:
        said = marked("{path}: can't write the calibration: {why}; free the folder or set THUMBWALK_HOME")
        raise CalibrationError(told(said, path=path, why=error.strerror)) from error


def quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def calibration_in(file: TomlFile) -> Calibration:
    """Take a calibration out of its file. Raises CalibrationError with all that is wrong, each with its line."""
    table, n = file.table, file.table.get("channels")
    version = table.get("version")
    if version != VERSION:
        file.fault((), "version", version, told("this Thumbwalk reads version {version}", version=VERSION))
    rows = file.rows(table, (), "channel", "channel", most=_MOST_CHANNELS)
    if not rows or n != len(rows):
        file.fault(
            (), "channels", n, told("{n_rows} [[channel]] tables are there; the file is not whole", n_rows=len(rows))
        )
    bits = file.whole(table, (), "bits", least=_LEAST_BITS, most=_MOST_BITS)
    divider_ohm = file.number(table, (), "divider_ohm", least=1.0, most=1e6, needed=told("it must be there"))
    bleed_us = file.number(table, (), "bleed_us", least=0.0, most=100.0, needed=told("it must be there"))
    calibration = Calibration(
        channels=tuple(_channel(file, row, index, bits or _MOST_BITS) for index, row in enumerate(rows)),
        bits=bits or _MOST_BITS,
        divider_ohm=divider_ohm or 0.0,
        bleed_us=bleed_us or 0.0,
        board_id=file.text_in(table, (), "board_id"),
        date=file.text_in(table, (), "date"),
        e11=file.switch(table, (), "e11", default=False),
        load_codes_per_n=_load_scale(file),
        n_per_code=file.number(table, (), "n_per_code", least=1e-6, most=1.0),
    )
    file.done()
    return calibration


def _channel(file: TomlFile, row: dict[str, Any], index: int, bits: int) -> Channel:
    where: Where = (("channel", index),)
    tare = file.whole(row, where, "tare_counts", least=0, most=2**bits - 1)
    residual = file.number(row, where, "residual", least=0.0, most=100.0)
    forces, conductances = (_points(file, row, where, key) for key in ("force_n", "conductance_us"))
    curve = SensorCurve.generic()
    if forces and conductances:
        try:
            curve = SensorCurve(forces, conductances)
        except CalibrationError as error:
            file.fault(where, "force_n", row["force_n"], str(error))
    return Channel(file.text_in(row, where, "name") or f"channel {index + 1}", curve, tare or 0, residual)


def _points(file: TomlFile, row: dict[str, Any], where: Where, key: str) -> tuple[float, ...]:
    """A curve's forces or conductances; what is not above 0 is refused by the curve."""
    values = file.numbers(row, where, key, n_most=_MOST_POINTS)
    absurd = [value for value in values if not (value <= 0 or _LEAST_POINT <= value <= _MOST_POINT)]
    if absurd:
        file.fault(
            where,
            key,
            absurd[0],
            told("must be from {least_point:g} to {most_point:g}", least_point=_LEAST_POINT, most_point=_MOST_POINT),
        )
        return ()
    return values


def _load_scale(file: TomlFile) -> float:
    scale = file.number(file.table, (), "load_codes_per_n", least=-1e6, most=1e6)
    if scale is None:
        return LOAD_CODES_PER_N
    if abs(scale) < 1.0:
        file.fault((), "load_codes_per_n", scale, told("a load cell answers with at least 1 code a newton"))
    return scale
