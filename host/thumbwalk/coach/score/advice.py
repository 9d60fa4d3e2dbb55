"""One sentence for a measure, by how it missed: what to try next, never what is wrong with somebody."""

from __future__ import annotations

from thumbwalk.coach.targets.bands import Band
from thumbwalk.language import marked
from thumbwalk.technique.vocabulary import VOCABULARY

GOOD = marked("In the band: keep it there.")
_TOO_LITTLE = marked("There was too little to judge this by: keep going for the whole set.")
_MORE, _LESS = marked("Aim for more of it."), marked("Aim for less of it.")
"""Where the vocabulary has no sentence: at an end of one's own, or of a measure of a recording by another."""


def advice(name: str, value: float | None, band: Band) -> str:
    """What to try next for a measure, one sentence."""
    if value is None:
        return _TOO_LITTLE
    row = VOCABULARY.get(name)
    if band.lo is not None and value < band.lo:
        return (row.low if row else "") or _MORE
    if band.hi is not None and value > band.hi:
        return (row.high if row else "") or _LESS
    return GOOD
