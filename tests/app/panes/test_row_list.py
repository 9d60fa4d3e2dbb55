"""A list of rows: titles that stand alone are of one size, whatever the longest of them is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from thumbwalk.app.panes import row_list
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.pieces import Row


@pytest.mark.parametrize(("longest", "px"), [("Knead the forefoot", 17), ("Hold the solar plexus point", 13)])
def test_one_title_that_is_too_long_makes_all_of_a_list_small(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, longest: str, px: int
) -> None:
    drawn: dict[str, int] = {}
    draw = vars(row_list)["draw_text"]

    def seen(painter: object, area: object, text: str, font: QFont, *more: object, **others: object) -> None:
        drawn[text] = font.pixelSize()
        draw(painter, area, text, font, *more, **others)

    monkeypatch.setattr(row_list, "draw_text", seen)
    rows = RowList(None, LIGHT, "Sets", lambda _: None)  # type: ignore[arg-type]  # a list alone has no parent
    qtbot.addWidget(rows)
    rows.resize(350, 200)
    rows.show_rows([Row(longest, "", "32", stars=0), Row("Knead the heel", "", "100", stars=3)], 0)
    rows.grab()
    assert drawn[longest] == drawn["Knead the heel"] == px
