"""What a board says of itself when asked: its self-test and its settings; ``firmware/PROTOCOL.md`` is the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thumbwalk.language import told
from thumbwalk.link.card import number, shown, whole, words
from thumbwalk.link.cells import MOST_CELLS
from thumbwalk.link.greeting import MOST_CHANNELS, MOST_OHM, MOST_RATE_HZ

_MOST_COUNT = 1 << 53
_MOST_CELL_HZ = 1e5
"""An HX717's 320 Hz, with much room."""
_MOST_CODE = 1 << 23
"""Of 24 bits."""
JITTER_EDGES_US = (5, 10, 20, 50, 100, 200, 500)
"""As the firmware counts them (`firmware/PROTOCOL.md`)."""
STATES = {
    ".": "ok",
    "p": "pressed",
    "o": "open",
    "?": "open-or-unloaded",
    "s": "shorted",
    "k": "stuck",
    "n": "noisy",
}


@dataclass(frozen=True, slots=True)
class LoadCell:
    """The load cell under the plate as the board sees it; ``state`` is none, running or missing.

    ``rate_hz`` is by its last two readings, None when there are none; ``readings`` and ``missed`` count since power-up.
    """

    state: str
    rate_hz: float | None
    readings: int
    missed: int

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> LoadCell:
        """Read a report's object. Raises ValueError on anything else."""
        return cls(
            state=words(card, "state"),
            rate_hz=None if card.get("rate_hz") is None else number(card, "rate_hz", 0.0, 1e4),
            readings=whole(card, "readings", 0, _MOST_COUNT),
            missed=whole(card, "missed", 0, _MOST_COUNT),
        )


CELL_STATES = ("none", "running", "missing", "shorted", "open", "stuck", "noisy")
"""As the firmware names them (`firmware/PROTOCOL.md`)."""


@dataclass(frozen=True, slots=True)
class CellReport:
    """A cell under the plate as the board sees it; ``state`` is one of CELL_STATES.

    ``rate_hz`` is by its last readings; ``mean`` and ``noise`` are of the self-test's, in codes. None is what too few
    readings tell.
    """

    state: str
    rate_hz: float | None
    mean: float | None
    noise: float | None

    @classmethod
    def from_card(cls, card: object) -> CellReport:
        """Read a report's object. Raises ValueError on anything else."""
        if not isinstance(card, dict):
            raise ValueError(told("a cell is {card}, not a table", card=shown(card)))
        state = words(card, "state")
        if state not in CELL_STATES:
            raise ValueError(told("a cell has no state {state}", state=shown(state)))
        return cls(
            state,
            rate_hz=None if card.get("rate_hz") is None else number(card, "rate_hz", 0.0, _MOST_CELL_HZ),
            mean=None if card.get("mean") is None else number(card, "mean", -_MOST_CODE, _MOST_CODE),
            noise=None if card.get("noise") is None else number(card, "noise", 0.0, 2.0 * _MOST_CODE),
        )


@dataclass(frozen=True, slots=True)
class SelfTest:
    """A board's look at itself over a fifth of a second; codes are 12-bit.

    ``jitter`` counts the steps between scans that were off the timer's by less than each of JITTER_EDGES_US, and by
    more; ``scan_us``, ``memory_free`` and ``memory_used`` (bytes) are None where there is no such thing. ``cells`` are
    those under a plate, in the order of their bits.
    """

    scans: int
    missed: int
    period_us: int
    scan_us: int | None
    jitter: tuple[int, ...]
    supply_mv: int | None
    memory_free: int | None
    memory_used: int | None
    has_bleed: bool
    states: tuple[str, ...]
    mean_counts: tuple[float, ...]
    noise_counts: tuple[float, ...]
    load_cell: LoadCell
    cells: tuple[CellReport, ...] = ()

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> SelfTest:
        """Read a SELFTEST payload's object. Raises ValueError on anything else."""
        letters_of_states, load_cell, cells = card.get("states"), card.get("load_cell"), card.get("cells", [])
        if not isinstance(cells, list) or len(cells) > MOST_CELLS:
            raise ValueError(
                told("cells are {cells}, not a list of at most {most}", cells=shown(cells), most=MOST_CELLS)
            )
        if not isinstance(letters_of_states, str) or not set(letters_of_states) <= set(STATES):
            raise ValueError(
                told(
                    "states are {letters_of_states}, not letters of {states}",
                    letters_of_states=shown(letters_of_states),
                    states="".join(STATES),
                )
            )
        if not isinstance(load_cell, dict):
            raise ValueError(told("load_cell is {load_cell}, not a table", load_cell=shown(load_cell)))
        return cls(
            scans=whole(card, "scans", 0, _MOST_COUNT),
            missed=whole(card, "missed", 0, _MOST_COUNT),
            period_us=whole(card, "period_us", 1, 10_000_000),
            scan_us=_maybe(card, "scan_us"),
            jitter=tuple(int(count) for count in _numbers(card, "jitter", len(JITTER_EDGES_US) + 1)),
            supply_mv=_maybe(card, "supply_mv"),
            memory_free=_maybe(card, "memory_free"),
            memory_used=_maybe(card, "memory_used"),
            has_bleed=_switch(card, "bleed"),
            states=tuple(STATES[letter] for letter in letters_of_states),
            mean_counts=_numbers(card, "mean", len(letters_of_states)),
            noise_counts=_numbers(card, "noise", len(letters_of_states)),
            load_cell=LoadCell.from_card(load_cell),
            cells=tuple(CellReport.from_card(one) for one in cells),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What a board remembers; ``state`` is defaults, file or damaged, and ``why`` what is wrong with a damaged file.

    ``cells`` are the load cells under a plate that it reads; firmware from before there were any reads none.
    """

    name: str
    layout: str
    channels: int
    rate_hz: int
    oversampling: int
    divider_ohm: int
    load_cell: bool
    watchdog: bool
    state: str
    why: str
    cells: int = 0

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> Settings:
        """Read a CONFIG payload's object. Raises ValueError on anything else."""
        return cls(
            name=words(card, "name"),
            layout=words(card, "layout"),
            channels=whole(card, "channels", 0, MOST_CHANNELS),
            rate_hz=whole(card, "rate_hz", 0, int(MOST_RATE_HZ)),
            oversampling=whole(card, "oversampling", 0, 1024),
            divider_ohm=whole(card, "divider_ohm", 0, int(MOST_OHM)),
            load_cell=_switch(card, "load_cell"),
            watchdog=_switch(card, "watchdog"),
            state=words(card, "state"),
            why=words(card, "why"),
            cells=whole(card, "cells", 0, MOST_CELLS) if "cells" in card else 0,
        )


def _maybe(card: Mapping[str, Any], key: str) -> int | None:
    return None if card.get(key) is None else whole(card, key, 0, _MOST_COUNT)


def _switch(card: Mapping[str, Any], key: str) -> bool:
    value = card.get(key)
    return value if isinstance(value, bool) else bool(whole(card, key, 0, 1))


def _numbers(card: Mapping[str, Any], key: str, n: int) -> tuple[float, ...]:
    values = card.get(key)
    if not isinstance(values, list) or len(values) != n:
        raise ValueError(told("{key} is {values}, not a list of {n} numbers", key=key, values=shown(values), n=n))
    return tuple(number({key: value}, key, 0.0, _MOST_COUNT) for value in values)
