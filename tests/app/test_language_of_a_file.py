"""A translation is a file away: put into a user's folder and chosen, the window says what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.app import scenes
from tests.app.desks import still_desk
from tests.app.drawn_texts import texts_in

from thumbwalk.app.desk import Desk, Tongues
from thumbwalk.app.front import Front
from thumbwalk.app.rooms.settings import SettingsRoom
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import SETTINGS
from thumbwalk.language import ENGLISH, speak, spoken
from thumbwalk.translation.shelf import language_named, languages_in

GERMAN = """msgid ""
msgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Next for you"
msgstr "Als Nächstes"

msgid "{n} set"
msgid_plural "{n} sets"
msgstr[0] "{n} Satz"
msgstr[1] "{n} Sätze"

msgid "First steps"
msgstr "Erste Schritte"
"""


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(ENGLISH)


def desk_with(folder: Path, **settings: Any) -> Desk:
    desk = still_desk(scenes.quiet(), tried={}, **settings)
    desk.tongues = Tongues(lambda: languages_in(folder), lambda code: language_named(code, folder))
    desk.speak()
    return desk


def said(front: Front) -> str:
    front.window.room.show_words(front.desk.snapshot())
    return " ".join(one.text for one in texts_in(front.window))


@pytest.mark.usefixtures("qapp")
def test_a_file_in_the_folder_is_spoken_from_when_it_is_chosen(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text(GERMAN, encoding="utf-8")
    front = Front(desk_with(tmp_path))
    try:
        front.window.show()
        front.window.start()
        assert "NEXT FOR YOU" in said(front)
        front.go(SETTINGS)
        room = front.window.room
        assert isinstance(room, SettingsRoom)
        row = next(row for row, one in enumerate(room.rows) if one.key == "language")
        assert room.rows[row].shown == ("English", "Deutsch")
        room._set(row, 1)
        # the settings stay on the screen, in the other language
        assert isinstance(front.window.room, SettingsRoom)
        assert front.window.room is not room
        assert front.desk.preferences.language == "de"
        QTest.keyClick(front.window, Qt.Key.Key_1)
        spoken_now = said(front)
        assert "ALS NÄCHSTES" in spoken_now
        assert "Erste Schritte" in spoken_now
        assert "3 SÄTZE" in spoken_now
        # what is not translated is English
        assert "OR INSTEAD" in spoken_now
    finally:
        end(front.window)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GERMAN.replace("{n} Sätze", "{m} Sätze"), "de.po:7"),
        (GERMAN.replace('msgstr "Als', "msgstr Als"), "de.po:5"),
        (None, "no language 'de'"),
    ],
)
def test_a_file_with_a_fault_is_told_in_a_line_and_english_is_spoken(
    tmp_path: Path, text: str | None, says: str
) -> None:
    if text is not None:
        (tmp_path / "de.po").write_text(text, encoding="utf-8")
    front = Front(desk_with(tmp_path, language="de"))
    try:
        front.window.show()
        front.window.start()
        assert spoken() is ENGLISH
        told = said(front)
        assert "NEXT FOR YOU" in told
        assert says in told
    finally:
        end(front.window)
