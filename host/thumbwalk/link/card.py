"""The JSON objects of a stream: read with limits, and their values checked, so that nothing absurd goes on.

Everything here raises ValueError and nothing else; a frame that causes one is a bad frame, a file's is refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from thumbwalk.language import told
from thumbwalk.link.plain_text import escaped

MOST_BYTES = 1 << 20
"""Of a card's text; a drill with a hundred sets has some tens of thousands."""
_MOST_BRACKETS = 20_000
"""Lists and tables in a card; a drill with a hundred sets has some two thousand."""
_MOST_DEPTH = 32
"""Four times what anything of ours is nested."""
MOST_LETTERS = 200
"""Of one text in a card; a drill's description, the longest, has about a hundred."""


def read_card(text: str) -> dict[str, Any]:
    """Read a JSON object. Raises ValueError when it is none, or too long, too deep, or has numbers that are none."""
    if len(text) > MOST_BYTES:
        raise ValueError(told("it has {n} letters, at most {most_bytes} are read", n=len(text), most_bytes=MOST_BYTES))
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise ValueError(told("it has more than {most_brackets} lists and tables", most_brackets=_MOST_BRACKETS))
    try:
        card = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise ValueError(told("it is nested too deeply")) from None
    if not isinstance(card, dict):
        raise ValueError(told("it is no JSON object"))
    _check_depth(card)
    return card


def whole(card: Mapping[str, Any], key: str, least: int, most: int) -> int:
    """A whole number within limits. Raises ValueError."""
    value = card.get(key)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(
            told(
                "{key} is {value}, not a whole number from {least} to {most}",
                key=key,
                value=shown(value),
                least=least,
                most=most,
            )
        )
    return value


def number(card: Mapping[str, Any], key: str, least: float, most: float) -> float:
    """A finite number within limits. Raises ValueError."""
    value = card.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(
            told(
                "{key} is {value}, not a number from {least:g} to {most:g}",
                key=key,
                value=shown(value),
                least=least,
                most=most,
            )
        )
    return float(value)


def letters(card: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """A text of sane length, as it is. Raises ValueError."""
    value = card.get(key, default)
    if not isinstance(value, str) or len(value) > MOST_LETTERS:
        raise ValueError(
            told(
                "{key} is {value}, not a text of at most {most_letters} letters",
                key=key,
                value=shown(value),
                most_letters=MOST_LETTERS,
            )
        )
    return value


def words(card: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """A text of sane length, escaped: nothing but people will read it. Raises ValueError."""
    # what is stored is read again, so the limit is that of the escaped text
    return letters({key: escaped(letters(card, key, default))}, key)


def shown(value: object) -> str:
    """A value as a message names it: short, and escaped."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**20:
        return told("a number of more than 20 digits")
    if value is None or isinstance(value, dict | list):
        return told("missing") if value is None else told("a table")
    text = escaped(repr(value))
    return text if len(text) <= 60 else text[:57] + "..."


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(told("{name} is no number", name=name))


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(told("{text} is too large", text=text[:20]))
    return value


def _check_depth(card: dict[str, Any]) -> None:
    """Refuse what is nested deeper than anything that is written; without recursion."""
    level: list[Any] = [card]
    for _ in range(_MOST_DEPTH):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise ValueError(told("it is nested too deeply"))
