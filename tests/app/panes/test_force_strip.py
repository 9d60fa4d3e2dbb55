"""The strip shows force where and when it was; its axis is steady; only what moves is painted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from tests.app import scenes

from thumbwalk.app.panes import force_strip, strip_plot
from thumbwalk.app.panes.force_strip import ForceStrip
from thumbwalk.app.panes.plot_items import StressedAxis
from thumbwalk.app.panes.strip_scale import COMING_S, PAST_S, StripScale
from thumbwalk.app.panes.thick_line import hairlines
from thumbwalk.app.theme import DARK, LIGHT, Theme
from thumbwalk.coach.drill.guide import Guide
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.coach.feedback.verdict import said
from thumbwalk.session.screen.snapshot import Snapshot

Maker = Callable[..., ForceStrip]

WIDE, HIGH = 410, 436
"""So that the curves' area is 368 x 400 px, from (40, 10)."""


@pytest.fixture
def made(qapp: QApplication) -> Iterator[Maker]:
    parents: list[QWidget] = []

    def make(snapshot: Snapshot, theme: Theme = LIGHT, unit: float = 1.0) -> ForceStrip:
        parents.append(QWidget())
        parents[-1].resize(WIDE, HIGH)
        strip = ForceStrip(parents[-1], theme)
        strip.restyle(theme, unit)
        strip.resize(WIDE, HIGH)
        strip.show_snapshot(snapshot)
        return strip

    yield make
    for parent in parents:
        parent.close()


def shown(strip: ForceStrip) -> NDArray[np.int64]:
    """(height, width, 3) colours 0..255."""
    image = strip.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int64)


def of_color(picture: NDArray[np.int64], color: str, tolerance: int = 12) -> NDArray[np.intp]:
    """(y, x) of the pixels of a colour."""
    wanted = QColor(color)
    off = np.abs(picture - (wanted.red(), wanted.green(), wanted.blue())).max(axis=2)
    return np.argwhere(off <= tolerance)


def x_px(ahead_s: float) -> float:
    return 40.0 + (ahead_s + PAST_S) / (PAST_S + COMING_S) * 368.0


def y_px(force_n: float, top_n: float) -> float:
    return 410.0 - force_n / top_n * 400.0


def level(force_n: float, rate_hz: float = 100.0) -> Snapshot:
    """Eight seconds of one force and no guide."""
    time_s = 12.0 + np.arange(-8.0, 1e-9, 1.0 / rate_hz)
    real = replace(scenes.in_drill(20.6), time_s=12.0)
    strip = {"strip_time_s": time_s, "strip_n": np.full(len(time_s), force_n)}
    touched = scenes.with_touch(real, cap_n=None, contact_n=force_n, touching=True, **strip)
    return scenes.with_drill(touched, guide=with_band((8.0, 18.0)), guide_n=np.empty((0, 2)), verdict=said("good"))


def with_band(band_n: tuple[float | None, float | None] | None) -> Guide:
    guide = scenes.drill_of(scenes.in_drill(20.6)).guide
    assert guide is not None
    return replace(guide, band_n=band_n)


@pytest.mark.parametrize("rate_hz", [20.0, 62.5, 1000.0])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_steady_force_is_a_line_at_its_height_up_to_now(made: Maker, theme: Theme, rate_hz: float) -> None:
    strip = made(level(24.0, rate_hz), theme)
    line = of_color(shown(strip), theme.ink, 40)
    line = line[line[:, 1] < x_px(0.0) - 8]
    assert strip.top_n == 30.0
    assert np.abs(line[:, 0] + 0.5 - y_px(24.0, 30.0)).max() <= 3.0
    assert line[:, 1].min() <= 42
    assert len(np.unique(line[:, 1])) > 0.97 * (x_px(0.0) - 48.0)


