"""The window shows each moment as it is, in every size and theme, and closes in good order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app import scenes

from thumbwalk.app.foot.sole_view import newest_run
from thumbwalk.app.rooms.practice import PracticeWindow
from thumbwalk.app.run import end
from thumbwalk.app.theme import DARK, LIGHT, Theme
from thumbwalk.errors import LinkLost
from thumbwalk.pad import Foot, Pad, Taxel, builtin_pad
from thumbwalk.session.screen.snapshot import Snapshot

Maker = Callable[..., PracticeWindow]

MOMENTS = {
    "count-in": scenes.in_drill(1.4),
    "before touching": scenes.in_drill(3.05, contact_n=0.0, word=""),
    "hold": scenes.in_drill(8.4),
    "rest": scenes.in_drill(12.2, contact_n=0.0, word=""),
    "knead": scenes.in_drill(20.6),
    "too light": scenes.in_drill(22.0, contact_n=4.6, word="harder"),
    "over-pressure": scenes.in_drill(22.0, contact_n=34.0, word="lighter"),
    "a silent tile": scenes.in_drill(33.5, left_out=tuple(k == 5 for k in range(16))),
    "link lost": scenes.in_drill(20.6, connected=False, message="Plug it in again."),
    "finished": scenes.finished(),
    "nothing yet": replace(scenes.quiet(), strip_time_s=np.empty(0), strip_n=np.empty(0)),
}


@pytest.fixture
def make(app: QApplication) -> Iterator[Maker]:
    made: list[PracticeWindow] = []

    def open_window(snapshot: Snapshot, *, foot: Foot = "right", pad: Pad | None = None, **more: Any) -> PracticeWindow:
        source = more.pop("source", scenes.StillSource(snapshot))
        drill = more.pop("drill", scenes.first_steps() if snapshot.phase is not None else None)
        more.setdefault("theme", LIGHT)
        window = PracticeWindow(source, pad=pad or builtin_pad(), drill=drill, foot=foot, **more)
        made.append(window)
        window.show()
        app.processEvents()
        return window

    yield open_window
    while made:
        end(made.pop())


def pixels(window: PracticeWindow) -> NDArray[np.int64]:
    """The foot view as (height, width, 3) colours 0..255."""
    image = window.foot.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int64)


def near(shown: NDArray[np.int64], color: str, tolerance: int = 12) -> NDArray[np.bool_]:
    wanted = QColor(color)
    off = np.abs(shown - (wanted.red(), wanted.green(), wanted.blue())).max(axis=2)
    return np.asarray(off <= tolerance)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("wide", "high"), [(1280, 800), (1024, 640), (820, 1100)])
def test_every_moment_can_be_drawn(make: Maker, moment: str, theme: Theme, wide: int, high: int) -> None:
    window = make(MOMENTS[moment], theme=theme, foot="left" if wide == 1024 else "right")
    window.resize(wide, high)
    shown = window.grab().toImage()
    assert shown.width() == wide
    assert shown.pixelColor(3, high - 3).name() == theme.background


@pytest.mark.parametrize("larger", [0, 9])
@pytest.mark.parametrize(("wide", "high"), [(1280, 800), (1024, 640), (1920, 1080), (1000, 1200)])
def test_panes_do_not_overlap_and_stay_inside(make: Maker, wide: int, high: int, larger: int) -> None:
    window = make(MOMENTS["knead"])
    window.resize(wide, high)
    for _ in range(larger):
        QTest.keyClick(window, Qt.Key.Key_Plus)
    panes = [window.header, window.task, window.pulse, window.foot, window.coach, window.score, window.strip]
    areas = [pane.geometry() for pane in (*panes, window.footer)]
    assert all(window.rect().contains(area) and area.width() > 60 and area.height() > 20 for area in areas)
    assert not any(a.intersects(b) for i, a in enumerate(areas) for b in areas[i + 1 :])


def test_the_foot_is_in_the_middle(make: Maker) -> None:
    window = make(MOMENTS["knead"])
    centre = window.foot.geometry().center().x() + window.foot.frame.rect.center().x() - window.foot.width() / 2
    assert centre == pytest.approx(window.width() / 2, abs=2)


@pytest.mark.parametrize("foot", ["left", "right"])
def test_a_press_colours_the_foot_where_it_is(make: Maker, foot: Foot) -> None:
    still = MOMENTS["before touching"]
    force_n = scenes.tile_forces(builtin_pad(), 120.0, 85.0, 14.0)
    pressed = replace(still, force_n=force_n, touching=True, x_mm=120.0, y_mm=85.0, contact_n=14.0)
    changed = np.argwhere(np.abs(pixels(make(pressed, foot=foot)) - pixels(make(still, foot=foot))).max(axis=2) > 60)
    window = make(pressed, foot=foot)
    at = window.foot.frame.to_px(120.0, 85.0)
    assert len(changed) > 200
    assert abs(np.median(changed[:, 1]) - at.x()) < 25
    assert abs(np.median(changed[:, 0]) - at.y()) < 25
    assert (at.x() < window.foot.width() / 2) == (foot == "right")


def test_over_pressure_is_marked_at_the_spot_and_nowhere_else(make: Maker) -> None:
    window = make(MOMENTS["over-pressure"])
    snapshot = MOMENTS["over-pressure"]
    marked = np.argwhere(near(pixels(window), LIGHT.alert))
    at = window.foot.frame.to_px(snapshot.x_mm, snapshot.y_mm)
    assert len(marked) > 300
    assert np.hypot(marked[:, 1] - at.x(), marked[:, 0] - at.y()).max() < 32 * window.foot.frame.scale
    assert not near(pixels(make(MOMENTS["knead"])), LIGHT.alert).any()


def test_a_lost_link_shows_no_stale_force(make: Maker) -> None:
    lost = replace(MOMENTS["over-pressure"], connected=False)
    empty = replace(lost, force_n=np.zeros(16), touching=False, trail_mm=np.empty((0, 2)))
    np.testing.assert_array_equal(pixels(make(lost)), pixels(make(empty)))


def test_what_moves_away_leaves_nothing_behind(make: Maker) -> None:
    source = scenes.StillSource(MOMENTS["over-pressure"])
    window = make(source.now, source=source)
    source.now = replace(MOMENTS["rest"], set=MOMENTS["knead"].set, sequence=99_999)
    window.pull()
    QApplication.processEvents()
    on_screen = window.grab()
    window.update()
    window.foot.update()
    QApplication.processEvents()
    assert on_screen.toImage() == window.grab().toImage()
    assert not near(pixels(window), LIGHT.alert).any()


def test_the_hook_hears_of_a_repaint_after_the_strip_was_painted(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    source = scenes.StillSource(MOMENTS["hold"])
    window = make(source.now, source=source)
    heard: list[str | int] = []
    strip_paint = window.strip.paintEvent

    def paint(event: QPaintEvent) -> None:
        strip_paint(event)
        heard.append("strip")

    monkeypatch.setattr(window.strip, "paintEvent", paint)
    window.painted = lambda snapshot: heard.append(snapshot.sequence)
    source.now = scenes.in_drill(8.5)
    QTest.qWait(60)
    assert heard[:2] == ["strip", source.now.sequence]


def test_a_snapshot_that_is_not_new_is_not_painted_again(make: Maker) -> None:
    window = make(MOMENTS["hold"])
    QTest.qWait(50)
    painted: list[Snapshot] = []
    window.painted = painted.append
    QTest.qWait(120)
    assert painted == []


def test_a_wake_from_another_thread_shows_the_newest_at_once(make: Maker, app: QApplication) -> None:
    source = scenes.StillSource(scenes.quiet())
    window = make(source.now, source=source)
    window._frames.stop()
    source.now = scenes.in_drill(8.4)
    thread = threading.Thread(target=window.wake.emit)
    thread.start()
    thread.join()
    app.processEvents()
    assert window.snapshot is source.now


def test_a_word_is_shown_at_once(make: Maker) -> None:
    source = scenes.StillSource(MOMENTS["hold"])
    window = make(source.now, source=source)
    source.now = scenes.in_drill(8.5, word="lighter")
    window.pull()
    assert window.coach.text is not None
    assert window.coach.text.word == "Lighter"
    assert window.coach.accessibleName().startswith("Lighter.")


def test_a_new_phase_changes_task_and_foot_together(make: Maker) -> None:
    source = scenes.StillSource(scenes.in_drill(25.99))
    window = make(source.now, source=source)
    source.now = scenes.in_drill(26.01)
    window.pull()
    assert window.task.text is not None
    assert window.task.text.heading == "Rest, then set 3 of 3"


def test_the_result_takes_the_place_of_the_task(make: Maker) -> None:
    source = scenes.StillSource(MOMENTS["knead"])
    window = make(source.now, source=source)
    assert window.task.isVisible()
    source.now = scenes.finished()
    window.pull()
    assert not window.task.isVisible()
    assert not window.strip.isVisible()
    assert window.result_score.isVisible()
    assert window.result_score.accessibleName() == "First steps: 60 points, 1 of 3 stars. A good start."
    assert "Stay under 30 N" in window.result_advice.accessibleName()


def test_the_foot_stays_alive_behind_the_result(make: Maker) -> None:
    source = scenes.StillSource(scenes.finished())
    window = make(source.now, source=source)
    painted: list[Snapshot] = []
    window.painted = painted.append
    source.now = replace(scenes.finished(), sequence=12_345)
    QTest.qWait(60)
    assert [one.sequence for one in painted] == [12_345]


def test_the_map_notice_stands_below_a_reflexology_point(make: Maker) -> None:
    assert "does not diagnose" in make(MOMENTS["hold"]).footer.notices[1]
    assert "not a medical device" in make(MOMENTS["knead"]).footer.notices[0]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Q])
def test_a_key_closes_and_tells_once(make: Maker, key: Qt.Key) -> None:
    closed: list[bool] = []
    window = make(MOMENTS["hold"], on_close=lambda: closed.append(True))
    QTest.keyClick(window, key)
    window.close()
    assert closed == [True]
    assert not window.isVisible()


def test_keys_change_colours_and_text_size(make: Maker) -> None:
    window = make(MOMENTS["hold"])
    before = window.coach.unit
    QTest.keyClick(window, Qt.Key.Key_Plus)
    assert window.coach.unit > before
    for _ in range(20):
        QTest.keyClick(window, Qt.Key.Key_Minus)
    assert window.coach.unit >= 0.7 * 0.7
    QTest.keyClick(window, Qt.Key.Key_T)
    assert window.theme is DARK
    assert window.grab().toImage().pixelColor(2, 300).name() == DARK.background


def test_a_source_that_fails_closes_the_window_and_is_remembered(make: Maker) -> None:
    class Failing:
        def __init__(self) -> None:
            self.calls = 0

        def snapshot(self) -> Snapshot:
            self.calls += 1
            if self.calls > 1:
                raise LinkLost("the rig is gone")
            return MOMENTS["hold"]

    closed: list[bool] = []
    source = Failing()
    window = make(MOMENTS["hold"], source=source, on_close=lambda: closed.append(True))
    QTest.qWait(80)
    assert isinstance(window.failure, LinkLost)
    assert not window.isVisible()
    assert closed == [True]
    assert source.calls == 2


@pytest.mark.parametrize(
    "pad",
    [
        Pad("mat", "N", (Taxel("a", 0.0, 0.0), Taxel("b", 60.0, 30.0))),
        Pad("row", "N", (Taxel("a"), Taxel("b"))),
    ],
    ids=["without an outline", "without places"],
)
def test_other_layouts_are_drawn_as_far_as_they_go(make: Maker, pad: Pad) -> None:
    touched = replace(scenes.quiet(builtin_pad()), force_n=np.array([5.0, 1.0]), left_out=(False, True), touching=True)
    assert not make(touched, pad=pad).grab().isNull()


def test_a_trail_starts_anew_where_the_thumb_came_down() -> None:
    trail = np.array([[10.0, 10.0], [11.0, 10.0], [np.nan, np.nan], [80.0, 40.0], [81.0, 41.0]])
    np.testing.assert_array_equal(newest_run(trail), trail[3:])
    assert len(newest_run(np.empty((0, 2)))) == 0
    assert len(newest_run(np.full((3, 2), np.nan))) == 0
