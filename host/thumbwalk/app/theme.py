"""Colours of the practice screen, light and dark.

Meaning never hangs on hue alone: every state also has a word and a shape, and the force map's lightness runs one way,
so that it reads with colour blindness and in grey.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication

Stops = tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Theme:
    """One set of colours, ``#rrggbb``; ``map_stops`` are (place in 0..1, colour) of the force map."""

    name: str
    background: str
    ink: str
    muted: str
    line: str
    surface: str
    edge: str
    aim: str
    on_aim: str
    off: str
    band: str
    guide: str
    caution: str
    alert: str
    on_alert: str
    foot: str
    foot_line: str
    foot_detail: str
    thumb: str
    thumb_edge: str
    map_stops: Stops

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role (a field's name), with an opacity of 0..1."""
        color = QColor(getattr(self, role))
        color.setAlphaF(alpha)
        return color

    def map_table(self) -> NDArray[np.uint32]:
        """256 premultiplied ARGB colours from no force (clear) to the map's full scale."""
        where = np.linspace(0.0, 1.0, 256)
        at = np.array([place for place, _ in self.map_stops])
        rgb = np.array([_rgb(color) for _, color in self.map_stops])
        alpha = np.clip(where / 0.22, 0.0, 1.0)
        channels = [np.interp(where, at, rgb[:, k]) * alpha for k in range(3)]
        red, green, blue = (np.rint(channel * 255.0).astype(np.uint32) for channel in channels)
        packed: NDArray[np.uint32] = (
            (np.rint(alpha * 255.0).astype(np.uint32) << 24) | (red << 16) | (green << 8) | blue
        )
        return packed


LIGHT = Theme(
    name="light",
    background="#f7f5f1",
    ink="#1d2830",
    muted="#65717a",
    line="#dcd7ce",
    surface="#fdfcfa",
    edge="#87827a",
    aim="#0c7773",
    on_aim="#ffffff",
    off="#e9e5de",
    band="#d3e7e2",
    guide="#3d8a85",
    caution="#a85400",
    alert="#b8261a",
    on_alert="#ffffff",
    foot="#eae3d8",
    foot_line="#b3a897",
    foot_detail="#d5ccbe",
    thumb="#ffffff",
    thumb_edge="#1d2830",
    map_stops=((0.0, "#f6cf96"), (0.3, "#eea45c"), (0.6, "#cd5b35"), (0.85, "#8f2430"), (1.0, "#561029")),
)

DARK = Theme(
    name="dark",
    background="#11171c",
    ink="#e9edf0",
    muted="#95a2ac",
    line="#2a353e",
    surface="#182027",
    edge="#66757f",
    aim="#55c9be",
    on_aim="#06201f",
    off="#1d262d",
    band="#17393c",
    guide="#3a8a86",
    caution="#f3ad52",
    alert="#ff7d61",
    on_alert="#1a0905",
    foot="#232e37",
    foot_line="#53636f",
    foot_detail="#33414c",
    thumb="#11171c",
    thumb_edge="#ffffff",
    map_stops=((0.0, "#55314a"), (0.3, "#8f3f50"), (0.6, "#d5694a"), (0.85, "#f6ae62"), (1.0, "#ffefbf")),
)


def system_theme() -> Theme:
    """The theme that the desktop asks for; light where it does not say."""
    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def theme_named(name: str) -> Theme:
    """``"light"``, ``"dark"``, or anything else for the desktop's choice."""
    return {"light": LIGHT, "dark": DARK}.get(name) or system_theme()


def font(size_px: float, *, bold: bool = False, spaced: bool = False) -> QFont:
    """The desktop's own typeface at a size in pixels; ``spaced`` is for small headings in capitals."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(max(8, round(size_px)))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if spaced:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108.0)
    return made


def _rgb(color: str) -> tuple[float, float, float]:
    return tuple(int(color[i : i + 2], 16) / 255.0 for i in (1, 3, 5))  # type: ignore[return-value]
