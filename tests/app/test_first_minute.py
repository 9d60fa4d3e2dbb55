"""The first minute, walked with a real mouse by who has an empty home: hand, DEMO, safety, the virtual foot, one hold;
then what cost points is done again, and both are in Progress, and the show nowhere."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from tests.app import scenes
from tests.app.conftest import Until
from tests.app.desks import still_desk
from tests.app.real_mouse import (
    PATIENCE_S,
    SIZE,
    TRIES,
    Display,
    Mouse,
    a_display,
    apart,
    centre,
    in_the_store,
    look_at_progress,
    needs_a_mouse,
    opened,
    picture_of,
)
from tests.app.room_scenes import at, press

from thumbwalk.app.front import Front
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.app.rooms.welcome import WelcomeRoom
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import PRACTICE, WELCOME
from thumbwalk.cli.options import UNNAMED
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.score.enough import NOT_ENOUGH

pytestmark = needs_a_mouse
_ALIKE = 2.0
"""Pictures of one page differ by less than so many greys: its pointer, and a row that is chosen."""
HOLD = packaged_drills()["first-steps"].only(0)


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    with a_display(tmp_path) as one:
        yield one


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "nothing" / "yet"


@pytest.fixture
def window(display: Display, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    with opened(display, home) as process:
        yield process


def newcomer(*, shows: bool = False) -> Front:
    front = at(still_desk(scenes.quiet(), hand="right" if shows else ""), WELCOME)
    for _ in range(3 * shows):
        press(front, Qt.Key.Key_Down)
    return front


def places() -> dict[str, QPointF]:
    """Where things are for who is new, in a window of the display's size."""
    front = newcomer()
    front.window.resize(*SIZE)
    front.window.show()
    try:
        room = front.window.room
        assert isinstance(room, WelcomeRoom)
        front.window.grab()
        right_hand = next(area for area, row, value in room.choices._areas if (row, value) == (1, 2))
        high = room.rigs.row_px * room.unit
        found = {
            "right hand": centre(room.choices, right_hand),
            "virtual": centre(room.rigs, QRectF(0, 0, 100, high)),
            "show me": centre(room.rigs, QRectF(0, high, 100, high)),
            "tick": centre(room.tick),
            "begin": centre(room.begin),
        }
        front.desk.choose("first-steps")
        front.go(PRACTICE)
        practice = front.window.room
        assert isinstance(practice, PracticeRoom)
        practice.show_words(front.desk.sitting.snapshot())
        front.window.grab()
        found["start"] = next(centre(one) for one in practice.buttons if one.text() == "Start")
        target = HOLD.sets[0].target_mm(scenes.PAD)
        assert target is not None
        found["target"] = QPointF(practice.foot.pos()) + practice.foot.frame.to_px(*target)
        front.desk.choose(None)
        practice.show_words(scenes.finished())
        found["this set"] = next(centre(one) for one in practice.buttons if one.text() == "This set")
        return found
    finally:
        end(front.window)


def test_who_is_new_comes_from_an_empty_home_to_a_hold_and_does_again_what_cost_points(
    display: Display,
    home: Path,
    window: subprocess.Popen[bytes],
    monkeypatch: pytest.MonkeyPatch,
    until: Until,
) -> None:
    where, mouse, welcome = places(), Mouse(display.name, until), picture_of(newcomer())
    mouse.until(lambda: apart(display.seen(), welcome) < _ALIKE)
    mouse.clicks(where["right hand"])
    mouse.until(lambda: 'hand = "right"' in settings(home), lambda: mouse.clicks(where["right hand"]), every_s=2.0)
    look_at_the_show(display, mouse, where)
    assert sets_of(home) == [], "a show is nobody's"
    mouse.until(
        lambda: "safety_read = true" in settings(home),
        lambda: mouse.clicks(where["virtual"], where["tick"], where["begin"]),
        every_s=3.0,
    )
    hold(mouse, where["start"], where["target"], home, 1)
    mouse.until(lambda: len(in_the_store(home)) == 1)
    for n in range(2, 2 + TRIES):
        hold(mouse, where["this set"], where["target"], home, n)
        if len([one for one in scores_of(home) if one is not None]) >= 2:
            break
    monkeypatch.setenv("THUMBWALK_HOME", str(home))
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    mouse.until(lambda: len(in_the_store(home)) == n)
    look_at_progress(display, mouse, UNNAMED, packaged_drills())
    window.terminate()
    window.wait(PATIENCE_S)
    assert [name for name, _score in in_the_store(home)] == [HOLD.name] * n
    assert len([one for one in scores_of(home) if one is not None]) == 2


def settings(home: Path) -> str:
    path = home / "settings.toml"
    return path.read_text() if path.exists() else ""


def sets_of(home: Path) -> list[Path]:
    """The sessions that have a score, the first one first."""
    return sorted(path.parent for path in (home / "sessions").glob("*/score.json"))


def scores_of(home: Path) -> list[float | None]:
    """The scores of all holds in their order; None only where a busy machine lost too much of one."""
    documents = [json.loads((path / "score.json").read_text()) for path in sets_of(home)]
    assert {one["drill"] for one in documents} == {HOLD.name}
    parts = [one["sets"][0] for one in documents]
    assert all(one["reason"].startswith(NOT_ENOUGH) for one in parts if one["score"] is None)
    return [one["score"] for one in parts]


def look_at_the_show(display: Display, mouse: Mouse, where: dict[str, QPointF]) -> None:
    """Have a scripted hand show how it is done, for a while, and leave it."""
    chosen = picture_of(newcomer(shows=True))
    mouse.until(lambda: apart(display.seen(), chosen) < _ALIKE, lambda: mouse.clicks(where["show me"]), every_s=2.0)
    mouse.until(lambda: apart(display.seen(), chosen) > 2 * _ALIKE, lambda: mouse.clicks(where["begin"]), every_s=3.0)
    mouse.does("sleep", 3, "key", "Escape")
    mouse.until(lambda: apart(display.seen(), chosen) < _ALIKE)


def hold(mouse: Mouse, begin: QPointF, at: QPointF, home: Path, sets: int) -> None:
    """Begin, press on the target and stay there until so many sets have a score, and lift."""

    def press_on() -> None:
        mouse.does("mouseup", 1)
        mouse.clicks(begin)
        mouse.does("sleep", 0.5, "mousemove", round(at.x()), round(at.y()), "mousedown", 1)

    folders = home / "sessions"
    mouse.until(lambda: len([*folders.glob("*/practice.twr")]) == sets, press_on, every_s=5.0)
    mouse.until(lambda: len(sets_of(home)) == sets)
    mouse.does("mouseup", 1)
    mouse.until(lambda: len([*folders.glob("*/window.png")]) == sets)
