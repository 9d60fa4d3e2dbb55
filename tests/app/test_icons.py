"""Icons come behind the first picture, in the theme's colours and sharp; without them the window is whole."""

from __future__ import annotations

import os
import sys
from typing import get_args

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from tests.app.conftest import Opener
from tests.app.room_scenes import shown
from tests.app.scenes import finished, in_drill

from thumbwalk.app import icons
from thumbwalk.app.actions import Actions, Icon
from thumbwalk.app.panes.button import Button

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def drawer(monkeypatch: pytest.MonkeyPatch) -> icons._Drawer:
    """As before anything was loaded; what is asked for comes when the test has it loaded."""
    made = icons._Drawer()
    monkeypatch.setattr(icons, "_DRAWER", made)
    monkeypatch.setattr(icons, "_BEHIND_MS", 3_600_000)
    return made


def drawn(icon: Icon, size: int, scale: float, color: str = "black") -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """How dark each pixel of an icon is on white, 0 to 255."""
    image = QImage(round(size * scale), round(size * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        assert icons.draw_icon(painter, QRectF(0, 0, size, size), icon, QColor(color))
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return np.asarray(255 - rows[:, :, :3].min(axis=2))


def test_the_first_picture_has_none_and_when_they_come_nothing_moves(drawer: icons._Drawer) -> None:
    with shown("today", 1280, 800) as front:
        nav = front.window.room.nav  # type: ignore[attr-defined]  # of rooms at rest
        places = [tab.geometry() for tab in nav.tabs.values()]
        before = front.window.grab().toImage()
        assert (drawer.is_asked_for, drawer.font) == (True, None)
        icons.load()
        after = front.window.grab().toImage()
        assert [tab.geometry() for tab in nav.tabs.values()] == places
        changed = [name for name, tab in nav.tabs.items() if after.copy(tab.geometry()) != before.copy(tab.geometry())]
        assert changed == list(nav.tabs)


def test_a_drill_that_runs_asks_for_none_and_its_end_does(drawer: icons._Drawer, opened: Opener) -> None:
    made = opened(in_drill(8.4), actions=Actions(repeat=lambda: None, pause=lambda: None))
    made.window.grab()
    assert not drawer.is_asked_for
    made.show(finished())
    made.room.show_words(finished())
    made.window.grab()
    assert drawer.is_asked_for


def test_every_icon_is_known_and_no_two_are_alike() -> None:
    icons.load()
    seen = {icon: drawn(icon, 24, 2.0).tobytes() for icon in get_args(Icon)}
    assert len(set(seen.values())) == len(seen)
    assert all(any(one) for one in seen.values())


def test_they_are_drawn_in_the_colour_that_is_asked_for() -> None:
    icons.load()
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        icons.draw_icon(painter, QRectF(0, 0, 40, 40), "stop", QColor("#b8261a"))
    found = {image.pixelColor(x, y).name() for x in range(40) for y in range(40)}
    assert {"#ffffff", "#b8261a"} <= found


@pytest.mark.parametrize("scale", [2.0, 3.0])
def test_on_a_fine_screen_they_are_finer(scale: float) -> None:
    """A picture that is only made larger has as large a share of grey as before; a sharp one has grey at its edge."""
    icons.load()
    fine, coarse = drawn("rig", 24, scale), drawn("rig", 24, 1.0)

    def grey(dark: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
        return float(np.mean((dark > 20) & (dark < 235)) / np.mean(dark > 20))

    assert grey(fine) < 0.8 * grey(coarse)


def test_where_they_can_not_be_had_the_window_is_whole_without(
    monkeypatch: pytest.MonkeyPatch, drawer: icons._Drawer
) -> None:
    monkeypatch.setitem(sys.modules, "qtawesome", None)
    monkeypatch.setenv("QT_API", "pyqt5")
    with shown("today", 1280, 800) as front:
        nav = front.window.room.nav  # type: ignore[attr-defined]  # of rooms at rest
        with_room = nav.tabs["Drills"].wide()
        icons.load()
        assert (drawer.fails, icons.has_room(nav), os.environ["QT_API"]) == (True, False, "pyqt5")
        assert nav.tabs["Drills"].wide() < with_room
        assert not front.window.grab().isNull()
        assert all(one.text() for one in front.window.findChildren(Button))
