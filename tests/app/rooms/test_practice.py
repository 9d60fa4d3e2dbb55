"""The practice room shows each moment as it is, in every size and theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app import scenes
from tests.app.asked_scenes import in_set
from tests.app.conftest import Opener, Until

from thumbwalk.app.actions import Actions
from thumbwalk.app.foot.sole_view import newest_run
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.app.theme import DARK, LIGHT, Theme
from thumbwalk.coach.drill.figure import Figure
from thumbwalk.coach.feedback.verdict import said
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Score
from thumbwalk.pad import Foot, Pad, Taxel
from thumbwalk.session.screen.snapshot import Snapshot

MOMENTS: dict[str, Callable[[], Snapshot]] = {
    "nothing yet": scenes.nothing_yet,
    "free practice": scenes.quiet,
    "count-in": lambda: scenes.in_drill(1.4),
    "before touching": scenes.untouched,
    "hold": lambda: scenes.in_drill(8.4),
    "rest": lambda: scenes.in_drill(12.2),
    "knead": lambda: scenes.in_drill(20.6),
    "too light": scenes.too_light,
    "over-pressure": scenes.over_pressure,
    "a silent tile": scenes.silent_tile,
    "link lost": lambda: scenes.link_lost(drill=False),
    "link lost in a drill": scenes.link_lost,
    "paused": lambda: scenes.with_stream(scenes.in_drill(20.6), connected=False, message=scenes.PLUG_IN),
    "finished": scenes.finished,
}


def pixels(room: PracticeRoom) -> NDArray[np.int64]:
    """The foot view as (height, width, 3) colours 0..255."""
    image = room.foot.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int64)


def near(shown: NDArray[np.int64], color: str, tolerance: int = 12) -> NDArray[np.bool_]:
    wanted = QColor(color)
    off = np.abs(shown - (wanted.red(), wanted.green(), wanted.blue())).max(axis=2)
    return np.asarray(off <= tolerance)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("wide", "high"), [(1280, 800), (1024, 640), (820, 1100)])
def test_every_moment_can_be_drawn(opened: Opener, moment: str, theme: Theme, wide: int, high: int) -> None:
    window = opened(MOMENTS[moment](), theme=theme, foot="left" if wide == 1024 else "right").window
    window.resize(wide, high)
    shown = window.grab().toImage()
    assert shown.width() == wide
    assert shown.pixelColor(3, high - 3).name() == theme.background


@pytest.mark.parametrize("larger", [0, 9])
@pytest.mark.parametrize(("wide", "high"), [(1280, 800), (1024, 640), (1920, 1080), (1000, 1200)])
def test_panes_do_not_overlap_and_stay_inside(opened: Opener, wide: int, high: int, larger: int) -> None:
    shown = opened(scenes.in_drill(20.6))
    window, room = shown.window, shown.room
    window.resize(wide, high)
    for _ in range(larger):
        QTest.keyClick(window, Qt.Key.Key_Plus)
    panes: list[Pane] = [room.header, room.task, room.pulse, room.foot, room.coach, room.score, room.strip, room.footer]
    areas = [pane.geometry() for pane in panes]
    assert all(window.rect().contains(area) and area.width() > 60 and area.height() > 20 for area in areas)
    assert not any(a.intersects(b) for i, a in enumerate(areas) for b in areas[i + 1 :])


def test_the_foot_is_in_the_middle(opened: Opener) -> None:
    foot = opened(scenes.in_drill(20.6)).room.foot
    centre = foot.geometry().center().x() + foot.frame.rect.center().x() - foot.width() / 2
    assert centre == pytest.approx(foot.window().width() / 2, abs=2)


@pytest.mark.parametrize("foot", ["left", "right"])
def test_a_press_colours_the_foot_where_it_is(opened: Opener, foot: Foot) -> None:
    """A left foot is drawn as a right one's mirror: the same tiles, on the other side."""
    pressed = scenes.followed("expert", foot=foot).at(8.4)
    still = scenes.followed(None, foot=foot).at(8.4)
    room = opened(pressed, foot=foot).room
    changed = np.argwhere(np.abs(pixels(room) - pixels(opened(still, foot=foot).room)).max(axis=2) > 60)
    at = room.foot.frame.to_px(pressed.touch.x_mm, pressed.touch.y_mm)
    assert len(changed) > 200
    assert abs(np.median(changed[:, 1]) - at.x()) < 25
    assert abs(np.median(changed[:, 0]) - at.y()) < 25


