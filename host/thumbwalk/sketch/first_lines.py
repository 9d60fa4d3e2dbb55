"""The first seconds of a board that prints lines: what they are, told once, or why they can't be used, in one line."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import ProtocolMismatch
from thumbwalk.gate.header import PER_SECOND, shown
from thumbwalk.gate.order import usual_step
from thumbwalk.gate.times import SLOW_HZ
from thumbwalk.language import told
from thumbwalk.link.greeting import MOST_CHANNELS
from thumbwalk.link.patience import patient
from thumbwalk.link.plain_text import escaped
from thumbwalk.pad import Pad
from thumbwalk.sketch.cutter import LineCutter
from thumbwalk.sketch.line_clock import BoardClock, CountedClock, LineClock
from thumbwalk.sketch.line_columns import LineColumns, line_columns, sound_times
from thumbwalk.sketch.row_shape import RowShape, names_in, shape_of, without_odd_values
from thumbwalk.sketch.value_codes import LineUnit, ValueCodes, value_codes

Array = NDArray[np.float64]

BAUD = 115200
"""What most sketches set; a board with USB of its own takes any."""
WAIT_S = 10.0
"""So long a first line is waited for: many boards begin anew when their port is opened, and boot for some seconds."""
_LISTEN_S, _LEAST_ROWS = 2.0, 8
"""So long a stretch of lines tells their rate to a hundredth, and a time from a sensor."""
_LONGEST_S = 8.0
"""What is looked for longer than that behind a first line is not there."""
_LINES_LOOKED_AT = 300
"""So many tell how lines are written."""
_STALE_S = 0.1
"""What is read so soon had waited for the port to be opened: when it was printed, nobody knows."""
_MOST_TEXT, _LONGEST_TEXT = 20, 200
"""Lines of a banner that are kept, and letters of each."""
_SILENCE_S, _BOOT_S = 0.75, 0.3
"""Lines before such a silence, or such a one with text in it, are of before the board began anew."""
LEAST_HZ, FEW_HZ, _MOST_HZ = 0.9 * SLOW_HZ, 20.0, 5000.0
"""With fewer lines strokes run into each other, and a drill's score would be nobody's (the rate is known to a tenth);
from 20 on a quick one has some five; no pad is read faster."""
_PACKED, _REGULAR = 0.5, 0.95
"""More than half of the lines stand under another's time; nineteen of twenty steps are no longer than half again."""


_PRINTED: dict[str, LineUnit] = {"N": "N", "g": "g", "kg": "kg"}
"""Units that a line may name."""


class Port(Protocol):
    """What is needed of an open port."""

    url: str

    def read(self) -> bytes:
        """What has come, after a moment's wait if nothing has."""
        ...


@dataclass(frozen=True)
class Asked:
    """What is known of a board before its first line: ``bits`` and ``unit`` None where the lines shall tell."""

    board_id: str
    baud: int = BAUD
    unit: LineUnit | None = None
    bits: int | None = None
    pad: Pad | None = None


@dataclass(frozen=True)
class Told:
    """What a board's lines are; ``text`` is what came among the first that is no row."""

    shape: RowShape
    columns: LineColumns
    codes: ValueCodes
    rate_hz: float
    packed: bool = False
    regular: bool = True
    notices: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    def clock(self) -> LineClock:
        """Give the clock of such lines."""
        if self.columns.time_at is None:
            return CountedClock(self.rate_hz)
        per_second = PER_SECOND[self.columns.time_unit]
        return BoardClock(per_second, self.rate_hz, packed=self.packed, regular=self.regular)

    @property
    def timed(self) -> str:
        """How its lines get their times, in words."""
        if self.columns.time_at is None:
            return told("no time in them: taken as even")
        packed = told(", several lines under each: taken as even") if self.packed else ""
        return told(
            "their time in {time_unit} ({escaped}){packed}",
            time_unit=self.columns.time_unit,
            escaped=escaped(self.columns.time_name),
            packed=packed,
        )


@dataclass
class _Heard:
    """What came so far."""

    n_bytes: int = 0
    lines: list[tuple[float, str]] = field(default_factory=list)
    n_garbage: int = 0
    first_row_s: float | None = None
    has_begun: bool = False

    def take(self, line: str | None, now_s: float, *, is_stale: bool) -> None:
        """Note a line; of what waited when the port was opened, and of the first half line, only text is of use."""
        is_aside, self.has_begun = is_stale or not self.has_begun, True
        is_row = line is not None and (is_aside or self.first_row_s is None) and shape_of([line]) is not None
        if is_aside and (line is None or is_row):
            return
        if line is None:
            self.n_garbage += 1
            return
        self.lines.append((now_s, line))
        if is_row:
            self.first_row_s = now_s


