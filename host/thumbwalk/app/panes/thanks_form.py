"""What the receiver is asked behind a routine: two scales and a word; all of it may be left empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Act
from thumbwalk.app.panes.field import Field
from thumbwalk.app.panes.scale_pane import MOST, ScalePane
from thumbwalk.app.theme import Theme
from thumbwalk.language import _, marked

_SCALES = (marked("Comfort, 0 to 10"), marked("Relaxed, 0 to 10"))
_WORD_PX, _SCALES_PX = 44.0, 230.0


class ThanksForm:
    """Holds the answers; ``word`` is a field to type in, which the room makes and colours."""

    def __init__(self, parent: QWidget, theme: Theme, word: Field, changed: Callable[[], object]) -> None:
        self.scales = ScalePane(parent, theme, tuple(map(_, _SCALES)), self.answer)
        self.word = word
        self._changed = changed
        self._values: list[int | None] = [None] * len(_SCALES)
        self._chosen = 0

    @property
    def comfort(self) -> int | None:
        """The first answer."""
        return self._values[0]

    @property
    def relaxation(self) -> int | None:
        """The second answer."""
        return self._values[1]

    @property
    def said(self) -> str | None:
        """The word that was typed; None for none."""
        return "".join(letter for letter in self.word.text().strip() if letter.isprintable()) or None

    def clear(self) -> None:
        """Ask anew."""
        self._values, self._chosen = [None] * len(_SCALES), 0
        self.word.clear()

    def show(self) -> None:
        """Show the answers."""
        self.scales.show_values(self._values, self._chosen)

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows: up and down choose the scale, the others answer it."""
        return {
            Qt.Key.Key_Up: lambda: self._choose(0),
            Qt.Key.Key_Down: lambda: self._choose(1),
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_Right: lambda: self._step(1),
        }

    def answer(self, scale: int, value: int) -> None:
        """Answer a scale."""
        self._chosen, self._values[scale] = scale, value
        self._changed()

    def lay(self, area: QRect, unit: float) -> None:
        """Place the scales, and the word below them."""
        word, gap = round(_WORD_PX * unit), round(16 * unit)
        scales = min(area.height() - word - gap, round(_SCALES_PX * unit))
        self.scales.setGeometry(area.left(), area.top(), area.width(), scales)
        self.word.setGeometry(area.left(), area.top() + scales + gap, area.width(), word)

    def _choose(self, scale: int) -> None:
        self._chosen = scale
        self._changed()

    def _step(self, by: int) -> None:
        """One more or less; the first step of a scale is its middle."""
        now = self._values[self._chosen]
        self.answer(self._chosen, MOST // 2 if now is None else min(max(now + by, 0), MOST))