def test_a_left_foot_is_a_right_ones_mirror(opened: Opener) -> None:
    pressed = scenes.with_touch(scenes.in_drill(8.4), trail_mm=np.empty((0, 2)))
    places = []
    for foot in ("right", "left"):
        shown = near(pixels(opened(pressed, foot=foot).room), LIGHT.thumb_edge)
        places.append(np.argwhere(shown).mean(axis=0))
        middle = (shown.shape[1] - 1) / 2
    assert places[0][0] == pytest.approx(places[1][0], abs=1.0)
    assert places[0][1] - middle == pytest.approx(middle - places[1][1], abs=1.5)
    assert abs(places[0][1] - middle) > 5


def test_over_pressure_is_marked_at_the_spot_and_nowhere_else(opened: Opener) -> None:
    snapshot = scenes.over_pressure()
    room = opened(snapshot).room
    marked = np.argwhere(near(pixels(room), LIGHT.alert))
    at = room.foot.frame.to_px(snapshot.touch.x_mm, snapshot.touch.y_mm)
    assert len(marked) > 300
    assert np.hypot(marked[:, 1] - at.x(), marked[:, 0] - at.y()).max() < 36 * room.foot.frame.scale
    assert not near(pixels(opened(scenes.in_drill(20.6)).room), LIGHT.alert).any()


def test_the_dot_of_the_guide_is_where_the_hand_should_be_and_the_way_is_drawn(opened: Opener) -> None:
    untouched = scenes.untouched()
    state = scenes.drill_of(untouched)
    assert state.guide is not None
    way = ((60.0, 50.0), (200.0, 50.0))
    line = Figure("line", (130.0, 50.0), 0.0, 1, way)
    walking = replace(state, guide_mm=(150.0, 30.0), guide=replace(state.guide, path_mm=way, figures=(line,)))
    room = opened(replace(untouched, drill=walking)).room
    at = room.foot.frame.to_px(150.0, 30.0)
    found = np.argwhere(near(pixels(room), LIGHT.guide, 4))
    # where the dashes of the way end, their soft edges have the guide's colour as well
    found = found[np.abs(found[:, 1] - room.foot.frame.to_px(150.0, 50.0).x()) > 4]
    assert len(found) > 20
    assert np.hypot(found[:, 1] - at.x(), found[:, 0] - at.y()).max() < 6 * room.foot.frame.scale
    drawn = near(pixels(room), LIGHT.aim, 30)
    along = [room.foot.frame.to_px(float(x), 50.0) for x in range(70, 190)]
    near_way = [
        drawn[round(one.y()) - 2 : round(one.y()) + 3, round(one.x()) - 2 : round(one.x()) + 3] for one in along
    ]
    assert sum(bool(spot.any()) for spot in near_way) > 60
    still = replace(untouched, drill=replace(state, guide_mm=state.guide.target_mm))
    ring = int(near(pixels(opened(still).room), LIGHT.guide, 4).sum())
    assert ring < 0.2 * len(found), "a target that stands still is a ring, and no dot"


def test_a_lost_link_shows_no_stale_force(opened: Opener) -> None:
    lost = scenes.with_stream(scenes.over_pressure(), connected=False)
    empty = scenes.with_touch(lost, force_n=np.zeros(16), touching=False, trail_mm=np.empty((0, 2)))
    np.testing.assert_array_equal(pixels(opened(lost).room), pixels(opened(empty).room))