def told_from(port: Port, asked: Asked, now: Callable[[], float] = time.monotonic) -> Told:
    """Listen to a board until it is clear what it prints.

    Raises
    ------
    ProtocolMismatch
        When no readable line of numbers comes, or such that can't be used; says why, and which option mends it.
    OptionError
        When an option does not go with its lines.
    LinkLost
        When the port goes away.
    """
    heard, cutter = _Heard(), LineCutter(keeps_first=True)
    begun_s = now()
    while True:
        data = port.read()
        now_s = now()
        heard.n_bytes += len(data)
        is_stale = heard.n_bytes == len(data) and now_s - begun_s < _STALE_S
        for line in cutter.feed(data):
            heard.take(line, now_s, is_stale=is_stale)
        first_s = heard.first_row_s
        is_late = now_s - begun_s > patient(WAIT_S) if first_s is None else now_s - first_s > patient(_LONGEST_S)
        if is_late or (first_s is not None and now_s - first_s >= _LISTEN_S):
            told = _told(heard, asked, port.url, is_late=is_late)
            if told is not None:
                return told


def _told(heard: _Heard, asked: Asked, url: str, *, is_late: bool) -> Told | None:
    """What the lines are; None while there are too few. Raises ProtocolMismatch when it is too late for more."""
    texts = [line for _, line in heard.lines]
    recent = texts[-_LINES_LOOKED_AT:]
    wanted = () if asked.pad is None else (asked.pad.n_taxels, asked.pad.n_taxels + 1)
    shape = shape_of(recent, wanted)
    rows = [] if shape is None else [(heard_s, shape.values_of(line)) for heard_s, line in heard.lines]
    at = _begins(rows)
    kept = [(heard_s, row) for heard_s, row in rows[at:] if isinstance(row, list)]
    is_enough = len(kept) >= _LEAST_ROWS and kept[-1][0] - kept[0][0] >= 0.9 * _LISTEN_S
    if is_late and (shape is None or len(kept) < _LEAST_ROWS or heard.n_garbage > len(kept)):
        raise ProtocolMismatch(
            told(
                "{url}: {heard}",
                url=url,
                heard=_why_nothing(heard, asked, sum((isinstance(row, list) for _, row in rows))),
            )
        )
    if shape is None or not (is_enough or is_late):
        return None
    _check_columns(shape, url)
    values = np.array([row for _, row in kept])
    heard_s = _evened([moment for moment, _ in kept])
    notices: list[str] = []
    names = shape.labels or _header(texts[: at + 1], shape, notices)
    columns = line_columns(names or None, values, heard_s, asked.pad, url)
    rate_hz, packed, regular = _rate(columns, values, heard_s)
    if not LEAST_HZ <= rate_hz <= _MOST_HZ:
        few = told("too few: strokes run into each other; have the sketch print 50 or more")
        much = few if rate_hz < LEAST_HZ else told("more than any pad is read")
        raise ProtocolMismatch(
            told(
                "{url}: {rate_hz:.3g} lines a second by {columns} are {much}",
                url=url,
                rate_hz=rate_hz,
                columns=_by(columns),
                much=much,
            )
        )
    if rate_hz < FEW_HZ:
        notices.append(
            told(
                "{rate_hz:.3g} lines a second are few: too slow for quick strokes, whose rhythm and "
                "release can't be believed; have the sketch print 50 or more",
                rate_hz=rate_hz,
            )
        )
    unit = asked.unit or _PRINTED.get(shape.unit)
    codes = value_codes(columns.pad, unit, asked.bits, values[:, list(columns.sensors)], url)
    rounded_hz = float(f"{rate_hz:.4g}")
    spoken = tuple(line.strip()[:_LONGEST_TEXT] for line in texts if shape.values_of(line) is None)[:_MOST_TEXT]
    return Told(shape, columns, codes, rounded_hz, packed, regular, (*columns.notices, *notices), spoken)


