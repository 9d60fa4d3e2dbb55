"""What the program is made of, and under which licences, without Qt."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.language import _


@lru_cache(maxsize=1)
def licences() -> tuple[tuple[str, str], ...]:
    """Every package of others that some part needs, and its licence as an SPDX expression."""
    text = (resources.files("thumbwalk") / "data" / "third_party.toml").read_text(encoding="utf-8")
    return tuple((one["name"], one["licence"]) for one in tomllib.loads(text)["package"])


def licences_page() -> Page:
    """What stands below the words' page."""
    others = ", ".join(f"{name} ({licence})" for name, licence in licences())
    return (
        Block("rule"),
        Block("heading", _("Licences")),
        Block("body", _("Thumbwalk is free, under the MIT licence. What others wrote, and some part of it needs:")),
        Block("small", _("{others}. Each package holds its licence's text.").format(others=others)),
    )
