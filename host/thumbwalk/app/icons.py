"""Icons: signs of a typeface that comes with qtawesome, in the colours of the theme and sharp at every scale.

Loading it takes as long as ten frames, so that nobody waits for it: it is loaded some time behind the first picture
that would show an icon. Until then, or where it can't be had, there is none; room is left, so that nothing moves.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from thumbwalk.app.actions import Icon
from thumbwalk.app.panes.turned import is_turned, upright

_FACE = "ph"
_SIGNS: dict[Icon, str] = {
    "play": "play",
    "stop": "stop",
    "again": "arrow-clockwise",
    "set": "repeat-once",
    "next": "skip-forward",
    "watch": "eye",
    "today": "sun",
    "drills": "list-numbers",
    "free": "hand",
    "give": "heart",
    "strength": "barbell",
    "progress": "chart-line-up",
    "rig": "cpu",
    "settings": "gear-six",
    "help": "question",
}
"""By qtawesome's names in the face Phosphor: thin lines, as the window's own."""
_BEHIND_MS = 600
"""So long behind the picture that asked for icons: a first frame, and a drill's first seconds, are past."""


class _Drawer:
    """The one face of all windows: what an application has loaded once, it has."""

    font: QFont | None = None
    codes: dict[Icon, str] | None = None
    is_asked_for = False
    fails = False


_DRAWER = _Drawer()


def draw_icon(painter: QPainter, box: QRectF, icon: Icon, color: QColor) -> bool:
    """Draw an icon as large as a square box; gives whether it could, and has it loaded behind this picture if not."""
    if _DRAWER.font is None or _DRAWER.codes is None:
        if not (_DRAWER.is_asked_for or _DRAWER.fails):
            _DRAWER.is_asked_for = True
            QTimer.singleShot(_BEHIND_MS, load)
        return False
    font = QFont(_DRAWER.font)
    font.setPixelSize(max(8, round(box.height())))
    painter.setFont(font)
    painter.setPen(color)
    area, flags = box.adjusted(-4, -4, 4, 4), int(Qt.AlignmentFlag.AlignCenter)
    if is_turned(painter):
        with upright(painter, area):
            painter.drawText(area, flags, _DRAWER.codes[icon])
    else:
        painter.drawText(area, flags, _DRAWER.codes[icon])
    return True


def has_room(pane: QWidget) -> bool:
    """Whether room is to be left for icons: they are there, or will be where somebody sees the pane."""
    return not _DRAWER.fails and (_DRAWER.font is not None or pane.window().isVisible())


def load() -> None:
    """Load the face, here and now, and have everything that shows an icon drawn anew."""
    if _DRAWER.font is not None:
        return
    before = os.environ.get("QT_API")
    # of several Qt bindings it takes the one that is named; ours is loaded already
    os.environ["QT_API"] = "pyside6"
    try:
        import qtawesome  # noqa: PLC0415  loading it takes time

        _DRAWER.codes = {icon: qtawesome.charmap(f"{_FACE}.{sign}") for icon, sign in _SIGNS.items()}
        _DRAWER.font = qtawesome.font(_FACE, 16)
    except Exception:  # noqa: BLE001  whatever is wrong with a face or its files, the window is whole without icons
        _DRAWER.fails = True
    finally:
        if before is None:
            del os.environ["QT_API"]
        else:
            os.environ["QT_API"] = before
    for window in QApplication.topLevelWidgets():
        for one in window.findChildren(QWidget):
            one.update()