def _begins(rows: Sequence[tuple[float, object]]) -> int:
    """The first row behind the last silence: what was before is of before the board began anew."""
    at, spoke, last_s = 0, True, -np.inf
    for index, (heard_s, row) in enumerate(rows):
        if row is None:
            spoke = True
            continue
        if heard_s - last_s > (_BOOT_S if spoke else _SILENCE_S):
            at = index
        spoke, last_s = False, heard_s
    return at


def _header(before: Sequence[str], shape: RowShape, notices: list[str]) -> tuple[str, ...] | None:
    """Names in the last text before the rows."""
    texts = [line for line in before if shape.values_of(line) is None]
    if not texts:
        return None
    names = names_in(texts[-1], shape)
    if names is None and shape.separator in texts[-1] and shape.separator != " ":
        notices.append(
            told(
                "{texts} names not as many columns as the lines have ({n_fields}): no header",
                texts=shown(texts[-1]),
                n_fields=shape.n_fields,
            )
        )
    return names


def _check_columns(shape: RowShape, url: str) -> None:
    if shape.n_fields > MOST_CHANNELS:
        raise ProtocolMismatch(
            told(
                "{url}: a line has {n_fields} numbers, {most_channels} are the most",
                url=url,
                n_fields=shape.n_fields,
                most_channels=MOST_CHANNELS,
            )
        )
    twice = [label for label in shape.labels if shape.labels.count(label) > 1]
    if twice:
        raise ProtocolMismatch(
            told("{url}: two values of a line are called {shown}; call each otherwise", url=url, shown=shown(twice[0]))
        )


def _evened(heard_s: Sequence[float]) -> Array:
    """When lines were heard, those that came together spread until the others."""
    moments = np.array(heard_s)
    first = np.flatnonzero(np.diff(moments, prepend=-np.inf) > 0.0)
    last = np.append(first[1:], len(moments)) - 1
    return np.interp(np.arange(len(moments)), last, moments[last]) if len(last) > 1 else moments


def _rate(columns: LineColumns, values: Array, heard_s: Array) -> tuple[float, bool, bool]:
    """Lines a second, whether several stand under one time, and whether their steps are even."""
    by_count = (len(heard_s) - 1) / max(float(heard_s[-1] - heard_s[0]), 1e-9)
    if columns.time_at is None:
        return by_count, False, True
    ticks = values[:, columns.time_at]
    ticks = ticks[sound_times(ticks)]
    ticks = ticks[ticks >= np.maximum.accumulate(ticks)]
    packed = bool((np.diff(ticks) == 0.0).mean() > 0.5 * _PACKED)
    step = float(ticks[-1] - ticks[0]) / (len(ticks) - 1) if packed else usual_step(ticks)
    if not step:
        return by_count, False, True
    steps = np.diff(ticks)
    regular = packed or bool((steps <= 1.5 * np.median(steps)).mean() >= _REGULAR)
    return PER_SECOND[columns.time_unit] / step, packed, regular


def _by(columns: LineColumns) -> str:
    return "this computer's clock" if columns.time_at is None else f"{shown(columns.time_name)} in {columns.time_unit}"


def _why_nothing(heard: _Heard, asked: Asked, n_rows: int) -> str:
    """Why no line can be used, and what to do."""
    waited = f"within {patient(WAIT_S):g} s"
    if not heard.n_bytes:
        return told(
            "sent nothing {waited}: is its sketch running, and is this its port? `thumbwalk ports` lists them",
            waited=waited,
        )
    texts = [line for _, line in heard.lines]
    if heard.n_garbage >= len(texts):
        return told(
            "sent {n_bytes} bytes {waited} and hardly a readable line: another baud rate than "
            "{baud}? Say the one of the sketch's Serial.begin with --baud",
            n_bytes=heard.n_bytes,
            waited=waited,
            baud=asked.baud,
        )
    if 1 < n_rows < _LEAST_ROWS and n_rows > heard.n_garbage:
        return told(
            "{n_rows} lines within {seconds:g} s are too few; have the sketch print 50 or more a second",
            n_rows=n_rows,
            seconds=patient(_LONGEST_S),
        )
    odd = [line for line in texts if without_odd_values(line) != line]
    if 2 * len(odd) > len(texts) and shape_of([without_odd_values(line) for line in odd]) is not None:
        return told(
            "its lines have values that are no numbers, such as {odd}: mend that sensor, or leave it out",
            odd=shown(odd[-1]),
        )
    return told(
        "prints no lines of numbers that are alike, but such as {texts}; have the sketch print "
        "a sample's numbers on a line, parted by commas",
        texts=shown(texts[-1]),
    )
