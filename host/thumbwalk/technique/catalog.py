"""Every technique there is, one file each: a new one is a new file and a line here."""

from __future__ import annotations

from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.technique import circles, friction, glide, hold, knead, tap, walk
from thumbwalk.technique.technique import Technique

TECHNIQUES: dict[str, Technique] = {
    one.name: one
    for one in (
        hold.TECHNIQUE,
        knead.TECHNIQUE,
        circles.TECHNIQUE,
        walk.TECHNIQUE,
        glide.TECHNIQUE,
        tap.TECHNIQUE,
        friction.TECHNIQUE,
    )
}
"""By name, the more likely first where two fit as well."""


def technique_named(name: str) -> Technique:
    """A technique by its name.

    Raises
    ------
    DrillError
        When there is none of that name; the message names those that there are.
    """
    if name not in TECHNIQUES:
        raise DrillError(
            told(
                "no technique '{name}' that can be measured; there are: {names}", name=name, names=", ".join(TECHNIQUES)
            )
        )
    return TECHNIQUES[name]