def test_what_moves_away_leaves_nothing_behind(opened: Opener) -> None:
    """The same set a moment later: only what moves is painted, and that must be enough."""
    pressed = scenes.over_pressure()
    shown = opened(pressed)
    shown.show(scenes.followed("heavy").first(lambda one: one.time_s > pressed.time_s and not one.touch.touching))
    QApplication.processEvents()
    on_screen = shown.window.grab()
    shown.room.foot.update()
    shown.window.update()
    QApplication.processEvents()
    assert on_screen.toImage() == shown.window.grab().toImage()
    assert not near(pixels(shown.room), LIGHT.alert).any()


def test_the_hook_hears_of_a_repaint_after_the_strip_was_painted(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    shown = opened(scenes.in_drill(8.4))
    # what stands still in the strip comes behind the first frame
    for _ in range(4):
        QApplication.processEvents()
    heard: list[str | int] = []
    strip_paint = shown.room.strip.paintEvent

    def paint(event: QPaintEvent) -> None:
        strip_paint(event)
        heard.append("strip")

    monkeypatch.setattr(shown.room.strip, "paintEvent", paint)
    shown.window.painted = lambda snapshot: heard.append(snapshot.sequence)
    shown.source.now = scenes.in_drill(8.5)
    until(lambda: len(heard) >= 2)
    assert heard[:2] == ["strip", shown.source.now.sequence]


def test_a_word_is_shown_at_once(opened: Opener) -> None:
    shown = opened(scenes.in_drill(8.4))
    shown.show(scenes.with_drill(scenes.in_drill(8.5), verdict=said("too_hard")))
    assert shown.room.coach.text is not None
    assert shown.room.coach.text.word == "Lighter"
    assert shown.room.coach.accessibleName().startswith("Lighter.")


def test_a_new_phase_changes_task_and_foot_together(opened: Opener) -> None:
    shown = opened(scenes.in_drill(25.94))
    shown.show(scenes.in_drill(26.05))
    assert shown.room.task.text is not None
    assert shown.room.task.text.heading == "Rest, then set 3 of 3"


def test_a_pace_that_has_gone_is_not_shown_any_more(opened: Opener) -> None:
    """Of the pulse only the beat is painted at most moments: the words beside it must follow all the same."""
    kneading = scenes.in_drill(20.6)
    shown = opened(kneading)
    gone = scenes.with_drill(replace(kneading), cadence_per_min=None)
    shown.show(gone)
    QApplication.processEvents()
    on_screen = shown.room.pulse.grab().toImage()
    assert on_screen == opened(gone).room.pulse.grab().toImage()
    assert on_screen != opened(kneading).room.pulse.grab().toImage()


def test_the_result_takes_the_place_of_the_task_and_gives_it_back(opened: Opener) -> None:
    shown = opened(scenes.in_drill(20.6))
    room = shown.room
    assert room.task.isVisible()
    result = scenes.finished().result
    assert result is not None
    shown.show(scenes.finished())
    assert not room.task.isVisible()
    assert not room.strip.isVisible()
    assert room.result.score.isVisible()
    assert room.result.score.accessibleName().startswith(f"First steps: {result.score:.0f} points, {result.stars} of 3")
    assert room.result.advice.accessibleName() == "What to try next: Sit back a little."
    shown.show(scenes.in_drill(1.4))
    assert room.task.isVisible()
    assert not room.result.score.isVisible()


def test_the_foot_stays_alive_behind_the_result(opened: Opener, until: Until) -> None:
    shown = opened(scenes.finished())
    painted: list[Snapshot] = []
    shown.window.painted = painted.append
    shown.source.now = replace(scenes.finished(), sequence=12_345, touch=scenes.in_drill(20.6).touch)
    until(lambda: bool(painted))
    assert [one.sequence for one in painted] == [12_345]


ASKS = ("start", "pause", "resume", "end", "repeat", "next")


def every_action(asked: list[str]) -> Actions:
    """Each action notes that it was asked for."""
    noting = {name: partial(asked.append, name) for name in ASKS}
    return Actions(**noting, this_set=lambda index: asked.append(f"set {index}"))


STAGES: dict[str, tuple[Callable[[], Snapshot], str, tuple[str, ...]]] = {
    "free": (scenes.quiet, "Space start", ("start",)),
    "live": (lambda: scenes.in_drill(8.4), "Space pause", ("pause", "set 0", "next", "end")),
    "paused": (
        lambda: scenes.with_drill(scenes.in_drill(20.6), stand="paused"),
        "go on",
        ("resume", "set 1", "next", "end"),
    ),
    "result": (scenes.finished, "R again", ("repeat", "set 0", "next")),
}
KEYS = (Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_N)


@pytest.mark.parametrize("stage", STAGES)
def test_what_can_be_asked_for_has_a_key_and_stands_in_the_footer(opened: Opener, stage: str) -> None:
    moment, says, wanted = STAGES[stage]
    asked: list[str] = []
    shown = opened(moment(), actions=every_action(asked))
    assert says in shown.room.footer.keys
    for key in KEYS:
        QTest.keyClick(shown.window, key)
    if "end" in wanted:
        QTest.keyClick(shown.window, Qt.Key.Key_Escape)
        assert shown.window.isVisible(), "what runs is ended before anything is left"
    assert tuple(asked) == wanted


def test_the_filled_button_goes_on_behind_a_drill_that_leaves_nothing_to_be_bettered(opened: Opener) -> None:
    done = scenes.finished()
    assert done.result is not None
    best = DrillScore.of("first-steps", tuple(Score("hold", 100.0, 3, (), ()) for _ in done.result.sets))
    shown = opened(done, actions=every_action([]))
    for moment, filled in ((done, "This set"), (replace(done, result=best), "Next"), (done, "This set")):
        shown.room.show_words(moment)
        assert [one.text() for one in shown.room.buttons if one.isVisible() and one.kind == "primary"] == [filled]


@pytest.mark.parametrize("stage", ["paused", "result"])
def test_what_decides_is_a_button_as_well(opened: Opener, stage: str) -> None:
    moment, _, wanted = STAGES[stage]
    asked: list[str] = []
    room = opened(moment(), actions=every_action(asked)).room
    for button in room.buttons:
        if button.isVisible():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert set(asked) <= set(wanted)
    assert len(asked) >= 2
    assert sum(button.kind == "primary" for button in room.buttons if button.isVisible()) == 1


def test_a_key_in_the_footer_can_be_clicked(opened: Opener) -> None:
    asked: list[str] = []
    footer = opened(scenes.in_drill(8.4), actions=every_action(asked)).room.footer
    footer.grab()
    for area, _ in footer._areas:
        QTest.mouseClick(footer, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert sorted(asked) == sorted(["pause", "set 0", "next", "end"])


def test_what_nobody_does_is_not_offered(opened: Opener) -> None:
    shown = opened(scenes.finished())
    assert shown.room.footer.keys == "W watch · Esc closes", "watching asks nobody"
    assert Qt.Key.Key_R not in shown.room.taken_keys()
    assert [button.text() for button in shown.room.buttons if button.isVisible()] == ["Watch"]


def test_the_foots_wishes_are_done_where_nothing_runs_and_nowhere_else(opened: Opener) -> None:
    asked: list[str] = []
    waits = replace(scenes.drill_of(scenes.in_drill(1.4)), stand="ready")
    ask = replace(every_action(asked), guess=lambda _said_n: None)
    shown = opened(replace(scenes.quiet(), drill=waits), actions=ask)
    shown.room.obey("again")
    assert asked == [], "there is nothing to repeat"
    shown.room.obey("start")
    for moment in (
        *(scenes.in_drill(8.4), scenes.in_drill(12.2)),
        scenes.with_drill(scenes.in_drill(20.6), stand="paused"),
        scenes.with_stream(scenes.in_drill(20.6), connected=False),
        replace(scenes.finished(), asks_guess=True),
    ):
        shown.show(moment)
        shown.room.obey("start")
        shown.room.obey("again")
    assert asked == ["start"]
    shown.show(scenes.finished())
    shown.room.obey("again")
    shown.room.obey("start")
    assert asked == ["start", "set 0", "next"]


def test_behind_a_drill_the_weakest_set_is_looked_at_and_the_arrows_lead_to_the_others(opened: Opener) -> None:
    shown = opened(scenes.finished())
    result, room = scenes.finished().result, shown.room
    assert result is not None
    scores = [one.score or 0.0 for one in result.sets]
    assert room.result.index == scores.index(min(scores))
    assert room.result.strip.review is not None
    QTest.keyClick(shown.window, Qt.Key.Key_Down)
    assert room.result.strip.review is scenes.finished().reviews[1]
    assert room.result.sets.chosen == 1


def test_where_a_set_was_pressed_is_drawn_where_it_was(opened: Opener) -> None:
    shown = opened(scenes.finished())
    QTest.keyClick(shown.window, Qt.Key.Key_Down)
    review = shown.room.result.strip.review
    assert review is not None
    assert len(review.places_mm) > 3
    QApplication.processEvents()
    drawn = near(pixels(shown.room), LIGHT.caution, 30) | near(pixels(shown.room), LIGHT.aim, 30)
    for x_mm, y_mm in review.places_mm.tolist():
        at = shown.room.foot.frame.to_px(x_mm, y_mm)
        assert drawn[round(at.y()) - 8 : round(at.y()) + 9, round(at.x()) - 8 : round(at.x()) + 9].any()


@pytest.mark.parametrize(
    "pad",
    [
        Pad("mat", "N", (Taxel("a", 0.0, 0.0), Taxel("b", 60.0, 30.0))),
        Pad("row", "N", (Taxel("a"), Taxel("b"))),
    ],
    ids=["without an outline", "without places"],
)
def test_other_layouts_are_drawn_as_far_as_they_go(opened: Opener, pad: Pad) -> None:
    touched = scenes.with_touch(scenes.quiet(), force_n=np.array([5.0, 1.0]), left_out=(False, True), touching=True)
    assert not opened(touched, pad=pad).window.grab().isNull()


def test_a_trail_starts_anew_where_the_thumb_came_down() -> None:
    trail = np.array([[10.0, 10.0], [11.0, 10.0], [np.nan, np.nan], [80.0, 40.0], [81.0, 41.0]])
    np.testing.assert_array_equal(newest_run(trail), trail[3:])
    assert len(newest_run(np.empty((0, 2)))) == 0
    assert len(newest_run(np.full((3, 2), np.nan))) == 0


@pytest.mark.parametrize(("off_mm", "turn_deg"), [((-30.0, 0.0), -45.0), ((30.0, 0.0), 135.0), ((0.0, 30.0), 45.0)])
def test_the_arrow_beside_the_word_points_to_the_target_as_the_foot_lies(
    opened: Opener, off_mm: tuple[float, float], turn_deg: float
) -> None:
    """Toward the toes is up; from the outer edge of a right foot inward is to the right, of a left one to the left."""
    snapshot = in_set("points-right", 5, 4.0, off_mm=off_mm, reason="place")
    room = opened(snapshot).room
    room.show_words(snapshot)
    assert room.coach.text is not None
    assert room.coach.text.sign == "move"
    assert room.coach.turn_deg == turn_deg
    if off_mm[1]:
        assert abs(opened(snapshot, foot="left").room.foot.heading_deg(snapshot)) == pytest.approx(225.0, abs=8.0)


def test_a_pedal_repeats_the_set_or_goes_on_behind_a_drill_whose_ledger_is_all_in_sight(opened: Opener) -> None:
    did: list[str] = []
    ask = Actions(next=lambda: did.append("next"), this_set=lambda index: did.append(f"set {index}"))
    now = opened(scenes.finished(), actions=ask)
    now.window.resize(1280, 800)
    now.window.grab()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(now.window, key)
    assert did == ["next", f"set {now.room.result.index}"]
    # where it is longer, the keys scroll it
    now.show(scenes.many_causes())
    now.window.resize(800, 520)
    now.window.use_zoom(1.3)
    now.window.grab()
    assert now.room.result.score.whole_px > now.room.result.score.height()
    QTest.keyClick(now.window, Qt.Key.Key_PageDown)
    assert len(did) == 2
    assert now.room.result.score.scrolled > 0.0
