"""Rows of lists and pieces of pages: what they say, without how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "title", "body", "muted", "small", "item", "step", "warning", "rule", "gap", "pair"]


@dataclass(frozen=True)
class Row:
    """One row of a list; ``right`` is at its end, ``stars`` before that.

    ``is_known`` is whether that end is a figure; else it says that there is none. ``warns`` tells it as a warning.
    """

    title: str
    second: str = ""
    right: str = ""
    stars: int | None = None
    is_known: bool = True
    warns: bool = False
    is_heading: bool = False


@dataclass(frozen=True)
class Block:
    """One piece of a page, below the one before it.

    A "step" has a number and a second line in ``more``, a "pair" two texts beside each other, an "item" a dash.
    """

    kind: BlockKind
    text: str = ""
    more: str = ""


Page = tuple[Block, ...]
