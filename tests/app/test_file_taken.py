"""A file that is taken onto the shelf: a master's or one that was handed on, in the room Drills."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from tests.app import scenes
from tests.app.desks import still_desk
from tests.app.room_scenes import at, press

from thumbwalk.app.front import Front
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import DRILLS, PRACTICE
from thumbwalk.app.words.ladder import OWN

pytestmark = pytest.mark.usefixtures("qapp")


def told(room: Any) -> str:
    return " | ".join(f"{one.text} {one.more}" for one in room.detail.text)


@pytest.fixture
def front() -> Any:
    made = at(still_desk(scenes.quiet()), DRILLS)
    made.window.show()
    yield made
    end(made.window)


def adds(front: Front, monkeypatch: pytest.MonkeyPatch, file: str) -> Any:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (file, ""))
    press(front, Qt.Key.Key_A)
    return front.window.room


def test_a_masters_file_stands_on_the_own_shelf_chosen_and_can_be_practised(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = adds(front, monkeypatch, "/home/anna/old-lee.twr")
    assert [row.title for row in room.rungs.rows] == ["Old-lee"]
    assert room.shelves.rows[room.shelves.chosen].title == OWN
    assert "old-lee.twr is on your shelf" in told(room)
    assert "scores 92" in told(room)
    press(front, Qt.Key.Key_Return)
    assert front.window.room.name == PRACTICE
    assert front.desk.chosen is not None
    assert front.desk.chosen.name == "old-lee"


def test_a_file_that_is_none_is_refused_in_a_line_and_the_shelf_stays(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = dict(front.desk.drills)
    room = adds(front, monkeypatch, "/home/anna/bad.csv")
    assert "nobody touches the foot in it, so no drill can be made of it" in told(room)
    assert "/home" not in told(room)
    assert dict(front.desk.drills) == known


def test_who_chooses_no_file_has_added_none(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    adds(front, monkeypatch, "")
    assert front.desk.file_taken.state.stage == "none"
