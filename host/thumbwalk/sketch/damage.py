"""What is wrong with a board's lines, counted by kind: said once, in words and in documents."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from thumbwalk.language import told
from thumbwalk.link.tally import many

Kind = Literal["torn", "columns", "garbage", "not_finite", "absurd", "time_back", "time_repeated"]

_CALLED: dict[Kind, str] = {
    "torn": told("torn (a part is missing)"),
    "columns": told("with more columns than the others"),
    "garbage": told("with bytes that are no text"),
    "not_finite": told("with a value that is no number (nan, inf)"),
    "absurd": told("with a value that the sensor can't have"),
    "time_back": told("with a time that does not fit the lines about it"),
    "time_repeated": told("under the time of the line before"),
}


class Damage:
    """Counts the lines of one board.

    Attributes
    ----------
    rows, words : int
        Lines that were taken, and lines of text (a banner, a message), which are no damage.
    resets : int
        How often the board began anew.
    """

    def __init__(self) -> None:
        self.rows = self.words = self.resets = 0
        self._found: Counter[Kind] = Counter()

    def count(self, kind: Kind) -> None:
        """Count a line that was not used."""
        self._found[kind] += 1

    @property
    def total(self) -> int:
        """How many lines were not used."""
        return self._found.total()

    def said(self) -> str | None:
        """What was found, in a line; None where nothing was."""
        if not self.total:
            return None
        kinds = [f"{self._found[kind]} {called}" for kind, called in _CALLED.items() if self._found[kind]]
        return told(
            "{many} not used of {total}: {kinds}; check cable and baud rate",
            many=many(self.total, "line was", "lines were"),
            total=self.total + self.rows,
            kinds=", ".join(kinds),
        )

    def to_json(self) -> dict[str, int]:
        """Every kind with its count."""
        return {kind: self._found[kind] for kind in _CALLED}
