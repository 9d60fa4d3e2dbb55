"""Small pictures as SVG text, without a clock or random names in it: a picture changes only with its data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

BLACK, GREY, PALE = "#222222", "#777777", "#dddddd"
BLUE, ORANGE, GREEN, RED, PURPLE = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7"
"""Of the palette of Okabe and Ito, which people with any colour vision can tell apart."""


class Picture:
    """A white sheet of ``width`` x ``height`` pixels; y goes down."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height = width, height
        size, font = f'width="{width:g}" height="{height:g}"', 'font-family="sans-serif" font-size="12"'
        self._lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" {size} {font}>',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
        ]

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", colour: str = BLACK, size: float = 12,
        bold: bool = False, turned: bool = False,
    ) -> None:  # fmt: skip
        """Write at a baseline; ``turned`` reads upward."""
        turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
        weight = ' font-weight="bold"' if bold else ""
        self._lines.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size:g}"{weight}{turn}>'
            f"{escape(text)}</text>"
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, colour: str = BLACK, width: float = 1, dash: str = ""
    ) -> None:
        """Draw a straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._lines.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width:g}"{dashed}/>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str, opacity: float = 1.0, edge: str = "none"
    ) -> None:
        """Draw a rectangle."""
        self._lines.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
            f'fill-opacity="{opacity:.3f}" stroke="{edge}"/>'
        )

    def dot(self, x: float, y: float, radius: float, *, fill: str, edge: str = "none") -> None:
        """Draw a disc."""
        self._lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{edge}"/>')

    def path(
        self, points: Iterable[tuple[float, float]], *, colour: str, width: float = 1.5, closed: bool = False
    ) -> None:
        """Draw a line through points."""
        kind = "polygon" if closed else "polyline"
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._lines.append(f'<{kind} points="{places}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>')

    def area(self, points: Iterable[tuple[float, float]], *, fill: str, opacity: float = 0.2) -> None:
        """Fill a polygon."""
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._lines.append(f'<polygon points="{places}" fill="{fill}" fill-opacity="{opacity:g}" stroke="none"/>')

    def to_text(self) -> str:
        """The file."""
        return "\n".join([*self._lines, "</svg>"]) + "\n"


class Axes:
    """A frame on a picture, from data to pixels; y goes up."""

    def __init__(
        self, picture: Picture, box: tuple[float, float, float, float], x: tuple[float, float], y: tuple[float, float]
    ) -> None:
        self.picture = picture
        self.left, self.top, self.right, self.bottom = box
        self._x, self._y = x, y

    def x(self, value: float) -> float:
        """Pixel of an x, kept within the frame."""
        low, high = self._x
        return self.left + (min(max(value, low), high) - low) / (high - low) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Pixel of a y, kept within the frame."""
        low, high = self._y
        return self.bottom - (min(max(value, low), high) - low) / (high - low) * (self.bottom - self.top)

    def frame(
        self, *, x_ticks: Sequence[float], y_ticks: Sequence[float], x_label: str, y_label: str, title: str = ""
    ) -> None:
        """Draw the grid, its numbers and labels."""
        for value in x_ticks:
            self.picture.line(self.x(value), self.top, self.x(value), self.bottom, colour=PALE)
            self.picture.text(self.x(value), self.bottom + 16, f"{value:g}", anchor="middle", size=11)
        for value in y_ticks:
            self.picture.line(self.left, self.y(value), self.right, self.y(value), colour=PALE)
            self.picture.text(self.left - 6, self.y(value) + 4, f"{value:g}", anchor="end", size=11)
        self.picture.text((self.left + self.right) / 2, self.bottom + 34, x_label, anchor="middle")
        self.picture.text(self.left - 34, (self.top + self.bottom) / 2, y_label, anchor="middle", turned=True)
        if title:
            self.picture.text(self.left, self.top - 8, title, bold=True)

    def curve(self, points: Iterable[tuple[float, float]], *, colour: str, dots: bool = True) -> None:
        """Draw a line through data points."""
        places = [(self.x(x), self.y(y)) for x, y in points]
        self.picture.path(places, colour=colour)
        if dots:
            for x, y in places:
                self.picture.dot(x, y, 3.5, fill=colour)
