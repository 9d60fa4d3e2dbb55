"""How a board introduces itself: the same limits live and from a recording."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from tests.link.test_cells import CARD
from tests.link.test_wire import HELLO, HELLO_CARD

from thumbwalk.link.cells import CellBank
from thumbwalk.link.greeting import MOST_CHANNELS, hello_of, hello_of_card

ODD: list[tuple[str, Any]] = [
    ("rate_hz", 0.5),
    ("rate_hz", 10_001),
    ("rate_hz", float("nan")),
    ("bits", 7),
    ("bits", 17),
    ("bits", 12.5),
    ("divider_ohm", 0),
    ("divider_ohm", 1e7),
    ("channels", "ab"),
    ("channels", [1]),
    ("channels", ["a"] * (MOST_CHANNELS + 1)),
    ("channels", ["a" * 201]),
    ("protocol", None),
    ("protocol", -1),
    ("cells", [CARD]),
    ("cells", CARD | {"bits": 40}),
]


def test_a_greeting_is_read_and_what_is_kept_of_it_is_the_same() -> None:
    assert hello_of_card(HELLO_CARD) == HELLO
    assert hello_of(asdict(HELLO)) == HELLO


@pytest.mark.parametrize(("key", "value"), ODD)
def test_beyond_a_limit_there_is_no_greeting_live_or_stored(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"protocol|rate_hz|bits|divider_ohm|channel|cells"):
        hello_of_card({**HELLO_CARD, key: value})
    with pytest.raises(ValueError, match=r"protocol|rate_hz|bits|divider_ohm|channel|cells"):
        hello_of({**asdict(HELLO), key: value})


def test_a_board_says_which_cells_it_reads_live_and_stored() -> None:
    hello = hello_of_card({**HELLO_CARD, "cells": CARD})
    assert hello.cells == CellBank.from_card(CARD)
    assert hello_of(asdict(hello)) == hello
    assert hello_of_card({**HELLO_CARD, "cells": None}) == HELLO, "and most read none"


def test_of_a_board_from_the_future_only_who_it_is_is_believed() -> None:
    hello = hello_of_card({**HELLO_CARD, "protocol": 9, "channels": 3, "rate_hz": "fast"})
    assert (hello.protocol, hello.board_id, hello.channels, hello.rate_hz) == (9, "e661", (), 0.0)
    with pytest.raises(ValueError, match="protocol 9"):
        hello_of({**asdict(HELLO), "protocol": 9})


def test_strangers_names_are_escaped_but_those_that_are_compared() -> None:
    hello = hello_of_card({**HELLO_CARD, "name": "\x1b]0;x\x07", "channels": ["\x1b", "b"]})
    assert hello.name == r"\x1b]0;x\x07"
    assert hello.channels == ("\x1b", "b")


def test_what_is_no_table_is_no_greeting() -> None:
    with pytest.raises(ValueError, match="not a table"):
        hello_of([1])  # type: ignore[arg-type]
