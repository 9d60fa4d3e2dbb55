"""The beat as it moves, with the guide and not with itself."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from tests.app.asked_scenes import in_set

from thumbwalk.app.panes.beat_drawing import draw_beat, swell
from thumbwalk.app.panes.status import PulsePane
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.moment import Form, PulseText, not_counted, pulse_text
from thumbwalk.coach.drill.beat import Beat

BEAT = Beat(60.0)
FORMS = (("knead-1", "press"), ("walk-1", "press"), ("tap-1", "blow"), ("circles-1", "orbit"), ("friction-1", "rub"))


def dot_of(form: Form, phase: float, turn: int = 1) -> tuple[float, float]:
    """Where the dot is from the middle, pixels right and down."""
    image = QImage(200, 200, QImage.Format.Format_RGB888)
    image.fill(LIGHT.color("background"))
    with QPainter(image) as painter:
        draw_beat(painter, QPointF(100, 100), 90.0, PulseText(BEAT, 0.0, "", "plain", "", form, turn), phase, LIGHT)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(200, image.bytesPerLine())[:, :600].reshape(200, 200, 3)
    aim = LIGHT.color("aim")
    y, x = np.nonzero(np.abs(rows.astype(int) - (aim.red(), aim.green(), aim.blue())).max(axis=2) < 6)
    return float(x.mean()) - 100.0, float(y.mean()) - 100.0


def calm_size(phase: float) -> int:
    """How many pixels a press takes where motion is reduced."""
    image = QImage(100, 100, QImage.Format.Format_Grayscale8)
    image.fill(255)
    with QPainter(image) as painter:
        draw_beat(painter, QPointF(50, 50), 45.0, PulseText(BEAT, 0.0, "", "plain"), phase, LIGHT, calm=True)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(100, image.bytesPerLine())[:, :100]
    return int((rows < 200).sum())


def test_a_press_swells_as_its_guide_does() -> None:
    times_s = np.linspace(0.0, 0.99, 50)
    assert [swell(one) for one in times_s] == pytest.approx(BEAT.press_at(times_s).tolist())


def test_a_blow_is_at_its_fullest_on_the_beat_and_bounces_off() -> None:
    found = [swell(one, blow=True) for one in (0.0, 0.1, 0.3, 0.9)]
    assert found[0] == 1.0
    assert found == sorted(found, reverse=True)


def test_a_circling_dot_begins_at_the_toes_and_goes_round_its_own_way() -> None:
    assert dot_of("orbit", 0.0)[1] < -50.0
    right, left = dot_of("orbit", 0.25, 1), dot_of("orbit", 0.25, -1)
    assert right[0] > 50.0
    assert left[0] == pytest.approx(-right[0], abs=2.0)


def test_a_rub_goes_to_and_fro() -> None:
    assert dot_of("rub", 0.0)[0] > 50.0
    assert dot_of("rub", 0.5)[0] < -50.0


@pytest.mark.parametrize(
    ("name", "form"),
    FORMS,
)
def test_each_technique_moves_as_it_is_done(name: str, form: Form) -> None:
    text = pulse_text(in_set(name, 0, 3.0))
    assert text is not None
    assert text.form == form


def test_where_motion_is_reduced_it_moves_four_times_a_beat(qapp: QWidget) -> None:
    parent = QWidget()
    smooth, calm = PulsePane(parent, LIGHT), PulsePane(parent, LIGHT)
    calm.calm = True
    seen: dict[bool, set[float]] = {True: set(), False: set()}
    for n in range(100):
        for pane in (smooth, calm):
            pane.show_text(PulseText(BEAT, 0.01 * n, "", "plain"))
            seen[pane.calm].add(pane.phase)
    assert seen[True] == {0.0, 0.25, 0.5, 0.75}
    assert len(seen[False]) == 40
    sizes = {calm_size(one) for one in seen[True]}
    assert len(sizes) == 2


def test_off_the_place_the_force_is_not_counted_and_says_so() -> None:
    assert not_counted(in_set("points-right", 0, 3.0)) == ""
    assert not_counted(in_set("points-right", 0, 3.0, reason="place")) == "off the point: not counted"
    assert not_counted(in_set("walk-1", 0, 3.0, reason="place")) == "off the place: not counted"
