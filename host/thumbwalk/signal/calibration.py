"""A board's calibration: what each channel's code means in newtons, and the file it is kept in.

The file is TOML that a user may read and mend; it is written whole or not at all, and a damaged one is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.filekind import read_document
from thumbwalk.places import write_whole
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.e11 import corrected
from thumbwalk.tomlfile import checked_toml, shown

VERSION = 1
BLEED_US = 1.0
"""The 1 M-ohm resistor across each sensor of the reference rig; 0 where none is fitted."""
LOAD_CODES_PER_N = 2**23 * 1e-3 * (2 * 128) / (20 * 9.80665)
"""A 20 kg load cell of 1 mV/V on an HX711 with a gain of 128, whose 2**23 codes are half its own supply over the gain,
which feeds the cell too (HX711 data sheet, Avia): 10 949 codes a newton, at any supply."""

_LEAST_SCANS = 20
_MOST_REST_N, _MOST_MOVED_N = 1.0, 0.3
_MOST_CHANNELS, _MOST_POINTS = 256, 1000
_LEAST_POINT, _MOST_POINT = 1e-6, 1e9
_NEXT_STEP = "mend the file or run `thumbwalk calibrate` again"


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
    ``load_codes_per_n`` is the load cell's scale.
    """

    channels: tuple[Channel, ...]
    bits: int = 12
    divider_ohm: float = 3300.0
    bleed_us: float = BLEED_US
    board_id: str | None = None
    date: str | None = None
    e11: bool = False
    load_codes_per_n: float = LOAD_CODES_PER_N

    @classmethod
    def generic(
        cls, n_taxels: int = 16, bits: int = 12, divider_ohm: float = 3300.0, bleed_us: float = BLEED_US
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
        text = read_document(path, "calibration", CalibrationError, "run `thumbwalk calibrate` to make one")
        return cls.from_text(text, str(path))

    @classmethod
    def from_text(cls, text: str, source: str) -> Calibration:
        """Read a calibration from the text of its file; ``source`` is what messages call it."""
        return _Reader(text, source).calibration(checked_toml(text, source, CalibrationError))

    def to_text(self) -> str:
        """The calibration as the text of its file; `from_text` gives back an equal one."""
        lines = [f"version = {VERSION}", f"channels = {len(self.channels)}"]
        if self.board_id is not None:
            lines.append(f"board_id = {_quoted(self.board_id)}")
        if self.date is not None:
            lines.append(f"date = {_quoted(self.date)}")
        lines += [f"bits = {self.bits}", f"divider_ohm = {self.divider_ohm!r}", f"bleed_us = {self.bleed_us!r}"]
        if self.e11:
            lines.append("e11 = true")
        if self.load_codes_per_n != LOAD_CODES_PER_N:
            lines.append(f"load_codes_per_n = {self.load_codes_per_n!r}")
        for channel in self.channels:
            lines += ["", "[[channel]]", f"name = {_quoted(channel.name)}", f"tare_counts = {channel.tare_counts}"]
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
        try:
            write_whole(path, [self.to_text()])
        except OSError as error:
            raise CalibrationError(
                f"{path}: can't write the calibration: {error.strerror}; free the folder or set THUMBWALK_HOME"
            ) from error

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
            raise CalibrationError(f"{len(counts)} scans came, at least {_LEAST_SCANS} make a rest; run it again")
        low, rest, high = np.quantile(counts, [0.01, 0.5, 0.99], axis=0, method="nearest").astype(np.int64)
        table, columns = self.lookup(), np.arange(self.n_taxels)
        rest_n, moved_n = table[columns, rest], table[columns, high] - table[columns, low]
        for what, limit, force_n in (("reads", _MOST_REST_N, rest_n), ("moved by", _MOST_MOVED_N, moved_n)):
            worst = int(np.argmax(force_n))
            if force_n[worst] > limit:
                raise CalibrationError(
                    f"{names[worst]} {what} {force_n[worst]:.2f} N, more than the {limit:g} N of a pad at rest; "
                    "take hands and loads off and run it again, or look at the sensor with `thumbwalk doctor`"
                )
        channels = tuple(
            replace(channel, name=name, tare_counts=int(code))
            for channel, name, code in zip(self.channels, names, rest, strict=True)
        )
        return replace(self, channels=channels, board_id=board_id if board_id is not None else self.board_id)

    @property
    def n_taxels(self) -> int:
        """How many channels are calibrated."""
        return len(self.channels)

    def lookup(self) -> NDArray[np.float64]:
        """Force (N) of every code of every channel, (n_taxels, 2**bits), the bleed taken off; read-only."""
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


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


class _Reader:
    """Checks a calibration's values, and says on which line a bad one stands."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.headers = [match.start() for match in re.finditer(r"(?m)^\s*\[\[\s*channel\s*\]\]", text)]

    def calibration(self, table: dict[str, Any]) -> Calibration:
        version = table.get("version")
        if version != VERSION:
            raise self.refuse("version", version, f"this Thumbwalk reads version {VERSION}")
        rows = table.get("channel")
        count = table.get("channels")
        found = len(rows) if isinstance(rows, list) else 0
        if not found or count != found:
            raise self.refuse("channels", count, f"{found} [[channel]] tables are there; the file is not whole")
        if found > _MOST_CHANNELS:
            raise self.refuse("channels", count, f"{_MOST_CHANNELS} channels are the most")
        bits = table.get("bits")
        if isinstance(bits, bool) or not isinstance(bits, int) or not 8 <= bits <= 16:
            raise self.refuse("bits", bits, "must be a whole number from 8 to 16")
        return Calibration(
            channels=tuple(self.channel(row, index, bits) for index, row in enumerate(rows or [])),
            bits=bits,
            divider_ohm=self.number(table, "divider_ohm", 1.0, 1e6),
            bleed_us=self.number(table, "bleed_us", 0.0, 100.0),
            board_id=self.string(table, "board_id"),
            date=self.string(table, "date"),
            e11=self.switch(table, "e11"),
            load_codes_per_n=self.load_scale(table),
        )

    def channel(self, row: Any, index: int, bits: int) -> Channel:
        if not isinstance(row, dict):
            raise self.refuse("channel", row, "must be a [[channel]] table", index)
        tare = row.get("tare_counts")
        if isinstance(tare, bool) or not isinstance(tare, int) or not 0 <= tare < 2**bits:
            raise self.refuse("tare_counts", tare, f"must be a code from 0 to {2**bits - 1}", index)
        residual = self.number(row, "residual", 0.0, 100.0, index) if "residual" in row else None
        forces, conductances = self.numbers(row, "force_n", index), self.numbers(row, "conductance_us", index)
        try:
            curve = SensorCurve(forces, conductances)
        except CalibrationError as error:
            raise CalibrationError(f"{self.where('force_n', index)}: {error}; {_NEXT_STEP}") from error
        return Channel(self.string(row, "name", index) or f"channel {index + 1}", curve, tare, residual)

    def number(self, row: dict[str, Any], key: str, least: float, most: float, index: int | None = None) -> float:
        value = row.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.refuse(key, value, f"must be a number from {least:g} to {most:g}", index)
        return float(value)

    def numbers(self, row: dict[str, Any], key: str, index: int) -> tuple[float, ...]:
        values = row.get(key)
        if not isinstance(values, list) or any(isinstance(v, bool) or not isinstance(v, int | float) for v in values):
            raise self.refuse(key, values, "must be a list of numbers", index)
        if len(values) > _MOST_POINTS:
            raise self.refuse(key, values, f"{len(values)} points; {_MOST_POINTS} are the most", index)
        absurd = [value for value in values if not (value <= 0 or _LEAST_POINT <= value <= _MOST_POINT)]
        if absurd:
            raise self.refuse(key, absurd[0], f"must be from {_LEAST_POINT:g} to {_MOST_POINT:g}", index)
        return tuple(float(value) for value in values)

    def string(self, row: dict[str, Any], key: str, index: int | None = None) -> str | None:
        value = row.get(key)
        if value is not None and not isinstance(value, str):
            raise self.refuse(key, value, "must be text in quotes", index)
        return value

    def switch(self, row: dict[str, Any], key: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(key, value, "must be true or false")
        return value

    def load_scale(self, table: dict[str, Any]) -> float:
        if "load_codes_per_n" not in table:
            return LOAD_CODES_PER_N
        scale = self.number(table, "load_codes_per_n", -1e6, 1e6)
        if abs(scale) < 1.0:
            raise self.refuse("load_codes_per_n", scale, "a load cell answers with at least 1 code a newton")
        return scale

    def where(self, key: str, index: int | None) -> str:
        """``source:line:column`` of a key's value, or of the table that lacks it."""
        start, stop = 0, self.headers[0] if self.headers else len(self.text)
        if index is not None and index < len(self.headers):
            start, stop = (*self.headers, len(self.text))[index : index + 2]
        match = re.compile(rf"(?m)^\s*{re.escape(key)}\s*=\s*").search(self.text, start, stop)
        at = match.end() if match else start
        return f"{self.source}:{self.text.count(chr(10), 0, at) + 1}:{at - self.text.rfind(chr(10), 0, at)}"

    def refuse(self, key: str, value: Any, why: str, index: int | None = None) -> CalibrationError:
        return CalibrationError(f"{self.where(key, index)}: {key} is {shown(value)}: {why}; {_NEXT_STEP}")
