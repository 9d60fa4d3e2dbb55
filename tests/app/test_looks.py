"""The window on other screens: on a large one all grows with it, on a fine one all is finer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from tests.app.drawn_texts import faults_of, texts_in
from tests.app.room_scenes import shown

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("name", ["today", "practice-walk", "practice-result-causes", "settings"])
def test_on_a_large_screen_all_is_as_large_as_it_has_room(name: str) -> None:
    with shown(name, 1280, 800) as front:
        usual = texts_in(front.window)
        front.window.resize(3840, 2160)
        front.window.room.show_words(front.desk.snapshot())
        large = texts_in(front.window)
        assert faults_of(large) == []
    by_text = {one.text: one.rect.height() for one in usual}
    grown = [one.rect.height() / by_text[one.text] for one in large if one.text in by_text and not one.wraps]
    assert len(grown) > 5
    assert np.median(grown) == pytest.approx(2160 / 800, rel=0.05)


_FINE = """
import sys
from tests.app.room_scenes import shown
from thumbwalk.app.icons import load
from thumbwalk.app.window import application
application()
load()
with shown("practice-hold", 800, 520) as front:
    front.window.grab().save(sys.argv[1])
"""


def blocks_that_differ(image: QImage, scale: int) -> float:
    """The part of the blocks of scale x scale pixels at edges whose pixels differ; none of a picture made larger."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())[:, : grey.width()]
    high, wide = (grey.height() // scale, grey.width() // scale)
    blocks = rows[: high * scale, : wide * scale].reshape(high, scale, wide, scale).astype(np.int16)
    inside = blocks.max(axis=(1, 3)) - blocks.min(axis=(1, 3))
    middle = blocks.mean(axis=(1, 3))
    across = np.abs(np.diff(middle, axis=1))[:-1] + np.abs(np.diff(middle, axis=0))[:, :-1]
    at_edges = across > 40
    return float(np.mean(inside[:-1, :-1][at_edges] > 12))


@pytest.mark.parametrize("scale", [3])
def test_on_a_fine_screen_everything_is_finer(tmp_path: Path, scale: int) -> None:
    file = tmp_path / "window.png"
    environment = os.environ | {"QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", _FINE, str(file)], check=True, env=environment, timeout=120)
    image = QImage(str(file))
    assert (image.width(), image.height()) == (800 * scale, 520 * scale)
    parts = {
        "words": image.copy(0, 60 * scale, 270 * scale, 200 * scale),
        "foot": image.copy(300 * scale, 60 * scale, 200 * scale, 400 * scale),
        "trace": image.copy(530 * scale, 220 * scale, 260 * scale, 230 * scale),
    }
    for what, part in parts.items():
        coarse = part.scaled(part.size() / scale).scaled(part.size())
        assert blocks_that_differ(coarse, scale) < 0.1, what
        assert blocks_that_differ(part, scale) > 0.4, what
