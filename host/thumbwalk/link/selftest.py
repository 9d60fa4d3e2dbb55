"""What a board says of itself when asked: its self-test and its settings; ``firmware/PROTOCOL.md`` is the reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    def from_card(cls, card: dict[str, Any]) -> LoadCell:
        """Read a report's object. Raises KeyError, TypeError or ValueError on anything else."""
        rate_hz = card["rate_hz"]
        return cls(
            str(card["state"]),
            None if rate_hz is None else float(rate_hz),
            int(card["readings"]),
            int(card["missed"]),
        )


@dataclass(frozen=True, slots=True)
class SelfTest:
    """A board's look at itself over a fifth of a second; codes are 12-bit.

    ``jitter`` counts the steps between scans that were off the timer's by less than each of JITTER_EDGES_US, and by
    more; ``scan_us``, ``memory_free`` and ``memory_used`` (bytes) are None where there is no such thing.
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

    @classmethod
    def from_card(cls, card: dict[str, Any]) -> SelfTest:
        """Read a SELFTEST payload's object. Raises KeyError, TypeError or ValueError on anything else."""
        jitter = tuple(int(count) for count in card["jitter"])
        states = tuple(STATES[letter] for letter in card["states"])
        means, noises = tuple(map(float, card["mean"])), tuple(map(float, card["noise"]))
        if len(jitter) != len(JITTER_EDGES_US) + 1 or not len(states) == len(means) == len(noises):
            raise ValueError("lists of unequal lengths")
        return cls(
            scans=int(card["scans"]),
            missed=int(card["missed"]),
            period_us=int(card["period_us"]),
            scan_us=_maybe(card["scan_us"]),
            jitter=jitter,
            supply_mv=_maybe(card["supply_mv"]),
            memory_free=_maybe(card["memory_free"]),
            memory_used=_maybe(card["memory_used"]),
            has_bleed=bool(card["bleed"]),
            states=states,
            mean_counts=means,
            noise_counts=noises,
            load_cell=LoadCell.from_card(card["load_cell"]),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What a board remembers; ``state`` is defaults, file or damaged, and ``why`` what is wrong with a damaged file."""

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

    @classmethod
    def from_card(cls, card: dict[str, Any]) -> Settings:
        """Read a CONFIG payload's object. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(
            name=str(card["name"]),
            layout=str(card["layout"]),
            channels=int(card["channels"]),
            rate_hz=int(card["rate_hz"]),
            oversampling=int(card["oversampling"]),
            divider_ohm=int(card["divider_ohm"]),
            load_cell=bool(card["load_cell"]),
            watchdog=bool(card["watchdog"]),
            state=str(card["state"]),
            why=str(card["why"]),
        )


def _maybe(value: int | None) -> int | None:
    return None if value is None else int(value)