def test_the_dot_at_the_head_is_at_now_and_tells_how_it_stands(made: Maker) -> None:
    strip = made(level(24.0))
    dot = of_color(shown(strip)[:, 200:], LIGHT.aim) + np.array([0, 200])
    dot = dot[np.abs(dot[:, 0] - y_px(24.0, 30.0)) < 12]
    assert len(dot) > 40
    assert np.median(dot, axis=0) + 0.5 == pytest.approx([y_px(24.0, 30.0), x_px(0.0)], abs=2.0)
    strip.show_snapshot(scenes.with_touch(level(24.0), cap_n=15.0))
    near_head = shown(strip)[round(y_px(24.0, 30.0)) + 1, round(x_px(0.0)) + 1]
    assert QColor(*near_head.tolist()).name() == LIGHT.alert


def test_the_band_is_filled_between_its_ends(made: Maker) -> None:
    filled = of_color(shown(made(level(24.0))), LIGHT.band, 3)
    assert filled[:, 0].min() + 0.5 == pytest.approx(y_px(18.0, 30.0), abs=3.5)
    assert filled[:, 0].max() + 0.5 == pytest.approx(y_px(8.0, 30.0), abs=3.5)
    assert (filled[:, 1].min(), filled[:, 1].max()) == pytest.approx((40, 407), abs=2)


def test_the_guide_lies_ahead_of_now_and_goes_with_the_link(made: Maker) -> None:
    ahead_s = np.arange(12.0, 14.0, 0.05)
    guided = scenes.with_drill(level(24.0), guide_n=np.stack([ahead_s, np.full(len(ahead_s), 12.0)], axis=1))
    strip = made(guided)
    guide = of_color(shown(strip)[:410, 40:], LIGHT.guide, 4) + np.array([0, 40])
    guide = guide[np.abs(guide[:, 0] + 0.5 - y_px(12.0, 30.0)) < 30]
    assert len(guide) > 250
    assert guide[:, 1].min() >= x_px(0.0) - 4
    assert np.abs(guide[:, 0] + 0.5 - y_px(12.0, 30.0)).max() <= 4.0
    strip.show_snapshot(scenes.with_stream(guided, connected=False))
    assert len(of_color(shown(strip)[180:350, 40:], LIGHT.guide, 4)) == 0


def test_unknown_forces_are_drawn_as_none(made: Maker) -> None:
    snapshot = level(24.0)
    snapshot.touch.strip_n[300:500] = np.nan
    picture = shown(made(snapshot))
    gap = of_color(picture[:, round(x_px(-4.5)) : round(x_px(-3.5))], LIGHT.ink, 60)
    assert gap[:, 0].min() > y_px(1.0, 30.0)


