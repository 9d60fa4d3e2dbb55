"""Every room in made-up languages: no sentence escapes translation, and longer ones, or those from the right, fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTransform
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app import scenes
from tests.app.drawn_texts import faults_of, texts_in, words_in
from tests.app.made_up_languages import made_up_language
from tests.app.room_scenes import SCENES, practising, resized, shown

from thumbwalk.app.rooms.settings import SettingsRoom
from thumbwalk.app.rooms.strength import StrengthRoom
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import HELP
from thumbwalk.language import ENGLISH, _, speak

_PLAIN = re.compile(r"[A-Za-z]{2,}")
"""Letters that no accent is on; one alone is a key's, a unit's or a walk line's."""
_UNITS = ("mm", "Hz", "kg", "min", "MIN", "ms")
_KEYS = ("Enter", "Esc", "Space", "Backspace")
_NAMES = ("Thumbwalk", "Mira", "MIRA", "Jonas", "Ana", "ANA", "Pico", "dev", "ttyACM", "DEMO", "English")
_GIVEN = {
    "Softer than last time, thank you.", "The heel could take more", "heel anterior", "hallux", "HALLUX", "mth",
    "toes 4 5", "TOES 4 5", "toe medial", "thumbwalk.sqlite", "virtual",
    "The long way home over heel, arch and forefoot",
    "knead-3", "Old-lee", "old-lee", "old-lee.twr", "twr", "bad.csv", "2026-03-01_1815_hold-1",
    "Read-only file system",
}  # fmt: skip
"""What somebody wrote, or something is called: words of thanks, tiles, a cell, a file, a link's reason, drills of one's
own, why a file was refused, and what the system says."""
_ROUND = re.compile(r"Round \d+: [a-z ]+, as slowly as you can")
_LICENCES = re.compile(r"\[alembic .*")
"""Packages and their licences, as they are called everywhere."""


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(ENGLISH)


def left_plain(said: str) -> list[str]:
    """What of a text nobody could translate."""
    said = _LICENCES.sub("", _ROUND.sub("", said))
    for given in sorted(_GIVEN, key=len, reverse=True):
        said = said.replace(given, "")
    return [word for word in _PLAIN.findall(said) if word not in (*_UNITS, *_KEYS, *_NAMES)]


@pytest.mark.usefixtures("qapp")
def test_losses_beside_a_rig_that_is_away_are_whole_or_left_out() -> None:
    lost = scenes.with_stream(
        scenes.in_drill(20.6), connected=False, message=scenes.PLUG_IN, lost_frames=3, dropped=500, bad_frames=1
    )
    for code in ("en-XA", "ar-XB"):
        speak(made_up_language(code))
        front = practising(lambda: lost)()
        try:
            front.window.show()
            for size in ((1280, 800), (800, 520)):
                resized(front, *size)
                assert faults_of(texts_in(front.window)) == [], size
        finally:
            end(front.window)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", SCENES)
def test_no_sentence_escapes_and_all_of_it_fits(name: str) -> None:
    for code in ("en-XA", "ar-XB"):
        speak(made_up_language(code))
        with shown(name, 1280, 800) as front:
            assert faults_of(texts_in(front.window)) == [], f"{name} in {code}"
            if code == "en-XA":
                escaped = {said: words for said in words_in(front.window) if (words := left_plain(said))}
                assert escaped == {}
            # the same window, smaller: making it is what takes time
            front.window.resize(800, 520)
            front.window.room.show_words(front.desk.snapshot())
            QApplication.processEvents()
            assert faults_of(texts_in(front.window)) == [], f"{name} in {code}, small"


def test_what_escapes_is_found() -> None:
    """Or the test above could not fail."""
    assert left_plain("[Ťéšť] of 3 N, Enter") == ["of"]


@pytest.mark.usefixtures("qapp")
def test_from_the_right_what_is_pointed_at_is_what_is_drawn_there() -> None:
    speak(made_up_language("ar-XB"))
    with shown("settings", 1280, 800) as front:
        room = front.window.room
        assert isinstance(room, SettingsRoom)
        before, drawn = front.desk.preferences, texts_in(front.window)
        left = next(one for one in drawn if one.pane is room.choices and one.text == _("left"))
        QTest.mouseClick(
            left.pane,
            Qt.MouseButton.LeftButton,
            pos=left.pane.mapFrom(front.window, left.rect.center().toPoint()),
        )
        assert front.desk.preferences == before.with_value(foot="left")
        # the learner, on the left in English, is on the right
        assert room.who.x() > room.choices.x() > room.looks.x()
        keys = next(one for one in drawn if one.pane is room.footer and one.text == _("all keys"))
        QTest.mouseClick(
            keys.pane,
            Qt.MouseButton.LeftButton,
            pos=keys.pane.mapFrom(front.window, keys.rect.center().toPoint()),
        )
        assert front.window.room.name == HELP


@pytest.mark.usefixtures("qapp")
def test_the_foot_is_turned_round_by_no_language() -> None:
    pictures = []
    for language in (ENGLISH, made_up_language("ar-XB")):
        speak(language)
        with shown("strength", 1280, 800) as front:
            room = front.window.room
            assert isinstance(room, StrengthRoom)
            pictures.append(room.foot.grab().toImage())
    assert pictures[0] == pictures[1]
    assert pictures[0] != pictures[0].transformed(QTransform.fromScale(-1.0, 1.0))
