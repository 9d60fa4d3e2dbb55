"""Buttons beside each other, of one size of words, and in several rows where one would cut their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect

from thumbwalk.app.panes.button import Button

_HIGH_PX, _LOW_PX, _GAP_PX = 64.0, 52.0, 8.0
"""A row alone, each of several, and between buttons, design pixels."""
_WORDS_PX, _SIGN_PX = (20.0, 20.0, 18.0, 16.0), 34.0
"""Sizes of the buttons' words, by how many there are in a row, and of a single sign on one, design pixels."""


def place_plates(buttons: Sequence[Button], column: QRect, unit: float) -> int:
    """Place buttons at a column's foot, the last one last; gives where the room above them ends."""
    if not buttons:
        return column.bottom()
    gap = round(_GAP_PX * unit)
    rows = _rows(buttons, column.width(), gap)
    high = round((_HIGH_PX if len(rows) == 1 else _LOW_PX) * unit)
    top = column.bottom() - len(rows) * high - (len(rows) - 1) * gap
    words = list[Button]()
    for number, row in enumerate(rows):
        each = _each(len(row), column.width(), gap)
        for index, button in enumerate(row):
            is_sign = len(button.text()) == 1
            button.size_px = _SIGN_PX if is_sign else _WORDS_PX[len(rows[0]) - 1]
            button.setGeometry(column.left() + index * (each + gap), top + number * (high + gap), each, high)
            words += [] if is_sign else [button]
    # all of one size, and their icons in one way, rather than the longest alone another
    size_px = min((button.fitting_px(button.width()) for button in words), default=_WORDS_PX[0])
    for button in words:
        button.size_px = size_px
    beside = all(button.has_icon_beside(button.width()) for button in words)
    for button in words:
        button.stacked = not beside
    return top - round(14 * unit)


def _each(n: int, wide: int, gap: int) -> int:
    return (wide - (n - 1) * gap) // n


def _rows(buttons: Sequence[Button], wide: int, gap: int) -> list[list[Button]]:
    """The fewest rows of as many as fit; the last one may have fewer."""
    for in_row in range(len(buttons), 0, -1):
        if in_row == 1 or all(one.least_wide() <= _each(in_row, wide, gap) for one in buttons):
            return [list(buttons[at : at + in_row]) for at in range(0, len(buttons), in_row)]
    return []