def test_a_new_snapshot_repaints_the_curves_and_not_the_labels(made: Maker, qapp: QApplication) -> None:
    class Ear(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[QRect] = []

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if isinstance(event, QPaintEvent):
                self.heard.append(event.rect())
            return False

    strip = made(level(20.0))
    strip.window().show()
    # the plot comes behind the first frame
    for _ in range(4):
        qapp.processEvents()
    ear = Ear()
    strip.installEventFilter(ear)
    strip.show_snapshot(level(21.0))
    qapp.processEvents()
    qapp.processEvents()
    assert ear.heard == [QRect(40, 10, 368, 400)]
    strip.show_snapshot(scenes.with_touch(level(21.0), cap_n=25.0))
    qapp.processEvents()
    assert ear.heard[1:] == [strip.rect()]


def test_the_first_frame_does_not_wait_for_what_stands_still(
    made: Maker, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    drawn = strip_plot.StripPlot.drawn

    def noted(self: strip_plot.StripPlot, scale: StripScale, unit: ForceUnit) -> QPixmap:
        order.append("axes")
        return drawn(self, scale, unit)

    monkeypatch.setattr(strip_plot.StripPlot, "drawn", noted)
    monkeypatch.setattr(force_strip, "draw_thick", lambda *_: order.append("curves"))
    strip = made(level(20.0))
    strip.window().show()
    for _ in range(3):
        qapp.processEvents()
    first = order.index("axes")
    assert order[:first], "the curves of a frame come before"
    assert set(order[:first]) == {"curves"}
    assert order[first + 1 :], "and are painted again over the axes"
    assert order.count("axes") == 1


def test_what_was_painted_in_parts_is_what_would_be_painted_at_once(made: Maker, qapp: QApplication) -> None:
    strip = made(level(20.0))
    parent = strip.window()
    parent.show()
    for snapshot in (scenes.with_touch(level(45.0), cap_n=30.0), scenes.in_drill(20.6), level(4.0)):
        strip.show_snapshot(snapshot)
        qapp.processEvents()
    screen = parent.screen()
    on_screen = screen.grabWindow(parent.winId()).toImage()
    fresh = parent.grab().toImage()
    assert on_screen.convertToFormat(fresh.format()) == fresh


def test_new_colours_and_size_leave_nothing_of_the_old(made: Maker) -> None:
    strip = made(scenes.in_drill(20.6))
    strip.restyle(DARK, 1.3)
    fresh = made(scenes.in_drill(20.6), DARK, 1.3)
    np.testing.assert_array_equal(shown(strip), shown(fresh))


@pytest.mark.parametrize("width_px", [0.0, 1.0, 1.8, 2.0, 4.5, 9.0])
def test_hairlines_fill_a_line_and_no_more(width_px: float) -> None:
    aside = np.array(hairlines(width_px))
    assert np.hypot(*aside.T).max() == pytest.approx(max(0.0, 0.5 * (width_px - 1.0)))
    for way in np.linspace(0, np.pi, 7):
        across = np.sort(aside @ (np.cos(way), np.sin(way)))
        assert len(across) == 1 or np.diff(across).max() <= 1.0


@pytest.mark.usefixtures("qapp")
def test_the_axis_steps_up_for_a_heavy_hand_and_stays_for_the_set() -> None:
    parent = QWidget()
    strip = ForceStrip(parent, LIGHT)
    calm = scenes.in_drill(8.0)
    strip.show_snapshot(calm)
    assert strip.top_n == 20.0
    heavy_n = np.where(calm.touch.strip_time_s > 7.0, 37.0, 5.0)
    strip.show_snapshot(scenes.with_touch(calm, strip_n=heavy_n))
    assert strip.top_n == 40.0
    strip.show_snapshot(calm)
    assert strip.top_n == 40.0
    strip.show_snapshot(scenes.in_drill(20.6))
    assert strip.top_n == 30.0


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("band", [None, (None, None), (None, 8.0), (5.0, None), (8.0, 18.0), (150.0, 700.0)], ids=str)
def test_every_kind_of_band_can_be_drawn(band: tuple[float | None, float | None] | None) -> None:
    parent = QWidget()
    strip = ForceStrip(parent, LIGHT)
    strip.resize(300, 200)
    strip.show_snapshot(scenes.with_drill(scenes.in_drill(8.0), guide=with_band(band)))
    assert not strip.grab().isNull()


@pytest.mark.parametrize(("unit", "ends"), [("N", ("10.5", "17.5")), ("g", ("1070", "1780")), ("kg", ("1.07", "1.78"))])
@pytest.mark.parametrize("zoom", [0.7, 1.0, 1.3, 2.0])
def test_both_ends_of_the_band_are_drawn_in_every_unit(
    made: Maker, monkeypatch: pytest.MonkeyPatch, unit: ForceUnit, ends: tuple[str, str], zoom: float
) -> None:
    drawn: set[str] = set()
    paint = StressedAxis.drawPicture

    def noting(axis: StressedAxis, painter: QPainter, line: Any, ticks: Any, labels: list[tuple[Any, ...]]) -> None:
        drawn.update(text for _area, _flags, text in labels)
        paint(axis, painter, line, ticks, labels)

    monkeypatch.setattr(StressedAxis, "drawPicture", noting)
    strip = made(scenes.in_drill(20.6), unit=zoom)
    strip.use_unit(unit)
    shown(strip)
    assert set(ends) <= drawn
