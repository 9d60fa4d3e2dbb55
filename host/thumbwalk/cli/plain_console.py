"""The console on which people's words are printed."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from thumbwalk.link.plain_text import escaped


class PlainConsole(Console):
    """A console that shows text for what it is: no escape of a stranger's reaches the terminal."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Give the text as it is shown, what a terminal would obey written out."""
        return super().render_str(escaped(text, keep="\n"), **options)
