"""The force map shows force where it is, on either foot, and nothing where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from thumbwalk.app.foot.force_image import ForceImage
from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.theme import DARK, LIGHT, Theme
from thumbwalk.pad import Foot, builtin_pad
from thumbwalk.touch.force_map import ForceMap

PAD = builtin_pad()


def made(foot: Foot, theme: Theme = DARK) -> tuple[ForceImage, FootFrame]:
    frame = FootFrame.fitted(PAD, foot, QRectF(0, 0, 300, 700))
    return ForceImage(ForceMap(PAD), theme, frame), frame


def brightness(picture: QImage, place: QRectF, at: QPointF) -> float:
    """How far a pixel of the picture is from clear, 0 outside of it."""
    x = int((at.x() - place.left()) / place.width() * picture.width())
    y = int((at.y() - place.top()) / place.height() * picture.height())
    if not (0 <= x < picture.width() and 0 <= y < picture.height()):
        return 0.0
    color = picture.pixelColor(x, y)
    return float(color.lightnessF() * color.alphaF())


@pytest.mark.parametrize("foot", ["left", "right"])
@pytest.mark.parametrize("taxel", range(PAD.n_taxels), ids=PAD.names)
def test_of_all_tiles_the_pressed_one_is_the_brightest(foot: Foot, taxel: int) -> None:
    image, frame = made(foot)
    force_n = np.zeros(PAD.n_taxels)
    force_n[taxel] = 10.0
    shown = image.picture(force_n)
    assert shown is not None
    light = [brightness(*shown, frame.to_px(float(x), float(y))) for x, y in PAD.positions_mm]
    assert np.argmax(light) == taxel
    assert sorted(light)[-2] < 0.8 * light[taxel]


def test_nothing_is_shown_of_an_untouched_foot() -> None:
    assert made("right")[0].picture(np.zeros(PAD.n_taxels)) is None
    assert made("right")[0].picture(np.full(PAD.n_taxels, 0.05)) is None


def test_nothing_of_the_nought_beyond_the_outline_bleeds_into_a_press_at_the_edge() -> None:
    """Enlarged smoothly, a pixel beyond the outline takes part in what is seen within it."""
    image, frame = made("right", LIGHT)
    source = ForceMap(PAD)
    place = PAD.positions_mm[PAD.names.index("mth5")]
    force_n = np.where(np.array(PAD.names) == "mth5", 30.0, 0.0)
    shown = image.picture(force_n)
    assert shown is not None
    left, low, long_mm, _ = source.rect_mm
    pitch_mm = long_mm / source.shape[0]
    row = int((place[0] - left) / pitch_mm)
    edge = int(np.flatnonzero(source.inside[row])[-1])
    x_mm = left + (row + 0.5) * pitch_mm
    within, beyond = (brightness(*shown, frame.to_px(x_mm, low + (edge + step + 0.5) * pitch_mm)) for step in (0, 1))
    assert edge < source.shape[1] - 1
    assert beyond == pytest.approx(within, abs=0.02)
    assert within > 0.0


def test_a_press_covers_only_its_part_of_the_foot() -> None:
    image, frame = made("right")
    force_n = np.zeros(PAD.n_taxels)
    force_n[PAD.names.index("hallux")] = 8.0
    shown = image.picture(force_n)
    assert shown is not None
    assert shown[1].height() < 0.45 * frame.rect.height()


def test_more_force_than_the_scale_stays_at_its_last_colour() -> None:
    image, _ = made("right")
    shown = image.picture(np.full(PAD.n_taxels, 500.0))
    assert shown is not None
    assert shown[0].pixelColor(10, 20).rgb() & 0xFFFFFF == int(DARK.map_stops[-1][1][1:], 16)
