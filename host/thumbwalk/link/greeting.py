"""How a board introduces itself: the one reader of HELLO, for the wire and for what a recording keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thumbwalk.language import told
from thumbwalk.link.card import letters, number, shown, whole, words
from thumbwalk.link.cells import CellBank

PROTOCOL, PROTOCOL_OF_CELLS = 1, 2
"""Of a board that scans channels, and of one that has none, and reads load cells under a plate."""
PROTOCOLS = (PROTOCOL, PROTOCOL_OF_CELLS)
MOST_CHANNELS = 256
LEAST_RATE_HZ, MOST_RATE_HZ = 1.0, 10_000.0
LEAST_BITS, MOST_BITS = 8, 16
LEAST_OHM, MOST_OHM = 1.0, 1e6
"""The limits of a greeting; firmware/PROTOCOL.md and docs/files.md state them."""
_MOST_PROTOCOL = 1_000_000
"""A version from the future is named; a number beyond this is none."""


@dataclass(frozen=True, slots=True)
class Hello:
    """How a board introduces itself; ``cells`` are the load cells under its plate, None where it reads none."""

    protocol: int
    firmware: str
    board_id: str
    board: str
    name: str
    channels: tuple[str, ...]
    rate_hz: float
    bits: int
    divider_ohm: float
    layout: str
    cells: CellBank | None = None

    @property
    def words_to_start(self) -> tuple[str, ...]:
        """What has it stream all that it has."""
        return ("start",) if self.cells is None else ("cells 1", "start")

    def names_on(self, *, plate: bool) -> tuple[str, ...]:
        """What its sensors are called: the cells of a plate, or the channels."""
        if plate:
            return () if self.cells is None else self.cells.names
        return self.channels


def hello_of_card(card: Mapping[str, Any]) -> Hello:
    """Read a HELLO payload's object.

    Of a protocol from the future only the identity is believed, so that such a board still says who it is.

    Raises
    ------
    ValueError
        When no board would send it.
    """
    protocol = whole(card, "protocol", 0, _MOST_PROTOCOL)
    if protocol not in PROTOCOLS:
        return Hello(protocol, *_identity(card), (), 0.0, 0, 0.0, "")
    firmware, board_id, board, name = _identity(card)
    return Hello(
        protocol=protocol,
        firmware=firmware,
        board_id=board_id,
        board=board,
        name=name,
        channels=_channels(card.get("channels", ())),
        rate_hz=number(card, "rate_hz", LEAST_RATE_HZ, MOST_RATE_HZ),
        bits=whole(card, "bits", LEAST_BITS, MOST_BITS),
        divider_ohm=number(card, "divider_ohm", LEAST_OHM, MOST_OHM),
        layout=letters(card, "layout", ""),
        cells=None if card.get("cells") is None else CellBank.from_card(card["cells"]),
    )


def hello_of(fields: Mapping[str, Any]) -> Hello:
    """Give the hello that a recording keeps as plain values, within the limits of a live one. Raises ValueError."""
    if not isinstance(fields, Mapping):
        raise ValueError(told("the greeting is {fields}, not a table", fields=shown(fields)))
    if whole(fields, "protocol", 0, _MOST_PROTOCOL) not in PROTOCOLS:
        raise ValueError(
            told(
                "the greeting is of protocol {theirs}, this host reads {protocol}",
                theirs=fields["protocol"],
                protocol=told("{one} and {other}", one=PROTOCOL, other=PROTOCOL_OF_CELLS),
            )
        )
    return hello_of_card({**fields, "id": fields.get("board_id")})


def _identity(card: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return words(card, "firmware", "?"), words(card, "id", ""), words(card, "board", "?"), words(card, "name", "")


def _channels(names: object) -> tuple[str, ...]:
    if not isinstance(names, list | tuple) or len(names) > MOST_CHANNELS:
        raise ValueError(
            told(
                "channels are {names}, not a list of at most {most_channels} names",
                names=shown(names),
                most_channels=MOST_CHANNELS,
            )
        )
    # as they were sent: they are compared with the layout's
    called = told("a channel's name")
    return tuple(letters({called: name}, called) for name in names)
